"""Checkpoints: where all streams stood, under one digest that can be kept outside the database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import connection, transaction

from fazhi.ledger import chain, merkle
from fazhi.ledger.models import Checkpoint, CheckpointHead
from fazhi.ledger.reading import horizon

Head = tuple[str, UUID, int, bytes]

_NEW_HEADS = """
SELECT e.stream_kind, e.stream_id, e.seq, e.digest FROM ledger_event e JOIN (
    SELECT stream_kind, stream_id, MAX(seq) AS seq FROM ledger_event
    WHERE txid > %s AND txid <= %s GROUP BY stream_kind, stream_id
) h ON e.stream_kind = h.stream_kind AND e.stream_id = h.stream_id AND e.seq = h.seq
"""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that a stream stood at `seq` with `digest` when checkpoint `number` was made."""

    number: int
    stream_kind: str
    stream_id: UUID
    seq: int
    digest: bytes
    steps: tuple[merkle.Step, ...]

    def holds(self, root: bytes, algorithm: str) -> bool:
        """Tell whether the proof leads to a checkpoint's root."""
        leaf = leaf_of(algorithm, (self.stream_kind, self.stream_id, self.seq, self.digest))
        return merkle.proved(chain.HASHES[algorithm], leaf, self.steps, root)


def make_checkpoint(now: datetime) -> Checkpoint | None:
    """Make the checkpoint over the heads that are new since the last; None when nothing is new."""
    with transaction.atomic():
        last = Checkpoint.objects.order_by("-number").first()
        upto = horizon() - 1
        heads = _new_heads(last.upto_txid if last else 0, upto)
        if not heads:
            return None
        made = _chained(last, heads, upto, now)
        made.save(force_insert=True)
        CheckpointHead.objects.bulk_create(
            [
                CheckpointHead(stream_kind=kind, stream_id=stream, checkpoint=made.number, seq=seq, digest=digest)
                for kind, stream, seq, digest in heads
            ],
            batch_size=1000,
        )
        return made


def _chained(last: Checkpoint | None, heads: list[Head], upto: int, now: datetime) -> Checkpoint:
    algorithm: str = settings.FAZHI_CHAIN
    made = Checkpoint(
        number=last.number + 1 if last else 1,
        made_at=now,
        upto_txid=upto,
        heads=len(heads),
        algorithm=algorithm,
        root=merkle.root_of(chain.HASHES[algorithm], [leaf_of(algorithm, head) for head in heads]),
        prev=bytes(last.digest) if last else chain.GENESIS,
    )
    made.digest = digest_of(made)
    return made


def digest_of(checkpoint: Checkpoint) -> bytes:
    """Return the digest that a checkpoint must have: over the one before, its own header and its root."""
    c = checkpoint
    header = orjson.dumps([chain.FORMAT, c.algorithm, c.number, chain.canonical_time(c.made_at), c.upto_txid, c.heads])
    return chain.HASHES[c.algorithm](bytes(c.prev) + header + bytes(c.root))


def leaf_of(algorithm: str, head: Head) -> bytes:
    """Return the leaf digest of a stream's head."""
    kind, stream, seq, digest = head
    return merkle.leaf_hash(chain.HASHES[algorithm], orjson.dumps([kind, stream.hex, seq, bytes(digest).hex()]))


def heads_of(number: int) -> list[Head]:
    """Return the heads under a checkpoint in the order of its tree."""
    found = CheckpointHead.objects.filter(checkpoint=number)
    heads = found.values_list("stream_kind", "stream_id", "seq", "digest")
    return sorted(((k, s, q, bytes(d)) for k, s, q, d in heads), key=_order)


def prove(stream_kind: str, stream_id: UUID, number: int) -> Inclusion:
    """Return the proof that a stream's head is under checkpoint `number`; LookupError when it is not."""
    checkpoint = Checkpoint.objects.get(number=number)
    heads = heads_of(number)
    for place, (kind, stream, seq, digest) in enumerate(heads):
        if (kind, stream) == (stream_kind, stream_id):
            leaves = [leaf_of(checkpoint.algorithm, head) for head in heads]
            steps = merkle.proof_of(chain.HASHES[checkpoint.algorithm], leaves, place)
            return Inclusion(number, kind, stream, seq, digest, steps)
    raise LookupError(f"第 {number} 号检查点没有该流的新记录。请改查其他检查点。")


def _new_heads(after: int, upto: int) -> list[Head]:
    with connection.cursor() as cursor:
        cursor.execute(_NEW_HEADS, [after, upto])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    heads = [(k, s if isinstance(s, UUID) else UUID(s), q, bytes(d)) for k, s, q, d in found]
    return sorted(heads, key=_order)


def _order(head: Head) -> tuple[str, str]:
    return head[0], head[1].hex
