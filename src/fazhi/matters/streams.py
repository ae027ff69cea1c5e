"""Reading and writing a matter's stream in the engine's own terms."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from uuid import UUID

import orjson

from fazhi.ledger.models import Event as Row
from fazhi.ledger.reading import last_of_command, stream_rows
from fazhi.ledger.writing import Append, NewEvent
from fazhi.procedure import Event, from_body, to_body

KIND = "matter"
_COLUMNS = ("seq", "type", "occurred_at", "recorded_at", "actor", "body")
CHUNK = 500


def read(matter: UUID) -> list[Event]:
    """Return a matter's events in the order recorded; empty where there is no such matter."""
    return [from_row(*row[:-1]) for row in stream_rows(KIND, matter)]


def read_with(matter: UUID, command_id: str) -> tuple[list[Event], int]:
    """Return a matter's events, and the last of them that the command wrote: 0 where it was never seen."""
    rows = stream_rows(KIND, matter)
    return [from_row(*row[:-1]) for row in rows], max((row[0] for row in rows if row[-1] == command_id), default=0)


def read_many(matters: Iterable[UUID]) -> Iterator[tuple[UUID, list[Event]]]:
    """Yield each matter that there is with its events in the order recorded; one query for 500 matters."""
    rest = iter(sorted(matters))
    while chunk := list(islice(rest, CHUNK)):
        rows = Row.objects.filter(stream_kind=KIND, stream_id__in=chunk).order_by("stream_id", "seq")
        for id, group in groupby(rows.values_list("stream_id", *_COLUMNS), key=lambda row: row[0]):
            yield id, [from_row(*row[1:]) for row in group]


def from_row(seq: int, type: str, occurred_at: datetime, recorded_at: datetime, actor: str, body: str) -> Event:
    """Return the engine's event from the columns of the ledger."""
    return from_body(seq, type, occurred_at, recorded_at, actor, orjson.loads(body))


def command_seen(matter: UUID, command_id: str) -> int:
    """Return the last event that the command wrote, or 0 where it was never seen."""
    return last_of_command(KIND, matter, command_id)


def append(matter: UUID, events: Sequence[Event]) -> Append:
    """Return the append of new events, which must follow what was read."""
    return Append(KIND, matter, events[0].seq - 1, tuple(map(new_event, events)))


def new_event(event: Event) -> NewEvent:
    """Return an event as the ledger appends it."""
    return NewEvent(event.kind, to_body(event), event.occurred_at, event.recorded_at, event.actor)
