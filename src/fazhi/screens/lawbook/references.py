"""What an article cites, and what cites it, as links."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fazhi.law.addresses import Address
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
) -> Sequence[Link]:  # fmt: skip
    """Return the links that lead from the words of an article to what they cite."""
    return ()


def cites(
    book: Lawbook, door: Door, article: StoredArticle, instrument: Instrument, version: Version
) -> Sequence[Reference]:  # fmt: skip
    """Return what an article cites, each once, in the order of the text."""
    return ()


def cited_by(book: Lawbook, door: Door, instrument: Instrument, number: Number) -> Cited:
    """Return the provisions in force today that cite an article."""
    return Cited()
