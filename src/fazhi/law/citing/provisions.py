"""Provisions as a text numbers them: 第三条、第五条至第八条, 第一款第（一）、（三）项, 第二、三款, 第三章第一节.

Read from a given place on, never searched for. Every repetition has an upper bound, so that no text costs more than its
length.
"""

import re
from typing import NamedTuple

from fazhi.law.model import DivisionKind, Number
from fazhi.law.numerals import NUMERAL, to_int


class Part(NamedTuple):
    """One provision of a list: where it stands in the text, and its numbers (0 for what is not named).

    A range (第一款至第三款) has the numbers of its first, and its last in one of the three that begin with `through`.
    """

    start: int
    end: int
    article: Number | None = None
    through: Number | None = None
    paragraph: int = 0
    item: int = 0
    point: int = 0
    division: tuple[DivisionKind, int] | None = None
    through_paragraph: int = 0
    through_item: int = 0

    @property
    def told(self) -> int:
        """How many of its numbers are named."""
        return sum(map(bool, self[2:8]))

    def reaching(self, end: int, level: int, number: Number) -> "Part":
        """Return the range from this one to the one of that number on the same level, which ends at `end`."""
        if level == _ARTICLE:
            return self._replace(end=end, through=number)
        if level == _PARAGRAPH:
            return self._replace(end=end, through=None, through_paragraph=number.main)
        return self._replace(end=end, through=None, through_item=number.main if level == _ITEM else 0)


_UNITS = ("编", "分编", "章", "节", "条", "款", "项", "目")
_LEVEL = {unit: level for level, unit in enumerate(_UNITS)}
_ARTICLE, _PARAGRAPH, _ITEM, _POINT = (_LEVEL[unit] for unit in "条款项目")
_S = r"[ \t\u3000\u200b]{0,2}\n?"
_NUM = rf"[{NUMERAL}](?:[ \u3000]?[{NUMERAL}]){{0,8}}+"
_SEPARATOR = r"(?:[、，,]|和|及|与|或者|或|以及|至|到|[-—－~～]{1,2})"
_MEMBER = rf"(?:{_S}{_SEPARATOR}{_S}[第笫]?{_S}[（(]?{_NUM}[）)]?|{_S}[（(]{_NUM}[）)])"
_GROUP = re.compile(
    rf"(?P<mark>[第笫]?{_S})(?P<open>[（(]?){_S}(?P<first>{_NUM}){_S}[）)]?(?P<rest>(?:{_MEMBER}){{0,30}}){_S}"
    r"(?P<unit>条(?![约例款码纹幅])|款(?![项式型车])|项(?!目|链)|目(?![标录前的])|分编|编(?![号制辑码])|章(?!程)|节(?![日课约目]))"
    rf"(?:{_S}之{_S}(?P<sub>[一二三四五六七八九十]{{1,3}})(?![般致样切定律同时次些旦种方]))?"
)
_SIMPLE = re.compile(
    rf"第(?P<article>[{NUMERAL}]{{1,9}}+)条(?![约例款码纹幅])(?:第(?P<paragraph>[{NUMERAL}]{{1,4}}+)款)?"
    rf"(?:第[（(]?(?P<item>[{NUMERAL}]{{1,4}}+)[）)]?项(?![目链]))?"
    rf"(?!(?:[的之]|中的?)?[ \t\u3000\u200b\n]{{0,8}}[第笫（({NUMERAL}])"
    r"(?![ \t\u3000\u200b]{0,8}[、，,和及与或至到以\-—－~～])"
)
_NEXT = re.compile(
    rf"{_S}(?P<how>[、，,]{_S}(?:以及|或者|和|与|及|或|并)?|以及|或者|和|与|及|或|至|到|[-—－~～]{{1,2}}){_S}(?=[第笫（({NUMERAL}])"
)
_WITHIN = re.compile(rf"{_S}(?:的|中的?|之)?{_S}(?=[第笫（({NUMERAL}])")
_MEMBERS = re.compile(rf"(?P<how>至|到|[-—－~～])?{_S}(?P<begin>[第笫]?{_S}[（(]?)(?P<number>{_NUM})[）)]?")
_RANGES = frozenset("至到-—－~～")


