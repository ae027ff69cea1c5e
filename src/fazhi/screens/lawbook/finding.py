"""What a question finds: the provision it names, the instruments called so, and the articles that answer it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from fazhi.law.citing.model import AsOf, Verdict
from fazhi.law.model import Level
from fazhi.law.search.engine import Filters, Hit, Unanswerable
from fazhi.law.store.corpus import Found as At
from fazhi.law.store.corpus import Instrument, StoredArticle, Version
from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.checked import Links, links
from fazhi.screens.lawbook.contents import label
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.layout import marked
from fazhi.screens.lawbook.likes import like_questions
from fazhi.screens.lawbook.searching import NATION, Question, titles
from fazhi.screens.lawbook.standing import NEWEST, Standing, edition, standing

SHOWN = 20
NAMED = 5
FEWEST = 3  # characters beside a provision that is named, from which something else is asked too
LONGEST_PASSAGE = 160  # characters
COMMON = frozenset(
    "可以 怎么 什么 是否 能否 应当 需要 如何 多少 没有 不能 能不 不给 么办 怎样 哪些 有没 请问 我的 他的 了怎".split()
)
"""Pairs of characters of a question that mark nothing in an answer."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article as the list of results shows it."""

    title: str
    label: str
    url: str
    passage: SafeString
    standing: Standing
    level: str
    place: str
    edition: str
    address: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A provision that a question names and that is not there: its words, why, and what may be read instead."""

    words: str
    why: str
    links: Links


@dataclass(frozen=True, slots=True)
class Named:
    """The provisions that a question names, those of them that are not there, and what else the question says."""

    found: list[Found]
    missed: list[Missed]
    rest: str


def found_for(book: Lawbook, door: Door, question: Question, today: date) -> dict[str, Any]:
    """Return the results of a question; nothing where nothing was asked."""
    if not question.words:
        return {"asked": False}
    called, hits, unanswerable = titles(book, door, question, today), [], ""
    named = _named(book, door, question, today)
    try:
        hits = [_found(book, door, named.rest, one, today) for one in _searched(book, question, named)]
    except Unanswerable as told:
        unanswerable = str(told)
    return {
        "asked": True, "titles": called, "hits": hits, "found": len(named.found) + len(called) + len(hits),
        "named": named.found, "missed": named.missed, "more": len(hits) == SHOWN, "shown": SHOWN,
        "indexed": book.searcher is not None, "unanswerable": unanswerable,
        "likes": like_questions(book, door, question.words),
        "untold": _(NEWEST) if any(one.standing.untold for one in (*named.found, *hits)) else "",
    }  # fmt: skip


def _named(book: Lawbook, door: Door, question: Question, today: date) -> Named:
    """Return the provisions that a question names (行政复议法第二十条), and why one that it names is not there."""
    words, found, missed = question.words, [], []
    told = book.check(words, AsOf(question.on or today, "")) if "条" in words else ()
    rest = list(words)
    for one in told:
        held = [at for address in one.addresses[:NAMED] if (at := book.corpus.at(address))]
        found += [_shown(book, door, at.instrument, at.version, at.article, _start(at), today) for at in held]
        rest[one.mention.start : one.mention.end] = " " * (one.mention.end - one.mention.start)
        if one.verdict is not Verdict.EXACT:
            others = one.now or (() if held else one.addresses)
            missed.append(Missed(words[one.mention.start : one.mention.end], one.reason, links(door, others[:NAMED])))
    return Named(found[:NAMED], missed[:NAMED], "".join(rest))


def _start(at: At) -> SafeString:
    return marked((at.words or at.article.text)[:LONGEST_PASSAGE].replace("\n", " "), [])


def _searched(book: Lawbook, question: Question, named: Named) -> tuple[Hit, ...]:
    """Search for what is asked; not where a provision is named and nothing else."""
    alone = (named.found or named.missed) and sum(map(str.isalnum, named.rest)) < FEWEST
    if book.searcher is None or alone:
        return ()
    levels = (Level(question.level),) if question.level else ()
    place = {"": None, NATION: ""}.get(question.place, question.place)
    return book.searcher.search(question.words, Filters(levels, place, question.on), SHOWN)


def _found(book: Lawbook, door: Door, question: str, hit: Hit, today: date) -> Found:
    words = marked(_passage(hit), pairs(question))
    return _shown(book, door, hit.instrument, hit.version, hit.article, words, today)


def _shown(
    book: Lawbook, door: Door, instrument: Instrument, version: Version, article: StoredArticle, words: SafeString,
    today: date,
) -> Found:  # fmt: skip
    return Found(
        instrument.title, label(article.number), door.url(book.address(instrument, version, article.number)), words,
        standing(version, today), instrument.level.value, book.places.get(instrument.place, ""), edition(version),
        str(book.address(instrument, version, article.number)),
    )  # fmt: skip


def _passage(hit: Hit) -> str:
    begin, end = hit.passage
    cut = min(end, begin + LONGEST_PASSAGE)
    text = hit.article.text
    return ("…" if begin else "") + text[begin:cut].replace("\n", " ") + ("…" if cut < len(text) else "")


def pairs(question: str) -> list[str]:
    """Return the pairs of neighbouring characters of a question that are worth marking in an answer."""
    found = (question[at : at + 2] for at in range(len(question) - 1))
    return [pair for pair in dict.fromkeys(found) if pair.isalnum() and pair not in COMMON]
