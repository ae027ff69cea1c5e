"""Figures: an indicator computed over a scope as of a moment, as far as the viewer may see."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from itertools import groupby
from operator import or_
from typing import Any, Literal

from django.db.models import Case, CharField, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce, Substr

from fazhi.figures.definitions import Indicator
from fazhi.figures.hours import UtcHour, hour_of
from fazhi.figures.periods import Bucket, buckets
from fazhi.figures.scope import Scope
from fazhi.figures.sources import SOURCES, Rows, Source, compiled, source_of
from fazhi.people.viewers import Viewer

By = Literal["week", "month", "unit", "region", "subject", "channel"]
PRECISION = Decimal("0.0001")  # a rate is kept as 0–1 with four places: a percentage with two


class NotByTime(ValueError):
    """存量指标只有统计时点的数，没有按周、按月的数。请按单位、区域或者类别查看。"""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def rate(numerator: int, denominator: int | None) -> Decimal | None:
    """Return the share, 0–1 with four places; None where there is no denominator: then there is no rate."""
    if not denominator:
        return None
    return (Decimal(numerator) / Decimal(denominator)).quantize(PRECISION, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Counted:
    """A numerator over a denominator; of a plain count the denominator is None and the numerator is the count."""

    indicator: Indicator
    numerator: int
    denominator: int | None

    @property
    def value(self) -> Decimal | int | None:
        """The count, or the rate (0–1), divided anew; None for a rate without a denominator."""
        return rate(self.numerator, self.denominator) if self.indicator.is_rate else self.numerator

    @property
    def unit(self) -> str:
        """The unit of count of numerator and denominator."""
        return self.indicator.unit

    @property
    def enough(self) -> bool:
        """Whether there are cases enough to be ranked by."""
        return not self.indicator.is_rate or (self.denominator or 0) >= max(1, self.indicator.least_denominator)


@dataclass(frozen=True, slots=True)
class Figure(Counted):
    """A figure: what, over which scope, as of when."""

    scope: Scope
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Row(Counted):
    """One row of a series: a week, a month, a unit, a region, a subject."""

    key: str
    bucket: Bucket | None = None


def figure(indicator: Indicator, scope: Scope, viewer: Viewer, now: datetime) -> Figure:
    """Compute one figure as of `now` over what the viewer may see; one query."""
    return figures((indicator,), scope, viewer, now)[indicator.id]


def figures(wanted: Iterable[Indicator], scope: Scope, viewer: Viewer, now: datetime) -> dict[str, Figure]:
    """Compute several figures over one scope, by id; one query for each kind of record.

    What costs is to ask of each record whether the viewer may see it, so it is asked once for all.
    """
    found: dict[str, Figure] = {}
    for records, group in groupby(sorted(wanted, key=lambda one: one.records), key=lambda one: one.records):
        together = {f"f{n}": one for n, one in enumerate(group)}
        found |= _together(SOURCES[records], together, scope, viewer, now)
    return found


def _together(
    source: Source, wanted: Mapping[str, Indicator], scope: Scope, viewer: Viewer, now: datetime
) -> dict[str, Figure]:  # fmt: skip
    rows = within(source, scope, viewer)
    held = {name: _counted(one, scope, now, f"{name}_placed") for name, one in wanted.items()}
    moments = {f"{name}_placed": placed(one) for name, one in wanted.items() if not one.is_stock}
    counts: dict[str, Any] = {}
    for name, one in wanted.items():
        counts |= {f"{name}_{part}": count for part, count in _counts(one, now, held[name]).items()}
    found = rows.alias(**moments).filter(reduce(or_, held.values())).aggregate(**counts)
    return {
        one.id: Figure(one, *_numbers(one, found, f"{name}_"), scope, now) for name, one in wanted.items()
    }  # fmt: skip


def series(indicator: Indicator, scope: Scope, viewer: Viewer, now: datetime, by: By) -> list[Row]:
    """Compute the indicator for each week, month, unit, region or subject; one query.

    Weeks and months come in order, all of them; the others as they are found, those without records left out.
    Regions are those one level below the scope's. Raise NotByTime for a stock by week or month.
    """
    if by in ("week", "month"):
        return over(indicator, scope, viewer, now, buckets(scope, by))
    rows = population(indicator, scope, viewer, now)
    key = region_below(source_of(indicator), scope.region) if by == "region" else F(source_of(indicator).path(by))
    grouped = rows.order_by().annotate(group=key).values("group").annotate(**_counts(indicator, now))
    return [Row(indicator, *_numbers(indicator, one), one["group"]) for one in grouped.order_by("group")]


def over(indicator: Indicator, scope: Scope, viewer: Viewer, now: datetime, periods: list[Bucket]) -> list[Row]:
    """Compute the indicator for each of the periods, which follow each other and fill the scope; one query."""
    if indicator.is_stock:
        raise NotByTime
    return _by_time(indicator, population(indicator, scope, viewer, now), periods, now)


def population(indicator: Indicator, scope: Scope, viewer: Viewer, now: datetime) -> Rows:
    """Return the records that the figure counts (of a rate: its denominator), as far as the viewer may see."""
    rows = within(source_of(indicator), scope, viewer)
    if not indicator.is_stock:
        rows = rows.alias(placed=placed(indicator))
    return rows.filter(_counted(indicator, scope, now, "placed"))


def within(source: Source, scope: Scope, viewer: Viewer) -> Rows:
    """Return the records with the scope's dimensions, of whatever time, as far as the viewer may see."""
    rows: Rows = source.model.objects.for_viewer(viewer)
    rows = rows.filter(**{source.path(name): value for name, value in scope.narrowed().items()})
    return rows.filter(**{f"{source.path('region')}__startswith": scope.region}) if scope.region else rows


