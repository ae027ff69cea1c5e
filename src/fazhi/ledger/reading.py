"""Reading the ledger: one stream, one command, or everything in the order of commits, never skipping."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from fazhi.ledger.appending import stored
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

    On PostgreSQL transactions commit out of order: only events below the horizon are given, so that none can appear
    later behind the position.
    """
    where, values = "(txid, stream_kind, stream_id, seq) > (%s, %s, %s, %s)", _values(position)
    if connection.vendor == "postgresql":
        where, values = f"{where} AND txid < %s", [*values, horizon()]
    found = Event.objects.extra(where=[where], params=values)  # noqa: S610  the text is constant
    events = list(found.order_by("txid", "stream_kind", "stream_id", "seq")[:limit])
    if not events:
        return [], position
    last = events[-1]
    return events, Position(last.txid, last.stream_kind, last.stream_id, last.seq)


# Numbers are given out for the whole server, so its oldest transaction in flight may be another database's, where
# nothing of ours can appear: a night's work there would hold up every reader here. Who holds a number is read after
# the snapshot; one whose holder is not known to be elsewhere, because it has just ended, counts as ours.
_HORIZON = """
SELECT LEAST(
    pg_snapshot_xmax(taken.snapshot)::text::bigint,
    pg_current_xact_id_if_assigned()::text::bigint,
    (SELECT MIN(x::text::bigint) FROM pg_snapshot_xip(taken.snapshot) AS x WHERE NOT EXISTS (
        SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock' AND l.transactionid = x::xid
        AND a.datid <> (SELECT oid FROM pg_database WHERE datname = current_database())
    ))
) FROM (SELECT pg_current_snapshot() AS snapshot OFFSET 0) AS taken
"""


def horizon() -> int:
    """Return the transaction number below which nothing can appear in this database any more."""
    sql = "SELECT COALESCE(MAX(txid), 0) + 1 FROM ledger_event"
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON if connection.vendor == "postgresql" else sql)
        return int(cursor.fetchone()[0])


def _values(position: Position) -> list[object]:
    return [position.txid, position.stream_kind, stored(position.stream_id), position.seq]


def read_stream(stream_kind: str, stream_id: UUID, after_seq: int = 0) -> QuerySet[Event]:
    """Return the events of one stream after a sequence number, in order."""
    return Event.objects.filter(stream_kind=stream_kind, stream_id=stream_id, seq__gt=after_seq).order_by("seq")


StreamRow = tuple[int, str, datetime, datetime, str, str, str | None]
"""Sequence number, type, occurred at, recorded at, actor, body, command id."""


def stream_rows(stream_kind: str, stream_id: UUID) -> list[StreamRow]:
    """Return the events of one stream in order, as columns."""
    # Asked at every act and on every page of a matter: building the query by the ORM costs five times the query.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, type, occurred_at, recorded_at, actor, body, command_id FROM ledger_event"
            " WHERE stream_kind = %s AND stream_id = %s ORDER BY seq",
            [stream_kind, stored(stream_id)],
        )
        return [(seq, type, _aware(at), _aware(then), *rest) for seq, type, at, then, *rest in cursor]


def last_of_command(stream_kind: str, stream_id: UUID, command_id: str) -> int:
    """Return the sequence number of the last event that a command wrote to a stream; 0 when it was never given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(MAX(seq), 0) FROM ledger_event"
            " WHERE stream_kind = %s AND stream_id = %s AND command_id = %s",
            [stream_kind, stored(stream_id), command_id],
        )
        return int(cursor.fetchone()[0])


def _aware(moment: datetime) -> datetime:
    # SQLite keeps UTC without saying so.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


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
