"""Files that come with matters: type told by content, size held, kept outside the web root under their digest."""

import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final
from uuid import UUID

import puremagic
from django.conf import settings

from fazhi.ids import new_id
from fazhi.matters.models import Attachment
from fazhi.procedure import Refused

MB: Final = 1024 * 1024
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


def keep(name: str, content: BinaryIO, uploaded_by: str, now: datetime, matter: UUID | None = None) -> Attachment:
    """Check a file, keep its bytes, and return its unsaved row; raise Refused where it may not be taken."""
    name = clean_name(name)
    kind = check(name, content)
    content.seek(0)
    digest, size = _kept(content)
    return Attachment(
        id=new_id(), matter_id=matter, name=name, type=kind.type, size=size, digest=digest,
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


def open_file(attachment: Attachment) -> BinaryIO:
    """Return the bytes of a file for reading; FileNotFoundError where they are gone."""
    return path_of(attachment.digest).open("rb")


def path_of(digest: str) -> Path:
    """Return where the bytes with this digest lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


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


def _kept(content: BinaryIO) -> tuple[str, int]:
    """Write the bytes beside their place and move them there whole, so that no half file ever has a digest's name."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=root, prefix=".coming-", delete=False) as coming:
        while chunk := content.read(MB):
            digest.update(chunk)
            size += len(chunk)
            coming.write(chunk)
        coming.flush()
        os.fsync(coming.fileno())
    place = path_of(digest.hexdigest())
    place.parent.mkdir(exist_ok=True, mode=0o700)
    os.chmod(coming.name, 0o600)
    os.replace(coming.name, place)
    return digest.hexdigest(), size
