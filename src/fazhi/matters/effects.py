"""What leaves the house with an event: notices to those who have a part in the matter."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from fazhi.ledger.writing import New
from fazhi.notices.models import Message
from fazhi.procedure import Event, State
from fazhi.procedure.effects import Tell


def messages(matter: UUID, after: State, new: Sequence[Event]) -> list[New]:
    """Return the outbox rows of new events: each notice to the holder of its role in the state after them."""
    return [row for event in new for row in _of(matter, event, after.holders)]


def _of(matter: UUID, event: Event, holders: dict[str, str]) -> Iterator[New]:
    for effect in event.effects:
        if isinstance(effect, Tell) and (to := holders.get(effect.to)):
            payload = {"matter": matter.hex, "seq": event.seq, "kind": effect.kind}
            at = event.recorded_at
            yield New(
                Message, {"kind": effect.kind, "to": to, "payload": payload, "created": at, "not_before": at}
            )  # fmt: skip
