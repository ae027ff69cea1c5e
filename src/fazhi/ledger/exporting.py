"""An export that can be verified without this program: one JSON object a line, events first, then checkpoints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from django.db.models import Max

from fazhi.ledger import chain
from fazhi.ledger.checkpoints import heads_of
from fazhi.ledger.models import Checkpoint, Event
from fazhi.ledger.reading import reading


def export(path: Path) -> int:
    """Write the whole ledger to `path` and return the number of lines; the file appears only when it is complete."""
    lines = 0
    part = path.with_name(f"{path.name}.part")
    with reading(), part.open("wb") as out:
        for line in _lines():
            out.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            lines += 1
    part.replace(path)
    return lines


def _lines() -> Iterator[dict[str, Any]]:
    yield {"fazhi": "ledger", "format": chain.FORMAT}
    # A checkpoint made while the events are being read may name one that came after them.
    last = Checkpoint.objects.aggregate(last=Max("number"))["last"] or 0
    for event in Event.objects.order_by("stream_kind", "stream_id", "seq").iterator(chunk_size=5000):
        yield _event(event)
    for checkpoint in Checkpoint.objects.filter(number__lte=last).order_by("number"):
        yield _checkpoint(checkpoint)


def _event(event: Event) -> dict[str, Any]:
    times = [chain.canonical_time(event.occurred_at), chain.canonical_time(event.recorded_at)]
    origin = [event.actor, event.command_id, event.part, event.batch_id]
    return {
        "header": [event.stream_kind, event.stream_id.hex, event.seq, event.type, *times, *origin],
        "body": event.body,
        "algorithm": event.algorithm,
        "prev": bytes(event.prev).hex(),
        "digest": bytes(event.digest).hex(),
    }


def _checkpoint(checkpoint: Checkpoint) -> dict[str, Any]:
    made_at = chain.canonical_time(checkpoint.made_at)
    return {
        "checkpoint": [checkpoint.number, made_at, checkpoint.upto_txid, checkpoint.heads],
        "algorithm": checkpoint.algorithm,
        "root": bytes(checkpoint.root).hex(),
        "prev": bytes(checkpoint.prev).hex(),
        "digest": bytes(checkpoint.digest).hex(),
        "heads": [[kind, stream.hex, seq, digest.hex()] for kind, stream, seq, digest in heads_of(checkpoint.number)],
    }
