"""What opening a figure shows: its definition, its numerator and denominator, and the records of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.dashboards.addresses import board_url, figure_url, matter_url, scope_query
from fazhi.desk.dashboards.names import scope_words, stage_name, unit_names
from fazhi.desk.dashboards.tiles import value_words
from fazhi.figures.compute import Counted, Figure, figure
from fazhi.figures.definitions import Indicator
from fazhi.figures.issuing import may_issue
from fazhi.figures.records import PARTS, Page, Part, page, records
from fazhi.figures.registry import indicators
from fazhi.figures.scope import Scope
from fazhi.matters.models import Gist, Matter
from fazhi.people.viewers import Viewer
from fazhi.screens.words import long_date

NO_GIST = gettext_noop("（没有摘要）")
MOMENTS = {
    "opened_at": gettext_noop("登记时间"),
    "ended_at": gettext_noop("办结时间"),
    "due": gettext_noop("到期时间"),
    "asked_at": gettext_noop("征询时间"),
}
DIRECTIONS = {
    "up": gettext_noop("越高越好"),
    "down": gettext_noop("越低越好"),
    "neutral": gettext_noop("规模量，高低需要解读，不单独作为考核"),
}
ANSWERS = {"arrived": gettext_noop("已报到"), "declined": gettext_noop("未能报到"), "": gettext_noop("没有答复")}


@dataclass(frozen=True, slots=True)
class Tab:
    """One part of a figure: its name, how many records, its address."""

    label: str
    count: int
    url: str
    current: bool


def opened(shown: Indicator, scope: Scope, viewer: Viewer, now: datetime, part: str, after: str) -> dict[str, Any]:
    """Return the context of a figure's page; raise BadCursor."""
    chosen = _part(part, shown)
    found = figure(shown, scope, viewer, now)
    listed = page(shown, records(shown, scope, viewer, now, chosen), after)
    return {
        "figure": found,
        "name": shown.name,
        "value": value_words(found),
        "scope": scope_words(scope, days=not shown.is_stock),
        "as_of": now,
        "definition": definition_facts(shown),
        "tabs": tabs(found, chosen) if shown.is_rate else [],
        "rows": rows_of_page(shown, listed, viewer),
        "shown": len(listed.rows),
        "total": _size(found, chosen),
        "first": figure_url(shown.id, scope, part=chosen) if after else "",
        "next": figure_url(shown.id, scope, part=chosen, after=listed.following) if listed.following else "",
        "board_url": board_url(scope),
        "may_issue": may_issue(viewer, scope),
        "command": uuid4().hex,
        "issue_url": f"{reverse('dashboards:issue', args=[shown.id])}?{scope_query(scope)}",
    }


def definition_facts(shown: Indicator) -> list[tuple[str, str]]:
    """Return the definition in words, for whoever doubts the figure."""
    facts = [
        (_("含义"), shown.meaning),
        (_("分子"), shown.numerator_words),
        (_("分母"), shown.denominator_words),
        (_("归期"), _placed_words(shown)),
        (_("计量单位"), shown.unit),
        (_("高低"), _(DIRECTIONS[shown.direction])),
        (_("本地口径"), shown.local),
        (_("依据"), shown.basis or _("没有法律规定，由本地确定")),
        (_("不要混同"), "；".join(f"“{indicators()[id].name}”：{why}" for id, why in shown.differs_from.items())),
        (_("最少分母"), _least_words(shown)),
        (_("指标版本"), _("%(edition)s（摘要 %(digest)s）") % {"edition": shown.edition, "digest": shown.digest[:12]}),
    ]
    return [(label, value) for label, value in facts if value]


def _placed_words(shown: Indicator) -> str:
    placed = "、".join(_(MOMENTS.get(column, column)) for column in shown.placed_by)
    if not placed:
        return _("存量：按统计时点，与期间无关")
    said = _("按%(moments)s（依次取第一个有的）") if len(shown.placed_by) > 1 else _("按%(moments)s")
    return said % {"moments": placed}


def _least_words(shown: Indicator) -> str:
    if not shown.least_denominator:
        return ""
    return _("少于 %(n)s %(unit)s的不排名") % {"n": shown.least_denominator, "unit": shown.unit}


def tabs(found: Figure, chosen: Part) -> list[Tab]:
    """Return the parts of a rate with how many records each has."""
    labels: Mapping[Part, str] = {"numerator": _("分子"), "denominator": _("分母"), "difference": _("只在分母")}
    return [
        Tab(labels[part], _size(found, part), figure_url(found.indicator.id, found.scope, part=part), part == chosen)
        for part in PARTS
    ]


def rows_of_page(shown: Indicator, listed: Page, viewer: Viewer) -> list[dict[str, Any]]:
    """Return the records of a page as rows; one query for the gists, one for the units."""
    matters = [_matter(row) for row in listed.rows]
    ids = {matter.pk for matter in matters}
    gists = dict(Gist.objects.for_viewer(viewer).filter(matter_id__in=ids).values_list("matter_id", "text"))
    units = unit_names([*(m.unit for m in matters), *(getattr(row, "unit", "") for row in listed.rows)])
    return [
        {**_row(matter, gists.get(matter.pk, _(NO_GIST)), units), **_asked(shown, row, units)}
        for matter, row in zip(matters, listed.rows, strict=True)
    ]


def _matter(row: Any) -> Matter:
    found: Matter = row if isinstance(row, Matter) else row.matter
    return found


def _row(matter: Matter, gist: str, units: Mapping[str, str]) -> dict[str, Any]:
    ended = _("%(day)s办结") % {"day": long_date(matter.ended_at)} if matter.ended_at else ""
    return {
        "url": matter_url(matter.number),
        "number": matter.number,
        "gist": gist,
        "stage": stage_name(matter),
        "unit": units.get(matter.unit, matter.unit),
        "received": matter.opened_at,
        "due": matter.due,
        "ended": ended,
        "on_time": {True: _("按期"), False: _("超期办结"), None: ""}[matter.on_time],
    }


def _asked(shown: Indicator, row: Any, units: Mapping[str, str]) -> dict[str, str]:
    if shown.records != "request":
        return {}
    answer = _(ANSWERS.get(row.answer, row.answer))
    when = f"，{long_date(row.answered_at)}" if row.answered_at else ""
    return {"asked": f"{units.get(row.unit, row.unit)}：{answer}{when}"}


def _part(wanted: str, shown: Indicator) -> Part:
    if not shown.is_rate:
        return "denominator"
    return next((part for part in PARTS if part == wanted), "numerator")


def _size(found: Counted, part: Part) -> int:
    if found.denominator is None or part == "numerator":
        return found.numerator
    return found.denominator - (found.numerator if part == "difference" else 0)
