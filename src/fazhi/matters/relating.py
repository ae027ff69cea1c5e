"""Relations between matters: a pair of events in both streams in one transaction; nothing is re-parented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from fazhi.ledger.writing import StreamMoved, Write, commit
from fazhi.matters import streams
from fazhi.matters.acting import TRIES, Act, NoSuchMatter, finish
from fazhi.matters.catalogue import current, editions
from fazhi.matters.intake import Message, Received, prepared
from fazhi.matters.sealing import texts_of
from fazhi.procedure import Action, Actor, Event, Refused, State, fold
from fazhi.procedure.effects import Relate

INVERSE: Mapping[str, str] = {
    "duplicate_of": "has_duplicate",
    "transferred_to": "arises_from",
    "joined_with": "joined_with",
    "split_from": "split_into",
    "continues": "continued_by",
}
NAMES: Mapping[str, str] = {
    "duplicate_of": "重复于", "has_duplicate": "有重复件", "transferred_to": "转往", "arises_from": "来自",
    "joined_with": "并案", "split_from": "分自", "split_into": "分出", "continues": "接续", "continued_by": "由其接续",
}  # fmt: skip


def relate(one: UUID, kind: str, other: UUID, actor: Actor, command_id: str, now: datetime) -> None:
    """Say that `one` stands in a relation to `other`, in both streams at once; raise Refused for what cannot be."""
    if kind not in INVERSE:
        raise Refused("relation", f"没有“{kind}”这种关系", f"可用：{'、'.join(NAMES[k] for k in INVERSE)}")
    if one == other:
        raise Refused("relation", "办件不能与自己建立关系", "请核对另一办件的编号")
    write = Write(command_id=command_id)
    for matter, relation, target in ((one, kind, other), (other, INVERSE[kind], one)):
        events = streams.read(matter)
        if not events:
            raise NoSuchMatter
        if (relation, target.hex) in fold(events).relations:
            raise Refused("relation", "两件之间已有这种关系", "不需要再办")
        finish(write, matter, events, [_event(events, relation, target, actor, now)])
    commit(write)


def open_related(
    source: UUID, message: Message, actor: Actor, command_id: str, now: datetime, kind: str = "transferred_to"
) -> Received:
    """Open a matter under another procedure that arises from `source`; both know of it and keep their past."""
    events = streams.read(source)
    if not events:
        raise NoSuchMatter
    write, received = prepared(
        message, actor, command_id, now, also=lambda new: _event(new, INVERSE[kind], source, actor, now)
    )
    finish(write, source, events, [_event(events, kind, received.matter, actor, now)])
    if commit(write).first_result:
        return replace(received, repeated=True)
    return received


def what_it_creates(wanted: Act) -> Message | None:
    """Return the message under which an act opens another matter; raise Refused where that could not be opened."""
    if not any(wanted.action in e.actions and e.actions[wanted.action].creates for e in editions().values()):
        return None  # most acts create nothing: the matter is read only where it may matter
    events = streams.read(wanted.matter)
    if not events:
        raise NoSuchMatter
    state = fold(events)
    action = editions()[state.edition].actions.get(wanted.action)
    if action is None or not action.creates:
        return None
    message = _created(events, state, action, wanted)
    prepared(message, wanted.actor, f"{wanted.command_id}:creates", wanted.now)
    return message


def create(wanted: Act, message: Message) -> UUID:
    """Open the matter that an act creates; a repeated command finds the one it opened."""
    for attempt in range(TRIES):
        try:
            return open_related(
                wanted.matter, message, wanted.actor, f"{wanted.command_id}:creates", wanted.now
            ).matter  # fmt: skip
        except StreamMoved:  # the act itself is written: to say that nothing was would be untrue
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _created(events: list[Event], state: State, action: Action, wanted: Act) -> Message:
    told = retold(wanted.matter, action.creates, str(state.facts.get("channel", "")))
    edition = current(action.creates, timezone.localdate(wanted.now))
    intake = edition.intake
    opening = edition.actions[intake.action] if intake else None
    if opening is None:
        raise Refused("creates", f"“{edition.name}”不能由来件开始", "请另行登记")
    known = {f.id for f in opening.fields}
    parties = [name for role, name in opening.assigns.items() if edition.roles[role].kind == "party"]
    party = next((h for r, h in state.holders.items() if editions()[state.edition].roles[r].kind == "party"), "")
    given = {
        "source_number": events[0].data.get("number", ""),
        **({parties[0]: party} if parties and party else {}),
        **{f.id: wanted.data.get(f.id) for f in opening.fields if f.type == "unit"},
        **action.creates_with,
    }
    return replace(told, data={k: v for k, v in given.items() if k in known and v})


def retold(source: UUID, procedure: str, channel: str) -> Message:
    """Return the message of a matter as one under another procedure, for `open_related`."""
    events = streams.read(source)
    if not events:
        raise NoSuchMatter
    state = fold(events)
    intake = editions()[state.edition].intake
    texts = texts_of(events[0])
    return Message(
        text=texts.get(intake.text if intake else "text", ""),
        title=texts.get("title", ""),
        region=str(state.facts.get("region", "")),
        channel=channel,
        procedure=procedure,
    )


def _event(events: list[Event], kind: str, other: UUID, actor: Actor, now: datetime) -> Event:
    return Event(
        events[-1].seq + 1, "relate", "relate", now, now, actor.id,
        data={"kind": kind, "other": other.hex}, effects=(Relate(kind, other.hex),),
    )  # fmt: skip
