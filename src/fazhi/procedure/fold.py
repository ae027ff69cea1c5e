"""Replaying events to a state. Total: it never refuses, runs no guard, reads no catalogue."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fazhi.procedure import effects as fx
from fazhi.procedure.events import CORRECTIONS, Event
from fazhi.procedure.state import Obligation, Request, State


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as later corrections leave it: its data and its effects."""

    event: Event
    data: Mapping[str, Any]
    effects: tuple[fx.Effect, ...]


def fold(events: Sequence[Event], *, effective_at: datetime | None = None, known_at: datetime | None = None) -> State:
    """Return the state at `effective_at` as it was known at `known_at` (None: everything)."""
    if effective_at is None and known_at is None:
        return history(events).state
    return _folded(timeline(events, effective_at=effective_at, known_at=known_at))


@dataclass(slots=True)
class History:
    """Events in the order recorded with the state they fold to, carried on from event to event.

    `plain`: none of them corrects another or came late, so that the order recorded is the order that counts.
    """

    events: list[Event]
    state: State
    plain: bool = True

    def record(self, event: Event) -> None:
        """Take the next event; the state is changed in place where the event just follows."""
        self.events.append(event)
        if follows(self.state, event):
            apply(self.state, event, event.effects)
        else:
            self.plain = False
            self.state = _folded(timeline(self.events))


def history(events: Iterable[Event]) -> History:
    """Return the events with the state they fold to."""
    found = History(list(events), State())
    for event in found.events:
        if not follows(found.state, event):
            return History(found.events, _folded(timeline(found.events)), plain=False)
        apply(found.state, event, event.effects)
    return found


def follows(state: State, event: Event) -> bool:
    """Whether `event` only adds to `state`: it corrects nothing, and nothing on record took effect after it."""
    if event.kind in CORRECTIONS or event.replaces:
        return False
    return state.last_at is None or event.occurred_at >= state.last_at


def _folded(entries: Iterable[Entry]) -> State:
    state = State()
    for entry in entries:
        apply(state, entry.event, entry.effects)
    return state


def timeline(
    events: Iterable[Event], *, effective_at: datetime | None = None, known_at: datetime | None = None
) -> list[Entry]:
    """Return the events that stand, in the order in which they took effect, as the known corrections leave them."""
    known = [e for e in events if known_at is None or e.recorded_at <= known_at]
    voided, effects, data = _corrections(known)
    entries = [Entry(e, data.get(e.seq, e.data), effects.get(e.seq, e.effects)) for e in known if e.seq not in voided]
    if effective_at is not None:
        entries = [entry for entry in entries if entry.event.occurred_at <= effective_at]
    return sorted(entries, key=lambda entry: (entry.event.occurred_at, entry.event.seq))


def apply(state: State, event: Event, effects: Sequence[fx.Effect]) -> None:
    """Change `state` by one event."""
    at = event.occurred_at
    if state.opened_at is None:
        state.opened_at = state.entered_at = at
    for effect in effects:
        if change := _APPLY.get(type(effect)):
            change(state, at, effect)
    for effect in effects:
        if type(effect) is fx.Assign:
            _hand_on(state, effect)
    if effects or not event.effects:  # else what the timer did turned out to have no ground: it was never done
        _count(state, event)
    state.last_at = at
    if event.seq > state.seq:
        state.seq = event.seq
    if event.kind == "seal":
        state.sealed = bool(event.data.get("sealed", True))
    elif event.kind == "erase":
        state.erased = True


def _count(state: State, event: Event) -> None:
    action = event.action
    if times := state.times.get(action):
        state.times[action] = times + 1
        state.done_by[action].add(event.actor)
    else:
        state.times[action] = 1
        state.done_by[action] = {event.actor}


def _corrections(
    known: Sequence[Event],
) -> tuple[set[int], dict[int, tuple[fx.Effect, ...]], dict[int, Mapping[str, Any]]]:
    # A correction may itself be voided, so the latest speaks first; of those that stand, the latest wins.
    voided: set[int] = set()
    standing: list[Event] = []
    for event in reversed(known):
        if event.seq in voided or not (event.target or event.replaces):
            continue
        standing.append(event)
        if event.kind == "void":
            voided.add(event.target)
    effects: dict[int, tuple[fx.Effect, ...]] = {}
    data: dict[int, Mapping[str, Any]] = {}
    for event in reversed(standing):
        effects.update(event.replaces)
        if event.kind == "amend":
            original = next((e.data for e in known if e.seq == event.target), {})
            data[event.target] = {**data.get(event.target, original), **event.data.get("values", {})}
    return voided, effects, data


