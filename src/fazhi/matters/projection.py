"""From a matter's events to the rows that screens and figures read: pure, so that a rebuild gives the same rows."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from fazhi.ledger.writing import Change, New, Write
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter, Obligation, Relation, Request, Task
from fazhi.matters.sight import grants_over, subjects_of, watch
from fazhi.people.models import Grant
from fazhi.procedure import Edition, Event, State, fold
from fazhi.procedure import Obligation as Owed
from fazhi.procedure.consequences import overdue_mark
from fazhi.procedure.corrections import MEND
from fazhi.procedure.fold import History

NEVER = datetime(9999, 12, 30, tzinfo=UTC)
MODELS: tuple[type[Model], ...] = (Matter, Task, Obligation, Request, Relation)
Key = tuple[type[Model], tuple[Any, ...]]


def rows_of(id: UUID, events: Sequence[Event]) -> dict[Key, dict[str, Any]]:
    """Return every projected row of a matter: (model, key) to field values."""
    return _rows_of(id, events, fold(events))


def _rows_of(id: UUID, events: Sequence[Event], state: State) -> dict[Key, dict[str, Any]]:
    edition = editions()[state.edition]
    found: dict[Key, dict[str, Any]] = {(Matter, (id,)): _matter(edition, state, events)}
    for owed in state.obligations.values():
        found[Obligation, (id, owed.id)] = _obligation(edition, owed)
    for request in state.requests.values():
        found[Request, (id, request.id)] = _request(state, request.id)
    for kind, other in state.relations:
        found[Relation, (id, kind, UUID(other))] = {}
    for unit, key, values in () if state.sealed else tasks_of(edition, state):  # so that no count of tasks tells of it
        found[Task, (id, unit, key)] = values
    return found


def project(write: Write, id: UUID, past: History, new: Sequence[Event]) -> None:
    """Record `new` in the matter's history, and add to `write` what turns the rows before into those after."""
    old = _rows_of(id, past.events, past.state) if past.events else {}
    watched = watch(past)
    for event in new:
        past.record(event)
        watched.note(event, past.state)
    _difference(write, old, _rows_of(id, past.events, past.state))
    ended, given = watched.changed(id, past)
    for grant in ended:
        same = {name: grant.fields[name] for name in ("object_kind", "object_id", "subject", "granted_by")}
        write.deletes.append((Grant, same))
    write.inserts += [*ended, *given]


def _difference(write: Write, old: dict[Key, dict[str, Any]], new: dict[Key, dict[str, Any]]) -> None:
    for (model, key), values in new.items():
        was = old.get((model, key))
        if was is None:
            write.inserts.append(_row(model, key, values))
        elif was != values:
            changed = {k: v for k, v in values.items() if was[k] != v}
            write.changes.append(Change(model, key if len(key) > 1 else key[0], changed))
    for model, key in old.keys() - new.keys():
        write.deletes.append((model, dict(zip(_KEYS[model], key, strict=True))))


def new_rows(id: UUID, events: Sequence[Event]) -> list[New]:
    """Return the projected rows of a matter as new rows."""
    return [*(_row(m, key, values) for (m, key), values in rows_of(id, events).items()), *grants_over(id, events)]


_KEYS: dict[type[Model], tuple[str, ...]] = {
    Matter: ("id",), Task: ("matter_id", "unit", "key"), Obligation: ("matter_id", "key"),
    Request: ("matter_id", "key"), Relation: ("matter_id", "kind", "other"),
}  # fmt: skip


def _row(model: type[Model], key: tuple[Any, ...], values: dict[str, Any]) -> New:
    return New(model, {**dict(zip(_KEYS[model], key, strict=True)), **values})


def _matter(edition: Edition, state: State, events: Sequence[Event]) -> dict[str, Any]:
    facts, first = state.facts, events[0]
    due = None if state.ended_at else _headline(edition, state)
    return {
        "number": str(first.data.get("number", "")),
        "procedure": edition.procedure,
        "edition": edition.id,
        "stage": state.stage,
        "outcome": state.outcome,
        "unit": responsible(edition, state),
        "region": str(facts.get("region", "")),
        "subject": str(facts.get("subject", "")),
        "channel": str(facts.get("channel", "")),
        "party": "" if state.erased else _party(edition, state),
        "opened_at": state.opened_at,
        "entered_at": state.entered_at,
        "ended_at": state.ended_at,
        "due": due.due if due else None,
        "provisional": bool(due and due.provisional),
        "paused": state.paused,
        "wake_at": wake_at(edition, state),
        "on_time": on_time(edition, state),
        "responded": str(facts.get("responded", "")),
        "resolved": str(facts.get("resolved", "")),
        "satisfied": str(facts.get("satisfied", "")),
        "supervised": _tally(edition, state, "supervised"),
        "returned": _tally(edition, state, "returned"),
        "late_entries": sum(1 for e in events if e.late),
        "sealed": state.sealed,
        "erased": state.erased,
        "seq": events[-1].seq,
    }


