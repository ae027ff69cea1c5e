"""What a change consists of, and what it comes to."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Model, Q


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to append: two aware times, the actor's opaque id, a body of codes, dates, numbers and opaque ids."""

    type: str
    body: dict[str, Any]
    occurred_at: datetime
    recorded_at: datetime
    actor: str


@dataclass(frozen=True, slots=True)
class Append:
    """Events for one stream, whose last sequence number must still be `expected_seq` (0: the stream is new)."""

    stream_kind: str
    stream_id: UUID
    expected_seq: int
    events: tuple[NewEvent, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """New values for the fields (attribute names) of one row."""

    model: type[Model]
    pk: Any
    fields: dict[str, Any]


class New(NamedTuple):
    """A new row by the values of its fields (attribute names); a field left out gets its default, as `save` would.

    A model instance costs ten times as much as its row: where many are written, they are given as this.
    """

    model: type[Model]
    fields: dict[str, Any]


@dataclass(slots=True)
class Write:
    """One change: within it deletes run first, then inserts, then changes.

    Rows belong to the streams the write appends to: writes on different streams may run in any order within a group.
    """

    appends: list[Append] = field(default_factory=list)
    inserts: list[Model | New] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    deletes: list[tuple[type[Model], Q | dict[str, Any]]] = field(default_factory=list)
    command_id: str | None = None
    batch_id: str | None = None


@dataclass(frozen=True, slots=True)
class Appended:
    """What one append came to: the sequence numbers and digests of its events."""

    stream_kind: str
    stream_id: UUID
    seqs: tuple[int, ...]
    digests: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Committed:
    """What a write came to; `first_result` tells that the command was seen before and nothing was written now."""

    appended: tuple[Appended, ...]
    first_result: bool = False


class StreamMoved(Exception):
    """该事项刚刚已有新的办理记录，您的操作没有写入。请刷新后重新确认再提交。"""

    def __init__(self, stream_kind: str, stream_id: UUID, expected_seq: int) -> None:
        super().__init__(self.__doc__)
        self.stream_kind, self.stream_id, self.expected_seq = stream_kind, stream_id, expected_seq


# A creation has no stream yet in which its command id could be seen again, so the id itself names the stream.
_STREAMS = uuid.UUID("6f8e2c0a-6c2e-5f0b-9d6e-0f5b0a7d1c11")


def stream_id_for(stream_kind: str, command_id: str) -> UUID:
    """Return the id of the stream that the command `command_id` creates: the same for the same command."""
    return uuid.uuid5(_STREAMS, f"{stream_kind}\n{command_id}")
