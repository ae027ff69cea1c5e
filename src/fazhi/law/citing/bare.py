"""Provisions that name no instrument: 第三条 in a list, an amendment, a statute that means itself; 前款, 本条第二款."""

import re
from collections.abc import Sequence

from fazhi.law.citing import labels, provisions
from fazhi.law.citing.model import Mention, Told
from fazhi.law.citing.provisions import Part
from fazhi.law.citing.sources import Meant
from fazhi.law.model import Number
from fazhi.law.numerals import NUMERAL, to_int

Leant = tuple[Meant, Sequence[Part]]

_PARAGRAPH_HEAD = re.compile(rf"\n\s*(?=\S)(?![（(]\s?[{NUMERAL}]{{1,3}}\s?[）)]|[0-9０-９]{{1,3}}[.．、])")
_AFTER = re.compile(
    r"[ ]?(?:的?(?:规定|行为|情形|决定|要求|条件|范围|内容|程序|标准|期限)|之规定|之罪|规定|所[列称述规指]"
    r"|[、至，,）)；;。和与或及等]|的|中|列|情形|以及|前段|后段"
    r"|关于|修改|明确|对|罪|但书|以外|之外|除外|确定|要求|处罚|：|:|适用)"
)
_CITES = re.compile(
    r"(?:依照|按照|根据|依据|违反|适用|符合|属于|参照|触犯|除|依|按|有|因|具有|见|受|作出"
    r"||遵守|执行|履行|与|和|及|或者?|对|由|在|将|以)(?:本|上述|前述)?[ ]?$"
)
_STRONG = re.compile(r"(?:依照|按照|根据|依据|违反|适用|符合|参照|触犯|除|具有|本|属于)[ ]?$")
_RULED = re.compile(r"(?:第|的?规定|所[列称述规]|之规定)")
_AMENDS = re.compile(r"(?:将|删去|删除|作为|增加|原|改为|修改|废止|在|对)[ ]?$")
_AMENDED = re.compile(r"(?:修改为|改为|修正为|删除|增加|作为|中的|中“|后增加|改|修改|“|分别)")
_JOINED = re.compile(r"(?:[、，和及与或]|或者|以及)[ ]?$")
_HEADS = re.compile(r"[第笫](?:(?<![^\n].)|(?<=[。 \u3000]第))")
_OF_ARTICLE = re.compile(r"(?P<which>本|该|同|上述|前)(?P<kind>条|款|项)(?:的|中)?[ ]?$")
_WORDS = frozenset("项式目例约件")
_BEGINS = frozenset("第笫（(")
_NOT_BEFORE = frozenset("目当")


