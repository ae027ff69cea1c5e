"""Events into streams: who is next in each stream, what each event's digest is, and the rows to insert."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from fazhi.ledger import chain
from fazhi.ledger.changes import Append, Appended, Committed, NewEvent, StreamMoved, Write
from fazhi.ledger.rows import Statements

StreamKey = tuple[str, UUID]
Row = tuple[Any, ...]
Digests = dict[tuple[str, UUID, int], bytes]

_COLUMNS = (
    "stream_kind, stream_id, seq, type, occurred_at, recorded_at, actor, command_id, part, batch_id, body, algorithm,"
    " prev, digest"
)
_MARKS = ", ".join(["%s"] * 14)
INSERT_SQLITE = f"INSERT INTO ledger_event ({_COLUMNS}, txid) VALUES ({_MARKS}, %s)"  # noqa: S608
# PostgreSQL fills in the number of the transaction itself.
INSERT_POSTGRES = f"INSERT INTO ledger_event ({_COLUMNS}) VALUES ({_MARKS})"  # noqa: S608
_CHUNK = 4000  # SQLite takes 32,766 parameters in one statement


@dataclass(slots=True)
class Heads:
    """What the database and the writes before in this group say of the streams at hand."""

    digests: Digests = field(default_factory=dict)
    commands: set[tuple[str, UUID, str]] = field(default_factory=set)
    results: dict[tuple[str, UUID, str], Committed] = field(default_factory=dict)


def known_heads(appends: Iterable[tuple[Append, str | None]], *, thorough: bool) -> Heads:
    """Read, for each append and its command id, whether its stream stands where expected and the command was seen.

    Not `thorough`: only streams that must be there already are read, and no commands.
    """
    heads = Heads()
    places: list[tuple[str, UUID, int]] = []
    commands: list[tuple[str, UUID, str]] = []
    for append, command in appends:
        kind, stream, seq = append.stream_kind, append.stream_id, append.expected_seq
        if seq > 0 or thorough:
            places += [(kind, stream, seq), (kind, stream, seq + 1)]
        if thorough and command is not None:
            commands.append((kind, stream, command))
    for kind, stream, seq, digest in _rows_in("seq", places, "digest"):
        heads.digests[kind, _uuid(stream), seq] = bytes(digest)
    for kind, stream, command, _ in _rows_in("command_id", commands, "part"):
        heads.commands.add((kind, _uuid(stream), command))
    return heads


def _rows_in(third: str, keys: Sequence[tuple[str, UUID, Any]], extra: str) -> Iterable[Row]:
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        marks = ", ".join(["(%s, %s, %s)"] * len(chunk))
        # CROSS JOIN keeps SQLite from walking the whole table and looking each event up among the wanted.
        sql = (
            f"WITH wanted (kind, stream, third) AS (VALUES {marks}) "  # noqa: S608
            f"SELECT kind, stream, third, {extra} FROM wanted CROSS JOIN ledger_event"
            f" WHERE stream_kind = kind AND stream_id = stream AND {third} = third"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for kind, stream, last in chunk for value in (kind, stored(stream), last)])
            yield from cursor.fetchall()


def stored(stream: UUID) -> Any:
    """Return a UUID as this engine's driver takes it."""
    return stream if connection.vendor == "postgresql" else stream.hex


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def canonical_bodies(write: Write) -> list[list[str]]:
    """Return the canonical JSON of each event's body, append by append."""
    return [[chain.canonical_body(event.body) for event in append.events] for append in write.appends]


