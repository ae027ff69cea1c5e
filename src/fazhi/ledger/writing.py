"""The one way to write: events, rows and outbox messages of one change, in one transaction.

`commit` answers only after the change is durable. Two writers who meet in a stream are told apart by `expected_seq`;
the same command id a second time returns the first result.
"""

from collections.abc import Sequence

from fazhi.ledger.changes import (
    Append,
    Appended,
    Change,
    Committed,
    New,
    NewEvent,
    StreamMoved,
    Write,
    stream_id_for,
)
from fazhi.ledger.queue import route

__all__ = [
    "Append",
    "Appended",
    "Change",
    "Committed",
    "New",
    "NewEvent",
    "StreamMoved",
    "Write",
    "commit",
    "commit_many",
    "stream_id_for",
]


def commit(write: Write) -> Committed:
    """Write one change durably; StreamMoved when another got there first, IntegrityError when a row is refused."""
    result = commit_many([write])[0]
    if isinstance(result, Exception):
        raise result
    return result


def commit_many(writes: Sequence[Write]) -> list[Committed | Exception]:
    """Write many changes in as few transactions as possible; a refused one gives its exception, the others stand."""
    return route(writes)
