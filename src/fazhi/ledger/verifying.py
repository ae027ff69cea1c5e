"""Verification: every link of every stream, and every checkpoint, computed again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from fazhi.ledger import chain, merkle
from fazhi.ledger.checkpoints import digest_of, heads_of, leaf_of
from fazhi.ledger.models import Checkpoint
from fazhi.ledger.reading import reading

_EVENTS = (
    "SELECT stream_kind, stream_id, seq, type, occurred_at, recorded_at, actor, command_id, part, batch_id, body,"
    " algorithm, prev, digest FROM ledger_event ORDER BY stream_kind, stream_id, seq"
)
_HEADS = (
    "SELECT h.stream_kind, h.stream_id, h.seq, h.checkpoint, e.seq"
    " FROM ledger_checkpointhead h LEFT JOIN ledger_event e"
    " ON e.stream_kind = h.stream_kind AND e.stream_id = h.stream_id AND e.seq = h.seq"
    " WHERE e.seq IS NULL OR e.digest <> h.digest ORDER BY h.checkpoint, h.stream_kind, h.stream_id"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken link: where, and what is wrong with it, as a sentence for the operator."""

    place: str
    seq: int
    what: str  # digest, prev, gap, head-missing, head-differs, root, checkpoint-chain, checkpoint-digest, trusted
    sentence: str


@dataclass(slots=True)
class Verification:
    """How much was verified, and what was found: of each stream the first broken link."""

    streams: int = 0
    events: int = 0
    checkpoints: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.faults


def verify(trusted: Mapping[int, bytes] | None = None) -> Verification:
    """Walk all streams and checkpoints; `trusted` are digests of checkpoints that were kept outside, by number.

    A stream that is cut off or rewritten is found by the checkpoints over it; a ledger rewritten whole, by `trusted`.
    """
    found = Verification()
    with reading():
        _verify_streams(found)
        _verify_heads(found)
        _verify_checkpoints(found, trusted or {})
    return found


def _verify_streams(found: Verification) -> None:
    hashes, dumps = chain.HASHES, orjson.dumps
    stream, seq, head, broken = ("", ""), 0, chain.GENESIS, False
    for row in _raw_events():
        found.events += 1
        if (row[0], row[1]) != stream:
            stream, seq, head, broken = (row[0], row[1]), 0, chain.GENESIS, False
            found.streams += 1
        if broken:
            continue
        seq += 1
        algorithm, prev, digest = row[11], row[12], row[13]
        data = head + dumps([chain.FORMAT, algorithm, *row[:10]]) + row[10].encode()
        if row[2] != seq or prev != head or algorithm not in hashes or hashes[algorithm](data) != digest:
            found.faults.append(_link_fault(row, seq, prev != head))
            broken = True
        head = digest


def _raw_events() -> Iterator[tuple[Any, ...]]:
    """Yield events as tuples whose first ten are the header: ids as hex, times as canonical text."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # An expression has no declared type, so the driver leaves the text as it is, and canonical.
            cursor.execute(_EVENTS.replace("occurred_at, recorded_at", "occurred_at || '', recorded_at || ''"))
            while rows := cursor.fetchmany(2000):
                yield from rows
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(_EVENTS)
        while rows := cursor.fetchmany(2000):
            for row in rows:
                times = (chain.canonical_time(row[4]), chain.canonical_time(row[5]))
                yield (row[0], row[1].hex, *row[2:4], *times, *row[6:12], bytes(row[12]), bytes(row[13]))


def _link_fault(row: tuple[Any, ...], expected: int, prev_differs: bool) -> Fault:
    place = f"{row[0]}/{UUID(row[1])}"
    if row[2] != expected:
        return Fault(place, expected, "gap", f"缺少第 {expected} 号事件，其后是第 {row[2]} 号。")
    if prev_differs:
        return Fault(place, row[2], "prev", "记载的上一摘要与上一事件的摘要不符。")
    return Fault(place, row[2], "digest", "内容与摘要不符：事件在写入之后被改动。")


def _verify_heads(found: Verification) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_HEADS)
        for kind, stream, seq, number, event in cursor.fetchall():
            place = f"{kind}/{stream if isinstance(stream, UUID) else UUID(stream)}"
            if event is None:
                sentence = f"第 {number} 号检查点时流已到第 {seq} 号，现在没有这一事件：流被截短。"
                found.faults.append(Fault(place, seq, "head-missing", sentence))
            else:
                sentence = f"第 {seq} 号事件的摘要与第 {number} 号检查点所记不符：流被重写。"
                found.faults.append(Fault(place, seq, "head-differs", sentence))


def _verify_checkpoints(found: Verification, trusted: Mapping[int, bytes]) -> None:
    prev, last = chain.GENESIS, 0
    for checkpoint in Checkpoint.objects.order_by("number"):
        found.checkpoints += 1
        fault = _checkpoint_fault(checkpoint, prev, last, trusted)
        if fault:
            found.faults.append(Fault(f"检查点/{checkpoint.number}", checkpoint.number, *fault))
        prev, last = bytes(checkpoint.digest), checkpoint.number
    for number in sorted(n for n in trusted if n > last):
        sentence = f"外部留存了第 {number} 号检查点，库中没有：检查点被截短。"
        found.faults.append(Fault(f"检查点/{number}", number, "trusted", sentence))


def _checkpoint_fault(c: Checkpoint, prev: bytes, last: int, trusted: Mapping[int, bytes]) -> tuple[str, str] | None:
    if c.number != last + 1 or bytes(c.prev) != prev:
        return "checkpoint-chain", f"与上一检查点（第 {last} 号）不相接。"
    if c.algorithm not in chain.HASHES or digest_of(c) != bytes(c.digest):
        return "checkpoint-digest", "检查点的内容与摘要不符。"
    leaves = [leaf_of(c.algorithm, head) for head in heads_of(c.number)]
    if len(leaves) != c.heads or merkle.root_of(chain.HASHES[c.algorithm], leaves) != bytes(c.root):
        return "root", "各流头部与默克尔根不符：检查点之下的记录被增删或改动。"
    if c.number in trusted and trusted[c.number] != bytes(c.digest):
        return "trusted", "与外部留存的摘要不符：账本被整体重写。"
    return None


def report(found: Verification, at: datetime) -> str:
    """Return what the operator reads."""
    counted = f"{at:%Y-%m-%d %H:%M} 核验：{found.streams} 条流，{found.events} 个事件，{found.checkpoints} 个检查点。"
    if found.sound:
        return f"{counted}\n全部相符。"
    lines = [f"{fault.place} 第 {fault.seq} 号：{fault.sentence}" for fault in found.faults]
    return "\n".join([counted, f"发现 {len(found.faults)} 处不符：", *lines])