def read(text: str, start: int, *, after: bool = False) -> list[Part]:
    """Return the provisions of the list that begins with 第 at `start`, in their order; none where none begins.

    `after`: 第 may be missing before a bracket, as it is in 前款（一）、（二）项.
    """
    if simple := _SIMPLE.match(text, start):  # most of them, and ten times as fast
        return _simple(simple)
    parts: list[Part] = []
    place, level, how = start, -1, ""
    while group := _GROUP.match(text, place):
        here = _LEVEL[group["unit"]]
        if not _fits(group, parts, level, here, how, after):
            break
        added = _added(group, parts[-1] if parts else None, here, how)
        if not added:
            break
        if parts and (not how or added[0].start == parts[-1].start):
            parts.pop()
        parts += added
        place, level = group.end(), here
        joined = _WITHIN.match(text, place) or None
        following = _GROUP.match(text, joined.end()) if joined else None
        if joined and following and _LEVEL[following["unit"]] > here:
            place, how = joined.end(), ""
        elif joint := _NEXT.match(text, place):
            place, how = joint.end(), joint["how"]
        else:
            break
    return parts


def _simple(found: re.Match[str]) -> list[Part]:
    article, paragraph, item = found.groups()
    number = to_int(article)
    if not number:
        return []
    numbers = to_int(paragraph) or 0 if paragraph else 0, to_int(item) or 0 if item else 0
    return [Part(found.start(), found.end(), Number(number), None, *numbers)]


def _fits(group: re.Match[str], parts: list[Part], level: int, here: int, how: str, after: bool) -> bool:
    if not parts:
        return bool(group["mark"] or (after and group["open"]))
    if how:
        return bool(group["mark"] or (group["open"] and here >= _ITEM) or here == level)
    return here > level and bool(group["mark"] or group["open"] or here == _PARAGRAPH)


def _added(group: re.Match[str], last: Part | None, here: int, how: str) -> list[Part]:
    number = to_int(group["first"])
    if not number:
        return []
    sub = (to_int(group["sub"]) or 0) if group["sub"] and here == _ARTICLE else 0
    end = group.end() if group["sub"] is None or here == _ARTICLE else group.end("unit")
    only = not group["rest"]
    if last and how and how[0] in _RANGES and only and _deepest(last) == here:
        return [last.reaching(end, here, Number(number, sub))]
    begin = last.start if last and not how else group.start()
    parts = [_member(last, here, number, sub if only else 0, begin, end if only else group.start("rest"))]
    return parts if only else _rest(group, parts, here, sub, end)


def _deepest(part: Part) -> int:
    if part.point or part.item:
        return _POINT if part.point else _ITEM
    return _PARAGRAPH if part.paragraph else _ARTICLE if part.article else -1


def _rest(group: re.Match[str], parts: list[Part], here: int, sub: int, end: int) -> list[Part]:
    offset = group.start("rest")
    found = list(_MEMBERS.finditer(group["rest"]))
    for index, member in enumerate(found):
        number = to_int(member["number"])
        if not number:
            continue
        final = index == len(found) - 1
        stop = end if final else offset + member.end()
        if member["how"]:
            parts[-1] = parts[-1].reaching(stop, here, Number(number, sub if final else 0))
        else:
            begin = offset + member.start("begin")
            parts.append(_member(parts[-1], here, number, sub if final else 0, begin, stop))
    return parts


def _member(above: Part | None, here: int, number: int, sub: int, begin: int, end: int) -> Part:
    """Return a member of a list on the level `here`; it has of the one before all that stands above its own level."""
    if here < _ARTICLE:
        return Part(begin, end, division=(DivisionKind(_UNITS[here]), number))
    if here == _ARTICLE:
        return Part(begin, end, Number(number, sub))
    article, paragraph, item = (above.article, above.paragraph, above.item) if above else (None, 0, 0)
    if here == _PARAGRAPH:
        return Part(begin, end, article, None, number)
    if here == _ITEM:
        return Part(begin, end, article, None, paragraph, number)
    return Part(begin, end, article, None, paragraph, item, number)
