"""The clock: the official calendar, 期间, and when a term is due. Pure functions; the present moment is an argument."""

from fazhi.clock.ages import age_on
from fazhi.clock.calendar import Calendar, TableCalendar, official_calendar
from fazhi.clock.day_rules import DAY_RULES, DayRule, day_rule
from fazhi.clock.errors import (
    BadCalendar,
    BadInterval,
    BadTerm,
    ClockError,
    NaiveMoment,
    OutOfRange,
    OverlappingIntervals,
    UnusableTerm,
)
from fazhi.clock.intervals import Interval
from fazhi.clock.lateness import (
    DeemedFrom,
    Lateness,
    Remaining,
    deemed_at,
    minimum_met,
    overdue_by,
    posted_in_time,
    remaining,
)
from fazhi.clock.moments import BEIJING, day_end, day_start, local_day
from fazhi.clock.readings import READINGS, CountingRules, stated_readings
from fazhi.clock.reckoning import Reckoning, reckon
from fazhi.clock.terms import Direction, Extension, Term, Unit
from fazhi.clock.unfolding import Step, StepKind

__all__ = [
    "BEIJING",
    "DAY_RULES",
    "READINGS",
    "BadCalendar",
    "BadInterval",
    "BadTerm",
    "Calendar",
    "ClockError",
    "CountingRules",
    "DayRule",
    "DeemedFrom",
    "Direction",
    "Extension",
    "Interval",
    "Lateness",
    "NaiveMoment",
    "OutOfRange",
    "OverlappingIntervals",
    "Reckoning",
    "Remaining",
    "Step",
    "StepKind",
    "TableCalendar",
    "Term",
    "Unit",
    "UnusableTerm",
    "age_on",
    "day_end",
    "day_rule",
    "day_start",
    "deemed_at",
    "local_day",
    "minimum_met",
    "official_calendar",
    "overdue_by",
    "posted_in_time",
    "reckon",
    "remaining",
    "stated_readings",
]
