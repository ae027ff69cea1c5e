"""A text as it is published: title, note in brackets, contents, body. Word files, mirrors, plain texts are such."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from fazhi.law.model import Level, Status, Text
from fazhi.law.numerals import NUMERAL
from fazhi.law.reading import head, places
from fazhi.law.reading.doubts import doubts
from fazhi.law.reading.structure import Line, body

_BLANK = " \t\u3000\xa0\ufeff\u200b#"
_BEGINS = re.compile(
    rf"目[\s\u3000]*[录次]$|[第笫][\s\u3000]*[{NUMERAL}]+[\s\u3000]*[编章条]"
    r"|[一二三四五六七八九十]+、|序[\s\u3000]*言$"
)
_NOTE_ENDS = re.compile(r"[）)]\s*$")
# 国务院令, 部令 stand in the note; a local regulation bears its place in its title.
_LEVELS = (
    (re.compile(r"^中华人民共和国宪法"), re.compile(""), Level.CONSTITUTION),
    (re.compile(r"^最高人民(?:法院|检察院)"), re.compile(""), Level.INTERPRETATION),
    (re.compile(""), re.compile(r"国家监察委员会"), Level.SUPERVISORY),
    (re.compile(""), re.compile(r"全国人民代表大会"), Level.LAW),
    (re.compile(""), re.compile(r"人民代表大会"), Level.LOCAL),
    (
        re.compile(""),
        re.compile(r"国务院(?:第[^）]{1,20})?(?:令|公布|发布|批准|常务会议)"),
        Level.ADMINISTRATIVE,
    ),
    (re.compile(r"^中华人民共和国[^》]*法$"), re.compile(""), Level.LAW),
    (re.compile(""), re.compile(r"令"), Level.RULE),
)


def parted(lines: Sequence[Line], known: str = "") -> tuple[str, list[Line], list[Line]]:
    """Return the title, the lines of the note in brackets, and the body; `known` is the title where it is told apart.

    A title may take several lines: it ends where the note, the contents or the body begin.
    """
    filled = [(n, text.strip(_BLANK)) for n, text in lines if text.strip(_BLANK)]
    title: list[str] = []
    place = 0
    while place < len(filled) and not _opens(filled[place][1]) and len(title) < 6 and _short(filled[place][1]):
        title.append(filled[place][1])
        place += 1
    end = _note_end(filled, place)
    named = re.sub(r"[\s\u3000]+", "", "".join(title))
    if known and not named.startswith(known[:4]):
        return known, filled[place:end], [*filled[:place], *filled[end:]]
    return named or known, filled[place:end], filled[end:]


def _opens(text: str) -> bool:
    return text[0] in "（(" or bool(_BEGINS.match(text))


def _short(text: str) -> bool:
    return len(text) <= 60 and not text.endswith(("。", "：", "；"))


def _note_end(filled: Sequence[Line], place: int) -> int:
    """The place after the note; the same place where the body begins without one."""
    if place >= len(filled) or filled[place][1][0] not in "（(":
        return place
    ends = (n + 1 for n in range(place, min(place + 30, len(filled))) if _NOTE_ENDS.search(filled[n][1]))
    return next(ends, place + 1)


def read(
    lines: Sequence[Line], file: str, *, title: str = "", day: date | None = None, level: Level | None = None,
    since: date | None = None, status: Status = Status.UNKNOWN, issuer: str = "",
) -> Text:  # fmt: skip
    """Return the version that published lines hold; what the source tells apart (title, day …) goes before the text."""
    named, notes, rest = parted(lines, title)
    found = body(rest, file)
    told = head.events(text.strip("（）()") for _, text in notes)
    day = day or head.version_day(told)
    note = "\n".join(text for _, text in notes)
    name = title or named or file
    at = level or level_of(name, f"{issuer}\n{note}")
    text = Text(
        name, at, places.place_of(name) if at in (Level.LOCAL, Level.RULE) else "", day,
        since or head.commencement(told, found.articles, day), None, status, issuer,
        head.document_number([line for _, line in notes] + found.before[:12]), note,
        tuple(found.divisions), tuple(found.articles), "\n".join(found.before), told, file, tuple(found.problems),
    )  # fmt: skip
    return replace(text, problems=text.problems + doubts(text, lines[-1][0] if lines else 1))


def level_of(title: str, note: str) -> Level:
    """Return the rank that title and note tell; 规范性文件 where they tell none."""
    return next(
        (level for named, noted, level in _LEVELS if named.search(title) and noted.search(note)), Level.NORMATIVE
    )
