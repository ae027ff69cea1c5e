"""Splitting examples."""

from collections import Counter

import numpy as np
import pytest

from fazhi.triage import Example
from fazhi.triage.folds import folds_of
from tests.triage.samples import examples


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_every_example_is_held_out_once_and_labels_are_even(seed: int) -> None:
    split = folds_of(examples(), 3, seed)
    assert sorted(np.concatenate([held for _, held in split]).tolist()) == list(range(18))
    for learnt, held in split:
        assert not set(learnt.tolist()) & set(held.tolist())
        assert Counter(examples()[at].label for at in held) == {"供水": 2, "教育": 2, "交通": 2}


def test_a_group_stays_in_one_fold() -> None:
    copies = [Example(f"停水{number}", "供水", "G") for number in range(5)]
    split = folds_of([*copies, *examples()], 3, 0)
    assert sorted(len(set(held.tolist()) & set(range(5))) for _, held in split) == [0, 0, 5]


def test_another_seed_is_another_split() -> None:
    one, other = folds_of(examples(), 3, 0), folds_of(examples(), 3, 1)
    assert any(a[1].tolist() != b[1].tolist() for a, b in zip(one, other, strict=True))
