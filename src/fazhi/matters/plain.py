"""Files kept before files were sealed: they lie plain under their digest until they are sealed, once."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from fazhi.ledger.writing import Change, Write, commit
from fazhi.matters import shelf
from fazhi.matters.attachments import Told, seal
from fazhi.matters.models import Attachment
from fazhi.vault.files import cut

DIGITS = 64  # of a digest in hexadecimal: the name of a plain file


def plain_files() -> Iterator[Path]:
    """Yield the files that still lie plain."""
    return (path for path in Path(settings.MEDIA_ROOT).glob("??/*") if len(path.name) == DIGITS)


def seal_plain_files(now: datetime) -> int:
    """Seal every plain file under the key of each matter that has it, and remove it; return how many were removed.

    One that is not what its name says stays, for somebody to look at. One that belongs to no matter was a draft's.
    """
    return sum(_sealed(path, now) for path in list(plain_files()))


def _sealed(path: Path, now: datetime) -> bool:
    with path.open("rb") as content:
        if hashlib.file_digest(content, "sha256").hexdigest() != path.name:
            return False
        for row in Attachment.objects.unscoped("密封以前的附件").filter(digest=path.name, matter_id__isnull=False):
            content.seek(0)
            assert row.matter_id is not None, "asked for in the query"
            told = Told(row.id, row.name, row.type, row.size)
            made = seal(told, cut(content), row.uploaded_by, now, row.matter_id)
            commit(Write(changes=[Change(Attachment, row.id, {"digest": made.digest})]))
    path.unlink()
    return True


def missing(latest: int = 1_000) -> int:
    """Return how many of the attachments sent last have no file, or one that is still plain."""
    ids = Attachment.objects.unscoped("检查安装").order_by("-uploaded_at").values_list("id", flat=True)[:latest]
    return sum(not shelf.path_of(id).exists() for id in ids)
