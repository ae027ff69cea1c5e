"""超期, 将到期, 正常: how a due moment looks at another moment. Pure functions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.clock import Calendar, day_end, overdue_by, remaining

# What counts as soon on a screen is ours to choose; no term of the law depends on it.
SOON_WORKING_DAYS = 3


class Level(StrEnum):
    """The colour class of a light; never shown without its word."""

    OVERDUE = "overdue"
    SOON = "soon"
    NORMAL = "normal"
    NONE = "none"


WORDS = {
    Level.OVERDUE: gettext_noop("超期"),
    Level.SOON: gettext_noop("将到期"),
    Level.NORMAL: gettext_noop("正常"),
    Level.NONE: gettext_noop("未计时"),
}


@dataclass(frozen=True, slots=True)
class Light:
    """A light as a template shows it."""

    level: Level

    @property
    def word(self) -> str:
        """The word that always stands beside the colour."""
        return _(WORDS[self.level])

    @property
    def css(self) -> str:
        """The class of the badge."""
        return f"light-{self.level}"

    def __str__(self) -> str:
        return self.word


def light_of(due: date | datetime | None, now: datetime, calendar: Calendar) -> Light:
    """Return the light of `due` at `now`; a day lasts until its 24:00. None: nothing runs."""
    if due is None:
        return Light(Level.NONE)
    left = remaining(_moment(due), now, calendar)
    if left.expired:
        return Light(Level.OVERDUE)
    return Light(Level.SOON if left.working_days <= SOON_WORKING_DAYS else Level.NORMAL)


def remaining_words(due: date | datetime | None, now: datetime, calendar: Calendar) -> str:
    """Return 还剩 3 个工作日, 今日到期 or 已超期 2 日 (calendar days: lateness does not rest at weekends)."""
    if due is None:
        return _("期间未计算")
    moment = _moment(due)
    left = remaining(moment, now, calendar)
    if left.expired:
        late = overdue_by(moment, now, calendar).calendar_days
        return _("已超期 %(late)s 日") % {"late": late} if late else _("今日已超期")
    if not left.calendar_days:
        return _("今日到期")
    return (
        _("还剩 %(working_days)s 个工作日") % {"working_days": left.working_days}
        if left.working_days
        else _("还剩 %(calendar_days)s 日（均为休息日）") % {"calendar_days": left.calendar_days}
    )


def _moment(due: date | datetime) -> datetime:
    return due if isinstance(due, datetime) else day_end(due)
