"""Texts sealed under their subject's key: prepared to join a write, opened by id, erased with the key."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.db.models import Model, Q

from fazhi.ids import new_id
from fazhi.vault import keys
from fazhi.vault.errors import Erased, NotSealed, Tampered, VaultError
from fazhi.vault.models import SealedText, SubjectKey

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose key seals: one matter or one party."""

    kind: str
    id: UUID

    @property
    def label(self) -> bytes:
        """Return the bytes that bind a key to its subject."""
        return f"{self.kind}/{self.id.hex}".encode()


@dataclass(frozen=True, slots=True)
class ToSeal:
    """A text to be sealed for a purpose (a short code, such as `message.text`)."""

    subject: Subject
    purpose: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """What an event may hold of a sealed text: its id and the digest (hexadecimal SHA-256) of its ciphertext."""

    id: UUID
    digest: str


def prepare_seal(item: ToSeal, now: datetime, *, new_subject: bool = False) -> tuple[list[Model], Sealed]:
    """Return the rows to insert with the change that the text belongs to, and what its event may hold.

    `new_subject` says that the subject comes into being with this write, and saves the query for its key.
    """
    rows, sealed = prepare_seals([item], now, new_subjects=new_subject)
    return rows, sealed[0]


def prepare_seals(
    items: Sequence[ToSeal], now: datetime, *, new_subjects: bool = False
) -> tuple[list[Model], list[Sealed]]:
    """Seal many texts with one query per several hundred subjects (none for new ones); Erased when a key is gone."""
    known = {} if new_subjects else _known_keys({item.subject for item in items})
    rows: list[Model] = []
    sealed = []
    for item in items:
        key = known.get(item.subject)
        if key is None:
            key = known[item.subject] = os.urandom(keys.KEY_BYTES)
            rows.append(_key_row(item.subject, key, now))
        row = _sealed_row(item, key, now)
        rows.append(row)
        sealed.append(Sealed(row.id, bytes(row.digest).hex()))
    return rows, sealed


def seal(item: ToSeal, now: datetime) -> Sealed:
    """Seal one text in a transaction of its own."""
    with transaction.atomic():
        rows, sealed = prepare_seal(item, now)
        for row in rows:
            row.save(force_insert=True)
    return sealed


def open_sealed(sealed_id: UUID) -> bytes:
    """Return the content of a sealed text; NotSealed, Erased or Tampered when it cannot be had."""
    content = open_many([sealed_id])[sealed_id]
    if isinstance(content, VaultError):
        raise content
    return content


def open_text(sealed_id: UUID) -> str:
    """Return a sealed text as text; the errors are those of `open_sealed`."""
    return open_sealed(sealed_id).decode()


def open_many(sealed_ids: Iterable[UUID]) -> dict[UUID, bytes | VaultError]:
    """Open many texts with two queries per several hundred; each gives its content or its own error."""
    wanted = list(dict.fromkeys(sealed_ids))
    opened: dict[UUID, bytes | VaultError] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        rows = SealedText.objects.in_bulk(chunk)
        key_rows = _key_rows({_subject(row) for row in rows.values()})
        opened |= {i: _opened(rows[i], key_rows) if i in rows else NotSealed() for i in chunk}
    return opened


def key_for(subject: Subject, now: datetime) -> bytes:
    """Return a subject's key, making it where there is none yet; Erased when it was destroyed."""
    if (found := _known_keys({subject}).get(subject)) is None:
        # Two who come first at once must end up with one key.
        SubjectKey.objects.bulk_create([_key_row(subject, os.urandom(keys.KEY_BYTES), now)], ignore_conflicts=True)
        found = _known_keys({subject})[subject]
    return found


def held_key(subject: Subject) -> bytes:
    """Return a subject's key; Erased when it was destroyed, NotSealed when there never was one."""
    found = _known_keys({subject}).get(subject)
    if found is None:
        raise NotSealed
    return found


def erase(subject: Subject, now: datetime) -> bool:
    """Destroy a subject's key, and with it all texts sealed under it; False when there was none to destroy."""
    with transaction.atomic():
        found = SubjectKey.objects.filter(**_where(subject), erased_at__isnull=True)
        erased = found.update(wrapped=b"", erased_at=now)
    scrub()
    return bool(erased)


def prepare_erase(subject: Subject, now: datetime) -> tuple[type[SubjectKey], tuple[str, UUID], dict[str, object]]:
    """Return model, key and new fields of the change that destroys a subject's key; call `scrub` after its commit."""
    return SubjectKey, (subject.kind, subject.id), {"wrapped": b"", "erased_at": now}


def scrub() -> None:
    """Forget unwrapped keys, and what the database's own log still holds of replaced rows where it lets us."""
    keys.unwrap.cache_clear()
    _cipher.cache_clear()
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _known_keys(subjects: set[Subject]) -> dict[Subject, bytes]:
    rows = _key_rows(subjects)
    if any(row.erased_at is not None for row in rows.values()):
        raise Erased("该主体的密钥已依法销毁，不能再密封新的内容。请新建事项办理。")
    return {subject: keys.unwrap(bytes(row.wrapped), subject.label) for subject, row in rows.items()}


def _key_rows(subjects: set[Subject]) -> dict[Subject, SubjectKey]:
    by_kind: dict[str, list[UUID]] = {}
    for subject in subjects:
        by_kind.setdefault(subject.kind, []).append(subject.id)
    rows: dict[Subject, SubjectKey] = {}
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), _CHUNK):
            found = SubjectKey.objects.filter(Q(subject_kind=kind, subject_id__in=ids[start : start + _CHUNK]))
            rows |= {_subject(row): row for row in found}
    return rows


def _subject(row: SealedText | SubjectKey) -> Subject:
    return Subject(row.subject_kind, row.subject_id)


def _where(subject: Subject) -> dict[str, object]:
    return {"subject_kind": subject.kind, "subject_id": subject.id}


def _key_row(subject: Subject, key: bytes, now: datetime) -> SubjectKey:
    wrapped = keys.wrap(key, subject.label)
    return SubjectKey(**_where(subject), wrapped=wrapped, master=keys.master_fingerprint(), made_at=now)


def _sealed_row(item: ToSeal, key: bytes, now: datetime) -> SealedText:
    content = item.content.encode() if isinstance(item.content, str) else item.content
    sealed_id, nonce = new_id(), os.urandom(keys.NONCE_BYTES)
    box = nonce + _cipher(key).encrypt(nonce, content, _bound(item.subject, item.purpose, sealed_id))
    digest = hashlib.sha256(box).digest()
    return SealedText(id=sealed_id, **_where(item.subject), purpose=item.purpose, box=box, digest=digest, made_at=now)


@lru_cache(maxsize=256)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def _bound(subject: Subject, purpose: str, sealed_id: UUID) -> bytes:
    """Return what a ciphertext is bound to: moved to another subject, purpose or id, it no longer opens."""
    return b"/".join([subject.label, purpose.encode(), sealed_id.hex.encode()])


def _opened(row: SealedText, key_rows: dict[Subject, SubjectKey]) -> bytes | VaultError:
    subject = _subject(row)
    key_row = key_rows.get(subject)
    if key_row is None or key_row.erased_at is not None:
        return Erased()
    box = bytes(row.box)
    if hashlib.sha256(box).digest() != bytes(row.digest):
        return Tampered()
    try:
        key = keys.unwrap(bytes(key_row.wrapped), subject.label)
        return _cipher(key).decrypt(box[:12], box[12:], _bound(subject, row.purpose, row.id))
    except InvalidTag:
        return Tampered()
    except VaultError as error:
        return error
