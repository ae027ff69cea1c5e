"""Free text goes into the vault; the event keeps its number and the digest of its ciphertext."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from fazhi.procedure import Action, Event, Refused
from fazhi.vault.errors import Erased, VaultError
from fazhi.vault.sealing import Subject, ToSeal, open_many, prepare_seals

SUBJECT = "matter"


def subject(matter: UUID) -> Subject:
    """Return the subject whose key seals a matter's texts."""
    return Subject(SUBJECT, matter)


def sealed_data(
    matter: UUID, action: Action, data: Mapping[str, Any], now: datetime, *, new: bool = False
) -> tuple[list[Model], dict[str, Any]]:
    """Return the rows to insert, and `data` with each text replaced by a reference into the vault.

    Raise Refused for what is no text, and where the matter's key was destroyed.
    """
    texts = [f for f in action.fields if f.type == "text" and f.id in data]
    # A reference handed in from outside would open another matter's text, or bring prose unsealed into the ledger.
    if wrong := {f.id: f"“{f.name}”须填写文字" for f in texts if not isinstance(data[f.id], str)}:
        raise Refused("fields", "填写的内容有误：" + "；".join(wrong.values()), "请改正后再办理", wrong)
    if not texts:
        return [], dict(data)
    try:
        rows, sealed = seal_texts(matter, [(f"{action.id}.{f.id}", data[f.id]) for f in texts], now, new=new)
    except Erased as erased:
        raise Refused("erased", "本件的内容已经销毁，不能再写入新的内容", "请新建办件办理") from erased
    return rows, {**data, **dict(zip((f.id for f in texts), sealed, strict=True))}


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
