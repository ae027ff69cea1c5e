"""超期, 将到期, 正常: how a due moment looks at another moment. Pure functions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fazhi.clock import Calendar, day_end, overdue_by, remaining

# What counts as soon on a screen is ours to choose; no term of the law depends on it.
SOON_WORKING_DAYS = 3


class Level(StrEnum):
    """The colour class of a light; never shown without its word."""

    OVERDUE = "overdue"
    SOON = "soon"
    NORMAL = "normal"
    NONE = "none"


WORDS = {Level.OVERDUE: "超期", Level.SOON: "将到期", Level.NORMAL: "正常", Level.NONE: "未计时"}


@dataclass(frozen=True, slots=True)
class Light:
    """A light as a template shows it."""

    level: Level

    @property
    def word(self) -> str:
        """The word that always stands beside the colour."""
        return WORDS[self.level]

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
        return "期间未计算"
    moment = _moment(due)
    left = remaining(moment, now, calendar)
    if left.expired:
        late = overdue_by(moment, now, calendar).calendar_days
        return f"已超期 {late} 日" if late else "今日已超期"
    if not left.calendar_days:
        return "今日到期"
    return f"还剩 {left.working_days} 个工作日" if left.working_days else f"还剩 {left.calendar_days} 日（均为休息日）"


def _moment(due: date | datetime) -> datetime:
    return due if isinstance(due, datetime) else day_end(due)
