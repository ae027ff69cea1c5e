"""The body of an instrument, line by line, to divisions and articles; what does not fit is told with its line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from fazhi.law.model import Article, Division, DivisionKind, Number, Problem
from fazhi.law.numerals import NUMERAL, article_label, to_int

Line = tuple[int, str]  # number in the file (1 is the first), text

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))
_SPACE = r"[ \t\u3000\xa0]"
_HEADING = re.compile(rf"(?:#+{_SPACE}*)?第{_SPACE}*([{NUMERAL}]+){_SPACE}*(编|分编|章|节){_SPACE}*(.{{0,40}})$")
_DIGIT = rf"[{NUMERAL}－—―]"  # a dash is a 一 that was read wrongly
_LABEL = (
    rf"[第笫]{_SPACE}*({_DIGIT}(?:{_SPACE}*{_DIGIT})*){_SPACE}*条(?:{_SPACE}*之{_SPACE}*([一二三四五六七八九十]+))?"
)
_NOT_CITED = r"(?![第款项规所的和至及或、，以中])"
_ARTICLE = re.compile(rf"(?:\*\*)?{_LABEL}(?:\*\*)?({_SPACE}+|$|{_NOT_CITED})")
_INSIDE = re.compile(rf"(?<=[。；：”]){_SPACE}*(?={_LABEL}{_SPACE})")
_GLUED = re.compile(
    rf"(?<=[。；：”]){_SPACE}*(第[{NUMERAL}]+章[^第。，；]{{1,20}})?(?={_LABEL}{_NOT_CITED}[^\s{NUMERAL}])"
)
_LAST = re.compile(rf"(?:#+{_SPACE}*)?附{_SPACE}*则$")  # the closing part without a number, as 民法典 has it
_CONTENTS = re.compile(rf"(?:#+{_SPACE}*)?目{_SPACE}*[录次]$")
_ANNEX = re.compile(rf"(?:#+{_SPACE}*)?附(?:件|录|表|图)?{_SPACE}*[{NUMERAL}]*{_SPACE}*(?:[:：]|$|{_SPACE})")
_SENTENCE_MARKS = re.compile(r"[。；，：、]")
_ORDER = list(DivisionKind)


@dataclass(slots=True)
class Body:
    """What the lines of a body came to."""

    divisions: list[Division] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    before: list[str] = field(default_factory=list)  # lines outside articles: preamble, annexes, or all of a reply
    problems: list[Problem] = field(default_factory=list)


def body(lines: Iterable[Line], file: str = "") -> Body:
    """Return the divisions and articles of `lines`; jumps, repeats and misplaced headings are listed as problems."""
    reader = _Reader(file)
    for number, text in lines:
        for piece in _pieces(text.translate(_INVISIBLE).strip(" \t\u3000\xa0")):
            reader.line(number, piece)
    return reader.finish()


def _pieces(text: str) -> Iterator[str]:
    """Yield a line, or its parts where several articles stand on it."""
    if not _ARTICLE.match(text):
        yield text
        return
    last = 0
    for found in _INSIDE.finditer(text):
        yield text[last : found.start()].strip()
        last = found.end()
    yield text[last:]


class _Reader:
    """Where the reading stands: the open divisions, the article being read."""

    def __init__(self, file: str) -> None:
        self._file, self._body = file, Body()
        self._open: dict[DivisionKind, int] = {}
        self._number: Number | None = None
        self._text: list[str] = []
        self._division = -1
        self._seen: set[Number] = set()
        self._annexed = self._headed = False

    def line(self, line: int, text: str) -> None:
        """Read one line, or its parts where the next article begins within it without a space."""
        while glued := self._next_inside(text):
            self._take(line, text[: glued.start()].strip())
            if glued[1]:
                self._take(line, glued[1])
            text = text[glued.end() :]
        self._take(line, text)

    def _next_inside(self, text: str) -> re.Match[str] | None:
        label = _ARTICLE.match(text)
        now = _number(label) if label else self._number
        if now is None:
            return None
        return next((one for one in _GLUED.finditer(text) if _follows(_number_in(one[2], one[3]), now)), None)

    def _take(self, line: int, text: str) -> None:
        if not text.strip("#") or _CONTENTS.match(text):
            return
        if (heading := _HEADING.match(text)) and self._heading(heading):
            return
        if _LAST.match(text):
            self._divide(DivisionKind.PART, 0, "附则")
            return
        label = _ARTICLE.match(text)
        if label and self._begins(label):
            self._close()
            self._start(line, _number(label), text[label.end() :])
        else:
            self._words(text)

    def _words(self, text: str) -> None:
        """Take a line that begins nothing: an article's, a heading's second, an annex's, or the preamble's."""
        if self._number is not None and _ANNEX.match(text):
            self._close()
            self._annexed = True
        if self._number is not None:
            self._text.append(text)
        elif self._headed and len(text) <= 30 and not _SENTENCE_MARKS.search(text):
            last = self._body.divisions[-1]
            self._body.divisions[-1] = replace(last, heading=last.heading + re.sub(r"[\s\u3000]+", "", text))
        else:
            self._body.before.append(text)
        self._headed = False

    def finish(self) -> Body:
        """Return what was read."""
        self._close()
        return self._body

    def _heading(self, found: re.Match[str]) -> bool:
        kind, number = DivisionKind(found[2]), to_int(found[1])
        title = re.sub(r"[\s\u3000]+", "", found[3])
        if number is None or re.search(r"[。；，：]", title):
            return False  # a sentence that begins with 第一章
        self._divide(kind, number, title)
        return True

    def _divide(self, kind: DivisionKind, number: int, title: str) -> None:
        self._close()
        divisions = self._body.divisions
        seen = any(one.kind == kind and one.number == number and one.heading == title for one in divisions)
        if seen and not self._body.articles:
            divisions.clear()  # what came before was the table of contents
            self._open.clear()
        for narrower in _ORDER[_ORDER.index(kind) :]:
            self._open.pop(narrower, None)
        parent = max(self._open.values(), default=-1)
        self._open[kind] = self._division = len(divisions)
        divisions.append(Division(kind, number, title, parent))
        self._headed = len(title) >= 12  # a long heading may go on in the next line

    def _begins(self, label: re.Match[str]) -> bool:
        """Tell an article's beginning from a paragraph that begins by citing one."""
        number = _number(label)
        last = self._body.articles[-1].number if self._annexed else self._number
        if self._annexed:  # an annex may have articles of its own
            return last is not None and _follows(number, last)
        return bool(label[3]) or last is None or _follows(number, last)

    def _start(self, line: int, number: Number, rest: str) -> None:
        last = self._body.articles[-1].number if self._body.articles else Number(0)
        if number in self._seen:
            self._problem(line, f"{_label(number)}重复出现")
        elif number.main > last.main + 1:
            self._problem(line, f"{_label(last) if last.main else '开头'}之后是{_label(number)}，中间缺条")
        elif number < last:
            self._problem(line, f"{_label(number)}排在{_label(last)}之后")
        self._seen.add(number)
        self._annexed = self._headed = False
        self._number, self._text = number, [rest] if rest.strip() else []

    def _close(self) -> None:
        if self._number is not None:
            self._body.articles.append(Article(self._number, "\n".join(self._text), self._division))
        self._number, self._text = None, []

    def _problem(self, line: int, what: str) -> None:
        self._body.problems.append(Problem(self._file, line, what))


def _number(label: re.Match[str]) -> Number:
    return _number_in(label[1], label[2])


def _number_in(main: str, sub: str | None) -> Number:
    return Number(to_int(re.sub("[－—―]", "一", main)) or 0, to_int(sub) or 0 if sub else 0)


def _follows(number: Number, last: Number) -> bool:
    return number in (Number(last.main + 1), Number(last.main, last.sub + 1))


def _label(number: Number) -> str:
    return article_label(number.main, number.sub)
