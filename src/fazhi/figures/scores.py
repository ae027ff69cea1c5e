"""Points that supervision takes off: one line per unit, with every card that made it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from fazhi.figures.scope import Scope
from fazhi.matters import streams
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter
from fazhi.people.viewers import Viewer
from fazhi.procedure import Event, State, timeline
from fazhi.procedure import effects as fx
from fazhi.procedure.consequences import overdue_mark
from fazhi.procedure.fold import Entry, apply

CARD, SUPERVISED = "card", "supervised"
UNHELD = "-"  # how a scope names the cards that no unit holds


@dataclass(frozen=True, slots=True)
class Card:
    """One supervision: on which unit, of which colour, when, in which matter."""

    unit: str
    colour: str
    at: datetime
    matter: UUID


@dataclass(frozen=True, slots=True)
class Score:
    """What a unit's cards cost it; `points` is None where the city has set no points for one of them."""

    unit: str
    cards: tuple[Card, ...]
    points: int | None

    @property
    def words(self) -> str:
        """−2 分, 0 分, or that nothing is taken off because nobody has laid down how much."""
        if self.points is None:
            return _("不计分（本地没有规定督办扣分）")
        return _("%(points)s 分") % {"points": f"−{self.points}" if self.points else "0"}


def cards_of(matter: UUID, events: Sequence[Event]) -> Iterator[Card]:
    """Yield the supervision cards of a matter as corrections leave them, in the order in which they took effect."""
    state = State()
    for entry in timeline(events):
        apply(state, entry.event, entry.effects)
        if entry.effects and _is_supervision(entry.event):
            yield Card(_unit(entry, state), _colour(entry), entry.event.occurred_at, matter)


def scores(cards: Iterable[Card], points: Mapping[str, int | None]) -> list[Score]:
    """Return each unit's score, those with the most cards first; `points` by colour, None where none are set."""
    by_unit: dict[str, list[Card]] = {}
    for card in cards:
        by_unit.setdefault(card.unit, []).append(card)
    found = [Score(unit, tuple(given), _sum(given, points)) for unit, given in by_unit.items()]
    return sorted(found, key=lambda one: (-len(one.cards), one.unit))


def scores_in(scope: Scope, viewer: Viewer, points: Mapping[str, int | None]) -> list[Score]:
    """Return the scores by the cards given in the days of the scope, in matters that the viewer may see."""
    return scores(cards_in(scope, viewer), points)


def cards_in(scope: Scope, viewer: Viewer) -> list[Card]:
    """Return the cards given in the days of the scope, the latest first, in matters that the viewer may see.

    A unit's are those given to it, whoever handles the matter now. One query, and one more for every 500 matters that
    were open in the period and have been supervised.
    """
    # An ended matter takes no further act: what ended before the period holds no card of it.
    open_then = Q(ended_at__isnull=True) | Q(ended_at__gte=scope.start)
    rows = Matter.objects.for_viewer(viewer).filter(open_then, supervised__gt=0, opened_at__lt=scope.end)
    rows = rows.filter(**replace(scope, unit="").narrowed())
    if scope.region:
        rows = rows.filter(region__startswith=scope.region)
    ids = list(rows.values_list("id", flat=True))
    given = (card for id, events in streams.read_many(ids) for card in cards_of(id, events))
    found = [card for card in given if scope.covers(card.at) and scope.unit in ("", card.unit or UNHELD)]
    return sorted(found, key=lambda card: (card.at, card.matter), reverse=True)


def _sum(cards: Sequence[Card], points: Mapping[str, int | None]) -> int | None:
    worth = [points.get(card.colour) for card in cards]
    known = [one for one in worth if one is not None]
    return sum(known) if len(known) == len(worth) else None


def _is_supervision(event: Event) -> bool:
    edition = editions().get(str(event.decided.get("edition", "")))
    action = edition.actions.get(event.action) if edition and event.kind == "act" else None
    return action is not None and action.tally == SUPERVISED


def _colour(entry: Entry) -> str:
    return next((str(e.value) for e in entry.effects if isinstance(e, fx.Put) and e.key == CARD), "")


def _unit(entry: Entry, state: State) -> str:
    """Return whom the card is given to: who was late, else who must answer it."""
    marks = {e.key for e in entry.effects if isinstance(e, fx.Put)}
    late = [o.holder for o in state.obligations.values() if overdue_mark(o.id) in marks]
    answering = [e.holder for e in entry.effects if isinstance(e, fx.Open)]
    return next(filter(None, [*late, *answering]), "")
