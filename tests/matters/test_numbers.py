"""Matter numbers: none is given twice, and those held together follow one another."""

from datetime import date

import pytest

from fazhi.matters import numbers

DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _fresh(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "_left", {})


def test_numbers_held_together_follow_one_another() -> None:
    numbers.hold(DAY, 120)
    assert [numbers.next_number(DAY)[-3:] for _ in range(120)] == [f"{n:03d}" for n in range(1, 121)]


def test_what_is_left_of_an_earlier_block_goes_first() -> None:
    first = numbers.next_number(DAY, block=3)
    numbers.hold(DAY, 2)
    rest = [numbers.next_number(DAY) for _ in range(4)]
    assert [int(n[-5:]) for n in [first, *rest]] == [1, 2, 3, 4, 5]


def test_holding_none_takes_none() -> None:
    numbers.hold(DAY, 0)
    assert numbers.next_number(DAY).endswith("-00001")
