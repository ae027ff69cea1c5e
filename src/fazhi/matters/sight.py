"""Who is granted sight of a matter by what happened in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from fazhi.ledger.writing import New
from fazhi.matters.catalogue import editions
from fazhi.people.models import Grant, Level
from fazhi.procedure import Event, State, fold
from fazhi.procedure.fold import History, apply


def grants_over(id: UUID, events: Sequence[Event]) -> list[New]:
    """Return the grants that the events of a matter give and end, in the order given."""
    return [given.row(id) for given in _walked(events)]


@dataclass(slots=True)
class _Given:
    """One grant: which event gave it, and which ended it (0: none yet)."""

    subject: str
    level: Level
    since: datetime
    seq: int
    until: datetime | None = None
    ended: int = 0

    def row(self, id: UUID) -> New:
        """Return the row that stands for it."""
        return New(Grant, {
            "subject": self.subject, "object_kind": "matter", "object_id": id, "level": self.level.value,
            "valid_from": self.since, "valid_to": self.until, "granted_by": f"matter/{id}/{self.seq}",
            "ended_by": f"matter/{id}/{self.ended}" if self.ended else "",
        })  # fmt: skip


@dataclass(slots=True)
class Watch:
    """Who comes to have a part in a matter, and whether anybody leaves, while new events are recorded."""

    before: int  # how many events there were
    part: dict[str, Level]
    given: list[_Given] = field(default_factory=list)
    left: bool = False

    def note(self, event: Event, state: State) -> None:
        """Take the next event with the state after it."""
        part = subjects_of(state)
        for subject, level in part.items():
            if subject not in self.part:
                self.given.append(_Given(subject, level, event.recorded_at, event.seq))
        self.left = self.left or not self.part.keys() <= part.keys()
        self.part = part

    def changed(self, id: UUID, past: History) -> tuple[list[New], list[New]]:
        """Return the grants that the new events end, and those that they give."""
        if not self.left and past.plain:
            return [], [one.row(id) for one in self.given]
        # Which event gave what now ends, only a walk from the first event tells.
        since = {event.seq for event in past.events[self.before :]}
        walked = _walked(past.events)
        given = [one for one in walked if one.seq in since]
        ended = [one for one in walked if one.ended in since and one.seq not in since]
        return [one.row(id) for one in ended], [one.row(id) for one in given]


def watch(past: History) -> Watch:
    """Return a watch that begins with the next event."""
    return Watch(len(past.events), subjects_of(past.state) if past.events else {})


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
