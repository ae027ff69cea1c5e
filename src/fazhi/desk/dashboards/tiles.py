"""Which figures answer which question, and how a figure is written on a tile and in the answering sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.dashboards.addresses import figure_url
from fazhi.desk.dashboards.names import days_words
from fazhi.figures.compute import Counted, Figure, figures
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.figures.tally import Tally, Wanted, can_be_tallied, tally
from fazhi.matters.catalogue import profile
from fazhi.people.viewers import Viewer
from fazhi.screens.words import NOTHING, count_words, rate_words


@dataclass(frozen=True, slots=True)
class Theme:
    """A page: its question, its figures, and the rate by which units are compared."""

    question: str
    tiles: tuple[str, ...]
    satisfaction: str
    compared: str = "on_time"

    def on_wall(self) -> tuple[str, ...]:
        """Return the figures of one row of a wall; how many are overdue stands in the sentence above them."""
        return tuple(id for id in self.tiles if id != "overdue_now")[:ON_WALL]


ON_WALL: Final = 6
COMMON: Final = ("intake", "ended", "on_time", "overdue_now")
THEMES: Final[Mapping[str, Theme]] = {
    "": Theme(
        gettext_noop("群众反映的事办得怎么样？"),
        (*COMMON, "grid_response", "grid_resolution", "grid_satisfaction", "grid_unreached"),
        "grid_satisfaction",
    ),
    "grid_matter": Theme(
        gettext_noop("网格事项办得怎么样？"),
        (*COMMON, "grid_response", "grid_resolution", "grid_satisfaction", "grid_satisfaction_broad",
         "grid_unreached", "grid_checkin_on_time", "grid_bounce", "grid_supervised"),
        "grid_satisfaction",
    ),
    "legal_consultation": Theme(
        gettext_noop("群众的法律问题有人答吗？"),
        ("consult_total", "consult_people", "ended", "on_time", "overdue_now", "consult_tier1_rate",
         "consult_villager_rate", "consult_escalate_rate", "consult_satisfaction"),
        "consult_satisfaction",
    ),
    "people_mediation": Theme(
        gettext_noop("矛盾纠纷化解得怎么样？"),
        ("mediation_total", "ended", "on_time", "overdue_now", "mediation_success_rate",
         "mediation_success_of_accepted"),
        "mediation_success_rate",
    ),
}  # fmt: skip
FEW: Final = gettext_noop("少于 %(n)s %(unit)s，只供参考")


def theme_of(scope: Scope) -> Theme:
    """Return the page for the chosen procedure; one without a page of its own has the common one's figures."""
    found = THEMES.get(scope.procedure)
    return found or Theme(_("这类办件办得怎么样？"), COMMON, "")


def figures_of(theme: Theme, scope: Scope, viewer: Viewer, now: datetime) -> tuple[dict[str, Figure], Tally]:
    """Compute the figures that a page shows, by indicator; give the tally of its charts as well."""
    wanted = [indicator(id) for id in dict.fromkeys((*COMMON, theme.compared, *theme.tiles))]
    together = [one for one in wanted if can_be_tallied(one)]
    intake, ended, aging = (indicator(id) for id in ("intake", "ended", "open_of_period"))
    by = {"unit": [indicator(theme.compared)], "region": [intake], "subject": [intake]}
    over = {"opened_at": [intake, aging], "ended_at": [ended]}
    found = tally(Wanted(together, by, over, below=scope.region or profile().code), scope, viewer, now)
    others = figures([one for one in wanted if not can_be_tallied(one)], scope, viewer, now)
    return others | {one.id: found.figure(one) for one in together}, found


def percent(found: Counted) -> str:
    """Return 91.57%, or — where there is no denominator."""
    return rate_words(found.numerator, found.denominator or 0).partition("（")[0]


def of_words(found: Counted) -> str:
    """Return 51,758／56,520 件."""
    return f"{found.numerator:,}／{count_words(found.denominator, found.unit)}"


def value_words(found: Counted) -> str:
    """Return 91.57%（51,758／56,520 件） or 56,520 件."""
    if found.indicator.is_rate:
        return f"{percent(found)}（{of_words(found)}）"
    return count_words(found.numerator, found.unit)


def tile(found: Figure) -> dict[str, Any]:
    """Return a figure as the tile of the design system; it opens to its records."""
    known = found.indicator
    shown: dict[str, Any] = {"label": known.name, "url": figure_url(known.id, found.scope)}
    if not known.is_rate:
        return {**shown, "value": f"{found.numerator:,}", "unit": known.unit}
    scarce = found.denominator and not found.enough
    few = _(FEW) % {"n": known.least_denominator, "unit": known.unit} if scarce else ""
    return {**shown, "value": percent(found), "of": of_words(found), "change": few}


def answer(theme: Theme, found: Mapping[str, Figure], scope: Scope) -> str:
    """Return the one sentence of figures that answers the page's question."""
    if not found["intake"].numerator and not found["ended"].numerator and not found["overdue_now"].denominator:
        return _("%(days)s没有收到办件，也没有在办的办件。") % {"days": days_words(scope)}
    came, ended = value_words(found["intake"]), value_words(found["ended"])
    said = _("%(days)s收到 %(came)s，办结 %(ended)s") % {"days": days_words(scope), "came": came, "ended": ended}
    rates = [f"{found[id].indicator.name} {value_words(found[id])}" for id in _rates(theme) if _has(found[id])]
    return f"{'，'.join([said, *rates])}；{_late_words(found['overdue_now'])}。"


def _rates(theme: Theme) -> tuple[str, ...]:
    return ("on_time", theme.satisfaction) if theme.satisfaction else ("on_time",)


def _has(found: Figure) -> bool:
    return percent(found) != NOTHING


def _late_words(found: Figure) -> str:
    if not found.denominator:
        return _("现在没有在办的办件")
    said = {"open": count_words(found.denominator, found.unit), "late": count_words(found.numerator, found.unit)}
    if not found.numerator:
        return _("现在在办 %(open)s，没有超期的") % said
    return _("现在在办 %(open)s，其中 %(late)s已经超期") % said
