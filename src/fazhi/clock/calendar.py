"""The official calendar: which days are working days, as the yearly holiday arrangements say."""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import accumulate, compress
from typing import Protocol

import chinese_calendar
from chinese_calendar import constants as published

from fazhi.clock.errors import BadCalendar, OutOfRange

FIRST_DAY = date(1949, 10, 1)
LAST_DAY = date(2149, 12, 31)
_BASE = FIRST_DAY.toordinal()
_SPAN = LAST_DAY.toordinal() - _BASE + 1
SATURDAY = 5
# 元旦、劳动节、国庆节 are fixed by date (《全国年节及纪念日放假办法》第二条), so known before any year's notice.
FIXED_FEASTS = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))


class Calendar(Protocol):
    """Which days are working days; beyond `published_until` Monday to Friday less the feasts of fixed date."""

    @property
    def edition(self) -> str:
        """Which arrangement this is, for the record."""

    @property
    def published_until(self) -> date:
        """The last day whose arrangement is published."""

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a working day."""

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it, if n < 0); `day` itself does not count."""

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; 0 if until is not later."""


@dataclass(frozen=True, slots=True)
class TableCalendar:
    """A calendar given by its rest days and make-up days; BadCalendar if they contradict each other.

    Days from 1949-10-01 to 2149-12-31 can be asked for, others raise OutOfRange. Before the published years a working
    day is Monday to Friday; after them likewise, less FIXED_FEASTS. Lunar feasts and swapped days are not guessed.
    """

    edition: str
    holidays: frozenset[date] = field(repr=False)
    makeup: frozenset[date] = field(repr=False)
    published_from: date
    published_until: date
    # Which days work, how many do up to each day, and the ordinals of those that do: any question is one look-up.
    _flags: bytes = field(init=False, repr=False, compare=False)
    _upto: "array[int]" = field(init=False, repr=False, compare=False)
    _working: "array[int]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._check()
        flags = bytearray((ordinal - 1) % 7 < SATURDAY for ordinal in range(_BASE, _BASE + _SPAN))
        for day in (*self.holidays, *_fixed_feasts_after(self.published_until)):
            flags[day.toordinal() - _BASE] = 0
        for day in self.makeup:
            flags[day.toordinal() - _BASE] = 1
        object.__setattr__(self, "_flags", bytes(flags))
        object.__setattr__(self, "_upto", array("l", accumulate(flags)))
        object.__setattr__(self, "_working", array("l", compress(range(_BASE, _BASE + _SPAN), flags)))

    def _check(self) -> None:
        if not FIRST_DAY <= self.published_from <= self.published_until <= LAST_DAY:
            raise BadCalendar("工作日历的起止日期有误：起始不得晚于截止。请核对年份。")
        if both := self.holidays & self.makeup:
            raise BadCalendar(f"{min(both)}既是放假日又是补班日。请按放假安排通知核对。")
        if weekdays := [day for day in self.makeup if day.weekday() < SATURDAY]:
            raise BadCalendar(f"补班日{min(weekdays)}不是周六、周日。请按放假安排通知核对。")
        outside = [d for d in self.holidays | self.makeup if not self.published_from <= d <= self.published_until]
        if outside:
            raise BadCalendar(f"{min(outside)}不在本日历公布的年份之内。请核对年份。")

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is a working day: Monday to Friday less holidays, with make-up days."""
        return self._flags[_offset(day)] == 1

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it, if n < 0); `day` itself does not count; n = 0 is `day`."""
        at = _offset(day)
        if n == 0:
            return day
        rank = self._upto[at] + n - 1 if n > 0 else self._upto[at] - self._flags[at] + n
        if not 0 <= rank < len(self._working):
            raise OutOfRange
        return date.fromordinal(self._working[rank])

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days lie in (after, until]; 0 if `until` is not later than `after`."""
        return max(0, self._upto[_offset(until)] - self._upto[_offset(after)])

    def with_year(self, year: int, holidays: Iterable[date], makeup: Iterable[date], edition: str) -> "TableCalendar":
        """This calendar with the arrangement of `year` added or put in place of the one it had.

        A notice may also settle days of the December before (元旦 swaps). BadCalendar if a year between is missing.
        """
        if not self.published_from.year <= year <= self.published_until.year + 1:
            raise BadCalendar(f"{year}年之前还有未导入的年份，或者早于本日历。请按年份顺序导入放假安排。")
        rest, work = frozenset(holidays), frozenset(makeup)
        if strange := [d for d in rest | work if d.year != year and (d.year, d.month) != (year - 1, 12)]:
            raise BadCalendar(f"{min(strange)}不属于{year}年的放假安排。请核对年份。")
        return TableCalendar(
            edition,
            frozenset(d for d in self.holidays - work if d.year != year) | rest,
            frozenset(d for d in self.makeup - rest if d.year != year) | work,
            self.published_from,
            max(self.published_until, date(year, 12, 31)),
        )


def _fixed_feasts_after(last: date) -> Iterator[date]:
    for year in range(last.year, LAST_DAY.year + 1):
        yield from (day for month, number in FIXED_FEASTS if (day := date(year, month, number)) > last)


def _offset(day: date) -> int:
    at = day.toordinal() - _BASE
    if 0 <= at < _SPAN:
        return at
    raise OutOfRange(f"{day}超出工作日历可计算的范围（{FIRST_DAY}至{LAST_DAY}）。请核对年份。")


@cache
def official_calendar() -> TableCalendar:
    """The arrangements of the State Council as the package chinesecalendar publishes them, from 2004 on."""
    first, last = min(published.holidays), max(published.holidays)
    return TableCalendar(
        edition=f"chinesecalendar {chinese_calendar.__version__}（至{last.year}年）",
        holidays=frozenset(published.holidays),
        makeup=frozenset(published.workdays),
        published_from=date(first.year, 1, 1),
        published_until=date(last.year, 12, 31),
    )
