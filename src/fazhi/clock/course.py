"""The course of a term: its own end, then the end of each extension, then the roll."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from fazhi.clock.calendar import Calendar
from fazhi.clock.counting import Count, HourCount, count_back, count_days, count_hours, roll
from fazhi.clock.intervals import Blocked, Interval
from fazhi.clock.moments import ONE_DAY, ONE_HOUR, day_start
from fazhi.clock.readings import CountingRules
from fazhi.clock.terms import Term, Unit


class Pauses(NamedTuple):
    """The intervals in order, and the whole days they take out."""

    intervals: Sequence[Interval] = ()
    blocked: Sequence[Blocked] = ()


NO_PAUSES = Pauses()


class Course(NamedTuple):
    """`ends`: where each term of the chain ended, unrolled; `final`: the last of them, rolled where it rolls."""

    ends: tuple[date | datetime, ...]
    final: date | datetime
    left: int | None
    provisional: bool


def run_on(chain: Sequence[Term], start: datetime, calendar: Calendar, pauses: Pauses, rules: CountingRules) -> Course:
    """Count each term of `chain` on from the end of the one before; the first one says whether the end rolls."""
    rolls = chain[0].roll
    ends: list[date | datetime] = []
    provisional = False
    cursor: date | datetime = _hour_start(start, rules) if chain[0].unit is Unit.HOUR else start
    for term in chain:
        # An end in hours cannot roll, so hours granted from the unrolled day could make the whole due earlier.
        if ends and rolls and (rules.extend_from_rolled_end or term.unit is Unit.HOUR):
            cursor = _rolled(cursor, calendar, pauses).end
        count = _advance(term, cursor, calendar, pauses)
        cursor = count.end
        ends.append(cursor)
        provisional = provisional or (term.unit is Unit.WORKING_DAY and cursor > calendar.published_until)
        if count.left is not None:
            return Course(tuple(ends), cursor, count.left, provisional)
    if not rolls:
        return Course(tuple(ends), cursor, None, provisional)
    final = _rolled(cursor, calendar, pauses)
    return Course(tuple(ends), final.end, final.left, provisional or _day(final.end) > calendar.published_until)


def run_back(term: Term, event: datetime, calendar: Calendar, rules: CountingRules) -> Course:
    """Count `term` back from its event."""
    end: date | datetime
    if term.unit is Unit.HOUR:
        floor = event.replace(minute=0, second=0, microsecond=0)
        end = (floor if rules.hours_from_next_full_hour else event) - term.n * ONE_HOUR
        return Course((end,), end, None, False)
    base = event.date() if rules.before_clear_days else event.date() + ONE_DAY
    end = count_back(term, base, calendar)
    provisional = term.unit is Unit.WORKING_DAY and base - ONE_DAY > calendar.published_until
    return Course((end,), end, None, provisional)


def _advance(term: Term, cursor: date | datetime, calendar: Calendar, pauses: Pauses) -> Count | HourCount:
    if term.unit is not Unit.HOUR:
        return count_days(term, _day(cursor), calendar, pauses.blocked)
    moment = cursor if isinstance(cursor, datetime) else day_start(cursor + ONE_DAY)
    return count_hours(term.n, moment, pauses.intervals)


def _rolled(end: date | datetime, calendar: Calendar, pauses: Pauses) -> Count | HourCount:
    """`end` rolled; an end in hours has no last day to roll."""
    return HourCount(end) if isinstance(end, datetime) else roll(end, calendar, pauses.blocked)


def _hour_start(start: datetime, rules: CountingRules) -> datetime:
    if not rules.hours_from_next_full_hour:
        return start
    return start.replace(minute=0, second=0, microsecond=0) + ONE_HOUR


def _day(end: date | datetime) -> date:
    return end.date() if isinstance(end, datetime) else end
