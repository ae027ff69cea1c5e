"""Charts of the dashboard: ECharts options from figures, each with its table, whose every number is a link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from fazhi.desk.dashboards.addresses import days_url, narrower_url, table_url
from fazhi.desk.dashboards.names import NOT_SAID
from fazhi.desk.dashboards.tiles import of_words, percent
from fazhi.figures.compute import Row
from fazhi.figures.scope import Scope

MOST = 15  # bars that one chart can still show with readable names
NAME_WIDTH = 108  # pixels; what is longer is cut in the chart and stands in full in the table


@dataclass(frozen=True, slots=True)
class Chart:
    """What the chart component shows, and where its table can be had as CSV."""

    id: str
    title: str
    option: dict[str, Any]
    headers: Sequence[str]
    rows: Sequence[Sequence[str | SafeString]]
    csv: str = ""
    tall: bool = False
    note: str = ""
    empty: bool = field(default=False)


def link(url: str, text: str | int) -> SafeString:
    """Return a number of a table as the way to its records."""
    shown = f"{text:,}" if isinstance(text, int) else text
    return format_html('<a class="figure-link" href="{}">{}</a>', url, shown)


def trend(scope: Scope, came: Sequence[Row], went: Sequence[Row], by: str) -> Chart:
    """Show what came in and what was ended, week by week or month by month."""
    labels = [row.bucket.label for row in came if row.bucket]
    lines = [("收件", came), ("办结", went)]
    option = {
        "legend": {"top": 0, "left": 0},
        "grid": {"left": 8, "right": 16, "top": 44, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": labels},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [{"type": "line", "name": name, "data": [row.numerator for row in rows]} for name, rows in lines],
        "links": {row.bucket.label: _days("intake", scope, row) for row in came if row.bucket},
    }
    cells = [
        (label, link(_days("intake", scope, one), one.numerator), link(_days("ended", scope, two), two.numerator))
        for label, one, two in zip(labels, came, went, strict=True)
    ]
    each = "每周（以第一天标注）" if by == "week" else "每月"
    heads = ["起始日" if by == "week" else "月份", "收件", "办结"]
    empty = not any(row.numerator for row in [*came, *went])
    return Chart("trend", f"{each}收件与办结（件）", option, heads, cells, table_url("intake", scope, by), empty=empty)


def compared_units(scope: Scope, rows: Sequence[Row], name: Callable[[str], str]) -> Chart:
    """Show units by a rate, the best first; those with too few cases come after, unranked and in the lighter colour."""
    ranked = sorted((r for r in rows if r.enough), key=_best_first)
    few = sorted((r for r in rows if not r.enough and r.denominator), key=lambda r: -(r.denominator or 0))
    shown = [*ranked, *few][:MOST]
    return Chart(
        "units",
        f"各承办单位{rows[0].indicator.name if rows else '按期办结率'}",
        _bars(
            [(name(r.key), float((r.value or 0) * 100), f"{percent(r)}（{of_words(r)}）", r.enough) for r in shown], 100
        ),
        ["承办单位", "比率", "分子／分母", "名次"],
        [_unit_cells(scope, r, name(r.key), n + 1 if n < len(ranked) else None) for n, r in enumerate([*ranked, *few])],
        table_url(rows[0].indicator.id, scope, "unit") if rows else "",
        tall=len(shown) > 8,
        note=_few_note(rows, few, len(ranked) + len(few)),
        empty=not shown,
    )


@dataclass(frozen=True, slots=True)
class Grouping:
    """A count by region or subject: the chart's id, its title, the table's head, and what codes are called."""

    id: str
    title: str
    head: str
    by: str
    name: Callable[[str], str]
    unlinked: frozenset[str] = frozenset({""})  # codes by which the records cannot be narrowed


def counted(grouping: Grouping, scope: Scope, rows: Sequence[Row]) -> Chart:
    """Show a count by region or subject, the most first."""
    ordered = sorted(rows, key=lambda r: (-r.numerator, r.key))
    shown = [(grouping.name(r.key), float(r.numerator), f"{r.numerator:,}", True) for r in ordered[:MOST]]
    cells = [(grouping.name(r.key), _group_cell(grouping, scope, r)) for r in ordered]
    more = f"图上是最多的 {MOST} 个，其余见数据表。" if len(ordered) > MOST else ""
    csv = table_url(ordered[0].indicator.id, scope, grouping.by) if ordered else ""
    return Chart(
        grouping.id, grouping.title, _bars(shown), [grouping.head, "件数"], cells, csv,
        tall=len(shown) > 8, note=more, empty=not ordered,
    )  # fmt: skip


def _group_cell(grouping: Grouping, scope: Scope, row: Row) -> str | SafeString:
    if row.key in grouping.unlinked:
        return f"{row.numerator:,}"
    return link(narrower_url(row.indicator.id, scope, **{grouping.by: row.key}), row.numerator)


def aging(scope: Scope, rows: Sequence[Row]) -> Chart:
    """Show open matters by how long ago they were registered, those overdue apart."""
    labels = [row.bucket.label for row in rows if row.bucket]
    late = [row.numerator for row in rows]
    other = [(row.denominator or 0) - row.numerator for row in rows]
    option = {
        "legend": {"top": 0, "left": 0},
        "grid": {"left": 8, "right": 24, "top": 44, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {"type": "category", "data": labels},
        "series": [
            {"type": "bar", "stack": "open", "name": name, "data": data}
            for name, data in (("已超期", late), ("未超期或未计时", other))
        ],
        "links": {row.bucket.label: _days("open_of_period", scope, row) for row in rows if row.bucket},
    }
    cells = [
        (label, link(_days("open_of_period", scope, row), row.denominator or 0), f"{row.numerator:,}")
        for label, row in zip(labels, rows, strict=True)
    ]
    return Chart("aging", "在办件登记了多久（件）", option, ["登记至今", "在办", "其中已超期"], cells,
                 table_url("open_of_period", scope, "age"), empty=not any(r.denominator for r in rows))  # fmt: skip


def named(names: dict[str, str], nothing: str = NOT_SAID) -> Callable[[str], str]:
    """Return the function from a code to its name; an unknown code stands for itself."""
    return lambda code: names.get(code, code) or nothing


def _days(indicator: str, scope: Scope, row: Row) -> str:
    assert row.bucket is not None
    return days_url(indicator, scope, row.bucket.first, row.bucket.last)


def _best_first(row: Row) -> tuple[Any, ...]:
    sign = 1 if row.indicator.direction == "down" else -1
    return (sign * (row.value or 0), -(row.denominator or 0), row.key)


def _unit_cells(scope: Scope, row: Row, name: str, rank: int | None) -> tuple[str | SafeString, ...]:
    url = narrower_url(row.indicator.id, scope, unit=row.key) if row.key else ""
    shown = link(url, percent(row)) if url else percent(row)
    return name, shown, of_words(row), str(rank) if rank else "件数少，不排名"


def _few_note(rows: Sequence[Row], few: Sequence[Row], total: int) -> str:
    said = []
    if few:
        least, unit = rows[0].indicator.least_denominator, rows[0].unit
        said.append(f"分母少于 {least} {unit}的单位不排名，列在后面（浅色）。")
    if total > MOST:
        said.append(f"图上是前 {MOST} 个，其余见数据表。")
    return "".join(said)


def _bars(bars: Sequence[tuple[str, float, str, bool]], most: int | None = None) -> dict[str, Any]:
    """Return horizontal bars, the first at the top; each carries its own words."""
    return {
        "grid": {"left": 8, "right": 132 if most else 64, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"formatter": "{b}"},
        "xAxis": {"type": "value", "max": most, "show": False},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [name for name, *_ in bars],
            "axisLabel": {"width": NAME_WIDTH, "overflow": "truncate", "interval": 0},
        },
        "series": [{"type": "bar", "data": [_bar(*bar) for bar in bars]}],
    }


def _bar(name: str, value: float, words: str, firm: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"value": round(value, 2), "label": {"show": True, "position": "right", "formatter": words}}
    return found if firm else {**found, "itemStyle": {"opacity": 0.4}}
