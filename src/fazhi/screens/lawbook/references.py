"""What an article cites, and what cites it, as links."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from fazhi.law.addresses import Address
from fazhi.law.citing.model import Citation, Verdict
from fazhi.law.mapping.graph import Meaning
from fazhi.law.model import Number
from fazhi.law.numerals import to_chinese
from fazhi.law.store.corpus import Version
from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.contents import label
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.editions import counterpart
from fazhi.screens.lawbook.layout import Link

JUDGED = 60  # citing articles whose citation is judged, where the law has several versions
SHOWN = 30  # citing articles that are listed; the count says how many there are


@dataclass(frozen=True, slots=True)
class Reference:
    """A provision at the other end of a citation."""

    words: str
    url: str
    moved: str = ""  # where it stands now, where the number cited is not that of today


@dataclass(frozen=True, slots=True)
class Cited:
    """The provisions that cite an article: the first of them, and how many there are."""

    references: Sequence[Reference] = ()
    count: int = 0
    rest: int = 0  # so many more cite a number that the provision has or had, and were not judged


def address_words(address: Address) -> str:
    """Return an address in words: 《行政复议法》第二十条第二款第三项."""
    if address.article is None:
        return _("《%(name)s》") % {"name": address.name}
    parts = ((_("第%(n)s款"), address.paragraph), (_("第（%(n)s）项"), address.item), (_("第%(n)s目"), address.point))
    inside = "".join(words % {"n": to_chinese(n)} for words, n in parts if n)
    return _("《%(name)s》") % {"name": address.name} + label(address.article) + inside


def links_of(door: Door, citations: Sequence[Citation], *, past: bool) -> list[Link]:
    """Return the links that lead from the words of an article to what they cite; a past text leads to past texts."""
    return [
        Link(one.mention.start, one.mention.end, door.url(_led(one, past=past)), _says(one), bool(_moved(one)))
        for one in citations
        if _leads(one)
    ]  # fmt: skip


def cites(door: Door, citations: Sequence[Citation], *, past: bool) -> list[Reference]:
    """Return what an article cites, each once, in the order of the text."""
    found: dict[Address, Citation] = {}
    for one in citations:
        if _leads(one):
            found.setdefault(one.addresses[0], one)
    return [Reference(address_words(to), door.url(_led(one, past=past)), _moved(one)) for to, one in found.items()]


def _leads(one: Citation) -> bool:
    """Whether a citation leads anywhere: the text itself (本法, 前两款 in an article) is where the reader is."""
    return bool(one.addresses) and not (one.mention.itself and one.addresses[0].article is None)


def _led(one: Citation, *, past: bool) -> Address:
    """Return where a citation leads: from a text that holds to the wording in force, where that has the same number."""
    address = one.addresses[0]
    return address if past or one.verdict is not Verdict.EXACT else replace(address, version=None)


def _moved(one: Citation) -> str:
    """Return where a provision stands now that was renumbered or repealed since; nothing where it stays."""
    return one.reason if one.verdict is Verdict.CHANGED else ""


def _says(one: Citation) -> str:
    return _moved(one) or "、".join(map(address_words, one.addresses))


def cited_by(book: Lawbook, door: Door, version: Version, number: Number, today: date) -> Cited:
    """Return the provisions that cite an article of a version: the first of them, each once, and how many there are.

    A number that means something else since an amendment is judged, not believed: what cites the number that the
    provision had before is listed, what cites this number and meant another provision is not.
    """
    versions = book.versions(version.instrument)
    numbers = {number, *(there for one in versions if (there := counterpart(book, version, number, one)))}
    graph = book.graph
    if graph and len(versions) > 1 and version.id == versions[-1].id:
        return _meant(book, door, graph.meaning(version.instrument, number), number)
    edges = [edge for one in sorted(numbers) for edge in graph.cited_by(version.instrument, one)] if graph else []
    articles, rest = list(dict.fromkeys(edge.article for edge in edges)), 0
    if len(versions) > 1:
        wanted = book.address(book.instruments[version.instrument]).name, number
        rest = max(0, len(articles) - JUDGED)
        articles = [id for id in articles[:JUDGED] if _means(book, id, wanted, version.day, today)]
    return Cited([_citing(book, door, id) for id in articles[:SHOWN]], len(articles), rest)


def _meant(book: Lawbook, door: Door, found: Sequence[Meaning], number: Number) -> Cited:
    """Return what cites an article of the newest wording; it was judged when the graph was built."""
    first = {one.edge.article: one for one in reversed(found)}
    ordered = [first[id] for id in dict.fromkeys(one.edge.article for one in found)]
    shown = [_citing(book, door, one.edge.article, _old_number(one, number)) for one in ordered[:SHOWN]]
    return Cited(shown, len(ordered))


def _old_number(one: Meaning, number: Number) -> str:
    if one.was is None:
        return ""
    return _("所引为旧条号%(was)s，现为%(now)s") % {"was": label(one.was), "now": label(number)}


def _means(book: Lawbook, id: int, wanted: tuple[str, Number], day: date | None, today: date) -> bool:
    """Whether an article cites the provision as it stood in the version of a day."""
    cited = (to for one in book.cites(book.corpus.article_by_id(id), today) for to in one.addresses)
    return any((to.name, to.article) == wanted and to.version == day for to in cited)


def _citing(book: Lawbook, door: Door, id: int, moved: str = "") -> Reference:
    article = book.corpus.article_by_id(id)
    version = book.corpus.version(article.version)
    to = book.address(book.instruments[version.instrument], version, article.number)
    return Reference(address_words(to), door.url(to), moved)