def _counted(indicator: Indicator, scope: Scope, now: datetime, moment: str) -> Q:
    found = compiled(indicator.population, source_of(indicator), now)
    if indicator.counts == "parties":
        found &= ~Q(party="")
    if not indicator.is_stock:
        found &= Q(**{f"{moment}__gte": scope.start, f"{moment}__lt": scope.end})
    return found


def placed(indicator: Indicator) -> Any:
    """Return the expression of the moment that puts a record into a period."""
    path = source_of(indicator).path
    columns = [F(path(column)) for column in indicator.placed_by]
    return columns[0] if len(columns) == 1 else Coalesce(*columns)


def in_period(placed_by: Sequence[str], source: Source, scope: Scope) -> Q:
    """Return the condition that the first known of these moments lies in the period.

    Said without the moment itself: a column of its own can be found in an index.
    """
    found, missing = Q(), Q()
    for column in map(source.path, placed_by):
        found |= missing & Q(**{f"{column}__gte": scope.start, f"{column}__lt": scope.end})
        missing &= Q(**{f"{column}__isnull": True})
    return found


def in_numerator(indicator: Indicator, now: datetime) -> Q:
    """Return the condition by which a record of the denominator is in the numerator."""
    return compiled(indicator.numerator, source_of(indicator), now)


def _counts(indicator: Indicator, now: datetime, held: Q = Q()) -> Mapping[str, Any]:  # noqa: B008  (a Q is a value)
    people = indicator.counts == "parties"
    what = "party" if people else source_of(indicator).key[0]
    found = {"all": Count(what, distinct=people, filter=held or None)}
    if not people and not held:
        found["all"] = Count("*")  # a column named would have to be carried through the sorting
    if indicator.is_rate:
        found["above"] = Count(what, distinct=people, filter=held & in_numerator(indicator, now))
    return found


def _numbers(indicator: Indicator, found: Mapping[str, int], prefix: str = "") -> tuple[int, int | None]:
    every = found[f"{prefix}all"]
    return (found[f"{prefix}above"], every) if indicator.is_rate else (every, None)


def _by_time(indicator: Indicator, rows: Rows, periods: list[Bucket], now: datetime) -> list[Row]:
    ends = [period.end for period in periods]
    found: dict[int, Counter[str]] = {n: Counter(all=0, above=0) for n in range(len(periods))}
    if indicator.counts == "parties":  # one person of two hours is one person of the week
        cases = [When(placed__lt=end, then=Value(n)) for n, end in enumerate(ends)]
        numbered = rows.annotate(group=Case(*cases, output_field=IntegerField()))
    else:
        numbered = rows.annotate(group=UtcHour("placed"))
    hours = [hour_of(end) for end in ends]
    for one in numbered.order_by().values("group").annotate(**_counts(indicator, now)):
        group = one.pop("group")
        n = bisect_right(hours, group) if isinstance(group, str) else group
        found[n].update(one)
    return [Row(indicator, *_numbers(indicator, found[n]), str(n), period) for n, period in enumerate(periods)]


# The length of the codes one level below a code of this length; a village has nothing below it.
_BELOW = {0: 6, 2: 4, 4: 6, 6: 9, 9: 12}


def region_below(source: Source, region: str) -> Any:
    """Return the expression of the region one level below the given one."""
    return Substr(source.path("region"), 1, _BELOW.get(len(region), 12), output_field=CharField())
