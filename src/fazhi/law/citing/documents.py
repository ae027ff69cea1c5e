"""Documents whose citations are checked: .txt, .md, .docx and .pdf to text. What cannot be read is said, not raised."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader

from fazhi.law.reading import docx
from fazhi.law.reading.docx import Unreadable

LIMIT = 200 * 1024 * 1024
"""Bytes of one file that is read: a text of 50 MB is, an archive is not."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # what encrypted Word files and those of old begin with
_FULL = 0.6  # a line of a page this long, of its longest, goes on in the next
_ENDED = re.compile(r"[。！？；：”』」）)]$")


@dataclass(frozen=True, slots=True)
class Document:
    """A file's text; `problems` are Chinese sentences on what could not be read, with the file's name and a remedy."""

    name: str
    text: str
    problems: tuple[str, ...] = ()


def read(path: Path) -> Document:
    """Return the text of a document by the ending of its name; an empty text with the reason where it has none."""
    name = str(path)
    reader = _READERS.get(path.suffix.lower())
    try:
        if not path.is_file():
            raise Unreadable("没有这个文件，或者它是文件夹。请核对路径。")
        if reader is None:
            raise Unreadable(_other(path.suffix.lower()))
        if path.stat().st_size > LIMIT:
            raise Unreadable(f"文件超过 {LIMIT // 1024 // 1024} MB。请分成几个文件。")
        text, problems = reader(path)
    except Unreadable as why:
        return Document(name, "", (f"{name}：{why}",))
    except OSError as error:
        return Document(name, "", (f"{name}：打不开（{error.strerror or error}）。请核对文件和权限。",))
    return Document(name, text.replace("\r\n", "\n").replace("\r", "\n"), tuple(f"{name}：{one}" for one in problems))


def _other(ending: str) -> str:
    if ending in (".doc", ".wps", ".rtf"):
        return f"不能读 {ending} 文件。请用 Word 或者 WPS 另存为 .docx。"
    return f"不能读{f' {ending} ' if ending else '没有扩展名的'}文件。能读的是 .txt、.md、.docx、.pdf。"


def _plain(path: Path) -> tuple[str, list[str]]:
    raw = path.read_bytes()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _lenient(raw, "utf-16")
    if b"\0" in raw[:4096]:
        raise Unreadable("这不是文本文件。请核对文件，或者另存为 .txt、.docx。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding), []
        except UnicodeDecodeError:
            continue
    return _lenient(raw, "utf-8-sig")


def _lenient(raw: bytes, encoding: str) -> tuple[str, list[str]]:
    """Read what can be read where a few bytes fit no encoding: a text cut off inside a character, for one."""
    text = raw.decode(encoding, "replace")
    bad = text.count("\ufffd")
    if bad * 100 > len(text):
        raise Unreadable("文字编码认不出来。请另存为 UTF-8 的文本。")
    return text, [f"{bad} 处字符不能识别，已经略过，其余照常核对。请另存为 UTF-8 的文本。"] if bad else []


def _word(path: Path) -> tuple[str, list[str]]:
    with path.open("rb") as file:
        if file.read(8) == _OLE:
            raise Unreadable("这是加密的 Word 文件或者旧版 .doc。请用 Word 打开，去掉密码，另存为 .docx。")
    lines, problems = docx.lines(path), []
    try:
        lines += docx.notes(path)
    except Unreadable as why:
        problems.append(f"脚注没有读，正文照常核对：{why}")
    text = "\n".join(lines)
    if not text.strip():
        problems.append("文件里没有文字，可能是扫描的图片。请先做文字识别。")
    return text, problems


def _pdf(path: Path) -> tuple[str, list[str]]:
    try:
        reader = PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("这份 PDF 有密码。请去掉密码后再试。")
        pages = len(reader.pages)
    except Unreadable:
        raise
    except Exception as error:  # a damaged file breaks the reader in many ways
        raise Unreadable(f"文件已损坏（{error}）。请重新取得或者另存这个文件。") from None
    texts, failed = [], []
    for number in range(pages):
        try:
            texts.append("\n".join(joined(reader.pages[number].extract_text().split("\n"))))
        except Exception:  # one bad page is told; the others are read
            failed.append(number + 1)
    return _paged(texts, failed)


def _paged(texts: list[str], failed: list[int]) -> tuple[str, list[str]]:
    problems = [f"第 {'、'.join(map(str, failed))} 页读不出来，其余各页照常核对。请另存这个文件。"] if failed else []
    text = "\n".join(texts)
    if not text.strip() and not failed:
        raise Unreadable("这份 PDF 没有文字，可能是扫描件。请先做文字识别，再来核对。")
    return text, problems


def joined(lines: Iterable[str]) -> Iterator[str]:
    """Yield the paragraphs of a page whose lines were broken to its width: a citation may be cut by a line's end."""
    kept = [line.strip() for line in lines]
    width = max(map(len, kept), default=0)
    paragraph = ""
    for line in kept:
        if paragraph and not line:
            yield paragraph
            paragraph = ""
        paragraph += line
        if len(line) < _FULL * width or _ENDED.search(line):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


_READERS: dict[str, Callable[[Path], tuple[str, list[str]]]] = {
    ".txt": _plain, ".md": _plain, ".markdown": _plain, ".docx": _word, ".pdf": _pdf,
}  # fmt: skip
