"""An indicator by calendar year, each beside the year before."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from fazhi.figures.compute import Counted, over
from fazhi.figures.definitions import Indicator
from fazhi.figures.periods import Bucket
from fazhi.figures.scope import Scope
from fazhi.people.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Year:
    """One year of an indicator; `scope` opens its records, `before` is the year before it."""

    year: int
    counted: Counted
    scope: Scope
    before: Counted | None

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
    """Compute the indicator for each calendar year that the scope touches, the first without a comparison; one query.

    The first and last year are cut to the scope. Raise NotByTime for a stock.
    """
    periods = [_year(scope, year) for year in range(scope.since.year, scope.until.year + 1)]
    rows = over(indicator, scope, viewer, now, periods)
    return [
        Year(period.first.year, row, replace(scope, since=period.first, until=period.last), rows[n - 1] if n else None)
        for n, (period, row) in enumerate(zip(periods, rows, strict=True))
    ]


def _year(scope: Scope, year: int) -> Bucket:
    first, last = max(scope.since, date(year, 1, 1)), min(scope.until, date(year, 12, 31))
    return Bucket(first, last, f"{year}年")
