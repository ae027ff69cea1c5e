"""Citations found in a text, with what the text itself tells of them. One pass over anchors, no corpus needed.

The anchors are 第, an opening book-title mark, the year of a document number, 前款 and the like, 以下简称, 本条（一）.
"""

import re
from collections.abc import Callable, Sequence

from fazhi.law.citing import labels, numbered, provisions, titles
from fazhi.law.citing.bare import Bare
from fazhi.law.citing.context import Names, statutes
from fazhi.law.citing.model import Mention, Told
from fazhi.law.citing.provisions import Part
from fazhi.law.citing.sources import Meant, Source
from fazhi.law.numerals import NUMERAL

_OF_OWN = "(?:[本该同][条款]|[以如]上|上述)"
_LEADS = r"(?<=[依按]照|[根依]据|违反|适用)(?=[\u4e00-\u9fff]{3,30}(?:法|法典|条例|办法|规定|细则))"
_ANCHOR = re.compile(  # a class comes first, so that the search runs from one of its characters to the next
    rf"[第笫《〈前下〔﹝［\[(（照据反用](?:(?<=第)(?<![^\n].){labels.PLAIN}|(?<=[第笫《〈])|(?<=前)[一二两三四五]?[款条项]"
    rf"|(?<=下)简?称|(?<=[〔﹝［\[(（]){titles.YEAR}|{_LEADS}|(?<={_OF_OWN}[（(])(?=[{NUMERAL}]{{1,3}}[）)]))"
)
_HALF = re.compile(r"(?:总则|分则|附则|[\u4e00-\u9fff]{2,5}编)(?:的|中的?)?$")
_LINKS = "的之中"


def find(text: str, known: Names | None = None) -> list[Mention]:
    """Return the citations that `text` makes, in the order in which they begin; they do not overlap.

    Names without book-title marks are found where `known` holds them (the list of statutes where it is None) or where
    the text itself has introduced them. The work grows with the length of the text and no faster.
    """
    return _Pass(text, known or statutes()).run()


class _Pass:
    """One pass over one text: what has been found, and what the next citation may lean on."""

    def __init__(self, text: str, known: Names) -> None:
        self.text = text
        self.source = Source(text, known)
        self.found: list[Mention] = []
        self.bare = Bare(text)
        self.handlers: dict[str, Callable[[int, int], int]] = {
            "第": self._numbered, "笫": self._numbered, "《": self._titled, "〈": self._titled,
            "前": self._before, "下": self._introduced,
            "照": self._named, "据": self._named, "反": self._named, "用": self._named,
        }  # fmt: skip

    def run(self) -> list[Mention]:
        handlers, bracketed, heads, text, place = self.handlers, self._bracketed, self.bare.heads, self.text, 0
        for anchor in _ANCHOR.finditer(text):
            begin, end = anchor.span()
            if begin < place:
                continue
            if anchor.lastindex:
                heads(anchor, end)
            else:
                place = handlers.get(text[begin], bracketed)(begin, end)
        return self.found

    def _numbered(self, start: int, _: int) -> int:
        if label := labels.read(self.text, start):
            self.bare.stands_in(label)
            return label.end()
        parts = provisions.read(self.text, start)
        if not parts:
            return start + 1
        if meant := self._whose(start):
            self.bare.explicit |= meant.itself
            if meant.name or meant.itself:
                self._emit(meant, parts)
        elif not self.source.party(start) and (leant := self.bare.lean(parts, self.found, self.source.base)):
            self._emit(*leant)
        return parts[-1].end

    def _whose(self, start: int) -> Meant | None:
        end = start
        while end and start - end < 2 and self.text[end - 1] in " \u3000":
            end -= 1
        meant = self.source.before(end)
        if meant is None and end and self.text[end - 1] in _LINKS:
            meant = self.source.before(end - 1)
        if meant is None and (half := _HALF.search(self.text, max(0, end - 6), end)):
            meant = self.source.before(half.start())
        if meant is None and self.text[max(0, end - 1) : end] == "|" and (name := self.source.statute()):
            meant = Meant(start, Told.INHERITED, name)  # a table of one statute's provisions
        return meant

    def _titled(self, start: int, _: int) -> int:
        title = titles.read(self.text, start)
        if title is None:
            return start + 1
        parts = provisions.read(self.text, title.provision) if title.provision >= 0 else []
        if parts and (meant := self.source.marked(start, title.name)):
            self._emit(meant, parts)
            return parts[-1].end
        name, told = self.source.of(title.name)
        if (
            not title.name
            or titles.contract(title.name)
            or not (title.instrument or parts or title.name in self.source.known.called)
        ):
            return parts[-1].end if parts else title.end
        if title.alias:
            self.source.introduce(title.alias, name)
        self.source.amends(start, title.end, name)
        meant = Meant(start, told, name, number=title.number)
        self._emit(meant, parts or [Part(start, title.core)], title.edition)
        return max(parts[-1].end if parts else 0, title.end)

    def _named(self, _: int, end: int) -> int:
        """An instrument named after 依照 or the like, without marks and without a provision."""
        if meant := self.source.after(end):
            self._emit(meant[0], [Part(end, meant[1])])
            return meant[1]
        return end

    def _emit(self, meant: Meant, parts: Sequence[Part], edition: str = "") -> None:
        begin, told, name, itself, number = meant
        found, start = self.found, min(begin, parts[0].start)
        while found and found[-1].start >= start:  # a title that is part of this longer name
            found.pop()
        if found and found[-1].end > start:
            start = found[-1].end
        for part in parts:
            at, end, article, through, paragraph, item, point, division, through_paragraph, through_item = part
            start = start if part is parts[0] else max(start, at)
            found.append(
                Mention(
                    start, end, told, name, edition, number, article, through, paragraph, item, point, division,
                    itself, through_paragraph, through_item,
                )
            )  # fmt: skip
            told = Told.INHERITED
        if name:
            self.source.named(name)

    def _before(self, start: int, end: int) -> int:
        parts = self.bare.before(start, end, self.found)
        if not parts:
            return end
        self._emit(*parts)
        return parts[1][-1].end

    def _introduced(self, start: int, end: int) -> int:
        alias = titles.ALIAS.match(self.text, start - 1) if start else None
        if alias is None:
            return end
        bracket = max(self.text.rfind("（", max(0, start - 60), start), self.text.rfind("(", max(0, start - 60), start))
        done = self.found[-1].end if self.found else 0
        if bracket > done and self.text[bracket - 1] != "》" and (meant := self.source.unmarked(bracket)):
            self._emit(meant, [Part(meant.start, bracket)])
            self.source.introduce(alias["alias"], meant.name)
        elif self.found and 0 <= start - done < 60 and titles.instrument(alias["alias"]):
            self.source.introduce(alias["alias"], self.found[-1].name)
        return alias.end()

    def _bracketed(self, start: int, end: int) -> int:
        return self._document(start, end) if end - start > 1 else self._listed(start)

    def _listed(self, start: int) -> int:
        """Items without 第 after 本条, 该款 or 以上."""
        parts = provisions.read(self.text, start, after=True)
        if not parts or not parts[0].item or not (leant := self.bare.listed(parts, self.found)):
            return start + 1
        self._emit(*leant)
        return parts[-1].end

    def _document(self, start: int, end: int) -> int:
        number = numbered.read(self.text, start)
        if number is None:
            return end
        parts = provisions.read(self.text, number.provision) if number.provision >= 0 else []
        meant = Meant(number.start, Told.NUMBERED, number=number.number)
        self._emit(meant, parts or [Part(number.start, number.end)])
        return max(parts[-1].end if parts else 0, number.end)
