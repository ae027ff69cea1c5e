"""GET /matters/{number}: state, obligations, what the caller may do and why not the rest, events."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from fazhi.api.listing import item
from fazhi.api.schemas import ActionOut, EventOut, FieldOut, MatterOut, ObligationOut
from fazhi.api.tokens import Caller
from fazhi.matters import facts, streams
from fazhi.matters.acting import NoSuchMatter
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter
from fazhi.matters.projection import owed_name
from fazhi.matters.sealing import opened
from fazhi.matters.units import directory
from fazhi.matters.veiling import HIDDEN, Veil, veil_over
from fazhi.people.sight import denied
from fazhi.procedure import Action, Edition, Event, Obligation, State, allowed, fold
from fazhi.procedure.model import Field
from fazhi.procedure.terms import rules_of


def matter_for(caller: Caller, number: str, now: datetime) -> Matter:
    """Return the matter with this number if the caller may see it; NoSuchMatter otherwise, with a line in the log."""
    viewer = caller.viewer(now)
    seen = Matter.objects.for_viewer(viewer).select_related("gist").filter(number=number, sealed=False)
    found: Matter | None = seen.first()
    if found is None:
        denied.warning("denied viewer=%s object=matter-by-number via=api", viewer.label)
        raise NoSuchMatter
    return found


def read(caller: Caller, number: str, now: datetime) -> MatterOut:
    """Return everything of one matter that the caller may see."""
    matter = matter_for(caller, number, now)
    events = streams.read(matter.id)
    state = fold(events)
    edition = editions()[state.edition]
    return MatterOut(
        **item(matter, now).model_dump(), edition=edition.id,
        obligations=[_obligation(edition, o, now) for o in state.obligations.values()],
        actions=list(_actions(matter.id, edition, state, caller, now)), 
        events=list(_events(edition, events, veil_over(caller.viewer(now), matter.id, events))),
    )  # fmt: skip


def fields_of(action: Action) -> list[FieldOut]:
    """Return what an action asks to be filled in."""
    return [_field(field) for field in action.fields]


def _field(field: Field) -> FieldOut:
    return FieldOut(
        id=field.id, name=field.name, type=field.type, required=field.required, choices=dict(field.choices),
        help=field.help,
    )  # fmt: skip


def _obligation(edition: Edition, owed: Obligation, now: datetime) -> ObligationOut:
    terms = rules_of(edition, owed)
    rule = terms[owed.term] if 0 <= owed.term < len(terms) else None
    article = ("本地设置" if rule.local else rule.basis) if rule else ""
    return ObligationOut(
        id=owed.id, name=owed_name(edition, owed), bearer=owed.bearer, holder=owed.holder,
        holder_name=directory(timezone.localdate(now)).name(owed.holder), article=article, start=owed.start,
        due=owed.due, provisional=owed.provisional, on_time=owed.on_time,
        ended_at=owed.met_at or owed.dropped_at or owed.lapsed_at,
    )  # fmt: skip


def _actions(matter: UUID, edition: Edition, state: State, caller: Caller, now: datetime) -> Iterator[ActionOut]:
    known = facts.gather_here(edition, facts.Asked(matter, state, caller.actor, now))
    for choice in allowed(edition, state, caller.actor, now, known):
        yield ActionOut(
            id=choice.action.id, name=choice.action.name, allowed=choice.ok, mine=choice.mine,
            reasons=list(choice.reasons), fields=fields_of(choice.action),
        )  # fmt: skip


def _events(edition: Edition, events: Sequence[Event], veil: Veil) -> Iterator[EventOut]:
    texts = opened(value for event in events for value in event.data.values())
    for event in events:
        action = edition.actions.get(event.action)
        yield EventOut(
            seq=event.seq, kind=event.kind, action=event.action, name=action.name if action else event.kind,
            occurred_at=event.occurred_at, recorded_at=event.recorded_at, actor=veil.actor(event.actor),
            late_reason=event.late, target=event.target, data=_data(action, event, texts, veil),
        )  # fmt: skip


def _data(action: Action | None, event: Event, texts: Mapping[str, str], veil: Veil) -> dict[str, Any]:
    fields = {field.id: field for field in action.fields} if action else {}
    return {
        k: HIDDEN if k in fields and veil.covers(fields[k], v) else _shown(v, texts, veil)
        for k, v in event.data.items()
    }  # fmt: skip


def _shown(value: Any, texts: Mapping[str, str], veil: Veil) -> Any:
    if isinstance(value, Mapping) and "sealed" in value:
        return veil.text(texts.get(str(value["sealed"]), ""))
    return value