class Bare:
    """What a text tells of itself while it is read: in which article and paragraph of its own it stands."""

    def __init__(self, text: str) -> None:
        """Begin before the first article."""
        self.text = text
        self.explicit = False  # whether it calls itself 本条例, 本解释 where it cites itself
        self._label: labels.Label | None = None
        self._counted, self._paragraph = 0, 1
        self._highest = 0

    @property
    def own(self) -> Number | None:
        """The article of the text itself in which it stands; None before the first."""
        return labels.own(self._label, self.text) if self._label else None

    def stands_in(self, label: labels.Label) -> None:
        """Go on into the text's own article, where the label is one of an article."""
        begin, end = label.span()
        if label["article"] and (begin == 0 or self.text[begin - 1] not in '“"'):
            self.heads(label, end)

    def heads(self, label: labels.Label, end: int) -> None:
        """Go on into the text's own article, whose label at the head of a line ends at `end`."""
        self._label, self._counted, self._paragraph = label, end, 1

    def paragraph(self, place: int) -> int:
        """Return the paragraph of its own article in which `place` stands, counted from 1; places must not go back."""
        self._paragraph += sum(1 for _ in _PARAGRAPH_HEAD.finditer(self.text, self._counted, place + 1))
        self._counted = max(place, self._counted)
        return self._paragraph

    def lean(self, parts: Sequence[Part], found: Sequence[Mention], base: str) -> Leant | None:
        """Return what provisions without a name belong to; None where nothing makes them citations."""
        start, first = parts[0].start, parts[0]
        if first.article is None and (of := _OF_ARTICLE.search(self.text, max(0, start - 4), start)):
            return self._of_article(of, parts, found)
        last = found[-1] if found else None
        gap = self.text[last.end : start] if last and start - last.end < 400 else "\n"
        if last and len(gap) <= 4 and not set(gap) & set("。；\n") and _goes_on(last):
            return _inherit(last, parts)
        before = self.text[max(0, start - 6) : start]
        if last and last.name and first.article and self._of_last(first.article, gap, before):
            return _inherit(last, parts) if self._cited(parts, before) else None
        if self._label is not None:
            return self._own(parts, before)
        if base:
            return Meant(start, Told.INHERITED, base), parts
        return self._loose(parts, before, None if "\n" in gap else last)

    def _of_last(self, number: Number, gap: str, before: str) -> bool:
        """Tell whether an article alone goes on with the instrument named last, across the words of `gap`."""
        if "\n" in gap or (self._label is None and _AMENDS.search(before)):
            return False
        if self._label is not None and number.main > self._last_own():
            return True
        if "。" in gap or "；" in gap:
            return False
        return _JOINED.search(before) is not None or (self._label is not None and self.explicit and "”" not in gap)

    def _last_own(self) -> int:
        """Return the highest number of the text's own articles; read once, when it is first asked for."""
        if self._highest == 0:
            found = [labels.read(self.text, head.start()) for head in _HEADS.finditer(self.text)]
            numbers = {label["number"] for label in found if label and label["article"]}
            self._highest = max((to_int(number) or 0 for number in numbers), default=0)
        return self._highest

    def _loose(self, parts: Sequence[Part], before: str, last: Mention | None) -> Leant | None:
        """Return what provisions mean in a text that has no articles of its own; `last` is of the same paragraph."""
        if last and _goes_on(last):
            return _inherit(last, parts) if self._cited(parts, before) else None
        strong = _STRONG.search(before) or (parts[0].article and _RULED.match(self.text, parts[-1].end))
        return (Meant(parts[0].start, Told.PRONOUN, itself=True), parts) if strong else None

    def _own(self, parts: Sequence[Part], before: str) -> Leant | None:
        if not self._cited(parts, before):
            return None
        if parts[0].article is None and parts[0].division is None:
            parts = _within(parts, self.own, parts[0].paragraph)
        return Meant(parts[0].start, Told.PRONOUN, itself=True), parts

    def _cited(self, parts: Sequence[Part], before: str) -> bool:
        if len(parts) > 1 or parts[0].told > 1:
            return True
        after = _AFTER.match(self.text, parts[-1].end) is not None
        if parts[0].article is not None:
            return after or _CITES.search(before) is not None
        return after and (parts[0].division is None or _CITES.search(before) is not None)

    def _of_article(self, of: re.Match[str], parts: Sequence[Part], found: Sequence[Mention]) -> Leant | None:
        if of["which"] == "本":
            paragraph = self.paragraph(of.start()) if self.own and of["kind"] == "款" else 0
            return Meant(of.start(), Told.PRONOUN, itself=True), _within(parts, self.own, paragraph)
        if not found or of["which"] == "前":
            return None
        last = found[-1]
        paragraph = last.paragraph if of["kind"] == "款" else 0
        meant = Meant(of.start(), Told.PRONOUN, last.name, last.itself, last.document_number)
        return meant, _within(parts, last.through or last.article, paragraph)

    def listed(self, parts: Sequence[Part], found: Sequence[Mention]) -> Leant | None:
        """Return what items without 第 belong to, after 本条, 该款 or 以上; None where nothing makes them citations."""
        start = parts[0].start
        if of := _OF_ARTICLE.search(self.text, max(0, start - 4), start):
            return self._of_article(of, parts, found)
        if self.own is None or not _AFTER.match(self.text, parts[-1].end):
            return None
        return Meant(start - 2, Told.PRONOUN, itself=True), _within(parts, self.own, 0)

    def before(self, start: int, end: int, found: Sequence[Mention]) -> Leant | None:
        """Return what 前款, 前条 or 前两项 between `start` and `end` means; None where it is another word."""
        if start and self.text[start - 1] in _NOT_BEFORE:
            return None
        parts = provisions.read(self.text, end, after=True) if self.text[end : end + 1] in _BEGINS else []
        if not parts and not (_AFTER.match(self.text, end) or (self._label and self.text[end : end + 1] not in _WORDS)):
            return None
        kind, several = self.text[end - 1], end - start > 2
        last = found[-1] if found else None
        if self.own is None and last and last.article and self._quoted(last.end, start):
            article: Number | None = last.article
            paragraph = last.paragraph
            meant = Meant(start, Told.PRONOUN, last.name, last.itself, last.document_number)
        else:
            article, paragraph = self.own, self.paragraph(start) if self.own and kind != "条" else 0
            meant = Meant(start, Told.PRONOUN, itself=True)
        if kind == "条":
            article = (
                Number(article.main - 1) if article and article.main > 1 and not article.sub and not several else None
            )
        at = _earlier(kind, paragraph, several)
        return meant, _within(parts, article, at) if parts else [Part(start, end, article, None, at)]

    def _quoted(self, since: int, place: int) -> bool:
        """Tell whether `place` stands within a quotation that began after `since`, in the same paragraph."""
        if place - since > 1_000:
            return False
        gap = self.text[since:place]
        return "\n" not in gap and gap.rfind("“") > gap.rfind("”")


def _earlier(kind: str, paragraph: int, several: bool) -> int:
    if kind == "项":
        return paragraph
    return max(paragraph - 1, 0) if kind == "款" and not several else 0


def _within(parts: Sequence[Part], article: Number | None, paragraph: int) -> Sequence[Part]:
    return [
        part if part.article or part.division else part._replace(article=article, paragraph=part.paragraph or paragraph)
        for part in parts
    ]


def _goes_on(last: Mention) -> bool:
    return bool(last.name or last.document_number or last.itself)


def _inherit(last: Mention, parts: Sequence[Part]) -> Leant:
    meant = Meant(parts[0].start, Told.INHERITED, last.name, last.itself, last.document_number)
    return meant, _within(parts, last.article, last.paragraph if parts[0].item else 0)
