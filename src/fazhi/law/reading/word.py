"""Word files (.docx) as the national database of laws publishes them: one file, or all in and below a folder."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from fazhi.law.model import Level, Problem, Text
from fazhi.law.reading import docx, prose

_DAY = re.compile(r"[_（(\-]?(\d{4})[-年]?(\d{2})[-月]?(\d{2})日?[)）]?$")
Read = Text | Problem


def texts(path: Path, level: Level | None = None) -> Iterator[Read]:
    """Yield the version in each file, or the problem where one cannot be read; the rest is read all the same."""
    files = [path] if path.is_file() else sorted(path.rglob("*.docx"))
    for one in files:
        if not one.name.startswith("~$"):  # what Word leaves while a file is open
            yield _read(one, str(one.relative_to(path)) if path.is_dir() else one.name, level)


def _read(path: Path, name: str, level: Level | None) -> Read:
    try:
        lines = list(enumerate(docx.lines(path), 1))
    except (OSError, docx.Unreadable) as error:
        return Problem(name, 1, str(error))
    text = prose.read(lines, name, day=day_in(path.stem), level=level)
    if text.version is None:
        return replace(text, problems=(*text.problems, Problem(name, 1, "看不出版本日期")))
    return text


def day_in(stem: str) -> date | None:
    """Return the day at the end of a file's name (样例法_20230901, 样例法（2023-09-01）); None where there is none."""
    found = _DAY.search(stem)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
