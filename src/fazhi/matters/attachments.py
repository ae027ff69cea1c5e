"""Files that come with matters: type told by content, size held; kept sealed under the key of their matter."""

import io
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

import puremagic

from fazhi.ids import new_id
from fazhi.matters import shelf
from fazhi.matters.models import Attachment
from fazhi.matters.sealing import subject
from fazhi.procedure import Action, Event, Refused
from fazhi.vault.errors import Erased
from fazhi.vault.files import cut, open_file, seal_file

MB: Final = 1024 * 1024
DIGESTS: Final = "digests"  # under this name an event holds the digest of each file that it names
NAMED_WITHIN: Final = timedelta(days=6)  # of being sent, a file has to be named by an act
HEAD: Final = 64 * 1024  # how much of a file is read to tell what it is
LONGEST_NAME: Final = 120
MOST_RATIO: Final = 200  # how many times larger a packed document may be when unpacked: more is a bomb
MOST_UNPACKED: Final = 500 * MB


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken, and how large it may be (bytes)."""

    name: str
    type: str
    most: int


KINDS: Final[Mapping[str, Kind]] = {
    ".jpg": Kind("照片", "image/jpeg", 10 * MB),
    ".jpeg": Kind("照片", "image/jpeg", 10 * MB),
    ".png": Kind("图片", "image/png", 10 * MB),
    ".webp": Kind("图片", "image/webp", 10 * MB),
    ".pdf": Kind("PDF 文件", "application/pdf", 20 * MB),
    ".docx": Kind("Word 文件", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 20 * MB),
    ".xlsx": Kind("Excel 文件", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 20 * MB),
    ".mp4": Kind("视频", "video/mp4", 100 * MB),
    ".txt": Kind("文本文件", "text/plain", 1 * MB),
}  # fmt: skip
TAKEN: Final = "jpg、png、webp、pdf、docx、xlsx、mp4、txt"
_PARTS: Final = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
_MARKS: Final[Mapping[str, tuple[str, ...]]] = {
    ".jpg": (".jpg", ".jpeg", ".jfif"), ".jpeg": (".jpg", ".jpeg", ".jfif"), ".png": (".png",),
    ".webp": (".webp",), ".pdf": (".pdf",), ".mp4": (".mp4", ".m4v", ".mov", ".m4a"),
}  # fmt: skip


def keep(name: str, content: BinaryIO, uploaded_by: str, now: datetime, matter: UUID) -> Attachment:
    """Check a file, keep it sealed, and return its unsaved row; raise Refused where it may not be taken.

    The matter need not be open yet: its key is made with its first file, see `Message.keyed`.
    """
    return seal(told(name, content), cut(content), uploaded_by, now, matter)


@dataclass(frozen=True, slots=True)
class Told:
    """What lists need to know of a file: its clean name, its type by content, its size in bytes."""

    id: UUID
    name: str
    type: str
    size: int


def told(name: str, content: BinaryIO) -> Told:
    """Return what a file is, its content ready to be read from the beginning; raise Refused as `check` does."""
    name = clean_name(name)
    kind = check(name, content)
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return Told(new_id(), name, kind.type, size)


def seal(file: Told, pieces: Iterable[bytes], uploaded_by: str, now: datetime, matter: UUID) -> Attachment:
    """Keep a file that was checked sealed under the matter's key, and return its unsaved row; Refused once erased."""
    try:
        digest = shelf.put(file.id, lambda into: seal_file(subject(matter), file.id.bytes, pieces, into, now))
    except Erased as erased:
        raise _refused(file.name, "不能再加入本件", str(erased)) from erased
    return Attachment(
        id=file.id, matter_id=matter, name=file.name, type=file.type, size=file.size, digest=digest,
        uploaded_by=uploaded_by, uploaded_at=now,
    )  # fmt: skip


