"""Charts of the dashboard: ECharts options from figures, each with its table, whose every number is a link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.dashboards.addresses import days_url, narrower_url, table_url
from fazhi.desk.dashboards.names import NOT_SAID
from fazhi.desk.dashboards.tiles import of_words, percent
from fazhi.figures.compute import Row
from fazhi.figures.scope import Scope

MOST = 15  # bars that one chart can still show with readable names
MOST_ON_WALL = 8
NAME_WIDTH, NAME_LENGTH = 104, 14  # pixels, characters: two lines; the whole name stands in the table
FEW = gettext_noop("件数少，不排名")
Bar: TypeAlias = tuple[str, float, str]  # name, value, the words behind the bar


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
    empty: bool = False


def link(url: str, text: str | int) -> SafeString:
    """Return a number of a table as the way to its records."""
    shown = f"{text:,}" if isinstance(text, int) else text
    return format_html('<a class="figure-link" href="{}">{}</a>', url, shown)


def trend(scope: Scope, came: Sequence[Row], went: Sequence[Row], by: str, before: Sequence[Row] = ()) -> Chart:
    """Show what came in and what was ended, week by week or month by month; `before`: what came in a year earlier."""
    labels = [row.bucket.label for row in came if row.bucket]
    earlier = before if any(row.numerator for row in before) else ()
    lines = [(_("收件"), "intake", came), (_("办结"), "ended", went), (_("上年同期收件"), "intake", earlier)]
    drawn = [line for line in lines if line[2]]
    option = {
        "legend": {"top": 0, "left": 0},
        "grid": {"left": 8, "right": 16, "top": 44, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": labels},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [_line(name, rows, dashed=rows is earlier) for name, _id, rows in drawn],
        "links": {
            f"{name} {label}": _days(id, scope, row)
            for name, id, rows in drawn
            for label, row in zip(labels, rows, strict=True)
        },
    }
    each = _("每周（以第一天标注）") if by == "week" else _("每月")
    heads = [_("起始日") if by == "week" else _("月份"), *(name for name, _id, _rows in drawn)]
    return Chart(
        "trend", _("%(each)s收件与办结（件）") % {"each": each}, option, heads,
        [_trend_cells(scope, label, drawn, n) for n, label in enumerate(labels)], table_url("intake", scope, by),
        note=_trend_note(by, before, earlier),
        empty=not any(row.numerator for row in [*came, *went]),
    )  # fmt: skip


def _line(name: str, rows: Sequence[Row], *, dashed: bool) -> dict[str, Any]:
    style = {"lineStyle": {"type": "dashed"}} if dashed else {}
    return {"type": "line", "name": name, "data": [row.numerator for row in rows], **style}


def _trend_cells(
    scope: Scope, label: str, lines: Sequence[tuple[str, str, Sequence[Row]]], n: int
) -> tuple[str | SafeString, ...]:  # fmt: skip
    return label, *(link(_days(id, scope, rows[n]), rows[n].numerator) for _name, id, rows in lines)


def _trend_note(by: str, before: Sequence[Row], earlier: Sequence[Row]) -> str:
    said = _("首尾两周可能不完整。") if by == "week" else _("首尾两月可能不完整。")
    if earlier:
        return said + _("虚线是上年相同日期的收件。")
    return said + _("上年相同日期没有收件记录，不作比较。") if before else said


def compared_units(scope: Scope, rows: Sequence[Row], name: Callable[[str], str], *, wall: bool = False) -> Chart:
    """Show units by a rate, the best first; those with too few cases come after, unranked and in another colour."""
    ranked, few = ranking(rows)
    rate = rows[0].indicator.name if rows else _("按期办结率")
    everybody, most = [*ranked, *few], MOST_ON_WALL if wall else MOST
    bars = [_rate_bar(name(r.key), r) for r in everybody[:most]]
    return Chart(
        "units",
        _("各承办单位%(rate)s（件）") % {"rate": rate},
        _bars(bars, firm=len(ranked), rate=True, wall=wall),
        [_("承办单位"), _("比率"), _("分子／分母"), _("名次")],
        [_unit_cells(scope, r, name(r.key), n + 1 if n < len(ranked) else None) for n, r in enumerate(everybody)],
        table_url(rows[0].indicator.id, scope, "unit") if rows else "",
        tall=len(bars) > 8,
        note=_few_note(rows, few, len(everybody) > most),
        empty=not bars,
    )


def ranking(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return the rows with cases enough to be ranked, the best first, and those with too few, the most cases first."""
    few = [row for row in rows if not row.enough and row.denominator]
    few.sort(key=lambda r: -(r.denominator or 0))
    return sorted((row for row in rows if row.enough), key=_best_first), few


