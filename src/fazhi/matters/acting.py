"""`act`: the only way to do anything to a matter, for a person, a program, a timer, an import."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from fazhi.ledger.writing import Change, StreamMoved, Write, commit
from fazhi.matters import facts, streams
from fazhi.matters.attachments import attested
from fazhi.matters.catalogue import calendar, editions
from fazhi.matters.effects import messages
from fazhi.matters.gists import gist_of
from fazhi.matters.models import Gist
from fazhi.matters.projection import project
from fazhi.matters.sealing import sealed_data
from fazhi.matters.veiling import hides
from fazhi.procedure import Actor, Command, Edition, Event, Refused, State, fold
from fazhi.procedure.corrections import Corrected, decide_at
from fazhi.procedure.fields import checked
from fazhi.procedure.fold import History, history
from fazhi.procedure.timer import tick

TRIES = 5


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody wants to do to a matter. The same command id twice returns the first result."""

    matter: UUID
    action: str
    actor: Actor
    command_id: str
    now: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    occurred_at: datetime | None = None
    late_reason: str = ""
    seen: int = 0  # the last event that the person saw; 0: not said
    rows: Sequence[Model] = ()  # rows to write with it: attachments


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of an act: the matter's state after it."""

    matter: UUID
    seq: int
    state: State
    repeated: bool = False
    corrected: Corrected | None = None
    created: UUID | None = None  # the matter that arose from this one


class NoSuchMatter(Exception):
    """没有这个办件，或者您无权查看。请核对办件编号。"""


def act(wanted: Act, *, batch_id: str | None = None) -> Acted:
    """Do it and return the state after; raise Refused with the reason, NoSuchMatter, or at last StreamMoved."""
    from fazhi.matters import relating  # it builds on this module: a matter that arises is opened by acting on both

    creating = relating.what_it_creates(wanted)
    acted = _written(wanted.matter, wanted.command_id, lambda past: _decided(wanted, past), wanted, batch_id)
    return replace(acted, created=relating.create(wanted, creating)) if creating else acted


def correct(
    matter: UUID, command_id: str, now: datetime, make: Callable[[list[Event]], Corrected]
) -> Acted:  # fmt: skip
    """Write a correction that `make` decides on the matter's events."""
    return _written(matter, command_id, lambda past: _correction(matter, make, past, now), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """New events with the rows that go with them, before the projections are added."""

    events: list[Event]
    write: Write
    corrected: Corrected | None = None


def plan(wanted: Act, events: list[Event]) -> Plan:
    """Return what `wanted` would write, without writing: the dry run."""
    return _decided(wanted, history(events))


def _written(
    matter: UUID, command_id: str, make: Callable[[History], Plan], wanted: Act | None,
    batch_id: str | None = None,
) -> Acted:  # fmt: skip
    for attempt in range(TRIES):
        events, seen = streams.read_with(matter, command_id)
        if not events:
            raise NoSuchMatter
        if seen:
            return Acted(matter, seen, fold(events[:seen]), repeated=True)
        if wanted is not None and wanted.seen:
            _not_overtaken(wanted, events)
        past = history(events)
        made = make(past)
        write = made.write
        write.command_id, write.batch_id = command_id, batch_id
        state = carried_on(write, matter, past, made.events)
        try:
            committed = commit(write)
        except StreamMoved:
            if attempt == TRIES - 1:
                raise
            continue
        return Acted(matter, made.events[-1].seq, state, committed.first_result, made.corrected)
    raise AssertionError("unreachable")


def finish(write: Write, matter: UUID, before: Sequence[Event], new: Sequence[Event]) -> State:
    """Add to `write` the events, their projections and what leaves the house; return the state after them."""
    return carried_on(write, matter, history(before), new)


def carried_on(write: Write, matter: UUID, past: History, new: Sequence[Event]) -> State:
    """Do as `finish` for a history at hand, which takes the new events."""
    write.appends.append(streams.append(matter, new))
    project(write, matter, past, new)
    write.inserts.extend(messages(matter, past.state, new))
    return past.state


def _decided(wanted: Act, past: History) -> Plan:
    new, state = _ticked(past, wanted.now)
    edition = editions()[state.edition]
    at = wanted.occurred_at or wanted.now
    write = Write(inserts=list(wanted.rows))
    data = _sealed(edition, wanted, write)
    command = Command(wanted.action, wanted.actor, at, wanted.now, data, wanted.late_reason)
    known = facts.gather(edition, [wanted.action], facts.Asked(wanted.matter, state, wanted.actor, at))
    corrected = decide_at(
        editions(), [*past.events, *new], command, calendar=calendar(), facts=known, state=state
    )  # fmt: skip
    event = attested(corrected.event, edition.actions.get(wanted.action), wanted.matter, wanted.rows)
    return Plan([*new, event], write, replace(corrected, event=event))


def _sealed(edition: Edition, wanted: Act, write: Write) -> Mapping[str, Any]:
    action = edition.actions.get(wanted.action)
    if action is None:
        return wanted.data
    rows, data = sealed_data(wanted.matter, action, checked(action, wanted.data), wanted.now)
    write.inserts.extend(rows)
    return data


def _ticked(past: History, now: datetime) -> tuple[list[Event], State]:
    """Return what the passing of time has done before anybody acts, and the state after it; `past` stays as it is."""
    new: list[Event] = []
    state = past.state
    while (found := tick(editions(), [*past.events, *new], now, calendar(), state=state)) is not None:
        new.append(found.event)
        state = fold([*past.events, *new])
    return new, state


def _correction(matter: UUID, make: Callable[[list[Event]], Corrected], past: History, now: datetime) -> Plan:
    new, state = _ticked(past, now)
    before = [*past.events, *new]
    corrected = make(before)
    after = [*before, corrected.event]
    return Plan([*new, corrected.event], Write(changes=_gist(matter, state, after)), corrected)


def _gist(matter: UUID, before: State, events: list[Event]) -> list[Change]:
    """Return the change of the line in lists, where a correction hides a party or shows it again."""
    edition = editions()[before.edition]
    if edition.intake is None or hides(edition, before.facts) == hides(edition, fold(events).facts):
        return []
    return [Change(Gist, matter, {"text": gist_of(matter, events, edition.intake.text).fields["text"]})]


def _not_overtaken(wanted: Act, events: Sequence[Event]) -> None:
    """Refuse where somebody else moved the matter since the person looked, and say what happened."""
    since = [e for e in events if e.seq > wanted.seen and e.kind == "act" and e.actor != wanted.actor.id]
    before = fold(events[: wanted.seen])
    if not since or (before.stage == fold(events).stage and all(e.action != wanted.action for e in since)):
        return
    edition = editions()[before.edition]
    names = "、".join(f"“{edition.actions[e.action].name}”" for e in since if e.action in edition.actions)
    raise Refused("overtaken", f"您查看之后，本件已由他人办理{names}", "请刷新页面，核对后再办理")
