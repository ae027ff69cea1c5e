"""Free text goes into the vault; the event keeps its number and the digest of its ciphertext."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from fazhi.procedure import Action, Event
from fazhi.vault.errors import VaultError
from fazhi.vault.sealing import Subject, ToSeal, open_many, prepare_seals

SUBJECT = "matter"


def subject(matter: UUID) -> Subject:
    """Return the subject whose key seals a matter's texts."""
    return Subject(SUBJECT, matter)


def sealed_data(
    matter: UUID, action: Action, data: Mapping[str, Any], now: datetime, *, new: bool = False
) -> tuple[list[Model], dict[str, Any]]:
    """Return the rows to insert, and `data` with each text replaced by a reference into the vault."""
    names = [f.id for f in action.fields if f.type == "text" and isinstance(data.get(f.id), str)]
    if not names:
        return [], dict(data)
    rows, sealed = seal_texts(matter, [(f"{action.id}.{name}", data[name]) for name in names], now, new=new)
    return rows, {**data, **dict(zip(names, sealed, strict=True))}


def seal_texts(
    matter: UUID, texts: Iterable[tuple[str, str]], now: datetime, *, new: bool = False
) -> tuple[list[Model], list[dict[str, str]]]:
    """Return the rows to insert and a reference for each (purpose, text)."""
    whose = subject(matter)
    rows, sealed = prepare_seals([ToSeal(whose, purpose, text) for purpose, text in texts], now, new_subjects=new)
    return rows, [{"sealed": s.id.hex, "digest": s.digest} for s in sealed]


def opened(values: Iterable[Any]) -> dict[str, str]:
    """Return the texts behind references, by their number; a plain note stands for one that cannot be had."""
    wanted = {v["sealed"] for v in values if isinstance(v, Mapping) and "sealed" in v}
    found = open_many([UUID(w) for w in wanted])
    return {
        id.hex: f"（{content.__doc__ or content}）" if isinstance(content, VaultError) else content.decode()
        for id, content in found.items()
    }


def texts_of(event: Event) -> dict[str, str]:
    """Return every text of an event by field, opened."""
    found = opened(event.data.values())
    return {k: found[v["sealed"]] for k, v in event.data.items() if isinstance(v, Mapping) and v.get("sealed") in found}
