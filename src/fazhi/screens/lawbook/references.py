"""What an article cites, and what cites it, as links."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fazhi.law.addresses import Address
from fazhi.law.mapping.graph import Edge
from fazhi.law.model import Number
from fazhi.law.numerals import to_chinese
from fazhi.law.store.corpus import Instrument, StoredArticle, Version
from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.contents import label
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.layout import Link

SHOWN = 30  # citing articles that are listed; the count says how many there are


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision at the other end of a citation."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Cited:
    """The provisions that cite an article: the first of them, and how many there are."""

    references: Sequence[Reference] = ()
    count: int = 0


def address_words(address: Address) -> str:
    """Return an address in words: 《行政复议法》第二十条第二款第三项."""
    if address.article is None:
        return _("《%(name)s》") % {"name": address.name}
    parts = ((_("第%(n)s款"), address.paragraph), (_("第（%(n)s）项"), address.item), (_("第%(n)s目"), address.point))
    inside = "".join(words % {"n": to_chinese(n)} for words, n in parts if n)
    return _("《%(name)s》") % {"name": address.name} + label(address.article) + inside


def links_of(
    book: Lawbook, door: Door, article: StoredArticle, instrument: Instrument, version: Version
) -> list[Link]:  # fmt: skip
    """Return the links that lead from the words of an article to what they cite."""
    found = [(edge, cited(book, edge, version)) for edge in _edges(book, article.id)]
    return [Link(edge.start, edge.end, door.url(to), address_words(to)) for edge, to in found if to]


def cites(
    book: Lawbook, door: Door, article: StoredArticle, instrument: Instrument, version: Version
) -> list[Reference]:  # fmt: skip
    """Return what an article cites, each once, in the order of the text."""
    found = (cited(book, edge, version) for edge in _edges(book, article.id))
    return [Reference(address_words(to), door.url(to)) for to in dict.fromkeys(found) if to]


def cited_by(book: Lawbook, door: Door, instrument: Instrument, number: Number) -> Cited:
    """Return the provisions that cite an article: the first of them, each once, and how many there are."""
    edges = book.graph.cited_by(instrument.id, number) if book.graph else ()
    articles = list(dict.fromkeys(edge.article for edge in edges))
    return Cited([_citing(book, door, id) for id in articles[:SHOWN]], len(articles))


def cited(book: Lawbook, edge: Edge, version: Version) -> Address | None:
    """Return where a citation leads: within one's own text to the same version, elsewhere to what is in force."""
    instrument = book.instruments.get(edge.target)
    if instrument is None:
        return None
    own = version if edge.target == version.instrument else None
    return book.address(instrument, own, edge.number, edge.paragraph, edge.item)


def _citing(book: Lawbook, door: Door, id: int) -> Reference:
    article = book.corpus.article_by_id(id)
    version = book.corpus.version(article.version)
    to = book.address(book.instruments[version.instrument], version, article.number)
    return Reference(address_words(to), door.url(to))


def _edges(book: Lawbook, article: int) -> tuple[Edge, ...]:
    return book.graph.cites(article) if book.graph else ()
