"""Scores: each unit by what residents said when called back, and by the supervision cards that it was given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from fazhi.desk.dashboards import charts
from fazhi.desk.dashboards.addresses import cards_url, narrower_url, scores_url
from fazhi.desk.dashboards.names import days_words, scope_words, unit_names
from fazhi.desk.dashboards.tiles import of_words, percent, tile, value_words
from fazhi.figures.compute import Row
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.figures.scores import UNHELD, Score, cards_in, scores
from fazhi.figures.tally import Tally, Wanted, tally
from fazhi.matters.catalogue import profile
from fazhi.people.viewers import Viewer
from fazhi.screens.words import NOTHING

RATES = ("grid_response", "grid_resolution", "grid_satisfaction")
ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in the table: what it is, its words, over what, and the way to its records."""

    head: str
    words: str
    of: str = ""
    url: str = ""

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to count: a phone leaves it out."""
        return self.words == NOTHING


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit: its rank by the chosen rate, how many it ended, its rates, its cards and what they cost."""

    name: str
    rank: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Found:
    """What the page is made of: the matters tallied by unit, and the scores by the cards."""

    scope: Scope
    counted: Tally
    scores: Mapping[str, Score]
    names: Mapping[str, str]

    def of(self, id: str) -> dict[str, Row]:
        """Return an indicator by unit."""
        return {row.key: row for row in self.counted.series(indicator(id), "unit")}

    @property
    def empty(self) -> bool:
        """Whether nobody was called back and no card was given."""
        return not self.scores and not any(self.counted.figure(indicator(id)).denominator for id in RATES)


def assessed(scope: Scope, viewer: Viewer, now: datetime, by: str) -> dict[str, Any]:
    """Return the context of the page; `by` is the rate by which units are compared, the first where it is none."""
    chosen = by if by in RATES else RATES[0]
    found = _found(scope, viewer, now)
    compared = list(found.of(chosen).values())
    chart = charts.compared_units(scope, compared, charts.named(dict(found.names)))
    return {
        "answer": _answer(found),
        "scope": scope_words(scope),
        "as_of": now,
        "empty": found.empty,
        "tiles": [] if found.empty else _tiles(found),
        "tabs": [(indicator(id).name, scores_url(scope, by=id), id == chosen) for id in RATES],
        "charts": [] if chart.empty else [chart],
        "chosen": indicator(chosen).name,
        "least": indicator(chosen).least_denominator,
        "rows": list(_rows(found, compared)),
        "points_set": any(one is not None for one in profile().points.values()),
    }


def _found(scope: Scope, viewer: Viewer, now: datetime) -> Found:
    wanted = [indicator(id) for id in (*RATES, ENDED)]
    counted = tally(Wanted(wanted, {"unit": wanted}), scope, viewer, now)
    given = {one.unit: one for one in scores(cards_in(scope, viewer), profile().points)}
    units = {row.key for row in counted.series(indicator(ENDED), "unit")} | given.keys()
    return Found(scope, counted, given, unit_names(units) | {"": _("尚未确定单位")})


def _answer(found: Found) -> str:
    days = days_words(found.scope)
    if found.empty:
        return _("%(days)s没有回访到反映人的网格事项，也没有督办。") % {"days": days}
    figures = [found.counted.figure(indicator(id)) for id in RATES]
    said = "，".join(f"{one.indicator.name} {value_words(one)}" for one in figures if percent(one) != NOTHING)
    rates = said or _("还没有回访到反映人")
    return _("%(days)s办结的网格事项，%(rates)s；%(cards)s。") % {
        "days": days, "rates": rates, "cards": _cards_words(found)
    }  # fmt: skip


def _cards_words(found: Found) -> str:
    if not found.scores:
        return _("没有督办")
    said = _("督办 %(cards)s 次，涉及 %(units)s 个单位") % {
        "cards": f"{_cards(found):,}", "units": f"{len(found.scores):,}"
    }  # fmt: skip
    worth = [one.points for one in found.scores.values()]
    known = [one for one in worth if one is not None]
    if len(known) < len(worth):
        return said + _("，本地没有规定督办扣分，不计分")
    return said + _("，共扣 %(points)s 分") % {"points": sum(known)}


def _cards(found: Found) -> int:
    return sum(len(one.cards) for one in found.scores.values())


def _tiles(found: Found) -> list[dict[str, Any]]:
    cards = {
        "label": _("督办"), "value": f"{_cards(found):,}", "unit": _("次"), "url": cards_url(found.scope),
    }  # fmt: skip
    return [*(tile(found.counted.figure(indicator(id))) for id in (ENDED, *RATES)), cards]


def _rows(found: Found, compared: Sequence[Row]) -> Iterator[UnitRow]:
    """Yield the ranked units, those with too few cases, then those that only have cards or other rates."""
    ranked, few = charts.ranking(compared)
    ranks = {row.key: str(n) for n, row in enumerate(ranked, 1)} | {row.key: _(charts.FEW) for row in few}
    rated = {row.key for id in RATES for row in found.of(id).values() if row.denominator}
    others = sorted((rated | found.scores.keys()) - ranks.keys(), key=lambda unit: found.names.get(unit, unit))
    by_id = {id: found.of(id) for id in (ENDED, *RATES)}
    for unit in [*ranks, *others]:
        cells = [_cell(found.scope, id, rows.get(unit)) for id, rows in by_id.items()]
        name = found.names.get(unit, unit)
        yield UnitRow(name, ranks.get(unit, NOTHING), [*cells, *_card_cells(found, unit)])


def _cell(scope: Scope, id: str, row: Row | None) -> Cell:
    known = indicator(id)
    if row is None or not (row.denominator if known.is_rate else row.numerator):
        return Cell(known.name, NOTHING)
    url = narrower_url(id, scope, unit=row.key) if row.key else ""
    if known.is_rate:
        return Cell(known.name, percent(row), of_words(row), url)
    return Cell(known.name, value_words(row), "", url)


def _card_cells(found: Found, unit: str) -> list[Cell]:
    given = found.scores.get(unit)
    if given is None:
        return [Cell(_("督办"), NOTHING), Cell(_("扣分"), NOTHING)]
    times = _("%(n)s 次") % {"n": f"{len(given.cards):,}"}
    points = _("不计分") if given.points is None else given.words
    return [Cell(_("督办"), times, "", cards_url(found.scope, unit or UNHELD)), Cell(_("扣分"), points)]
