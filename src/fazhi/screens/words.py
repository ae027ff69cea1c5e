"""How dates, terms, counts and rates are written, in the form of official Chinese papers. Pure functions."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.clock import BEIJING, local_day

WEEKDAYS = (
    gettext_noop("周一"),
    gettext_noop("周二"),
    gettext_noop("周三"),
    gettext_noop("周四"),
    gettext_noop("周五"),
    gettext_noop("周六"),
    gettext_noop("周日"),
)
NOTHING = "—"
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Period:
    """A term as a page writes it: 自 11月2日 受理起 60 日，至 2027年1月1日（暂定：次年放假安排未公布）.

    `length` is words ("60 日", "5 个工作日"); `due` is None while the term is stopped; `provisional` is the reason why
    the last day may still move, or empty.
    """

    start: date
    start_event: str
    length: str
    due: date | None
    provisional: str = ""


def day_of(value: date | datetime) -> date:
    """Return the Beijing day of a moment, or the day itself; NaiveMoment where a moment carries no zone."""
    return local_day(value) if isinstance(value, datetime) else value


def long_date(value: date | datetime) -> str:
    """Return 2026年11月23日（周一）."""
    day = day_of(value)
    return _("%(day)s（%(weekday)s）") % {"day": plain_date(day), "weekday": _(WEEKDAYS[day.weekday()])}


def plain_date(value: date | datetime) -> str:
    """Return 2026年11月23日."""
    day = day_of(value)
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}


def short_date(value: date | datetime) -> str:
    """Return 11月23日."""
    day = day_of(value)
    return _("%(month)s月%(day)s日") % {"month": day.month, "day": day.day}


def clock_time(value: datetime) -> str:
    """Return 09:30, Beijing time."""
    return f"{value.astimezone(BEIJING):%H:%M}"


def count_words(value: int | float | Decimal | None, unit: str = "") -> str:
    """Return 56,520 or, with a unit, 56,520 件; — where nothing is known, which is not zero."""
    if value is None:
        return NOTHING
    return f"{value:,} {unit}" if unit else f"{value:,}"


def rate_words(numerator: int, denominator: int, unit: str = "") -> str:
    """Return 91.57%（51,758／56,520 件）; without a denominator there is no rate, and the counts say why."""
    counts = f"（{numerator:,}／{count_words(denominator, unit)}）"
    if not denominator:
        return NOTHING + counts
    share = (Decimal(numerator) * 100 / Decimal(denominator)).quantize(HUNDREDTH, ROUND_HALF_UP)
    return f"{share}%{counts}"


def period_words(period: Period) -> str:
    """Return 自 11月2日 受理起 60 日，至 2027年1月1日（暂定：次年放假安排未公布）."""
    said = {
        "start": short_date(period.start), "event": period.start_event, "length": period.length,
        "due": plain_date(period.due) if period.due else "", "why": period.provisional,
    }  # fmt: skip
    if period.due is None:
        return _("自 %(start)s %(event)s起 %(length)s，期间中止，恢复后续算") % said
    if period.provisional:
        return _("自 %(start)s %(event)s起 %(length)s，至 %(due)s（暂定：%(why)s）") % said
    return _("自 %(start)s %(event)s起 %(length)s，至 %(due)s") % said
