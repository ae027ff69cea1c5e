"""Reckoning: from a term, its event, and what paused or lengthened it, to the day it is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from fazhi.clock.calendar import Calendar
from fazhi.clock.course import NO_PAUSES, Course, Pauses, run_back, run_on
from fazhi.clock.errors import OutOfRange, UnusableTerm
from fazhi.clock.intervals import Interval, blocked_days, in_order
from fazhi.clock.moments import day_end, in_beijing
from fazhi.clock.readings import CountingRules
from fazhi.clock.terms import Direction, Extension, Term
from fazhi.clock.unfolding import Account, Step, unfold

DEFAULT_RULES = CountingRules()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a term comes to.

    `due`: the last moment, Beijing time; a term in days ends at 24:00, written 23:59:59; None while an interval runs.
    `nominal`: the last day before rolling (the moment, for hours); while an interval runs, the last day that counted.
    `provisional`: the count used a day whose holiday arrangement was not yet published; reckon again when it is.
    `left`: days (hours, rounded up) still to run of the term that an open interval stopped, else None; an extension
    that has yet to begin is not in it.
    """

    due: datetime | None
    nominal: date | datetime
    provisional: bool
    steps: tuple[Step, ...]
    calendar_edition: str
    term: Term
    start: datetime
    left: int | None = None


def reckon(
    term: Term,
    start: datetime,
    calendar: Calendar,
    *,
    intervals: Sequence[Interval] = (),
    extensions: Sequence[Extension] = (),
    rules: CountingRules = DEFAULT_RULES,
    explain: bool = True,
) -> Reckoning:
    """When `term` from (or before) the event at `start` is due.

    Extensions run on from the end before them; whether the whole rolls is for `term` to say. Intervals do not touch a
    term that counts back from its event. A restart is a new call with the new event.
    Raises NaiveMoment, OverlappingIntervals, UnusableTerm, OutOfRange (all ClockError, a ValueError).
    """
    start = in_beijing(start)
    pauses = _pauses(intervals, rules) if intervals else NO_PAUSES
    chain = (term, *(extension.term for extension in extensions)) if extensions else (term,)
    course = _run(chain, start, calendar, pauses, rules)
    due = _due(course)
    return Reckoning(
        due,
        course.ends[-1],
        course.provisional,
        unfold(Account(chain, start, calendar, pauses, rules, course, due)) if explain else (),
        calendar.edition,
        term,
        start,
        course.left,
    )


def _run(chain: Sequence[Term], start: datetime, calendar: Calendar, pauses: Pauses, rules: CountingRules) -> Course:
    try:
        if chain[0].direction is Direction.AFTER:
            return run_on(chain, start, calendar, pauses, rules)
        if len(chain) > 1:
            raise UnusableTerm("倒算的期限以事件之日为准，不能延长。请更改事件的日期，或者检查程序定义。")
        return run_back(chain[0], start, calendar, rules)
    except OverflowError:
        raise OutOfRange from None


def _pauses(intervals: Sequence[Interval], rules: CountingRules) -> Pauses:
    ordered = in_order(intervals)
    return Pauses(ordered, [days for interval in ordered if (days := blocked_days(interval, rules))])


def _due(course: Course) -> datetime | None:
    if course.left is not None:
        return None
    return course.final if isinstance(course.final, datetime) else day_end(course.final)
