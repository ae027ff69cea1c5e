"""What was filled in, in the words of a page."""

from typing import Any

import pytest

from fazhi.desk.values import Names, shown
from fazhi.procedure.model import Field


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("datetime", "2026-11-05T09:10:00+08:00", "2026年11月5日（周四） 09:10"),
        ("datetime", "2026-11-05T01:10:00+00:00", "2026年11月5日（周四） 09:10"),
        ("datetime", "2026-11-05T09:10", "2026年11月5日（周四） 09:10"),
        ("date", "2026-11-05", "2026年11月5日（周四）"),
        ("number", 7500, "7,500"),
        ("number", "30", "30"),
        ("yesno", "no", "否"),
        ("code", "2026-001", "2026-001"),
    ],
)
def test_a_value_is_shown_in_words(kind: Any, value: object, words: str) -> None:
    assert shown(Field(id="x", name="某项", type=kind), value, Names()) == words
