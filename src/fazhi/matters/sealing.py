"""Free text goes into the vault; the event keeps its number and the digest of its ciphertext."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from fazhi.procedure import Action, Event
from fazhi.vault import Erased, open_sealed, prepare_seals

SUBJECT = "matter"


def sealed_data(
    matter: UUID, action: Action, data: Mapping[str, Any], now: datetime
) -> tuple[list[Model], dict[str, Any]]:
    """Return the rows to insert, and `data` with each text replaced by a reference into the vault."""
    texts = {f.id: data[f.id] for f in action.fields if f.type == "text" and isinstance(data.get(f.id), str)}
    if not texts:
        return [], dict(data)
    rows, sealed = prepare_seals(SUBJECT, matter, texts, now)
    references = {name: {"sealed": s.id.hex, "digest": s.digest.hex()} for name, s in sealed.items()}
    return rows, {**data, **references}


def text_of(event: Event, name: str) -> str:
    """Return a text of an event, opened; a plain note where it was erased, empty where there is none."""
    value = event.data.get(name)
    return opened(value)


def opened(value: Any) -> str:
    """Return what a reference into the vault holds; any other value as it stands."""
    if not isinstance(value, Mapping) or "sealed" not in value:
        return str(value or "")
    try:
        return open_sealed(UUID(value["sealed"]))
    except Erased:
        return "（内容已依法销毁）"
