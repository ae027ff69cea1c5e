"""Rows of a file, each with its number and its untouched content, whatever the format."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

FORMATS = (".csv", ".xlsx", ".jsonl")
LONGEST_FIELD = 16 * 1024 * 1024  # characters: a field is judged by the intake, not cut off by the reader


class UnreadableFile(Exception):
    """文件不能读取。"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (from 1), its values by column, and why it could not be read, if so."""

    number: int
    values: Mapping[str, Any]
    raw: str = ""  # what stood there, where it could not be taken apart
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file with its columns."""

    path: Path
    columns: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """Yield every row once, in order; a row that cannot be read comes with its problem."""
        return _READERS[self.path.suffix.lower()](self.path)


def open_source(path: Path) -> Source:
    """Return a file ready to read; raise UnreadableFile with what is wrong and what to do."""
    if not path.is_file():
        raise UnreadableFile(f"没有文件“{path}”。请核对路径。")
    if path.suffix.lower() not in FORMATS:
        raise UnreadableFile(f"“{path.name}”的格式不认识。可以导入：{'、'.join(FORMATS)}。")
    first = next((row for row in Source(path, ()).rows() if not row.problem), None)
    if first is None:
        raise UnreadableFile(f"“{path.name}”里没有可以读取的行。请核对文件内容。")
    return Source(path, tuple(first.values))


def _csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_FIELD)
    with path.open(encoding=_encoding(path), newline="", errors="surrogateescape") as file:
        reader = csv.reader(file)
        header = [name.strip() for name in next(reader, [])]
        for number, cells in enumerate(_cells(reader), 1):
            if isinstance(cells, str):
                yield Row(number, {}, problem=cells)
            elif cells:
                yield _row(number, header, cells)


def _cells(reader: Any) -> Iterator[list[str] | str]:
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"这一行不能按 CSV 读取（{error}），请检查引号和换行"
            continue
        if cells:
            yield cells


def _row(number: int, header: list[str], cells: list[str]) -> Row:
    raw = _as_csv(cells)
    if len(cells) > len(header):
        return Row(number, {}, raw, f"有 {len(cells)} 列，表头只有 {len(header)} 列")
    if any("\udc80" <= c <= "\udcff" for c in raw):
        return Row(number, {}, raw.encode("utf-8", "replace").decode(), "有不能识别的文字编码，请另存为 UTF-8 后再导入")
    return Row(number, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True)), raw)


def _as_csv(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(1 << 20)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            head[: head.rfind(b"\n") + 1 or len(head)].decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "utf-8-sig"


def _xlsx(path: Path) -> Iterator[Row]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, OSError, KeyError, ValueError) as error:
        raise UnreadableFile(f"“{path.name}”不是可以读取的 Excel 文件（{error}）。请另存为 .xlsx 或者 .csv。") from None
    rows = book.worksheets[0].iter_rows(values_only=True)
    header = [str(cell or "").strip() for cell in next(rows, ())]
    for number, cells in enumerate(rows, 1):
        if any(cell is not None for cell in cells):
            values = dict(zip(header, cells, strict=False))
            yield Row(number, values, _as_csv(["" if c is None else str(c) for c in cells]))


def _jsonl(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        number = 0
        for line in file:
            text = line.decode("utf-8", "replace").strip("\ufeff\r\n ")
            if not text:
                continue
            number += 1
            yield _json_row(number, text)


def _json_row(number: int, text: str) -> Row:
    try:
        found = json.loads(text)
    except ValueError:
        return Row(number, {}, text, "这一行不是完整的 JSON")
    if not isinstance(found, dict):
        return Row(number, {}, text, "这一行不是键值表")
    return Row(number, found, text)


_READERS = {".csv": _csv, ".xlsx": _xlsx, ".jsonl": _jsonl}
