"""Counting a term forward or back, over what does not count."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from fazhi.clock.calendar import Calendar
from fazhi.clock.errors import OutOfRange
from fazhi.clock.intervals import Blocked, Interval
from fazhi.clock.moments import ONE_DAY, ONE_HOUR, in_beijing
from fazhi.clock.terms import Term, Unit


class Count(NamedTuple):
    """Where a count ended; `left` days still to run when an open interval stopped it, else None."""

    end: date
    left: int | None = None


class HourCount(NamedTuple):
    """Where a count of hours ended; `left` hours, rounded up, still to run when an open interval stopped it."""

    end: datetime
    left: int | None = None


def add_months(day: date, n: int) -> date:
    """The corresponding day n months on (back, if n < 0), else that month's last day (民法典 第二百零二条)."""
    years, month = divmod(day.month - 1 + n, 12)
    year = day.year + years
    if not date.min.year <= year <= date.max.year:
        raise OutOfRange
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def count_days(term: Term, start: date, calendar: Calendar, blocked: Sequence[Blocked]) -> Count:
    """The last day of `term` after `start`, which does not count itself (民法典 第二百零一条); blocked days are passed.

    Months and years fix their last day first (第二百零二条) and then run in days, so a pause leaves days to run.
    """
    if term.unit is Unit.WORKING_DAY:
        return _over(start, term.n, calendar, blocked)
    if term.unit is Unit.CALENDAR_DAY:
        n = term.n
    else:
        n = (add_months(start, term.n * (12 if term.unit is Unit.YEAR else 1)) - start).days
    return _over(start, n, None, blocked)


def _over(start: date, n: int, calendar: Calendar | None, blocked: Sequence[Blocked]) -> Count:
    """Count n days (working days where a calendar is given) after `start`, passing over blocked days."""
    position = start
    for first, last in blocked:
        if first > position:
            free = _between(position, first - ONE_DAY, calendar)
            if n <= free:
                break
            n -= free
        if last is None:
            return Count(position if first <= position else first - ONE_DAY, n)
        position = max(position, last)
    return Count(calendar.add_working_days(position, n) if calendar else position + timedelta(days=n))


def _between(after: date, until: date, calendar: Calendar | None) -> int:
    return calendar.working_days_between(after, until) if calendar else (until - after).days


def count_back(term: Term, event: date, calendar: Calendar) -> date:
    """The n-th day before `event`, which itself does not count."""
    if term.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(event, -term.n)
    if term.unit is Unit.CALENDAR_DAY:
        return event - timedelta(days=term.n)
    return add_months(event, -term.n * (12 if term.unit is Unit.YEAR else 1))


def count_hours(n: int, start: datetime, intervals: Sequence[Interval]) -> HourCount:
    """The moment n hours after `start`, to the second; time inside the intervals is passed over exactly."""
    position, left = start, timedelta(hours=n)
    for interval in intervals:
        if interval.start > position:
            free = interval.start - position
            if left <= free:
                break
            left -= free
            position = in_beijing(interval.start)
        if interval.end is None:
            return HourCount(position, -(-left // ONE_HOUR))
        position = max(position, in_beijing(interval.end))
    return HourCount(position + left)


def roll(day: date, calendar: Calendar, blocked: Sequence[Blocked]) -> Count:
    """`day`, or the next working day after a rest day (民事诉讼法 第八十五条); a pause in between is waited for."""
    if calendar.is_working_day(day):
        return Count(day)
    rolled = calendar.add_working_days(day, 1)
    for first, last in blocked:
        if last is None and first <= rolled:
            return Count(day, 0)
        if last is not None and first <= rolled <= last:
            rolled = calendar.add_working_days(last, 1)
    return Count(rolled)
