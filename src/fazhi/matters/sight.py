"""Who is granted sight of a matter by what happened in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fazhi.matters.catalogue import editions
from fazhi.people.models import Grant, Level
from fazhi.procedure import Event, State, fold
from fazhi.procedure.fold import apply


def grants_over(id: UUID, events: Sequence[Event]) -> list[Grant]:
    """Return the grants that the events of a matter give and end, in the order given."""
    return [given.row(id) for given in _walked(events)]


def grants_changed(id: UUID, before: int, events: Sequence[Event]) -> tuple[list[Grant], list[Grant]]:
    """Return the grants that the events after the first `before` end, and those that they give."""
    since = {event.seq for event in events[before:]}
    walked = _walked(events)
    given = [one for one in walked if one.seq in since]
    ended = [one for one in walked if one.ended in since and one.seq not in since]
    return [one.row(id) for one in ended], [one.row(id) for one in given]


@dataclass(slots=True)
class _Given:
    """One grant: which event gave it, and which ended it (0: none yet)."""

    subject: str
    level: Level
    since: datetime
    seq: int
    until: datetime | None = None
    ended: int = 0

    def row(self, id: UUID) -> Grant:
        """Return the row that stands for it."""
        return Grant(
            subject=self.subject, object_kind="matter", object_id=id, level=self.level, valid_from=self.since,
            valid_to=self.until, granted_by=f"matter/{id}/{self.seq}",
            ended_by=f"matter/{id}/{self.ended}" if self.ended else "",
        )  # fmt: skip


def _walked(events: Sequence[Event]) -> list[_Given]:
    # What later events bring changes nothing that earlier ones gave: they only end it.
    given: list[_Given] = []
    running: dict[str, _Given] = {}
    state = State()
    for n, event in enumerate(events):
        if event.target or event.replaces:
            state = fold(events[: n + 1])
        else:
            apply(state, event, event.effects)
        _step(event, subjects_of(state), running, given)
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


def _step(event: Event, now: dict[str, Level], running: dict[str, _Given], given: list[_Given]) -> None:
    for subject, level in now.items():
        if subject not in running:
            running[subject] = _Given(subject, level, event.recorded_at, event.seq)
            given.append(running[subject])
    for subject in [s for s in running if s not in now]:
        ended = running.pop(subject)
        ended.until, ended.ended = event.recorded_at, event.seq
