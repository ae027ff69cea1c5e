"""Folders of Markdown as the LawRefBook collection lays them out: a level a folder, a version a file."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from fazhi.law.model import Level, Problem, Status, Text
from fazhi.law.reading import flags, head, places
from fazhi.law.reading.closing import decision_on
from fazhi.law.reading.doubts import doubts
from fazhi.law.reading.structure import Line, body

NOT_LAWS = frozenset({"案例"})
NOT_TEXTS = frozenset({"_index.md", "README.md", "SOURCE.md", "法律法规模版.md"})
END_OF_HEAD = "INFO END"
CODE_FOLDER = "民法典"  # one law in eight files
CODE_PARTS = {
    "总则": "第一编 总则", "物权编": "第二编 物权", "合同编": "第三编 合同", "人格权编": "第四编 人格权",
    "婚姻家庭编": "第五编 婚姻家庭", "继承编": "第六编 继承", "侵权责任编": "第七编 侵权责任", "附则": "附则",
}  # fmt: skip
LEVELS = {
    "宪法": Level.CONSTITUTION, "行政法规": Level.ADMINISTRATIVE, "司法解释": Level.INTERPRETATION,
    "部门规章": Level.RULE, "其他": Level.NORMATIVE, "DLC": Level.LOCAL,
}  # fmt: skip
_DATED = re.compile(r"[（(](\d{4})-(\d\d)-(\d\d)[)）]$")


def texts(folder: Path) -> Iterator[Text]:
    """Yield every version in `folder`, in the order of the files' names; what cannot be read is told as a problem."""
    told = flags.read(folder)
    problems = told.problems
    for paths in _files(folder):
        text = told.told(_read(folder, paths))
        if text.version is None:
            problems = (*problems, Problem(text.file, 1, "看不出版本日期"))
        yield replace(text, problems=text.problems + problems)
        problems = ()


def _files(folder: Path) -> Iterator[list[Path]]:
    for path in sorted(folder.rglob("*.md")):
        parts = path.relative_to(folder).parts
        if not (NOT_LAWS & set(parts) or path.name in NOT_TEXTS or path.parent.name == CODE_FOLDER):
            yield [path]
    for code in sorted(one for one in folder.rglob(CODE_FOLDER) if one.is_dir()):
        if files := [path for part in CODE_PARTS if (path := code / f"{part}.md").is_file()]:
            yield files


def _read(folder: Path, paths: list[Path]) -> Text:
    inside = paths[0].relative_to(folder)
    lines, wrong = _lines(paths, folder)
    title, notes, rest = _parted(lines)
    found = body(rest, str(inside))
    told = head.events(text for _, text in notes)
    day = _day_in(paths[0].stem) or head.version_day(told)
    problems = [*wrong, *found.problems]
    if not title:
        problems.append(Problem(str(inside), 1, "没有标题"))
    title = title or paths[0].stem
    if not found.articles and (decided := decision_on(title, found.before)):
        problems.append(Problem(str(inside), 1, f"名为《{title}》而是修改它的决定，按“{decided}”收入"))
        title = decided
    text = Text(
        title, _level(inside.parts), _place(inside.parts, title), day,
        head.commencement(told, found.articles, day), None, Status.UNKNOWN, "",
        head.document_number([text for _, text in notes] + found.before[:12]), "\n".join(text for _, text in notes),
        tuple(found.divisions), tuple(found.articles), "\n".join(found.before), told, str(inside),
    )  # fmt: skip
    return replace(text, problems=(*problems, *doubts(text, lines[-1][0] if lines else 1)))


def _lines(paths: list[Path], folder: Path) -> tuple[list[Line], list[Problem]]:
    """Return the lines of the files one after the other, each under the heading of its part where there are several."""
    lines: list[Line] = []
    problems: list[Problem] = []
    for place, path in enumerate(paths):
        raw = path.read_bytes()
        text = raw.decode("utf-8", errors="replace")
        if "\ufffd" in text and b"\xef\xbf\xbd" not in raw:
            problems.append(Problem(str(path.relative_to(folder)), 1, "不是 UTF-8 文本，部分文字无法读出"))
        own = list(enumerate(text.splitlines(), 1))
        if heading := CODE_PARTS.get(path.stem) if len(paths) > 1 else None:
            end = _end_of_head(own) + 1
            own = [*(own[:end] if place == 0 else []), (end, heading), *own[end:]]
        lines += own
    return lines, problems


def _end_of_head(lines: list[Line]) -> int:
    return next((n for n, (_, text) in enumerate(lines) if END_OF_HEAD in text), -1)


def _parted(lines: list[Line]) -> tuple[str, list[Line], list[Line]]:
    """Return the title, the notes about adoption, and the body."""
    end = _end_of_head(lines)
    top = [(n, text.strip()) for n, text in lines[: max(end, 0)]]
    title = next((text.lstrip("# ").strip() for _, text in (top or lines) if text.startswith("# ")), "")
    notes = [(n, text) for n, text in top if text and not text.startswith("#")]
    return title, notes, lines[end + 1 :]


def _day_in(stem: str) -> date | None:
    found = _DATED.search(stem)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _level(parts: tuple[str, ...]) -> Level:
    return next((LEVELS[part] for part in parts[:-1] if part in LEVELS), Level.LAW)


def _place(parts: tuple[str, ...], title: str) -> str:
    return places.place_of(title, next(filter(None, map(places.province_of, parts)), "")) if "DLC" in parts else ""
