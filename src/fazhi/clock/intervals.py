"""Intervals that do not count: 中止 and 扣除. They are kept as they happened; no date is ever moved in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal, NamedTuple

from fazhi.clock.errors import BadInterval, NaiveMoment, OverlappingIntervals
from fazhi.clock.moments import ONE_DAY, local_day
from fazhi.clock.readings import CountingRules


@dataclass(frozen=True, slots=True)
class Interval:
    """Time that does not count, `[start, end)`; `end` None while it runs; `reason` is a code.

    BadInterval if it ends before it starts, NaiveMoment if a moment carries no zone.
    """

    kind: Literal["suspend", "exclude"]
    start: datetime
    end: datetime | None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind not in ("suspend", "exclude"):
            raise BadInterval(f"期间种类“{self.kind}”不是中止（suspend）或者扣除（exclude）。请检查程序定义。")
        if self.start.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            raise NaiveMoment
        if self.end is not None and self.end < self.start:
            raise BadInterval(
                f"中止或扣除期间的结束（{self.end:%Y-%m-%d %H:%M}）早于开始（{self.start:%Y-%m-%d %H:%M}）。"
                "请核对起止时间。"
            )


class Blocked(NamedTuple):
    """Whole days that do not count, both ends included; `last` None while the interval runs."""

    first: date
    last: date | None


def in_order(intervals: Sequence[Interval]) -> list[Interval]:
    """The intervals by start; OverlappingIntervals if one begins before another has ended."""
    ordered = sorted(intervals, key=lambda interval: interval.start)
    for earlier, later in pairwise(ordered):
        if earlier.end is None or later.start < earlier.end:
            raise OverlappingIntervals(
                f"{local_day(later.start)}开始的期间与{local_day(earlier.start)}开始的期间重叠，同一段时间不能扣除两次。"
                "请先更正起止时间。"
            )
    return ordered


def blocked_days(interval: Interval, rules: CountingRules) -> Blocked | None:
    """The days `interval` takes out of a term counted in days, or None when it takes no whole day."""
    if interval.kind == "suspend":
        first_counts, last_counts = rules.suspension_day_counts, rules.resumption_day_counts
    else:
        first_counts, last_counts = rules.exclusion_first_day_counts, rules.exclusion_last_day_counts
    start = local_day(interval.start)
    first = start + ONE_DAY if first_counts else start
    if interval.end is None:
        return Blocked(first, None)
    end = local_day(interval.end)
    last = end - ONE_DAY if last_counts else end
    return Blocked(first, last) if first <= last else None
