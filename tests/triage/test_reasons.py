"""Which runs of characters can stand as reasons."""

import numpy as np
import pytest

from fazhi.triage.reading import codes_of, keys_of
from fazhi.triage.reasons import MOST, readable, reasons_in


def key_of(word: str) -> int:
    return int(keys_of(codes_of(word), len(word))[-1])


def keys(words: tuple[str, ...]) -> np.ndarray:
    return np.array([key_of(word) for word in words], np.uint64)


@pytest.mark.parametrize(
    ("word", "stands"),
    [
        ("路灯", True),
        ("红绿灯", True),
        ("灯", False),
        ("的灯", False),
        ("路了", False),
        ("a3区", False),
    ],
)
def test_what_can_stand_as_a_word(word: str, stands: bool) -> None:
    assert readable(keys((word,))).tolist() == [stands]


@pytest.mark.parametrize(
    ("words", "support", "reasons"),
    [
        (("路灯", "施工"), (1.0, 2.0), ("施工", "路灯")),
        (("路灯", "施工"), (1.0, -2.0), ("路灯",)),
        (("占道", "占道施", "噪音"), (3.0, 2.0, 1.0), ("占道", "噪音")),
        (("占道", "道施"), (3.0, 2.0), ("占道",)),
        (("路灯", "施工"), (1.5, 1.5), ("路灯", "施工")),
        ((), (), ()),
    ],
)
def test_the_strongest_words_that_do_not_overlap(
    words: tuple[str, ...], support: tuple[float, ...], reasons: tuple[str, ...]
) -> None:
    assert reasons_in(keys(words), np.array(support, np.float32)) == reasons


def test_no_more_than_the_most() -> None:
    words = ("路灯", "施工", "噪音", "学校", "医院", "工资")
    assert len(reasons_in(keys(words), np.ones(6, np.float32))) == MOST
