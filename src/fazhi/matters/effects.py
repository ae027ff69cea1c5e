"""What leaves the house with an event: notices to those who have a part in the matter."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from fazhi.ledger.writing import New
from fazhi.matters.catalogue import editions
from fazhi.notices.models import Message
from fazhi.procedure import Event, State
from fazhi.procedure.effects import AskUnit, Tell


def messages(matter: UUID, after: State, new: Sequence[Event]) -> list[New]:
    """Return the outbox rows of new events: each notice to whoever plays its role in the state after them."""
    return [row for event in new for row in _of(matter, event, after)]


def _of(matter: UUID, event: Event, after: State) -> Iterator[New]:
    for effect in event.effects:
        if isinstance(effect, Tell):
            for to in _players(effect.to, event, after):
                payload = {"matter": matter.hex, "seq": event.seq, "kind": effect.kind}
                at = event.recorded_at
                yield New(
                    Message, {"kind": effect.kind, "to": to, "payload": payload, "created": at, "not_before": at}
                )  # fmt: skip


def _players(name: str, event: Event, after: State) -> list[str]:
    if holder := after.holders.get(name):
        return [holder]
    role = editions()[after.edition].roles.get(name)
    if role is None or role.kind != "asked":
        return []
    # Nobody holds the part of those asked: it is played by the units just asked, else by all that have yet to answer.
    asked = [effect.to for effect in event.effects if isinstance(effect, AskUnit)]
    return asked or list(dict.fromkeys(r.to for r in after.requests_of(role.round) if r.open and not r.over))
