"""The chain of one stream: the canonical form of an event and its digest.

An event's digest is H(previous digest ‖ header ‖ body). The header is a compact JSON list of the event's columns, the
body compact JSON with sorted keys; both are reproduced by `verify_export.py` from an export with the standard library.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives import hashes

GENESIS = bytes(32)
FORMAT = 1


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    state = hashes.Hash(hashes.SM3())
    state.update(data)
    return state.finalize()


HASHES: dict[str, Callable[[bytes], bytes]] = {"sha256": _sha256, "sm3": _sm3}


def canonical_body(body: dict[str, Any]) -> str:
    """Return `body` as compact JSON with sorted keys; TypeError when a value has no JSON form."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()


def canonical_time(moment: datetime) -> str:
    """Return an aware moment as UTC text, microseconds only where there are any; ValueError when it is naive."""
    if moment.tzinfo is None:
        raise ValueError("账本的时间必须带时区。请传入带时区的时间。")
    return str(moment.astimezone(UTC).replace(tzinfo=None))


def canonical_header(
    algorithm: str,
    stream: tuple[str, UUID | str],
    seq: int,
    event_type: str,
    times: tuple[str, str],
    origin: tuple[str, str | None, int, str | None],
) -> bytes:
    """Return the header of an event: `times` are occurred and recorded; `origin` is actor, command, part, batch."""
    kind, stream_id = stream
    name = stream_id if isinstance(stream_id, str) else stream_id.hex
    return orjson.dumps([FORMAT, algorithm, kind, name, seq, event_type, *times, *origin])


def link(algorithm: str, prev: bytes, header: bytes, body: str) -> bytes:
    """Return the digest (32 bytes) of an event that follows the digest `prev`."""
    return HASHES[algorithm](prev + header + body.encode())
