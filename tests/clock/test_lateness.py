"""What follows from a due moment."""

from datetime import date, datetime

import pytest

from fazhi.clock import (
    BEIJING,
    DeemedFrom,
    Direction,
    Interval,
    Lateness,
    NaiveMoment,
    Reckoning,
    Remaining,
    Term,
    Unit,
    UnusableTerm,
    day_end,
    deemed_at,
    minimum_met,
    official_calendar,
    overdue_by,
    posted_in_time,
    reckon,
    remaining,
)

CALENDAR = official_calendar()
DUE = day_end(date(2025, 1, 27))


def at(month: int, day: int, hour: int = 9, minute: int = 0, second: int = 0, micro: int = 0) -> datetime:
    return datetime(2025, month, day, hour, minute, second, micro, tzinfo=BEIJING)


def reckoned(term: Term, start: datetime, *intervals: Interval) -> Reckoning:
    return reckon(term, start, CALENDAR, intervals=intervals)


FIVE = reckoned(Term(5, Unit.WORKING_DAY), at(1, 24))  # due 2025-02-07
STOPPED = reckoned(Term(5, Unit.WORKING_DAY), at(1, 24), Interval("suspend", at(1, 26), None))
HOURS = reckoned(Term(24, Unit.HOUR), at(6, 6, 15, 20))  # due 2025-06-07 15:20


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(1, 27, 23, 59, 59), Lateness(False, 0, 0)),
        (at(1, 27, 23, 59, 59, 999_999), Lateness(False, 0, 0)),
        (at(1, 28, 0), Lateness(True, 1, 0)),
        (at(2, 4), Lateness(True, 8, 0)),
        (at(2, 5), Lateness(True, 9, 1)),
        (at(2, 8), Lateness(True, 12, 4)),
        (at(1, 2), Lateness(False, 0, 0)),
    ],
)
def test_overdue_by(now: datetime, expected: Lateness) -> None:
    assert overdue_by(DUE, now, CALENDAR) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(1, 24), Remaining(False, 3, 2)),
        (at(1, 26), Remaining(False, 1, 1)),
        (at(1, 27), Remaining(False, 0, 0)),
        (at(1, 28, 0), Remaining(True, 0, 0)),
    ],
)
def test_remaining(now: datetime, expected: Remaining) -> None:
    assert remaining(DUE, now, CALENDAR) == expected


def test_late_within_the_day_of_a_term_in_hours() -> None:
    assert HOURS.due is not None
    assert overdue_by(HOURS.due, at(6, 7, 15, 21), CALENDAR) == Lateness(True, 0, 0)
    assert overdue_by(HOURS.due, at(6, 7, 15, 20), CALENDAR) == Lateness(False, 0, 0)


def test_lateness_needs_a_zone() -> None:
    with pytest.raises(NaiveMoment):
        overdue_by(DUE, datetime(2025, 1, 28), CALENDAR)
    with pytest.raises(NaiveMoment):
        remaining(datetime(2025, 1, 28), at(1, 28), CALENDAR)


def test_a_deemed_act_occurs_on_the_day_of_the_law() -> None:
    assert deemed_at(FIVE) == day_end(date(2025, 2, 7))
    assert deemed_at(FIVE, DeemedFrom.START) == at(1, 24)
    assert deemed_at(STOPPED) is None
    assert deemed_at(STOPPED, DeemedFrom.START) is None


@pytest.mark.parametrize(
    ("posted", "in_time"),
    [
        (date(2025, 2, 7), True),
        (date(2025, 2, 8), False),
        (at(2, 7, 23, 59, 59, 5), True),
        (datetime.fromisoformat("2025-02-07T16:30+00:00"), False),
    ],
)
def test_posted_in_time(posted: date | datetime, in_time: bool) -> None:
    assert posted_in_time(posted, FIVE) is in_time


def test_posting_while_an_interval_runs_is_in_time() -> None:
    assert posted_in_time(date(2030, 1, 1), STOPPED)


def test_posting_within_hours_needs_a_moment() -> None:
    assert posted_in_time(at(6, 7, 15, 20), HOURS)
    assert not posted_in_time(at(6, 7, 15, 21), HOURS)
    with pytest.raises(UnusableTerm, match="交邮时刻"):
        posted_in_time(date(2025, 6, 7), HOURS)


AFTER = reckoned(Term(7, Unit.CALENDAR_DAY, minimum=True), at(5, 6))  # full with the end of 13 May
BACK = reckoned(Term(7, Unit.CALENDAR_DAY, Direction.BEFORE, minimum=True), at(5, 20))  # by 13 May
IN_HOURS = reckoned(Term(24, Unit.HOUR, minimum=True), at(6, 6, 15, 20))


@pytest.mark.parametrize(
    ("reckoning", "moment", "met"),
    [
        (AFTER, at(5, 13, 23, 59, 59), False),
        (AFTER, at(5, 14, 0), True),
        (BACK, at(5, 13, 23), True),
        (BACK, at(5, 14, 0), False),
        (IN_HOURS, at(6, 7, 15, 19), False),
        (IN_HOURS, at(6, 7, 15, 20), True),
        (STOPPED, at(12, 31), False),
    ],
)
def test_minimum_met(reckoning: Reckoning, moment: datetime, met: bool) -> None:
    assert minimum_met(reckoning, moment) is met
