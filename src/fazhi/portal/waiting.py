"""Files of a draft until it is sent: sealed with the key that only the sender's browser holds, gone with the draft."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from fazhi.portal.models import Draft
from fazhi.vault.files import cut, open_with, seal_with

FRESH = timedelta(days=1)  # as long a folder may be there before its draft is: the draft is saved after its files
UNDER = "drafts"


def put(draft: UUID, key: bytes, file: UUID, content: BinaryIO) -> None:
    """Keep a file of a draft."""
    place = _place(draft, file)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as into:
        seal_with(key, _bound(draft, file), cut(content), into)


def pieces(draft: UUID, key: bytes, file: UUID) -> Iterator[bytes]:
    """Yield the content of a file of a draft; FileNotFoundError, Tampered."""
    with _place(draft, file).open("rb") as sealed:
        yield from open_with(key, _bound(draft, file), sealed)


def drop(draft: UUID, file: UUID) -> None:
    """Remove one file of a draft."""
    _place(draft, file).unlink(missing_ok=True)


def forget(draft: UUID) -> None:
    """Remove all files of a draft."""
    shutil.rmtree(_folder(draft), ignore_errors=True)


def sweep(now: datetime) -> int:
    """Remove the files of drafts that are no more, or were never saved; return of how many drafts."""
    left = [path for path in (Path(settings.MEDIA_ROOT) / UNDER).glob("*") if _is_old(path, now)]
    named = {UUID(path.name): path for path in left}
    living = set(Draft.objects.filter(pk__in=named, matter=None).values_list("pk", flat=True))
    for id in named.keys() - living:
        forget(id)
    return len(named.keys() - living)


def _is_old(path: Path, now: datetime) -> bool:
    return path.stat().st_mtime < (now - FRESH).timestamp()


def _folder(draft: UUID) -> Path:
    return Path(settings.MEDIA_ROOT) / UNDER / draft.hex


def _place(draft: UUID, file: UUID) -> Path:
    return _folder(draft) / file.hex


def _bound(draft: UUID, file: UUID) -> bytes:
    return draft.bytes + file.bytes
