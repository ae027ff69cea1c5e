"""A version divided for reading: its headings as a table of contents, and its articles by the chapter."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from fazhi.law.model import Division, DivisionKind, Number
from fazhi.law.numerals import article_label, to_chinese
from fazhi.law.store.corpus import StoredArticle

WHOLE = 30_000  # characters: what is no longer is read on one page
MANY = 50  # articles of a version without headings that stand on a page


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as a table of contents shows it, with the portion that it begins in; depth 0 is the widest."""

    words: str
    depth: int
    articles: str
    part: int


@dataclass(frozen=True, slots=True)
class Portion:
    """What stands on one page: the headings over it, and its articles."""

    title: str
    articles: tuple[StoredArticle, ...]


def label(number: Number) -> str:
    """Return 第二十条之一."""
    return article_label(number.main, number.sub)


def heading(division: Division) -> str:
    """Return 第三章　行政复议程序; an unnumbered closing part by its name alone."""
    if not division.number:
        return division.heading
    number = to_chinese(division.number) if division.number < 10_000 else str(division.number)
    return _("第%(number)s%(kind)s　%(heading)s") % {
        "number": number, "kind": division.kind.value, "heading": division.heading,
    }  # fmt: skip


def span_of(articles: Sequence[StoredArticle]) -> str:
    """Return 第一条至第十条, or the one label; nothing for none."""
    if not articles:
        return ""
    first, last = label(articles[0].number), label(articles[-1].number)
    return first if first == last else _("%(first)s至%(last)s") % {"first": first, "last": last}


def portions(articles: Sequence[StoredArticle], divisions: Sequence[Division]) -> list[Portion]:
    """Return a version cut into pages: the whole where it is short, else by chapter, else so many articles each."""
    if sum(len(one.text) for one in articles) <= WHOLE:
        return [Portion("", tuple(articles))]
    if not divisions:
        cut = [articles[at : at + MANY] for at in range(0, len(articles), MANY)]
        return [Portion(span_of(group), tuple(group)) for group in cut]
    found = []
    for place, group in groupby(articles, key=lambda one: _chapter(one.division, divisions)):
        found.append(Portion(" › ".join(map(heading, over(place, divisions))), tuple(group)))
    return found


def over(place: int, divisions: Sequence[Division]) -> list[Division]:
    """Return a division with those over it, the widest first; none for -1."""
    found = []
    while 0 <= place < len(divisions):
        found.append(divisions[place])
        place = divisions[place].parent
    return found[::-1]


def _chapter(place: int, divisions: Sequence[Division]) -> int:
    """Return the chapter over a division; where there is none, the division's own place."""
    at = place
    while at >= 0:
        if divisions[at].kind is DivisionKind.CHAPTER:
            return at
        at = divisions[at].parent
    return place


def table(articles: Sequence[StoredArticle], divisions: Sequence[Division], pages: Sequence[Portion]) -> list[Heading]:
    """Return the headings in order, each with the articles under it and the page on which they begin."""
    page = {one.id: n for n, portion in enumerate(pages) for one in portion.articles}
    under: dict[int, list[StoredArticle]] = {}
    for one in articles:
        at = one.division
        while at >= 0:
            under.setdefault(at, []).append(one)
            at = divisions[at].parent
    return [
        Heading(
            heading(d),
            len(over(d.parent, divisions)),
            span_of(under.get(n, ())),
            page[under[n][0].id] if n in under else 0,
        )
        for n, d in enumerate(divisions)
    ]
