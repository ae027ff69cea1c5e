"""Who is granted sight of a matter by what happened in it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fazhi.matters.catalogue import editions
from fazhi.people.models import Grant, Level
from fazhi.procedure import Event, State, fold
from fazhi.procedure.fold import apply


def grants_over(id: UUID, events: Sequence[Event]) -> list[Grant]:
    """Return the grants that the events of a matter give and end, in the order given."""
    given: list[Grant] = []
    open_grants: dict[str, Grant] = {}
    state = State()
    for n, event in enumerate(events):
        if event.target or event.replaces:
            state = fold(events[: n + 1])
        else:
            apply(state, event, event.effects)
        _step(id, event, subjects_of(state), open_grants, given)
    return given


def subjects_of(state: State) -> dict[str, Level]:
    """Return who has a part in the matter now: holders of roles, units asked, the party."""
    edition = editions()[state.edition]
    found: dict[str, Level] = {}
    for role, holder in state.holders.items():
        kind = edition.roles[role].kind if role in edition.roles else "unit"
        found.setdefault(f"party:{holder}" if kind == "party" else f"unit:{holder}", _level(kind))
    for request in state.requests.values():
        found.setdefault(f"unit:{request.to}", Level.WORK)
    return found


def _level(kind: str) -> Level:
    return Level.SEE if kind == "party" else Level.WORK


def _step(id: UUID, event: Event, now: dict[str, Level], open_grants: dict[str, Grant], given: list[Grant]) -> None:
    reference = f"matter/{id}/{event.seq}"
    for subject, level in now.items():
        if subject not in open_grants:
            grant = _grant(id, subject, level, event.recorded_at, reference)
            open_grants[subject] = grant
            given.append(grant)
    for subject in [s for s in open_grants if s not in now]:
        grant = open_grants.pop(subject)
        grant.valid_to, grant.ended_by = event.recorded_at, reference


def _grant(id: UUID, subject: str, level: Level, since: datetime, reference: str) -> Grant:
    return Grant(
        subject=subject, object_kind="matter", object_id=id, level=level, valid_from=since, granted_by=reference
    )  # fmt: skip