def responsible(edition: Edition, state: State) -> str:
    """Return the unit named as responsible: the lead role's holder, else whoever's turn it is."""
    stage = edition.stages.get(state.stage)
    for role in (edition.lead, stage.role if stage else ""):
        if role and edition.roles[role].kind != "party" and (holder := state.holders.get(role)):
            return holder
    units = [h for r, h in state.holders.items() if r in edition.roles and edition.roles[r].kind == "unit"]
    return units[0] if units else ""


def ours(edition: Edition, owed: Owed) -> bool:
    """Whether an obligation is borne on our side, so that its lateness is our lateness."""
    return bool(owed.request) or (owed.bearer in edition.roles and edition.roles[owed.bearer].ours)


def on_time(edition: Edition, state: State) -> bool | None:
    """Whether an ended matter kept every due date of ours; None while it runs."""
    if state.ended_at is None:
        return None
    return all(o.on_time is not False for o in state.obligations.values() if ours(edition, o))


def wake_at(edition: Edition, state: State) -> datetime | None:
    """Return when the timer has something to do in this matter; None for never."""
    stage = edition.stages.get(state.stage)
    if stage is None or stage.end:
        return None
    return min((o.due for o in state.open_obligations() if o.due and _wakes(edition, state, o)), default=None)


def _wakes(edition: Edition, state: State, owed: Owed) -> bool:
    if owed.request:
        return state.requests[owed.request].silent_at is None
    rule = edition.obligations.get(owed.rule)
    return rule is not None and bool(rule.lapse or (rule.overdue and not state.facts.get(overdue_mark(owed.id))))


def _headline(edition: Edition, state: State) -> Owed | None:
    dated = [o for o in state.open_obligations() if o.due is not None and ours(edition, o)]
    return min(dated, key=lambda o: o.due or NEVER, default=None)


def _party(edition: Edition, state: State) -> str:
    parties = (h for r, h in state.holders.items() if r in edition.roles and edition.roles[r].kind == "party")
    return next(parties, "")


def _tally(edition: Edition, state: State, what: str) -> int:
    return sum(state.times.get(a.id, 0) for a in edition.actions.values() if a.tally == what)


def _obligation(edition: Edition, owed: Owed) -> dict[str, Any]:
    ended = owed.met_at or owed.dropped_at or owed.lapsed_at
    kind = "met" if owed.met_at else "dropped" if owed.dropped_at else "lapsed" if owed.lapsed_at else "open"
    return {
        "rule": owed.rule, "bearer": owed.bearer, "holder": owed.holder, "ours": ours(edition, owed),
        "start": owed.start, "due": owed.due, "provisional": owed.provisional, "request": owed.request,
        "state": kind, "ended_at": ended, "on_time": owed.on_time,
    }  # fmt: skip


def _request(state: State, id: str) -> dict[str, Any]:
    found = state.requests[id]
    due = next((o.due for o in state.obligations.values() if o.request == id), None)
    return {
        "round": found.round, "unit": found.to, "asked_at": found.asked_at, "due": due,
        "answer": found.answer, "answered_at": found.answered_at, "silent_at": found.silent_at,
    }  # fmt: skip


def tasks_of(edition: Edition, state: State) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return what is to be done next: unit, key, values. Every unit named here has a part in the matter and sees it."""
    part = subjects_of(state)
    # What a unit owed when it left the matter may stay open; the unit has no sight of it any more, nor a task.
    return (task for task in _due_next(edition, state) if not task[0] or f"unit:{task[0]}" in part)


def _due_next(edition: Edition, state: State) -> Iterator[tuple[str, str, dict[str, Any]]]:
    stage = edition.stages[state.stage]
    turn = state.holders.get(stage.role, "") if stage.role else ""
    busy = set()
    for owed in state.open_obligations():
        if owed.rule == MEND:
            holder, name = responsible(edition, state), "核对受更正影响的文书"
        elif ours(edition, owed):
            holder, name = owed.holder, owed_name(edition, owed)
        else:
            continue
        busy.add(holder)
        yield holder, owed.id, _task(owed.bearer, name, owed.due, owed.start, owed.request)
    if not stage.end and stage.role and edition.roles[stage.role].kind != "party" and turn not in busy:
        since = state.entered_at or state.opened_at or NEVER
        yield turn, f"stage:{stage.id}", _task(stage.role, stage.name, None, since, "")


def owed_name(edition: Edition, owed: Owed) -> str:
    """Return what an obligation is called."""
    if owed.request:
        return edition.rounds[owed.rule].name
    rule = edition.obligations.get(owed.rule)
    return rule.name if rule else owed.rule


def _task(role: str, name: str, due: datetime | None, since: datetime, request: str) -> dict[str, Any]:
    return {"role": role, "name": name, "due": due, "order": due or NEVER, "since": since, "request": request}
