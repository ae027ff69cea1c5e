"""A text's own labels: 第十条 at the head of a line of a statute is no citation."""

import re

from fazhi.law.model import Number
from fazhi.law.numerals import NUMERAL, to_int

_S = "[ \t\u3000]{0,2}"
_NUM = rf"[{NUMERAL}](?:[ \u3000]?[{NUMERAL}]){{0,8}}"
_LABEL = re.compile(
    rf"[第笫]{_S}(?P<number>{_NUM}){_S}(?:(?P<article>条)|章|节|编|分编)"
    r"(?:之(?P<sub>[一二三四五六七八九十]{1,3})(?![般致样切定律同时次些旦]))?(?P<gap>[ \t\u3000\u200b\xa0*【]|\n|$)?"
)
PLAIN = (  # an article's label at the head of a line, after its 第: most of them
    rf"(?P<number>[{NUMERAL}]{{1,9}}+)(?P<article>条)(?:之(?P<sub>[一二三四五六七八九十]{{1,3}}))?"
    r"[ \t\u3000\u200b\xa0*【\n]"
)
_GOES_ON = re.compile(r"第|[、，,和至与或及中所之的（(]|规定|以及|修改为|增加|改为|、|罪|款|修正|删")
_INDENT = " \t\u3000\u200b#*>-"
_BEFORE = frozenset('\n。”；“"' + _INDENT)

Label = re.Match[str]


def read(text: str, start: int) -> Label | None:
    """Return the label at `start`; None where 第 begins a citation, or words that are neither."""
    before = text[start - 1] if start else "\n"
    if before not in _BEFORE or (found := _LABEL.match(text, start)) is None:
        return None
    if before == "\n" or _heads(text, start):
        return found if found["gap"] or not _GOES_ON.match(text, found.end()) else None
    quoted = before in '“"'  # the new wording that an amendment gives
    return found if found["gap"] and (quoted or _after_sentence(text, start)) else None


def own(label: Label, text: str) -> Number | None:
    """Return the number of the text's own article that a label begins; None for a chapter, or in a quotation."""
    if not label["article"] or text[max(0, label.start() - 1) : label.start()] in ("“", '"'):
        return None
    return Number(to_int(label["number"]) or 0, to_int(label["sub"] or "") or 0)


def _heads(text: str, start: int) -> bool:
    line = text.rfind("\n", max(0, start - 12), start) + 1
    return (line > 0 or start <= 12) and not text[line:start].strip(_INDENT)


def _after_sentence(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].rstrip(_INDENT)[-1:] in ("。", "”", "；")
