"""The periods that a reader may choose by name. Pure."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext_noop as _

WEEK, MONTH, QUARTER, YEAR, OWN = "week", "month", "quarter", "year", "own"


def _quarter_start(today: date) -> date:
    return date(today.year, (today.month - 1) // 3 * 3 + 1, 1)


_FIRST: Final[Mapping[str, Callable[[date], date]]] = {
    WEEK: lambda today: today - timedelta(days=today.weekday()),
    MONTH: lambda today: today.replace(day=1),
    QUARTER: _quarter_start,
    YEAR: lambda today: date(today.year, 1, 1),
}
NAMES: Final = {YEAR: _("今年"), QUARTER: _("本季度"), MONTH: _("本月"), WEEK: _("本周"), OWN: _("自选日期")}


def days_of(span: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a named period so far; an unknown name is this year."""
    return _FIRST.get(span, _FIRST[YEAR])(today), today