def _enter(state: State, at: datetime, effect: fx.Enter) -> None:
    state.stage = effect.stage
    state.entered_at = at


def _put(state: State, at: datetime, effect: fx.Put) -> None:
    state.facts[effect.key] = effect.value


def _assign(state: State, at: datetime, effect: fx.Assign) -> None:
    state.holders[effect.role] = effect.holder


def _hand_on(state: State, effect: fx.Assign) -> None:
    # Nothing may stay due from somebody who has handed the matter over. What ended with the handing over stays theirs.
    for owed in state.obligations.values():
        if owed.open and owed.bearer == effect.role and not owed.request:
            owed.holder = effect.holder


def _open(state: State, at: datetime, effect: fx.Open) -> None:
    state.obligations[effect.id] = Obligation(
        effect.id, effect.rule, effect.bearer, effect.holder, effect.start, effect.due,
        effect.provisional, effect.term, effect.request,
    )  # fmt: skip


def _meet(state: State, at: datetime, effect: fx.Meet) -> None:
    if obligation := state.obligations.get(effect.id):
        obligation.met_at = effect.at or at


def _drop(state: State, at: datetime, effect: fx.Drop) -> None:
    if obligation := state.obligations.get(effect.id):
        obligation.dropped_at = at


def _lapse(state: State, at: datetime, effect: fx.Lapse) -> None:
    if obligation := state.obligations.get(effect.id):
        obligation.lapsed_at = at


def _redue(state: State, at: datetime, effect: fx.Redue) -> None:
    if obligation := state.obligations.get(effect.id):
        obligation.due = effect.due
        obligation.provisional = effect.provisional
        if effect.term is not None:
            obligation.term = effect.term
        if effect.by:
            obligation.extensions += (effect.by,)
        if effect.interval:
            obligation.excluded += ((effect.interval[1], effect.interval[2]),)


def _pause(state: State, at: datetime, effect: fx.Pause) -> None:
    state.pauses.append((effect.since, None))


def _resume(state: State, at: datetime, effect: fx.Resume) -> None:
    if state.paused:
        state.pauses[-1] = (state.pauses[-1][0], effect.until)


def _ask(state: State, at: datetime, effect: fx.AskUnit) -> None:
    state.requests[effect.request] = Request(effect.request, effect.round, effect.to, at)
    state.closed_rounds.pop(effect.round, None)


def _answer(state: State, at: datetime, effect: fx.Answer) -> None:
    if request := state.requests.get(effect.request):
        request.answer, request.answered_at = effect.answer, at


def _silent(state: State, at: datetime, effect: fx.Silent) -> None:
    if request := state.requests.get(effect.request):
        request.silent_at = at


def _close_round(state: State, at: datetime, effect: fx.CloseRound) -> None:
    state.closed_rounds[effect.round] = effect.why
    for request in state.requests_of(effect.round):
        request.over = True


def _finish(state: State, at: datetime, effect: fx.Finish) -> None:
    state.outcome, state.ended_at = effect.outcome, at


def _reopen(state: State, at: datetime, effect: fx.Reopen) -> None:
    state.outcome, state.ended_at = "", None


def _relate(state: State, at: datetime, effect: fx.Relate) -> None:
    state.relations.append((effect.kind, effect.other))


def _edition(state: State, at: datetime, effect: fx.UseEdition) -> None:
    state.edition = effect.edition


# Papers and notices leave the house: they change nothing about where the matter stands, so they are not here.
_APPLY: Mapping[type[Any], Callable[[State, datetime, Any], None]] = {
    fx.Enter: _enter, fx.Put: _put, fx.Assign: _assign, fx.Open: _open, fx.Meet: _meet, fx.Drop: _drop,
    fx.Lapse: _lapse, fx.Redue: _redue, fx.Pause: _pause, fx.Resume: _resume, fx.AskUnit: _ask,
    fx.Answer: _answer, fx.Silent: _silent, fx.CloseRound: _close_round, fx.Finish: _finish,
    fx.Reopen: _reopen, fx.Relate: _relate, fx.UseEdition: _edition,
}  # fmt: skip
