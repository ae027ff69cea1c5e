"""Unsent forms: saved at every step, readable only with the key in the sender's own cookie."""

import base64
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.http import HttpRequest, HttpResponse

from fazhi.ids import new_id
from fazhi.ledger.writing import Change, Write, commit
from fazhi.portal import waiting
from fazhi.portal.models import Draft
from fazhi.portal.services import Service

KEPT = timedelta(days=7)
NONCE, KEY = 12, 32


@dataclass(slots=True)
class Content:
    """What was filled in so far."""

    text: str = ""
    whom: str = ""
    township: str = ""
    village: str = ""
    place: str = ""
    photos: list[dict[str, Any]] = field(default_factory=list)
    name: str = ""
    phone: str = ""
    hide_reporter: str = ""


@dataclass(slots=True)
class OpenDraft:
    """A draft with its key, as one request holds it."""

    id: UUID
    key: bytes
    content: Content
    matter: UUID | None = None
    stored: bool = False


def current(request: HttpRequest, service: Service) -> OpenDraft:
    """Return the draft that the request's cookie opens, or a fresh one."""
    return _opened(request.COOKIES.get(_cookie(service), "")) or fresh()


def fresh() -> OpenDraft:
    """Return an empty draft with a key of its own, stored nowhere yet."""
    return OpenDraft(new_id(), os.urandom(KEY), Content())


def save(draft: OpenDraft, now: datetime) -> None:
    """Write the draft as it is now."""
    values = {"box": _sealed(draft), "saved_at": now, "matter": draft.matter}
    if draft.stored:
        commit(Write(changes=[Change(Draft, draft.id, values)]))
    else:
        commit(Write(inserts=[Draft(id=draft.id, **values)]))
    draft.stored = True


def close(draft: OpenDraft, matter: UUID, now: datetime) -> None:
    """Forget what was filled in and remember only which matter it became, so that sending twice sends once."""
    draft.content, draft.matter = Content(), matter
    save(draft, now)
    waiting.forget(draft.id)


def hand_over(response: HttpResponse, service: Service, draft: OpenDraft, *, secure: bool) -> HttpResponse:
    """Give the key to the sender's browser."""
    value = f"{draft.id.hex}.{base64.urlsafe_b64encode(draft.key).decode()}"
    response.set_cookie(
        _cookie(service), value, max_age=KEPT, path="/send/", secure=secure, httponly=True, samesite="Lax"
    )  # fmt: skip
    return response


def purge(now: datetime) -> int:
    """Delete drafts that nobody touched for a week, and the files of drafts that are no more; return how many."""
    gone = Draft.objects.filter(saved_at__lt=now - KEPT).delete()[0]
    waiting.sweep(now)
    return gone


def _cookie(service: Service) -> str:
    return f"fazhi_draft_{service.slug}"


def _sealed(draft: OpenDraft) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(draft.key).encrypt(nonce, orjson.dumps(asdict(draft.content)), draft.id.bytes)


def _opened(value: str) -> OpenDraft | None:
    try:
        named, kept = value.split(".", 1)
        id, key = UUID(named), base64.urlsafe_b64decode(kept)
        row = Draft.objects.filter(pk=id).first()
        if row is None:
            return None
        box = bytes(row.box)
        content = orjson.loads(AESGCM(key).decrypt(box[:NONCE], box[NONCE:], id.bytes))
    except (ValueError, InvalidTag):  # a bent or foreign cookie opens nothing
        return None
    return OpenDraft(id, key, Content(**content), row.matter, stored=True)
