"""What the dashboard shows: a question, one sentence of figures, tiles, charts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from fazhi.clock import local_day
from fazhi.desk.dashboards import charts
from fazhi.desk.dashboards.addresses import board_url
from fazhi.desk.dashboards.charts import Chart, Grouping, named
from fazhi.desk.dashboards.county_map import county_map
from fazhi.desk.dashboards.names import region_names, scope_words, unit_names
from fazhi.desk.dashboards.tiles import Theme, answer, figures_of, theme_of, tile
from fazhi.figures.compute import Row, over, series
from fazhi.figures.definitions import Indicator
from fazhi.figures.periods import LONG_AGO, Step, ages, buckets, buckets_before, year_before
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.figures.tally import Tally
from fazhi.matters.catalogue import profile
from fazhi.people.viewers import Viewer

MOST_WEEKS = 60  # beyond, the trend is shown by month


def board(scope: Scope, viewer: Viewer, now: datetime, *, wall: bool = False) -> dict[str, Any]:
    """Return the context of the dashboard; the number of queries depends on the theme only, not on the records."""
    theme = theme_of(scope)
    found, counted = figures_of(theme, scope, viewer, now)
    empty = not found["intake"].numerator and not found["ended"].numerator and not found["overdue_now"].denominator
    return {
        "question": _(theme.question),
        "answer": answer(theme, found, scope),
        "tiles": [tile(found[id]) for id in (theme.on_wall() if wall else theme.tiles)],
        "charts": [] if empty else _charts(theme, counted, viewer, wall),
        "empty": empty,
        "scope": scope_words(scope),
        "as_of": now,
        "wall": wall,
        "wall_url": board_url(scope, wall="1"),
    }


def trend_step(scope: Scope) -> Step:
    """Return whether the trend goes by week or by month."""
    return "week" if (scope.until - scope.since).days <= MOST_WEEKS * 7 else "month"


def region_rows(shown: Indicator, scope: Scope, viewer: Viewer, now: datetime) -> list[Row]:
    """Compute an indicator by the regions one level below the chosen one, or below the city's own."""
    return series(shown, scope if scope.region else _within(scope), viewer, now, "region")


def age_rows(shown: Indicator, scope: Scope, viewer: Viewer, now: datetime) -> list[Row]:
    """Compute an indicator for matters registered so and so long ago; the chosen period does not matter."""
    today = local_day(now)
    return over(shown, replace(scope, since=LONG_AGO, until=today), viewer, now, ages(today))


def _within(scope: Scope) -> Scope:
    # Only the level of grouping: what was registered without a place is outside and stands in no region's row.
    return replace(scope, region=profile().code)


def year_before_rows(scope: Scope, viewer: Viewer, now: datetime, by: Step) -> list[Row]:
    """Compute what came in on the same days of the year before; nothing for a scope that holds a year and more."""
    if scope.since <= year_before(scope.until):
        return []
    periods = buckets_before(buckets(scope, by))
    earlier = replace(scope, since=periods[0].first, until=periods[-1].last)
    return over(indicator("intake"), earlier, viewer, now, periods)


def _charts(theme: Theme, counted: Tally, viewer: Viewer, wall: bool) -> list[Chart]:
    scope, by = counted.scope, trend_step(counted.scope)
    regions = counted.series(indicator("intake"), "region", within=scope.region or profile().code)
    units = counted.series(indicator(theme.compared), "unit")
    came, went = (counted.over(indicator(id), buckets(scope, by)) for id in ("intake", "ended"))
    first: list[Chart | None] = [
        charts.trend(scope, came, went, by, year_before_rows(scope, viewer, counted.as_of, by)),
        charts.compared_units(scope, units, named(unit_names(row.key for row in units)), wall=wall),
        county_map(scope, regions),
    ]
    # What hangs on a wall cannot be scrolled: three charts fill it. Elsewhere charts of like height stand in pairs.
    shown = first if wall else [first[0], *_more(counted, first[1:], regions)]
    return [chart for chart in shown if chart is not None and not chart.empty]


def _more(counted: Tally, first: Sequence[Chart | None], regions: Sequence[Row]) -> list[Chart | None]:
    scope, (units, map_of_city) = counted.scope, first
    by_subject = Grouping("subjects", _("各类事项收件量（件）"), _("事项类别"), "subject", named({}))
    return [
        charts.aging(scope, counted.over(indicator("open_of_period"), ages(local_day(counted.as_of)))),
        units,
        charts.counted(by_subject, scope, counted.series(indicator("intake"), "subject")),
        map_of_city,
        _regions(scope, regions),
    ]


def _regions(scope: Scope, rows: Sequence[Row]) -> Chart:
    names, whole = region_names(row.key for row in rows), scope.region or profile().code
    names[whole] = _("未写明下级区域")
    title = _("各村（社区）收件量（件）") if scope.region else _("各乡镇（街道）收件量（件）")
    grouping = Grouping("regions", title, _("区域"), "region", named(names), frozenset({"", whole}))
    return charts.counted(grouping, scope, rows)
