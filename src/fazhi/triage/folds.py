"""Splitting examples so that some can be held out."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fazhi.triage.examples import Example

Places = NDArray[np.int64]


def folds_of(examples: Sequence[Example], folds: int, seed: int) -> list[tuple[Places, Places]]:
    """Split into (learnt, held out) places; a group is never on both sides, each label is spread evenly."""
    members: dict[str, list[int]] = {}
    for at, one in enumerate(examples):
        members.setdefault(one.group or f"#{at}", []).append(at)
    shuffled = np.random.default_rng(seed).permutation(np.array(list(members), dtype=object))
    held: list[list[int]] = [[] for _ in range(folds)]
    spread = [Counter[str]() for _ in range(folds)]
    for group in shuffled:
        labels = Counter(examples[at].label for at in members[group])
        least = min(range(folds), key=lambda fold: (sum(spread[fold][label] for label in labels), len(held[fold])))
        held[least].extend(members[group])
        spread[least].update(labels)
    every = np.arange(len(examples))
    outs = [np.array(sorted(places), np.int64) for places in held]
    return [(np.setdiff1d(every, out), out) for out in outs if out.size]
