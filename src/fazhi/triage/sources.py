"""Reading labelled messages from CSV files."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from fazhi.triage.errors import TriageError
from fazhi.triage.examples import Example, compose
from fazhi.triage.reading import codes_of

LONGEST_FIELD: Final = 4_000_000
"""Characters of one field; a longer one is no message."""


def read_examples(paths: Iterable[Path]) -> list[Example]:
    """Read every row with a category from CSV files with columns title,text,category or segmented_text,category.

    Rows without a category, and rows without a word in them, are left out. Raises TriageError with file and remedy.
    """
    return [example for path in paths for example in _read(path)]


def _read(path: Path) -> Iterator[Example]:
    before = csv.field_size_limit(LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            _check_columns(path, rows.fieldnames or ())
            for row in rows:
                text = compose(row["title"] or "", row["text"] or "") if "text" in row else row["segmented_text"] or ""
                label = (row["category"] or "").strip()
                if label and codes_of(text).size:
                    yield Example(text, label)
    except OSError as error:
        raise TriageError(f"读不到样本文件 {path}：{error.strerror}。请检查路径和读取权限。") from error
    except UnicodeDecodeError as error:
        raise TriageError(f"样本文件 {path} 不是 UTF-8 编码。请另存为 UTF-8 后再试。") from error
    except csv.Error as error:
        raise TriageError(f"样本文件 {path} 不是合格的 CSV：{error}。请检查引号和换行。") from error
    finally:
        csv.field_size_limit(before)


def _check_columns(path: Path, columns: Iterable[str]) -> None:
    found = set(columns)
    if not ({"title", "text", "category"} <= found or {"segmented_text", "category"} <= found):
        raise TriageError(
            f"样本文件 {path} 的表头是“{'、'.join(columns)}”，缺少所需的列。"
            "请给出 title,text,category 或 segmented_text,category。"
        )
