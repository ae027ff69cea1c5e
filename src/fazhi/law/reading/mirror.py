"""Clones of the mirror whthomas/china-laws: Markdown under markdown/<type>/, each with YAML before its text."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from fazhi.law.model import Level, Problem, Status
from fazhi.law.reading import plain, prose
from fazhi.law.reading.structure import Line
from fazhi.law.reading.word import Read

FOLDER = "markdown"
LEVELS = {
    "宪法": Level.CONSTITUTION, "监察法规": Level.SUPERVISORY, "行政法规": Level.ADMINISTRATIVE,
    "司法解释": Level.INTERPRETATION, "地方": Level.LOCAL, "自治条例": Level.LOCAL, "单行条例": Level.LOCAL,
    "经济特区": Level.LOCAL, "规章": Level.RULE, "法律": Level.LAW, "法": Level.LAW,
}  # fmt: skip
STATUSES = {
    "有效": Status.IN_FORCE, "现行有效": Status.IN_FORCE, "已修改": Status.AMENDED, "已被修改": Status.AMENDED,
    "已废止": Status.REPEALED, "失效": Status.REPEALED, "尚未生效": Status.PENDING,
}  # fmt: skip
_YEAR = re.compile(r"[（(]\d{4}年?[)）]$")


def texts(folder: Path) -> Iterator[Read]:
    """Yield every version in a clone, in the order of the files' names; what cannot be read is told as a problem."""
    for path in sorted((folder / FOLDER).rglob("*.md")):
        if path.name.lower() != "readme.md":
            yield _read(path, str(path.relative_to(folder)))


def _read(path: Path, name: str) -> Read:
    try:
        lines = plain.decoded(path).splitlines()
        front, rest = _parted(lines)
    except (OSError, ValueError, yaml.YAMLError) as error:
        return Problem(name, 1, f"文件头读不出：{' '.join(str(error).split())}")
    day, since = _day(front.get("publish")), _day(front.get("effective_date"))
    title = _YEAR.sub("", re.sub(r"\s+", "", str(front.get("title") or "")))
    if not title or day is None:
        return Problem(name, 1, "文件头里没有标题（title）" if not title else "文件头里没有公布日期（publish）")
    return prose.read(
        rest, name, title=title, day=day, level=_level(str(front.get("type") or path.parent.name)),
        since=since if since and since >= day else None,
        status=STATUSES.get(str(front.get("status") or ""), Status.UNKNOWN), issuer=str(front.get("office") or ""),
    )  # fmt: skip


def _parted(lines: list[str]) -> tuple[dict[str, Any], list[Line]]:
    """Return what stands between the two lines of dashes, and the numbered lines after it; ValueError without it."""
    if not lines or lines[0].strip("\ufeff ") != "---" or "---" not in lines[1:]:
        raise ValueError("开头没有用 --- 隔开的文件头")
    end = lines.index("---", 1)
    front = yaml.safe_load("\n".join(lines[1:end]))
    if not isinstance(front, dict):
        raise ValueError("文件头不是“名称: 值”的写法")
    return front, [(n, text) for n, text in enumerate(lines, 1) if n > end + 1]


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or "").strip()[:10])
    except ValueError:
        return None


def _level(kind: str) -> Level:
    return next((level for word, level in LEVELS.items() if word in kind), Level.NORMATIVE)
