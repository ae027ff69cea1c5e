"""Weeks and months of a scope, so that no engine has to do date arithmetic. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from fazhi.clock import day_start
from fazhi.figures.scope import Scope

Step = Literal["week", "month"]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A week (from Monday) or a month, cut to the scope: first and last day."""

    first: date
    last: date
    label: str

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return day_start(self.last + ONE_DAY)


def buckets(scope: Scope, step: Step) -> list[Bucket]:
    """Return the weeks or months of the scope in order; the first and the last may be cut short."""
    return list(_buckets(scope, step))


def year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def buckets_before(periods: Sequence[Bucket]) -> list[Bucket]:
    """Return the same days of the year before: they too follow each other, and end on the last one's day."""
    firsts = [year_before(one.first) for one in periods]
    lasts = [first - ONE_DAY for first in firsts[1:]] + [year_before(periods[-1].last + ONE_DAY) - ONE_DAY]
    return [Bucket(first, max(first, last), one.label) for first, last, one in zip(firsts, lasts, periods, strict=True)]


# Ages of open matters, in days since they were registered: the youngest first.
AGES = ((0, 7), (8, 15), (16, 30), (31, 60))
LONG_AGO = date(2000, 1, 1)


def ages(today: date) -> list[Bucket]:
    """Return the days on which matters of each age were registered, the oldest first; together they fill the past."""
    young = [
        Bucket(today - timedelta(days=oldest), today - timedelta(days=youngest), _age(youngest, oldest))
        for youngest, oldest in AGES
    ]
    last = AGES[-1][1]
    return [Bucket(LONG_AGO, today - timedelta(days=last + 1), f"{last} 日以上"), *reversed(young)]


def _age(youngest: int, oldest: int) -> str:
    return f"{youngest}—{oldest} 日" if youngest else f"{oldest} 日以内"


def _buckets(scope: Scope, step: Step) -> Iterator[Bucket]:
    first = scope.since
    while first <= scope.until:
        last = min(_week_end(first) if step == "week" else _month_end(first), scope.until)
        yield Bucket(first, last, _label(first, step))
        first = last + ONE_DAY


def _week_end(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - ONE_DAY


def _label(first: date, step: Step) -> str:
    return f"{first.month}月{first.day}日" if step == "week" else f"{first.year}年{first.month}月"
