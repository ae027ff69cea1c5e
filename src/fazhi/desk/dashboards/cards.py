"""The supervision cards behind a score, one line each, the latest first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from fazhi.desk.dashboards.addresses import cards_url, matter_url, scores_url
from fazhi.desk.dashboards.names import scope_words, unit_names
from fazhi.desk.dashboards.opening import NO_GIST
from fazhi.figures.records import PAGE
from fazhi.figures.scope import Scope
from fazhi.figures.scores import CARD, UNHELD, Card, cards_in, scores
from fazhi.matters.catalogue import editions, profile
from fazhi.matters.models import Gist, Matter
from fazhi.people.viewers import Viewer


def cards_opened(scope: Scope, viewer: Viewer, now: datetime, page: int) -> dict[str, Any]:
    """Return the context of the list; a page beyond the last shows none."""
    found = cards_in(scope, viewer)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return {
        "total": len(found),
        "costs": [one.words for one in scores(found, profile().points)] if scope.unit else [],
        "scope": scope_words(scope),
        "unit": _unit_name(scope.unit),
        "as_of": now,
        "rows": _rows(shown, viewer),
        "back": scores_url(replace(scope, unit="")),
        "shown": len(shown),
        "first": cards_url(scope) if page > 1 else "",
        "next": cards_url(scope, page=page + 1) if len(found) > page * PAGE else "",
    }


def card_names() -> dict[str, str]:
    """Return what the colours of cards are called in the procedures."""
    fields = (one for edition in editions().values() for action in edition.actions.values() for one in action.fields)
    return {code: name for one in fields if one.id == CARD for code, name in one.choices.items()}


def _unit_name(unit: str) -> str:
    return _("尚未确定单位") if unit == UNHELD else unit_names([unit]).get(unit, unit) if unit else ""


def _rows(cards: Sequence[Card], viewer: Viewer) -> list[dict[str, Any]]:
    ids = {card.matter for card in cards}
    matters = Matter.objects.for_viewer(viewer).filter(pk__in=ids)
    numbers: Mapping[UUID, str] = dict(matters.values_list("id", "number"))
    gists = dict(Gist.objects.for_viewer(viewer).filter(matter_id__in=ids).values_list("matter_id", "text"))
    units, names = unit_names(card.unit for card in cards), card_names()
    return [
        {
            "url": matter_url(numbers[card.matter]),
            "number": numbers[card.matter],
            "gist": gists.get(card.matter, _(NO_GIST)),
            "colour": names.get(card.colour, card.colour),
            "unit": units.get(card.unit, card.unit),
            "at": card.at,
            "points": profile().points.get(card.colour),
        }
        for card in cards
    ]