def check(name: str, content: BinaryIO) -> Kind:
    """Return what kind of file it is by name and content; raise Refused where they differ, or it is too large."""
    ending = Path(name).suffix.lower()
    kind = KINDS.get(ending)
    if kind is None:
        raise _refused(name, "不能上传这种文件", f"可以上传：{TAKEN}。其他文件请转换后再传")
    size = content.seek(0, os.SEEK_END)
    if not size:
        raise _refused(name, "是空的", "请检查文件后重新选择")
    if size > kind.most:
        raise _refused(
            name, f"有 {size / MB:.1f} MB，{kind.name}最大 {kind.most // MB} MB", "请压缩或者拆分后再传"
        )  # fmt: skip
    content.seek(0)
    if not _is(ending, content):
        raise _refused(name, f"的内容不是{kind.name}，与文件名不符", "请用原来的软件重新保存为正确的格式后再传")
    return kind


def attested(event: Event, action: Action | None, matter: UUID, rows: Iterable[object] = ()) -> Event:
    """Return the event with the digest of every file that it names, so that the chain covers the files too.

    `rows` are files written with it. Refused for a file that is not there, or another matter's, or sent long ago.
    """
    names = _named(event, action)
    if not names:
        return event
    found = {row.id.hex: row for row in rows if isinstance(row, Attachment)}
    if missing := [UUID(name) for name in names if name not in found]:
        kept = Attachment.objects.unscoped("核对办理时所附的文件").filter(id__in=missing, matter_id=matter)
        # What no event named is swept some days later: a file on its way out must not be named at the last moment.
        found |= {row.id.hex: row for row in kept if event.recorded_at - row.uploaded_at < NAMED_WITHIN}
    if lost := names - found.keys():
        raise Refused("attachment", f"有 {len(lost)} 个文件不在本件中，或者上传已超过六天", "请重新上传后再办理")
    return replace(event, data={**event.data, DIGESTS: {name: found[name].digest for name in sorted(names)}})


def _named(event: Event, action: Action | None) -> set[str]:
    files = [event.data.get(field.id) or [] for field in action.fields if field.type == "file"] if action else []
    try:
        return {UUID(str(one)).hex for many in files for one in many}
    except ValueError:
        raise Refused("attachment", "文件编号有误", "请重新上传后再办理") from None


def opened(attachment: Attachment) -> Iterator[bytes]:
    """Return the content of a file piece by piece, the first already checked; FileNotFoundError, VaultError."""
    pieces = _pieces(attachment)
    return chain((next(pieces, b""),), pieces)


def _pieces(attachment: Attachment) -> Iterator[bytes]:
    assert attachment.matter_id is not None, "every file belongs to a matter"
    with shelf.path_of(attachment.id).open("rb") as sealed:
        yield from open_file(subject(attachment.matter_id), attachment.id.bytes, sealed)


def clean_name(name: str) -> str:
    """Return a file name without folders and control characters, its ending kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c for c in last if c.isprintable()).strip() or "未命名"
    stem, ending = os.path.splitext(plain)
    return stem[: LONGEST_NAME - len(ending)] + ending


def _refused(name: str, why: str, remedy: str) -> Refused:
    return Refused("attachment", f"文件“{name}”{why}", remedy)


def _is(ending: str, content: BinaryIO) -> bool:
    if ending == ".txt":
        return _is_text(content.read())
    if ending in _PARTS:
        return _is_office(_PARTS[ending], content)
    head = content.read(HEAD)
    return any(found in _MARKS[ending] for found in _found_by_content(head))


def _found_by_content(head: bytes) -> Iterator[str]:
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return
    # Only what the content says most surely: a weaker guess would let a page pass for a picture.
    best = max((one.confidence for one in found), default=0)
    yield from (one.extension for one in found if one.confidence == best)


def _is_text(data: bytes) -> bool:
    if b"\x00" in data or data.lstrip()[:1] == b"<":
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _is_office(part: str, content: BinaryIO) -> bool:
    try:
        with zipfile.ZipFile(io.BufferedReader(content) if isinstance(content, io.RawIOBase) else content) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    names = {one.filename for one in parts}
    if "[Content_Types].xml" not in names or part not in names:
        return False
    whole, small = sum(one.file_size for one in parts), sum(one.compress_size for one in parts) or 1
    return whole <= MOST_UNPACKED and whole / small <= MOST_RATIO and not any("vbaProject" in n for n in names)
