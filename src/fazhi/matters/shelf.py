"""Where sealed files lie: outside the web root, under their number, each there whole or not at all."""

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

COMING = ".coming-"


def put(id: UUID, write: Callable[[BinaryIO], str]) -> str:
    """Let `write` write a file and return its digest; it is then there durably. Nothing is left of a failure."""
    root = folder()
    with tempfile.NamedTemporaryFile(dir=root, prefix=COMING, delete=False) as coming:
        try:
            digest = write(coming)  # type: ignore[arg-type]
            coming.flush()
            os.fsync(coming.fileno())
        except BaseException:
            os.unlink(coming.name)
            raise
    place = path_of(id)
    place.parent.mkdir(exist_ok=True, mode=0o700)
    os.chmod(coming.name, 0o600)
    os.replace(coming.name, place)
    # The row that names the file is durable once written; so must be the name of the file.
    for changed in (place.parent, root):
        _sync(changed)
    return digest


def folder() -> Path:
    """Return the folder of all files, made where it is not there yet."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return root


def path_of(id: UUID) -> Path:
    """Return where the file of an attachment lies; the last digits spread best, the first are the time."""
    return Path(settings.MEDIA_ROOT) / id.hex[-2:] / id.hex


def remove(id: UUID) -> None:
    """Remove a file, where it is there."""
    path_of(id).unlink(missing_ok=True)


def everything() -> Iterator[tuple[UUID, Path]]:
    """Yield every file on the shelf with its number."""
    for path in Path(settings.MEDIA_ROOT).glob("??/*"):
        try:
            yield UUID(path.name), path
        except ValueError:
            continue


def half_written() -> Iterator[Path]:
    """Yield what a process that was killed had begun to write."""
    yield from Path(settings.MEDIA_ROOT).glob(f"{COMING}*")


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
