"""Bad input is refused in Chinese, saying what to do."""

import re
from datetime import datetime, timedelta

import pytest

from fazhi.clock import (
    BEIJING,
    BadInterval,
    BadTerm,
    ClockError,
    Direction,
    Extension,
    Interval,
    NaiveMoment,
    OutOfRange,
    OverlappingIntervals,
    Term,
    Unit,
    UnusableTerm,
    errors,
    official_calendar,
    reckon,
)

START = datetime(2025, 3, 3, 9, tzinfo=BEIJING)
NAIVE = datetime(2025, 3, 3, 9)
DAY = timedelta(days=1)


@pytest.mark.parametrize("n", [0, -1, True, 1.5, "5"])
def test_a_term_needs_a_positive_whole_number(n: int) -> None:
    with pytest.raises(BadTerm, match="正整数"):
        Term(n, Unit.CALENDAR_DAY)


@pytest.mark.parametrize(("unit", "direction"), [("week", Direction.AFTER), (Unit.MONTH, "sideways")])
def test_a_term_needs_a_known_unit_and_direction(unit: Unit, direction: Direction) -> None:
    with pytest.raises(BadTerm, match="单位或方向"):
        Term(5, unit, direction)


def test_hours_and_terms_counted_back_do_not_roll() -> None:
    with pytest.raises(UnusableTerm, match="小时"):
        Term(24, Unit.HOUR, roll=True)
    with pytest.raises(UnusableTerm, match="倒算"):
        Term(7, Unit.WORKING_DAY, Direction.BEFORE, roll=True)


def test_a_term_counted_back_is_neither_an_extension_nor_extended() -> None:
    back = Term(7, Unit.WORKING_DAY, Direction.BEFORE)
    with pytest.raises(UnusableTerm, match="延长"):
        Extension(back)
    with pytest.raises(UnusableTerm, match="不能延长"):
        reckon(back, START, official_calendar(), extensions=[Extension(Term(5, Unit.WORKING_DAY))])


def test_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(NaiveMoment, match="时区"):
        reckon(Term(5, Unit.WORKING_DAY), NAIVE, official_calendar())
    with pytest.raises(NaiveMoment):
        Interval("suspend", NAIVE, None)
    with pytest.raises(NaiveMoment):
        Interval("suspend", START, NAIVE)


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(BadInterval, match="早于开始"):
        Interval("suspend", START, START - timedelta(seconds=1))
    assert Interval("suspend", START, START).end == START


def test_an_unknown_kind_of_interval_is_refused() -> None:
    with pytest.raises(BadInterval, match="种类"):
        Interval("restart", START, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((START, START + 5 * DAY), (START + 4 * DAY, START + 9 * DAY)),
        ((START + 4 * DAY, START + 9 * DAY), (START, START + 5 * DAY)),
        ((START, None), (START + 4 * DAY, START + 9 * DAY)),
        ((START, None), (START + 4 * DAY, None)),
    ],
)
def test_overlapping_intervals_are_refused(
    first: tuple[datetime, datetime | None], second: tuple[datetime, datetime | None]
) -> None:
    with pytest.raises(OverlappingIntervals, match="重叠"):
        reckon(
            Term(60, Unit.CALENDAR_DAY),
            START,
            official_calendar(),
            intervals=[Interval("suspend", *first), Interval("exclude", *second)],
        )


def test_intervals_that_only_touch_are_taken() -> None:
    touching = [Interval("suspend", START, START + DAY), Interval("exclude", START + DAY, START + 2 * DAY)]
    assert reckon(Term(60, Unit.CALENDAR_DAY), START, official_calendar(), intervals=touching).due is not None


@pytest.mark.parametrize(
    "term",
    [
        Term(99_999, Unit.YEAR),
        Term(10**10, Unit.CALENDAR_DAY),
        Term(10**12, Unit.HOUR),
        Term(10**6, Unit.WORKING_DAY),
        Term(3000, Unit.YEAR, Direction.BEFORE),
        Term(10**8, Unit.HOUR, Direction.BEFORE),
        Term(200, Unit.YEAR, roll=True),
    ],
    ids=str,
)
def test_terms_beyond_the_calendar_are_refused(term: Term) -> None:
    with pytest.raises(OutOfRange):
        reckon(term, START, official_calendar())


def test_every_refusal_is_a_value_error_that_speaks_chinese() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ClockError)]
    assert len(kinds) == 8
    assert issubclass(ClockError, ValueError)
    assert all(re.search(r"[\u4e00-\u9fff].*。", str(kind())) for kind in kinds)


def test_values_are_frozen() -> None:
    with pytest.raises(AttributeError):
        Term(5, Unit.WORKING_DAY).n = 6  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Extension(Term(5, Unit.WORKING_DAY)).term = Term(6, Unit.WORKING_DAY)  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Interval("suspend", START, None).end = START  # type: ignore[misc]
