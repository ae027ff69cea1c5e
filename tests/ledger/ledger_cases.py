"""Small builders: a moment, an event, an append, a write."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from fazhi.ledger.writing import Append, NewEvent, Write

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def event(number: int = 0, event_type: str = "matter.opened", **body: Any) -> NewEvent:
    """Return an event whose body holds `number`."""
    at = MOMENT + timedelta(minutes=number)
    return NewEvent(event_type, {"number": number, **body}, at, at, "person-7")


def write(stream: UUID, expected: int, count: int = 1, command: str | None = None) -> Write:
    """Return a write of `count` events to one stream of matters."""
    events = tuple(event(expected + i) for i in range(count))
    return Write([Append("matter", stream, expected, events)], command_id=command)
