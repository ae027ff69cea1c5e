"""Mediation by year: how many disputes were settled, each year beside the year before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from fazhi.desk.dashboards.addresses import figure_url
from fazhi.desk.dashboards.charts import Chart, link
from fazhi.desk.dashboards.names import days_words, scope_words
from fazhi.desk.dashboards.tiles import of_words, percent, value_words
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.figures.years import Year, first_known, years
from fazhi.people.viewers import Viewer
from fazhi.screens.words import count_words, short_date

ACCEPTED, SUCCESS = "mediation_total", "mediation_success_rate"


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year: disputes accepted, settled and not settled, the rate, and the year before where it is known."""

    accepted: Year
    settled: Year
    compared: bool

    @property
    def name(self) -> str:
        """2026年, or 2026年（至11月23日） while it runs."""
        year = _("%(year)s年") % {"year": self.settled.year}
        if not self.settled.is_cut:
            return year
        return year + _("（至%(day)s）") % {"day": short_date(self.settled.scope.until)}

    @property
    def failed(self) -> int:
        """How many were not settled."""
        return (self.settled.counted.denominator or 0) - self.settled.counted.numerator

    @property
    def accepted_url(self) -> str:
        """The address of the disputes accepted."""
        return figure_url(ACCEPTED, self.accepted.scope)

    @property
    def settled_url(self) -> str:
        """The address of those settled."""
        return figure_url(SUCCESS, self.settled.scope, part="numerator")

    @property
    def failed_url(self) -> str:
        """The address of those not settled."""
        return figure_url(SUCCESS, self.settled.scope, part="difference")

    @property
    def rate_url(self) -> str:
        """The address of all that came to an end."""
        return figure_url(SUCCESS, self.settled.scope, part="denominator")

    @property
    def before_url(self) -> str:
        """The address of those settled in the year before, or on the same days of it."""
        earlier = self.settled.before_scope
        return figure_url(SUCCESS, earlier, part="numerator") if earlier else ""

    @property
    def rate(self) -> str:
        """91.57%."""
        return percent(self.settled.counted)

    @property
    def of(self) -> str:
        """51,758／56,520 件."""
        return of_words(self.settled.counted)

    @property
    def earlier(self) -> str:
        """What the year before is called: as a whole, or its same days."""
        return _("上年同期") if self.settled.is_cut else _("上年")

    @property
    def change(self) -> str:
        """多 2 件（增长 200.00%）, or that there were as many."""
        change, growth = self.settled.change or 0, self.settled.growth
        if not change:
            return _("与%(earlier)s一样多") % {"earlier": self.earlier}
        words = _("多 %(n)s 件") if change > 0 else _("少 %(n)s 件")
        return words % {"n": f"{abs(change):,}"} + (_growth_words(growth) if growth is not None else "")


def _growth_words(growth: Decimal) -> str:
    words = _("（增长 %(share)s%%）") if growth > 0 else _("（下降 %(share)s%%）")
    return words % {"share": f"{abs(growth) * 100:.2f}"}


def by_year(scope: Scope, viewer: Viewer, now: datetime) -> dict[str, Any]:
    """Return the context of the page; the scope holds one year more than is shown, to compare the first with."""
    accepted, settled = (years(indicator(id), scope, viewer, now) for id in (ACCEPTED, SUCCESS))
    first = first_known(accepted, settled)
    known = first if first is not None else scope.until.year
    rows = [
        YearRow(one, other, compared=other.year > known)
        for one, other in zip(accepted[1:], settled[1:], strict=True)
        if first is not None and other.year >= known
    ]
    return {
        "answer": _answer(rows, scope),
        "scope": scope_words(scope, days=False),
        "as_of": now,
        "rows": rows[::-1],
        "charts": [_chart(rows)] if rows else [],
        "definition": indicator(SUCCESS).meaning,
        "local": indicator(SUCCESS).local,
    }


def _answer(rows: Sequence[YearRow], scope: Scope) -> str:
    if not rows:
        return _("%(first)s年以来没有调解案件。") % {"first": scope.since.year + 1}
    last = rows[-1]
    counted = last.settled.counted
    said = _("%(days)s受理 %(accepted)s，调解成功 %(settled)s") % {
        "days": days_words(last.settled.scope),
        "accepted": value_words(last.accepted.counted),
        "settled": count_words(counted.numerator, counted.unit),
    }
    if last.compared:
        said += _("，比%(earlier)s%(change)s") % {"earlier": last.earlier, "change": last.change}
    if counted.denominator:
        said += _("；调解成功率 %(rate)s") % {"rate": value_words(counted)}
        if last.compared and last.settled.before and last.settled.before.denominator:
            said += _("，%(earlier)s %(rate)s") % {
                "earlier": last.earlier, "rate": value_words(last.settled.before)
            }  # fmt: skip
    return _("%(said)s。") % {"said": said}


def _chart(rows: Sequence[YearRow]) -> Chart:
    names = [row.name.replace("（", "\n（") for row in rows]  # in two lines, so that a phone has room for every year
    ended = (
        (_("调解成功"), [row.settled.counted.numerator for row in rows], [row.settled_url for row in rows]),
        (_("调解不成"), [row.failed for row in rows], [row.failed_url for row in rows]),
    )
    option = {
        "legend": {"top": 0, "left": 0},
        "grid": {"left": 8, "right": 16, "top": 44, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": names, "axisLabel": {"interval": 0}},
        "yAxis": {"type": "value", "minInterval": 1},
        "series": [
            {"type": "bar", "stack": "ended", "name": name, "data": data, "barMaxWidth": 64}
            for name, data, _urls in ended
        ],
        "links": {f"{name} {label}": url for name, _n, urls in ended for label, url in zip(names, urls, strict=True)},
    }
    cells = [
        (row.name, link(row.settled_url, row.settled.counted.numerator), link(row.failed_url, row.failed))
        for row in rows
    ]
    return Chart("years", _("各年调解结果（件）"), option, [_("年份"), *(name for name, *_rest in ended)], cells)
