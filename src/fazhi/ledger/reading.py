"""Reading the ledger: one stream, one command, or everything in the order of commits, never skipping."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from fazhi.ledger.models import Event

_NIL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order of commits: everything up to and including it has been read."""

    txid: int = 0
    stream_kind: str = ""
    stream_id: UUID = _NIL
    seq: int = 0

    def __str__(self) -> str:
        return f"{self.txid}/{self.stream_kind}/{self.stream_id.hex}/{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        """Return the position that `str` gave; ValueError when the text is no position."""
        txid, kind, stream, seq = text.split("/")
        return cls(int(txid), kind, UUID(stream), int(seq))


START = Position()


def read_after(position: Position, limit: int) -> tuple[list[Event], Position]:
    """Return up to `limit` events after `position`, and the position of the last.

    On PostgreSQL transactions commit out of order: only events below every transaction in flight are given, so that
    none can appear later behind the position.
    """
    where, values = "(txid, stream_kind, stream_id, seq) > (%s, %s, %s, %s)", _values(position)
    if connection.vendor == "postgresql":
        where += " AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    found = Event.objects.extra(where=[where], params=values)  # noqa: S610  the text is constant
    events = list(found.order_by("txid", "stream_kind", "stream_id", "seq")[:limit])
    if not events:
        return [], position
    last = events[-1]
    return events, Position(last.txid, last.stream_kind, last.stream_id, last.seq)


def _values(position: Position) -> list[object]:
    stream = position.stream_id if connection.vendor == "postgresql" else position.stream_id.hex
    return [position.txid, position.stream_kind, stream, position.seq]


def read_stream(stream_kind: str, stream_id: UUID, after_seq: int = 0) -> QuerySet[Event]:
    """Return the events of one stream after a sequence number, in order."""
    return Event.objects.filter(stream_kind=stream_kind, stream_id=stream_id, seq__gt=after_seq).order_by("seq")


def find_command(stream_kind: str, stream_id: UUID, command_id: str) -> QuerySet[Event]:
    """Return the events that a command wrote to a stream; none when it was never given."""
    found = Event.objects.filter(stream_kind=stream_kind, stream_id=stream_id, command_id=command_id)
    return found.order_by("part")


def reading() -> AbstractContextManager[None]:
    """Return the transaction in which a long walk reads: on SQLite none, for it would keep every writer out."""
    return transaction.atomic() if connection.vendor == "postgresql" else nullcontext()


def read_all(stream_kinds: tuple[str, ...] = ()) -> Iterator[list[Event]]:
    """Yield every stream as the list of its events in order, stream by stream."""
    events = Event.objects.order_by("stream_kind", "stream_id", "seq")
    if stream_kinds:
        events = events.filter(stream_kind__in=stream_kinds)
    stream: list[Event] = []
    with reading():
        for event in events.iterator(chunk_size=5000):
            if stream and (event.stream_kind, event.stream_id) != (stream[0].stream_kind, stream[0].stream_id):
                yield stream
                stream = []
            stream.append(event)
    if stream:
        yield stream
