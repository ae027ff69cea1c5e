"""What the passing of time does by itself: silence with an effect, lateness noticed, provisional dates made firm."""

from collections.abc import Sequence
from datetime import datetime

from fazhi.clock import Calendar
from fazhi.procedure import effects as fx
from fazhi.procedure.consequences import SILENCE, overdue_mark, silence
from fazhi.procedure.corrections import Corrected, Editions, decide_at
from fazhi.procedure.decide import Command
from fazhi.procedure.errors import Refused
from fazhi.procedure.events import Event
from fazhi.procedure.fold import fold
from fazhi.procedure.model import TIMER, Actor, Edition
from fazhi.procedure.state import Obligation, State
from fazhi.procedure.terms import reckoning_of

CLOCK = Actor(TIMER, system=True)


def due_commands(edition: Edition, state: State, now: datetime) -> list[Command]:
    """Return the acts whose time has come, earliest first; each occurs on the law's day, however late the timer."""
    found = [
        Command(action, CLOCK, due, now)
        for obligation in state.open_obligations()
        if (due := obligation.due) is not None
        and obligation.late_at(now)
        and (action := _follow(edition, state, obligation))
    ]
    return sorted(found, key=lambda c: c.occurred_at)


def tick(
    editions: Editions, events: Sequence[Event], now: datetime, calendar: Calendar, *, state: State | None = None
) -> Corrected | None:
    """Return the next thing that the passing of time has done to a matter by `now`, or None when it is quiet.

    `state` is what `events` fold to, where the caller knows it.
    """
    state = fold(events) if state is None else state
    edition = editions[state.edition]
    if edition.stages[state.stage].end:
        return None
    silent = _silence(edition, state, events, now)
    for command in due_commands(edition, state, now):
        if silent and silent.occurred_at <= command.occurred_at:
            break
        try:
            return decide_at(editions, events, command, calendar=calendar, state=state)
        except Refused:
            continue  # the stage has passed where this silence would have counted
    return Corrected(silent) if silent else None


def recalendared(edition: Edition, state: State, calendar: Calendar, now: datetime) -> Event | None:
    """Return the event that makes provisional dates firm once a year's calendar is out; None if none changes."""
    effects: list[fx.Effect] = []
    for obligation in state.open_obligations():
        found = reckoning_of(edition, state, obligation, calendar) if obligation.provisional else None
        if found and (found.due != obligation.due or not found.provisional):
            effects.append(fx.Redue(obligation.id, found.due, found.provisional, "放假安排公布"))
    if not effects:
        return None
    decided = {"edition": edition.id, "digest": edition.digest, "calendar": calendar.edition}
    return Event(state.seq + 1, "recalendar", "recalendar", now, now, TIMER, effects=tuple(effects), decided=decided)


def _follow(edition: Edition, state: State, obligation: Obligation) -> str:
    rule = edition.obligations.get(obligation.rule)
    if rule is None:
        return ""
    if rule.lapse:
        return rule.lapse
    return rule.overdue if rule.overdue and not state.facts.get(overdue_mark(obligation.id)) else ""


def _silence(edition: Edition, state: State, events: Sequence[Event], now: datetime) -> Event | None:
    for obligation in state.open_obligations():
        request = state.requests.get(obligation.request)
        if request is None or request.silent_at or obligation.due is None or not obligation.late_at(now):
            continue
        effects = silence(edition, state, request)
        last = max(obligation.due, state.last_at or obligation.due)
        decided = {"edition": edition.id, "digest": edition.digest}
        return Event(events[-1].seq + 1, "act", SILENCE, last, now, TIMER, effects=effects, decided=decided)
    return None
