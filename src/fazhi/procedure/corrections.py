"""Late entries and corrections: each an event that names what it corrects and carries what changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fazhi.clock import Calendar
from fazhi.procedure import effects as fx
from fazhi.procedure.consequences import SILENCE, consequences, silence
from fazhi.procedure.decide import Command, decide
from fazhi.procedure.errors import Refused
from fazhi.procedure.events import Event, EventKind
from fazhi.procedure.fold import Entry, apply, fold, timeline
from fazhi.procedure.model import Action, Actor, Edition
from fazhi.procedure.state import State

MEND = "mend"  # the obligation to look at what rested on an error
Editions = Mapping[str, Edition]


@dataclass(frozen=True, slots=True)
class Corrected:
    """An event with the events it changes, those that no longer fit, and the papers and notices that rested on them."""

    event: Event
    changed: tuple[int, ...] = ()
    conflicts: tuple[str, ...] = ()
    rested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """Who corrects, who confirms, why, and when we learn of it."""

    actor: Actor
    reason: Any
    recorded_at: datetime
    confirmed_by: str = ""


def decide_at(
    editions: Editions, events: Sequence[Event], command: Command, *, calendar: Calendar,
    facts: Mapping[str, Any] | None = None, opening: str = "", state: State | None = None,
) -> Corrected:  # fmt: skip
    """Decide `command` at the moment it took effect; when later events are on record, decide those again.

    `state` is what `events` fold to, where the caller knows it.
    """
    state = fold(events) if state is None else state
    if state.opened_at is not None and command.occurred_at < state.opened_at:
        raise Refused("before_start", "发生时间早于本件登记时间", "请核对时间")
    late = state.last_at is not None and command.occurred_at < state.last_at
    if late:
        state = fold(events, effective_at=command.occurred_at)
    edition = editions[state.edition or opening]
    event = replace(
        decide(edition, state, command, calendar=calendar, facts=facts), seq=events[-1].seq + 1 if events else 1
    )
    if not late:
        return Corrected(event)
    again = _decided_again(editions, timeline([*events, event]), calendar)
    return _corrected(editions, event, again, timeline([*events, event]), {event.seq})


def void(
    editions: Editions, events: Sequence[Event], target: int, *, actor: Actor, confirmed_by: str, reason: Any,
    recorded_at: datetime, calendar: Calendar,
) -> Corrected:  # fmt: skip
    """Say that an entry was never so. A second person confirms where a deadline or a decision changes."""
    entry = target_of(events, target)
    if target == events[0].seq and entry.event.kind == "act":
        raise Refused("no_target", "登记本身不能作废", "重复或者误登的，请按“无效、重复”办结")
    by = Correction(actor, reason, recorded_at, confirmed_by)
    return _correct(editions, events, entry, "void", by, {}, calendar)


def amend(
    editions: Editions, events: Sequence[Event], target: int, values: Mapping[str, Any], *, actor: Actor,
    confirmed_by: str, reason: Any, recorded_at: datetime, calendar: Calendar,
) -> Corrected:  # fmt: skip
    """Say that values of an entry were wrong. A second person confirms where a deadline or a decision changes."""
    entry = target_of(events, target)
    unknown = sorted(set(values) - {f.id for f in action_of(editions, entry.event).fields})
    if unknown:
        raise Refused("fields", f"该记录没有“{'、'.join(unknown)}”这一项", "请核对要更正的项目")
    by = Correction(actor, reason, recorded_at, confirmed_by)
    return _correct(editions, events, entry, "amend", by, values, calendar)


def _correct(
    editions: Editions, events: Sequence[Event], entry: Entry, kind: EventKind, by: Correction,
    values: Mapping[str, Any], calendar: Calendar,
) -> Corrected:  # fmt: skip
    data: dict[str, Any] = {"reason": by.reason, "confirmed_by": by.confirmed_by}
    if values:
        data["values"] = dict(values)
    # The correction takes effect with the last event that stands, so that its tasks come after all it touches.
    at = timeline(events)[-1].event.occurred_at
    event = Event(
        events[-1].seq + 1, kind, kind, at, by.recorded_at, by.actor.id, data=data, target=entry.event.seq
    )  # fmt: skip
    after = timeline([*events, event])
    again = _decided_again(editions, after, calendar)
    found = _corrected(editions, event, again, after, {event.seq}, extra=entry)
    _second_person(events, found, by)
    return found


def _decided_again(
    editions: Editions, entries: Sequence[Entry], calendar: Calendar
) -> dict[int, tuple[fx.Effect, ...] | None]:
    """Return for each event the effects it has now; None marks one that no longer fits."""
    state, found = State(), {}
    for entry in entries:
        effects = _effects_now(editions, state, entry, calendar)
        found[entry.event.seq] = effects
        apply(state, entry.event, entry.effects if effects is None else effects)
    return found


def _effects_now(editions: Editions, state: State, entry: Entry, calendar: Calendar) -> tuple[fx.Effect, ...] | None:
    event = entry.event
    edition = editions.get(state.edition or str(event.decided.get("edition", "")))
    if edition and event.kind == "act" and event.action == SILENCE:
        return _silence_now(edition, state, event)
    action = edition.actions.get(event.action) if edition and event.kind == "act" else None
    if edition is None or action is None:
        return entry.effects
    timed = any(edition.roles[role].kind == "timer" for role in action.who) and event.actor == "timer"
    if state.stage not in action.sources:
        return () if timed else None
    if timed and not _still_due(edition, state, action, event.occurred_at):
        return ()
    units = frozenset(event.decided.get("units", ()))
    return consequences(edition, state, action, entry.data, event.occurred_at, calendar, units)


def _silence_now(edition: Edition, state: State, event: Event) -> tuple[fx.Effect, ...]:
    """Return what the silence does: nothing where, as is known now, the unit had answered before."""
    asked = (state.requests.get(effect.request) for effect in event.effects if isinstance(effect, fx.Silent))
    request = next(asked, None)
    return silence(edition, state, request) if request and request.open and request.round in edition.rounds else ()


def _still_due(edition: Edition, state: State, action: Action, at: datetime) -> bool:
    rules = [r for r in edition.obligations.values() if action.id in (r.lapse, r.overdue)]
    if not rules:
        return True
    return any(o.due is not None and o.due <= at for r in rules for o in state.open_obligations() if o.rule == r.id)


def _corrected(
    editions: Editions, event: Event, again: Mapping[int, tuple[fx.Effect, ...] | None], after: Sequence[Entry],
    leave: set[int], extra: Entry | None = None,
) -> Corrected:  # fmt: skip
    changed = {
        e.event.seq: new
        for e in after
        if (new := again[e.event.seq]) is not None and new != e.effects and e.event.seq not in leave
    }
    conflicts = tuple(
        f"第 {e.event.seq} 条“{_name(editions, e.event)}”与更正后的经过不符"
        for e in after
        if again[e.event.seq] is None
    )
    touched = [e for e in after if e.event.seq in changed or again[e.event.seq] is None]
    rested = tuple(_rested(editions, [*([extra] if extra else []), *touched]))
    tasks = tuple(
        fx.Open(f"{MEND}#{event.seq}.{n}", MEND, "", "", event.occurred_at, None)
        for n in range(1, len(rested) + len(conflicts) + 1)
    )
    full = replace(event, replaces=changed, effects=(*event.effects, *tasks))
    return Corrected(full, tuple(sorted(changed)), conflicts, rested)


def _rested(editions: Editions, entries: Sequence[Entry]) -> list[str]:
    found = []
    for entry in entries:
        name = _name(editions, entry.event)
        for effect in entry.effects:
            if isinstance(effect, fx.Paper):
                found.append(f"“{name}”的文书：{effect.kind}")
            elif isinstance(effect, fx.Tell):
                found.append(f"“{name}”的通知：{effect.kind}")
    return found


def _second_person(events: Sequence[Event], found: Corrected, by: Correction) -> None:
    before, after = fold(events), fold([*events, found.event])
    same = _legal(before) == _legal(after)
    if not same and by.confirmed_by in ("", by.actor.id):
        raise Refused(
            "second_person", "这项更正会改变期限或者决定，须由另一人复核", "请选择复核人，复核人不能是更正人本人"
        )  # fmt: skip


def _legal(state: State) -> tuple[Any, ...]:
    owed = [(o.id, o.due, o.met_at, o.dropped_at, o.lapsed_at) for o in state.obligations.values() if o.rule != MEND]
    return state.stage, state.outcome, sorted(owed, key=lambda o: o[0])


def target_of(events: Sequence[Event], target: int) -> Entry:
    """Return the entry that a correction names; raise Refused where there is none that stands."""
    entry = next((e for e in timeline(events) if e.event.seq == target), None)
    if entry is None:
        raise Refused("no_target", f"没有第 {target} 条记录，或者它已经作废", "请核对要更正的记录")
    if entry.event.kind not in ("act", "void", "amend"):
        raise Refused("no_target", f"第 {target} 条记录不能这样更正", "请改用撤销或者变更")
    return entry


def action_of(editions: Editions, event: Event) -> Action:
    """Return the transition that an event took; raise Refused where it took none."""
    edition = editions.get(str(event.decided.get("edition", "")))
    if edition is None or event.action not in edition.actions:
        raise Refused("no_target", f"第 {event.seq} 条记录没有可以更正的内容", "请核对要更正的记录")
    return edition.actions[event.action]


def _name(editions: Editions, event: Event) -> str:
    edition = editions.get(str(event.decided.get("edition", "")))
    action = edition.actions.get(event.action) if edition else None
    return action.name if action else event.action
