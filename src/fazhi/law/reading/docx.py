"""The paragraphs of a Word file (.docx): a ZIP with one XML inside, read with nothing but the standard library."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree  # the document type is refused below, so no entity can be declared

LARGEST = 128 * 1024 * 1024  # bytes of XML; the longest law has not one
_INSIDE = "word/document.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Unreadable(ValueError):
    """The file cannot be read; the message, without its name, says why and what to do."""


class _Plain(ElementTree.TreeBuilder):
    """Builds no tree that has a document type, however it is encoded and wherever it stands."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        """Refuse it before an entity can be declared."""
        raise Unreadable("文件里有文档类型声明，正常的 .docx 文件没有，因此没有读。请用 Word 另存为 .docx 再试。")


def lines(path: Path) -> list[str]:
    """Return every paragraph in order, a table's row as one with tabs between its cells; Unreadable, OSError."""
    body = _part(path, _INSIDE)
    inside = body.find(f"{_W}body") if body is not None else None
    return [line for block in (inside if inside is not None else ()) for line in _block(block)]


def notes(path: Path) -> list[str]:
    """Return the text of the footnotes and endnotes, one a line; Unreadable, OSError."""
    found = [part for name in _NOTES if (part := _part(path, name, needed=False)) is not None]
    said = [_said(note).strip() for part in found for note in part]
    return [line for line in said if line]


def _part(path: Path, name: str, *, needed: bool = True) -> ElementTree.Element | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if not needed and name not in archive.namelist():
                return None
            if archive.getinfo(name).file_size > LARGEST:
                raise Unreadable(f"正文太大（超过 {LARGEST >> 20} MB）。请拆成几个文件。")
            xml = archive.read(name)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable(f"不是完好的 .docx 文件（{error}）。请用 Word 打开后另存为 .docx 再试。") from None
    try:
        return ElementTree.fromstring(xml, ElementTree.XMLParser(target=_Plain()))  # noqa: S314
    except ElementTree.ParseError as error:
        raise Unreadable(f"文件已损坏（{error}）。请用 Word 打开后另存为 .docx 再试。") from None


def _block(block: ElementTree.Element) -> list[str]:
    if block.tag == f"{_W}tbl":
        rows = block.iter(f"{_W}tr")
        return ["\t".join(_said(cell) for cell in row.iter(f"{_W}tc")) for row in rows]
    inside = [block] if block.tag == f"{_W}p" else list(block.iter(f"{_W}p"))
    return [line for one in inside for line in _said(one).split("\n")]


def _said(block: ElementTree.Element) -> str:
    said = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n"}
    return "".join((one.text or "") if one.tag == f"{_W}t" else said.get(one.tag, "") for one in block.iter())
