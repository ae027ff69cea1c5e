"""An indicator by calendar year, each beside the year before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from fazhi.figures.compute import Counted, Row, over
from fazhi.figures.definitions import Indicator
from fazhi.figures.periods import Bucket, buckets_before
from fazhi.figures.scope import Scope
from fazhi.people.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Year:
    """One year of an indicator; `scope` opens its records, `before` is the year before it, opened by its own scope.

    A year cut short by the end of the scope stands beside the same days of the year before.
    """

    year: int
    counted: Counted
    scope: Scope
    before: Counted | None
    before_scope: Scope | None

    @property
    def is_cut(self) -> bool:
        """Whether the year ends before its last day."""
        return self.scope.until < date(self.year, 12, 31)

    @property
    def change(self) -> int | None:
        """How many more than in the year before: of the count, or of a rate's numerator; None for the first year."""
        return self.counted.numerator - self.before.numerator if self.before else None

    @property
    def growth(self) -> Decimal | None:
        """The change as a share of the year before (1 is +100%); None where there was nothing to grow from."""
        if not self.before or not self.before.numerator:
            return None
        return Decimal(self.counted.numerator - self.before.numerator) / Decimal(self.before.numerator)


def years(indicator: Indicator, scope: Scope, viewer: Viewer, now: datetime) -> list[Year]:
    """Compute the indicator for each calendar year that the scope touches, the first without a comparison.

    The first and last year are cut to the scope. One query, and one more where the last year is cut and has one before
    it. Raise NotByTime for a stock.
    """
    periods = [_year(scope, year) for year in range(scope.since.year, scope.until.year + 1)]
    rows = over(indicator, scope, viewer, now, periods)
    earlier: list[Row | None] = [None, *rows[:-1]]
    if len(rows) > 1 and scope.until < date(scope.until.year, 12, 31):
        [same_days] = buckets_before(periods[-1:])
        [earlier[-1]] = over(indicator, _cut(scope, same_days), viewer, now, [same_days])
    return [_beside(scope, row, before) for row, before in zip(rows, earlier, strict=True)]


def first_known(*tables: Sequence[Year]) -> int | None:
    """Return the first year of which any of the tables has a record: what was before is not known, rather than none."""
    known = [one.year for table in tables for one in table if one.counted.numerator or one.counted.denominator]
    return min(known, default=None)


def _beside(scope: Scope, row: Row, before: Row | None) -> Year:
    assert row.bucket is not None, "`over` gives every row its period"
    earlier = _cut(scope, before.bucket) if before and before.bucket else None
    return Year(row.bucket.first.year, row, _cut(scope, row.bucket), before, earlier)


def _cut(scope: Scope, period: Bucket) -> Scope:
    return replace(scope, since=period.first, until=period.last)


def _year(scope: Scope, year: int) -> Bucket:
    first, last = max(scope.since, date(year, 1, 1)), min(scope.until, date(year, 12, 31))
    return Bucket(first, last, f"{year}年")
