"""What programs are told of the law, the same through the interface and to an assistant: plain words and ISO days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fazhi.law.addresses import Address, parsed
from fazhi.law.citing.model import AsOf, Citation, Verdict
from fazhi.law.mapping.diffing import Change, ChangeKind
from fazhi.law.model import Level, Number
from fazhi.law.numerals import NUMERAL, article_label, to_int
from fazhi.law.search.engine import Filters, Hit, Unanswerable
from fazhi.law.store.corpus import Found, Instrument, StoredArticle, Version
from fazhi.screens.lawbook.book import Lawbook

LONGEST_QUESTION = 200  # characters
LONGEST_TEXT = 200_000  # characters of a text whose citations are checked
MOST_HITS = 50
_NUMBER = re.compile(rf"第?\s*([{NUMERAL}]+)\s*条?(?:(?:之|-)\s*([{NUMERAL}]+))?")


class NotTold(ValueError):
    """What was asked cannot be answered as it was asked; says what to do."""


class NotHere(NotTold):
    """What was asked for is not in the corpus, which does not mean that it does not exist."""


@dataclass(frozen=True, slots=True)
class ArticleAnswer:
    """一条规定在某一天的文本。没有写明的日期为空。"""

    address: str
    title: str
    level: str
    place: str
    article: str
    text: str
    version: str
    in_force_from: str
    in_force_to: str
    status: str
    source: str
    checked_to: str


@dataclass(frozen=True, slots=True)
class HitAnswer:
    """查到的一条：passage 是最贴近问题的一句。"""

    address: str
    title: str
    article: str
    text: str
    passage: str
    score: float


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """查到的条文，最贴近的在前。没有查到，不等于没有规定。"""

    hits: list[HitAnswer]
    checked_to: str


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    """引号里的原话是否与条文一致；不一致的，shown 标出差别。"""

    words: str
    same: bool
    shown: str


@dataclass(frozen=True, slots=True)
class CitationAnswer:
    """一处引用和核对结果：addresses 是所指的规定，now 是它现在的位置。start、end 是在文字中的位置（从 0 起）。"""

    words: str
    start: int
    end: int
    verdict: str
    reason: str
    as_of: str
    as_of_reason: str
    addresses: list[str]
    now: list[str]
    quoted: list[QuoteAnswer]


@dataclass(frozen=True, slots=True)
class VerifyAnswer:
    """一段文字里的全部引用；doubtful 是要再看一看的有几处。"""

    citations: list[CitationAnswer]
    doubtful: int
    checked_to: str


@dataclass(frozen=True, slots=True)
class ChangeAnswer:
    """一条的变化：旧条号、新条号和两边的文字。"""

    kind: str
    old: str
    new: list[str]
    old_text: str
    new_text: str


@dataclass(frozen=True, slots=True)
class DiffAnswer:
    """两个版本之间改动的条文；same 是没有改动的条数。"""

    title: str
    older: str
    newer: str
    changes: list[ChangeAnswer]
    same: int
    checked_to: str


def search(
    book: Lawbook, question: str, *, level: str = "", place: str | None = None, on: date | None = None, limit: int = 10
) -> SearchAnswer:  # fmt: skip
    """Return the articles that answer a question in ordinary words; NotTold for one that cannot be looked for."""
    if len(question) > LONGEST_QUESTION:
        raise NotTold(f"问题有 {len(question)} 字，最多 {LONGEST_QUESTION} 字。请写明要点。")
    if level and level not in set(Level):
        raise NotTold(f"没有“{level}”这一级别。可以填：{'、'.join(Level)}。")
    if book.searcher is None:
        raise NotHere("还没有检索用的索引。请管理员运行 fazhi law index。")
    levels = (Level(level),) if level else ()
    try:
        hits = book.searcher.search(question, Filters(levels, place, on), max(1, min(limit, MOST_HITS)))
    except Unanswerable as wrong:
        raise NotTold(str(wrong)) from wrong
    return SearchAnswer([_hit(book, one) for one in hits], _iso(book.checked_to))


def _hit(book: Lawbook, one: Hit) -> HitAnswer:
    address = book.address(one.instrument, one.version, one.article.number)
    start, end = one.passage
    return HitAnswer(
        str(address), one.instrument.title, _label(one.article), one.article.text, one.article.text[start:end],
        round(one.score, 4),
    )  # fmt: skip


def article(
    book: Lawbook, *, address: str = "", name: str = "", number: str = "", place: str = "", on: date
) -> ArticleAnswer:  # fmt: skip
    """Return a provision by its address, or by the instrument's name and the article's number, as it read on a day."""
    wanted = _address(address) if address else Address(_named(book, name, place).title, place, None, _number(number))
    found = book.corpus.at(wanted, None if wanted.version else on)
    if found is None or found.words is None:
        raise NotHere(f"条文库里没有（不等于不存在）：{wanted}。{_checked(book)}")
    return _article(book, found, found.words)


def _article(book: Lawbook, found: Found, words: str) -> ArticleAnswer:
    version, instrument = found.version, found.instrument
    since, until = book.corpus.force(found.article)
    return ArticleAnswer(
        str(book.address(instrument, version, found.article.number)), instrument.title, instrument.level.value,
        instrument.place, _label(found.article), words, _iso(version.day), _iso(since), _iso(until),
        version.stands, version.source, _iso(book.checked_to),
    )  # fmt: skip


def verify(book: Lawbook, text: str, as_of: AsOf, today: date) -> VerifyAnswer:
    """Return every citation in a text with what the corpus says of it, and what became of it until `today`.

    NotTold for a text too long to be checked.
    """
    if len(text) > LONGEST_TEXT:
        raise NotTold(
            f"文字有 {len(text)} 字，一次最多核对 {LONGEST_TEXT} 字。请分段发送，或者用 fazhi law cite 核对文件。"
        )
    found = [_citation(text, one) for one in book.check(text, as_of, today=today)]
    doubtful = sum(one.verdict != Verdict.EXACT or any(not q.same for q in one.quoted) for one in found)
    return VerifyAnswer(found, doubtful, _iso(book.checked_to))


def _citation(text: str, one: Citation) -> CitationAnswer:
    mention = one.mention
    return CitationAnswer(
        text[mention.start : mention.end], mention.start, mention.end, one.verdict.value, one.reason,
        _iso(one.as_of.day), one.as_of.reason, _texts(one.addresses), _texts(one.now),
        [QuoteAnswer(text[quoted.start : quoted.end], quoted.same, quoted.shown) for quoted in one.quoted],
    )  # fmt: skip


def compare(book: Lawbook, name: str, older: date, newer: date, *, place: str = "") -> DiffAnswer:
    """Return what changed between two wordings, each told by its own day or by a day on which it was in force."""
    instrument = _named(book, name, place)
    before, after = (_version(book, instrument, day) for day in (older, newer))
    changes = book.changes(before.id, after.id)
    told = [_change(one) for one in changes if one.kind is not ChangeKind.SAME]
    return DiffAnswer(
        instrument.title, _iso(before.day), _iso(after.day), told, len(changes) - len(told), _iso(book.checked_to)
    )


def _change(one: Change) -> ChangeAnswer:
    return ChangeAnswer(
        one.kind.value, _label(one.old) if one.old else "", [_label(new) for new in one.new],
        one.old.text if one.old else "", "\n".join(new.text for new in one.new),
    )  # fmt: skip


def _version(book: Lawbook, instrument: Instrument, day: date) -> Version:
    if version := book.meant(instrument, day, day) or book.meant(instrument, None, day):
        return version
    held = "、".join(_iso(one.day) for one in book.versions(instrument.id))
    what = f"《{instrument.title}》{day.isoformat()} 有效的文本，有这些日期的版本：{held}"
    raise NotHere(f"条文库里没有（不等于不存在）：{what}。{_checked(book)}")


def _named(book: Lawbook, name: str, place: str) -> Instrument:
    found = book.corpus.instruments(name)
    alone = [one for one in found if one.place == place] or (list(found) if not place else [])
    if len(alone) == 1:
        return alone[0]
    if not alone:
        raise NotHere(f"条文库里没有（不等于不存在）：《{name}》。{_checked(book)}")
    told = "、".join(f"{one.title}（{book.places.get(one.place, one.place) or '全国'}）" for one in alone)
    raise NotTold(f"叫“{name}”的不止一部：{told}。请写全称，或者用 place 写明行政区划代码。")


def _address(text: str) -> Address:
    try:
        return parsed(text)
    except ValueError as wrong:
        raise NotTold(str(wrong)) from wrong


def _number(text: str) -> Number:
    found = _NUMBER.fullmatch(text.strip())
    main = to_int(found[1]) if found else None
    if found is None or not main:
        raise NotTold(f"“{text}”不是条号。请写成“第二十条”“第二十条之一”或者“20”“20-1”。")
    return Number(main, to_int(found[2]) or 0 if found[2] else 0)


def _label(one: StoredArticle) -> str:
    return article_label(one.number.main, one.number.sub)


def _texts(addresses: Iterable[Address]) -> list[str]:
    return [str(one) for one in addresses]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _checked(book: Lawbook) -> str:
    return f"条文库核对到 {_iso(book.checked_to) or '不明'}。"