def link_write(write: Write, bodies: list[list[str]], heads: Heads) -> tuple[Committed, list[Row]]:
    """Return what a write comes to and its event rows, and note it in `heads`; StreamMoved when it comes too late."""
    repeated = _repeated(write, heads)
    if repeated is not None:
        return repeated, []
    rows: list[Row] = []
    appended = []
    ahead: Digests = {}
    parts: Counter[StreamKey] = Counter()
    for append, texts in zip(write.appends, bodies, strict=True):
        prev = _head(append, heads.digests, ahead)
        linked = _link_append(append, texts, prev, write, parts[append.stream_kind, append.stream_id])
        parts[append.stream_kind, append.stream_id] += len(linked)
        rows += linked
        seqs = tuple(row[2] for row in linked)
        digests = tuple(row[13] for row in linked)
        ahead.update({(append.stream_kind, append.stream_id, seq): d for seq, d in zip(seqs, digests, strict=True)})
        appended.append(Appended(append.stream_kind, append.stream_id, seqs, digests))
    committed = Committed(tuple(appended))
    heads.digests.update(ahead)
    _remember(write, committed, heads)
    return committed, rows


def _repeated(write: Write, heads: Heads) -> Committed | None:
    if write.command_id is None:
        return None
    for append in write.appends:
        key = (append.stream_kind, append.stream_id, write.command_id)
        if key in heads.results:
            return Committed(heads.results[key].appended, first_result=True)
        if key in heads.commands:
            return first_result(write)
    return None


def _remember(write: Write, committed: Committed, heads: Heads) -> None:
    if write.command_id is not None:
        for append in write.appends:
            heads.results[append.stream_kind, append.stream_id, write.command_id] = committed


def _head(append: Append, known: Digests, ahead: Digests) -> bytes:
    place = (append.stream_kind, append.stream_id, append.expected_seq)
    after = (append.stream_kind, append.stream_id, append.expected_seq + 1)
    if after in known or after in ahead:
        raise StreamMoved(*place)
    if append.expected_seq == 0:
        return chain.GENESIS
    digest = ahead.get(place) or known.get(place)
    if digest is None:
        raise StreamMoved(*place)
    return digest


def _link_append(append: Append, texts: list[str], prev: bytes, write: Write, parts_before: int) -> list[Row]:
    algorithm: str = settings.FAZHI_CHAIN
    stream = (append.stream_kind, append.stream_id)
    rows = []
    for place, (event, text) in enumerate(zip(append.events, texts, strict=True)):
        seq = append.expected_seq + place + 1
        times = (chain.canonical_time(event.occurred_at), chain.canonical_time(event.recorded_at))
        origin = (event.actor, write.command_id, parts_before + place, write.batch_id)
        header = chain.canonical_header(algorithm, stream, seq, event.type, times, origin)
        digest = chain.link(algorithm, prev, header, text)
        rows.append((*stream, seq, event.type, *_stored_times(event, times), *origin, text, algorithm, prev, digest))
        prev = digest
    return rows


def _stored_times(event: NewEvent, texts: tuple[str, str]) -> tuple[Any, Any]:
    return (event.occurred_at, event.recorded_at) if connection.vendor == "postgresql" else texts


def first_result(write: Write) -> Committed:
    """Return what the command of `write` came to when it was first given, as its streams tell."""
    appended = []
    with connection.cursor() as cursor:
        for append in write.appends:
            cursor.execute(
                "SELECT seq, digest FROM ledger_event WHERE stream_kind = %s AND stream_id = %s AND command_id = %s"
                " ORDER BY part",
                [append.stream_kind, stored(append.stream_id), write.command_id],
            )
            found = cursor.fetchall()
            digests = tuple(bytes(digest) for _, digest in found)
            appended.append(Appended(append.stream_kind, append.stream_id, tuple(seq for seq, _ in found), digests))
    return Committed(tuple(appended), first_result=True)


def event_statements(rows: list[Row]) -> Statements:
    """Return the INSERT of linked event rows under this transaction's position."""
    if not rows:
        return {}
    if connection.vendor == "postgresql":
        return {INSERT_POSTGRES: rows}
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(txid), 0) + 1 FROM ledger_event")
        (txid,) = cursor.fetchone()
    return {INSERT_SQLITE: [(kind, stream.hex, *rest, txid) for kind, stream, *rest in rows]}
