"""Checking the citations of a text against a corpus: one verdict, one day and one reason for each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from fazhi.law.citing import finding
from fazhi.law.citing.answering import AMENDED, REPEALED, Answer, Asked, Said
from fazhi.law.citing.asof import shown
from fazhi.law.citing.context import Names
from fazhi.law.citing.model import AsOf, Citation, Mention, Place, Quoted, Verdict
from fazhi.law.citing.quoting import FOREIGN, inside, plain, quoted
from fazhi.law.citing.shelf import Shelf
from fazhi.law.citing.since import Since, today_or
from fazhi.law.citing.standing import wording
from fazhi.law.citing.verifying import label
from fazhi.law.mapping import speaking
from fazhi.law.mapping.staleness import Wordings
from fazhi.law.numerals import NUMERAL, to_chinese, to_int
from fazhi.law.reading.tree import paragraphs, passage
from fazhi.law.store.corpus import Corpus, Instrument

AROUND = 400  # characters before a citation, and half of those after it, that may tell which wording it means

LISTED = 10  # members of a list, at the most, whose words may be quoted after its last
MOST = 9_999  # no text of law has so many articles
_HELD = (Verdict.EXACT, Verdict.FLAGGED, Verdict.CHANGED)
_ARTICLE = re.compile(rf"[ \t\u3000]?[第笫]([{NUMERAL}万亿]{{1,40}})条(?![约款例件])")
_OLDER = re.compile(r"(?:(?:修改|修订|修正|废止)前|(?<![中归还复高])原|旧)的?[《〈]?$")
_ENDED = re.compile(r"[》〉]?(?:（[^（）]{1,40}）)?[^。；，《》]{0,12}废止")
_JOINED = re.compile(r"[、，,]?(?:和|及|与|或|以及|或者|并)?")


def check(
    text: str, corpus: Corpus, *, on: AsOf, own: Instrument | None = None, at: Place | None = None,
    names: Names | None = None, today: date | None = None, place: str = "", wordings: Wordings | None = None,
) -> tuple[Citation, ...]:  # fmt: skip
    """Return every citation of `text` with what the corpus answers, in the order in which they stand.

    `on` is the day whose law is meant, `today` the day for which changes since are told (the day up to which the
    corpus was checked where it is None). `own` is the instrument whose text this is and `at` the place in it where the
    text stands (本法, 前款); `place` is the GB/T 2260 code of the place whose local law may be meant.
    `wordings` keeps what was made ready to compare versions, for whoever checks many texts.
    """
    shelf = Shelf(corpus)
    asked = Asked(
        shelf, on, Since(shelf, today_or(today, shelf, on.day), wordings), own, at, own.place if own else place
    )
    mentions = finding.find(text, names)
    spoken = [(one, said(text, one)) for one in mentions]
    for one in spoken:
        asked.weigh(*one)
    answers = [_impossible(text, asked.answer(*one)) for one in spoken]
    return tuple(_with_quotations(shelf, text, answers))


def again(mention: Mention, corpus: Corpus, *, on: AsOf, today: date | None = None, place: str = "") -> Citation:
    """Return what the corpus answers to one citation that was kept, without the text in which it stood."""
    shelf = Shelf(corpus)
    asked = Asked(shelf, on, Since(shelf, today_or(today, shelf, on.day)), None, None, place)
    return asked.answer(mention, Said("", "")).citation


def said(text: str, mention: Mention) -> Said:
    """Return what a text says around a citation, as far as the answer depends on it."""
    older = AMENDED if _OLDER.search(text, max(0, mention.start - 6), mention.start) else ""
    if mention.article is None and _ENDED.match(text, mention.end):
        older = REPEALED
    return Said(around(text, mention), text[mention.start : mention.end], older)


def around(text: str, mention: Mention) -> str:
    """Return the sentence in which a citation stands, as far as it is near: a text may be one sentence."""
    begins = max(0, mention.start - AROUND)
    window = text[begins : mention.end + 2 * AROUND]
    return speaking.around(window, mention.start - begins, mention.end - begins)


def _impossible(text: str, answer: Answer) -> Answer:
    """Say of a number that no article has (第零条, 第一万条) that there is none: the finder leaves it out."""
    one = answer.citation
    named = one.mention.article is None and one.verdict in _HELD and one.addresses
    found = _ARTICLE.match(text, one.mention.end) if named else None
    if found is None or 1 <= (to_int(found[1]) or 0) <= MOST:
        return answer
    day = one.addresses[0].version
    lack = f"{shown(day)}的文本没有{found[0].strip()}。" if day else f"没有{found[0].strip()}。"
    mention = replace(one.mention, end=found.end())
    return Answer(replace(one, mention=mention, verdict=Verdict.NO_ARTICLE, reason=lack, now=()))


def _with_quotations(shelf: Shelf, text: str, answers: Sequence[Answer]) -> Iterator[Citation]:
    for place, answer in enumerate(answers):
        one = answer.citation.mention
        until = answers[place + 1].citation.mention.start if place + 1 < len(answers) else len(text)
        words = _words(text, answers, place) if answer.articles else []
        found = quoted(text, one.start, one.end, until, words) if words else ()
        yield _quoting(answer, tuple(_placed(shelf, answer, text, span) for span in found))


def _words(text: str, answers: Sequence[Answer], place: int) -> list[str]:
    """The texts that words quoted after a citation may come from: its own, and those of the list it closes."""
    words, first = [_cited(answers[place])], max(0, place - LISTED)
    while place > first and _JOINED.fullmatch(
        text, answers[place - 1].citation.mention.end, answers[place].citation.mention.start
    ):  # fmt: skip
        place -= 1
        words.append(_cited(answers[place]))
    return [one for one in words if one]


def _cited(answer: Answer) -> str:
    """The words of what is cited; of an item its whole paragraph, for what leads to the item is quoted with it."""
    one = answer.citation.mention
    texts = [article.text for article in answer.articles]
    if one.paragraph and not one.through_paragraph and len(texts) == 1:
        return passage(texts[0], one.paragraph) or texts[0]
    return "\n".join(texts)


def _placed(shelf: Shelf, answer: Answer, text: str, span: Quoted) -> Quoted:
    """Say where quoted words stand, if that is another paragraph, another article or another wording."""
    if span.same or not answer.held:
        return span
    words, article = text[span.start : span.end], answer.articles[0]
    parts = [plain(passage(article.text, n + 1) or "") for n in range(len(paragraphs(article.text)))]
    if paragraph := inside(words, enumerate(parts, 1)):
        return replace(span, shown=f"引文是该条第{to_chinese(paragraph)}款的文字")
    if FOREIGN not in span.shown:
        return span
    own = shelf.version_of(article)
    versions = [own, *(one for one in reversed(shelf.versions(own.instrument)) if one.id != own.id)]
    for version in versions:
        if number := inside(words, shelf.words(version.id)):
            where = "" if version.id == own.id else wording(version)
            return replace(span, shown=f"引文是{where}{label(number)}的文字")
    return span


def _quoting(answer: Answer, found: tuple[Quoted, ...]) -> Citation:
    """Add the quotations; where another wording stands in for that of the day, only those that match say anything."""
    kept = found if answer.held else tuple(one for one in found if one.same)
    wrong = [one.shown for one in kept if not one.same]
    told = f"引文与条文不一致：{'；'.join(wrong)}。" if wrong else ""
    return replace(answer.citation, quoted=kept, reason=answer.citation.reason + told)
