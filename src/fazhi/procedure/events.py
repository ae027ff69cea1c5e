"""Events: what happened to a matter, appended once, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from fazhi.procedure.effects import Effect, effect_from_json, effect_to_json

EventKind = Literal["act", "void", "amend", "revoke", "vary", "seal", "erase", "move", "recalendar", "relate", "remark"]
CORRECTIONS: frozenset[str] = frozenset({"void", "amend"})


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a matter's stream: two times, what was done, what it did, and what decided it."""

    seq: int
    kind: EventKind
    action: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    data: Mapping[str, Any] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    decided: Mapping[str, Any] = field(default_factory=dict)  # edition, digest, guards, facts, calendar
    late: str = ""  # the reason of a late entry (补录)
    target: int = 0  # the event that a correction names
    replaces: Mapping[int, tuple[Effect, ...]] = field(default_factory=dict)


def to_body(event: Event) -> dict[str, Any]:
    """Return the event's content as JSON values, without the columns that the ledger keeps apart."""
    body: dict[str, Any] = {
        "action": event.action,
        "data": dict(event.data),
        "effects": [effect_to_json(e) for e in event.effects],
        "decided": dict(event.decided),
    }
    if event.late:
        body["late"] = event.late
    if event.target:
        body["target"] = event.target
    if event.replaces:
        body["replaces"] = {str(seq): [effect_to_json(e) for e in new] for seq, new in event.replaces.items()}
    return body


def from_body(
    seq: int, kind: str, occurred_at: datetime, recorded_at: datetime, actor: str, body: Mapping[str, Any]
) -> Event:
    """Return the event that `to_body` wrote."""
    return Event(
        seq, kind, body["action"], occurred_at, recorded_at, actor,  # type: ignore[arg-type]
        data=body["data"],
        effects=tuple(effect_from_json(e) for e in body["effects"]),
        decided=body["decided"],
        late=body.get("late", ""),
        target=body.get("target", 0),
        replaces={int(s): tuple(map(effect_from_json, new)) for s, new in body.get("replaces", {}).items()},
    )  # fmt: skip
