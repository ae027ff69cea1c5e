"""What follows from a due moment: time left, lateness, deemed acts, papers posted in time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fazhi.clock.calendar import Calendar
from fazhi.clock.errors import UnusableTerm
from fazhi.clock.moments import in_beijing, local_day
from fazhi.clock.reckoning import Reckoning
from fazhi.clock.terms import Direction, Unit


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late: whole calendar days and working days after the due day (both 0 when late within that day)."""

    late: bool
    calendar_days: int
    working_days: int


@dataclass(frozen=True, slots=True)
class Remaining:
    """What is left: days after today up to and with the due day; all 0 on the due day itself and once it is over."""

    expired: bool
    calendar_days: int
    working_days: int


def overdue_by(due: datetime, now: datetime, calendar: Calendar) -> Lateness:
    """How late `now` is against `due`; NaiveMoment if either carries no zone."""
    due, now = in_beijing(due), in_beijing(now)
    if not _over(due, now):
        return Lateness(False, 0, 0)
    last, today = due.date(), now.date()
    return Lateness(True, (today - last).days, calendar.working_days_between(last, today))


def remaining(due: datetime, now: datetime, calendar: Calendar) -> Remaining:
    """How much time is left at `now` until `due`; NaiveMoment if either carries no zone."""
    due, now = in_beijing(due), in_beijing(now)
    if _over(due, now):
        return Remaining(True, 0, 0)
    last, today = due.date(), now.date()
    return Remaining(False, (last - today).days, calendar.working_days_between(today, last))


def _over(due: datetime, now: datetime) -> bool:
    # 23:59:59 stands for 24:00, so the fraction of a second before midnight is still in time.
    return now.replace(microsecond=0) > due


class DeemedFrom(StrEnum):
    """From when a deemed act counts: the period's end (行政复议法 第三十条) or its start (行政许可法 第三十二条)."""

    EXPIRY = "expiry"
    START = "start"


def deemed_at(reckoning: Reckoning, since: DeemedFrom = DeemedFrom.EXPIRY) -> datetime | None:
    """When a deemed act occurs: the law's moment, however late a timer ran; None while an interval runs."""
    if reckoning.due is None:
        return None
    return reckoning.due if since is DeemedFrom.EXPIRY else reckoning.start


def minimum_met(reckoning: Reckoning, at: datetime) -> bool:
    """Whether an act at `at` leaves the full 不少于 period: after its end, or by the day a term counted back gives."""
    at = in_beijing(at)
    if reckoning.due is None:
        return False
    if reckoning.term.direction is Direction.BEFORE:
        return not _over(reckoning.due, at)
    return at >= reckoning.due if reckoning.term.unit is Unit.HOUR else _over(reckoning.due, at)


def posted_in_time(posted_on: date | datetime, reckoning: Reckoning) -> bool:
    """Whether a paper given to the post on that day is in time (民事诉讼法 第八十五条); always while an interval runs.

    UnusableTerm where a term in hours is asked about with a day only.
    """
    if reckoning.due is None:
        return True
    if isinstance(posted_on, datetime) and reckoning.term.unit is Unit.HOUR:
        return not _over(reckoning.due, in_beijing(posted_on))
    if reckoning.term.unit is Unit.HOUR:
        raise UnusableTerm("以小时计算的期间须有交邮的时刻，仅有日期无法判断。请填写交邮时刻。")
    day = local_day(posted_on) if isinstance(posted_on, datetime) else posted_on
    return day <= reckoning.due.date()