def _rate_bar(name: str, row: Row) -> Bar:
    return name, float((row.value or 0) * 100), f"{percent(row)}（{row.numerator:,}／{row.denominator:,}）"


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
    shown: list[Bar] = [(grouping.name(r.key), float(r.numerator), f"{r.numerator:,}") for r in ordered[:MOST]]
    cells = [(grouping.name(r.key), _group_cell(grouping, scope, r)) for r in ordered]
    more = _("图上是最多的 %(most)s 个，其余见数据表。") % {"most": MOST} if len(ordered) > MOST else ""
    csv = table_url(ordered[0].indicator.id, scope, grouping.by) if ordered else ""
    return Chart(
        grouping.id, grouping.title, _bars(shown), [grouping.head, _("件数")], cells, csv,
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
            for name, data in ((_("已超期"), late), (_("未超期或未计时"), other))
        ],
        "links": {row.bucket.label: _days("open_of_period", scope, row) for row in rows if row.bucket},
    }
    cells = [
        (label, link(_days("open_of_period", scope, row), row.denominator or 0), f"{row.numerator:,}")
        for label, row in zip(labels, rows, strict=True)
    ]
    return Chart("aging", _("在办件登记了多久（件）"), option, [_("登记至今"), _("在办"), _("其中已超期")], cells,
                 table_url("open_of_period", scope, "age"), empty=not any(r.denominator for r in rows))  # fmt: skip


def named(names: dict[str, str], nothing: str = NOT_SAID) -> Callable[[str], str]:
    """Return the function from a code to its name; an unknown code stands for itself."""
    return lambda code: names.get(code, code) or _(nothing)


def _days(indicator: str, scope: Scope, row: Row) -> str:
    assert row.bucket is not None
    return days_url(indicator, scope, row.bucket.first, row.bucket.last)


def _best_first(row: Row) -> tuple[Any, ...]:
    sign = 1 if row.indicator.direction == "down" else -1
    return (sign * (row.value or 0), -(row.denominator or 0), row.key)


def _unit_cells(scope: Scope, row: Row, name: str, rank: int | None) -> tuple[str | SafeString, ...]:
    url = narrower_url(row.indicator.id, scope, unit=row.key) if row.key else ""
    shown = link(url, percent(row)) if url else percent(row)
    return name, shown, of_words(row), str(rank) if rank else _(FEW)


def _few_note(rows: Sequence[Row], few: Sequence[Row], cut: bool) -> str:
    said = []
    if few:
        least, unit = rows[0].indicator.least_denominator, rows[0].unit
        said.append(_("分母少于 %(least)s %(unit)s的单位不排名，列在后面。") % {"least": least, "unit": unit})
    if cut:
        said.append(_("图上只列前面的，其余见数据表。"))
    return "".join(said)


def _bars(bars: Sequence[Bar], *, firm: int | None = None, rate: bool = False, wall: bool = False) -> dict[str, Any]:
    """Return horizontal bars, the first at the top, each with its words; those after the `firm` ones look different."""
    ranked = len(bars) if firm is None else firm
    groups = [(_("参加排名"), range(ranked)), (_(FEW), range(ranked, len(bars)))]
    room = 140 if rate else 64  # pixels for the words behind the longest bar
    size = 1.25 if wall else 1.0
    return {
        "legend": {"top": 0, "left": 0, "show": ranked < len(bars)},
        "grid": {
            "left": 8, "right": round(room * size), "top": 32 if ranked < len(bars) else 8,
            "bottom": 8, "containLabel": True,
        },
        "tooltip": {"formatter": "{b}"},
        "xAxis": {"type": "value", "max": 100 if rate else None, "show": False},
        "yAxis": {
            "type": "category", "inverse": True, "data": [_short(name) for name, *_ in bars],
            "axisLabel": {
                "width": round(NAME_WIDTH * size), "overflow": "break", "lineHeight": round(16 * size), "interval": 0,
            },
        },
        "series": [_bar_series(name, bars, held) for name, held in groups if len(held)],
    }  # fmt: skip


def _bar_series(name: str, bars: Sequence[Bar], held: range) -> dict[str, Any]:
    # All series lie on the same line: a bar belongs to one of them only.
    data = [_bar(bar) if n in held else "-" for n, bar in enumerate(bars)]
    return {"type": "bar", "name": name, "barGap": "-100%", "data": data}


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"


def _bar(bar: Bar) -> dict[str, Any]:
    _, value, words = bar
    return {"value": round(value, 2), "label": {"show": True, "position": "right", "formatter": words}}
