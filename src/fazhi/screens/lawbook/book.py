"""The one open corpus of this installation; opened anew when an import has put another file in its place."""

from collections import Counter
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from fazhi.law.addresses import Address
from fazhi.law.citing.checking import check
from fazhi.law.citing.context import Names, names_of
from fazhi.law.citing.model import AsOf, Citation, Place
from fazhi.law.mapping.aligning import align
from fazhi.law.mapping.diffing import Change, compare
from fazhi.law.mapping.fates import ArticleMap
from fazhi.law.mapping.graph import Graph, NoGraph, beside
from fazhi.law.mapping.staleness import Wordings
from fazhi.law.model import Number
from fazhi.law.search.engine import Searcher
from fazhi.law.search.index import NoIndex
from fazhi.law.search.opening import INDEX, LEARNT, opened
from fazhi.law.store.corpus import Corpus, Instrument, NoCorpus, StoredArticle, Version
from fazhi.people.divisions import DivisionsMissing, named

Stamp = tuple[int, int, int]
BESIDE = (".graph.sqlite3", INDEX, LEARNT)  # made from the corpus, and kept beside it


class Lawbook:
    """A corpus with what is made from it; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open the corpus at `path`; NoCorpus where there is none."""
        self.path, self.corpus = path, Corpus(path)
        self._wordings = Wordings(self.corpus)
        self.articles = lru_cache(maxsize=64)(self.corpus.articles)
        self.divisions = lru_cache(maxsize=64)(self.corpus.divisions)
        self.versions = lru_cache(maxsize=4096)(self.corpus.versions)
        self.map = lru_cache(maxsize=256)(self._map)
        self.changes = lru_cache(maxsize=16)(self._changes)
        self.cited = lru_cache(maxsize=4096)(self._cited)
        self.cites = lru_cache(maxsize=4096)(self._cites)

    def _map(self, older: int, newer: int) -> ArticleMap:
        """Return which article of one version became which of a newer one."""
        return align(self.articles(older), self.articles(newer))

    def _changes(self, older: int, newer: int) -> tuple[Change, ...]:
        """Return two versions beside each other, article by article."""
        return compare(self.articles(older), self.articles(newer))

    @cached_property
    def graph(self) -> Graph | None:
        """What cites what; None where it was not built."""
        try:
            return Graph(beside(self.path))
        except NoGraph:
            return None

    @cached_property
    def searcher(self) -> Searcher | None:
        """The full-text search; None where its index was not built, or was built for another corpus."""
        try:
            return opened(self.corpus, self.path, encoder=settings.FAZHI_LAW_ENCODER).searcher
        except NoIndex:
            return None

    @cached_property
    def instruments(self) -> dict[int, Instrument]:
        """Every instrument by its id, the nation's first."""
        return {one.id: one for one in self.corpus.all_instruments()}

    @cached_property
    def checked_to(self) -> date | None:
        """The day up to which every source was checked."""
        return self.corpus.checked_to

    @cached_property
    def places(self) -> dict[str, str]:
        """The places whose law is held, by code, with their names; the code itself where no list of names is there."""
        codes = sorted({one.place for one in self.instruments.values()} - {""})
        try:
            known = named(codes)
        except DivisionsMissing:
            known = {}
        return {code: known.get(code, code) for code in codes}

    @cached_property
    def _shorts(self) -> Counter[tuple[str, str]]:
        return Counter((one.place, one.short) for one in self.instruments.values())

    @cached_property
    def names(self) -> Names:
        """Every name of an instrument, to be known in a text without book-title marks."""
        return names_of(self.corpus)

    def check(self, text: str, on: AsOf, place: str = "", today: date | None = None) -> tuple[Citation, ...]:
        """Return the citations of a text with what the corpus says of them, and what has changed since.

        `today` is the day to which changes are told, that of `on` where it is None.
        """
        return check(
            text, self.corpus, on=on, names=self.names, today=today or on.day, place=place, wordings=self._wordings
        )

    def _cites(self, article: StoredArticle, today: date) -> tuple[Citation, ...]:
        """Return what an article cites, by the law of the day its version began, and what became of it since."""
        version = self.corpus.version(article.version)
        on = AsOf(version.in_force_from or version.day or today, "")
        own, at = self.instruments[version.instrument], Place(article.number)
        return check(
            article.text, self.corpus, on=on, own=own, at=at, names=self.names, today=today, wordings=self._wordings
        )

    def _cited(self, text: str, day: date) -> tuple[tuple[int, int, Address], ...]:
        """Return where a short text of the city's own cites provisions that are held, and which."""
        found = self.check(text, AsOf(day, ""))
        return tuple((one.mention.start, one.mention.end, one.addresses[0]) for one in found if one.addresses)

    def address(
        self, instrument: Instrument, version: Version | None = None, number: Number | None = None, paragraph: int = 0,
        item: int = 0, point: int = 0,
    ) -> Address:  # fmt: skip
        """Return the permanent address: by the short name, or by the full title where two share the short."""
        alone = self._shorts[instrument.place, instrument.short] < 2
        name = instrument.short if alone else instrument.title
        day = version.day if version else None
        return Address(name, instrument.place, day, number, paragraph, item, point)

    def meant(self, instrument: Instrument, day: date | None, on: date) -> Version | None:
        """Return the version of a day where one is named, else the one in force `on` that day."""
        if day is not None:
            return next((one for one in self.versions(instrument.id) if one.day == day), None)
        return self.corpus.version_on(instrument.id, on)

    def latest(self, instrument: Instrument) -> Version | None:
        """Return the newest version that is held, whether in force or not."""
        return next(iter(reversed(self.versions(instrument.id))), None)


def lawbook() -> Lawbook:
    """Return the open corpus of this installation; NoCorpus, with what to do, where none was imported."""
    path = Path(settings.FAZHI_LAW)
    if not path.exists():
        raise NoCorpus(_("没有法律条文库。请运行 fazhi law import 导入。"))
    return _opened(path, tuple(stamp(one) for one in (path, *(path.with_suffix(name) for name in BESIDE))))


def stamp(path: Path) -> Stamp | None:
    """Return what changes when a file is written anew; None where there is none."""
    try:
        told = path.stat()
    except FileNotFoundError:
        return None
    return told.st_ino, told.st_mtime_ns, told.st_size


def warm() -> None:
    """Make the first question as quick as the next: open and read what every page of law needs; no corpus, nothing."""
    try:
        book = lawbook()
    except NoCorpus:
        return
    for one in list(book.instruments.values())[:1]:
        book.check(one.title, AsOf(book.checked_to or date.max, ""))
        if book.searcher is not None:
            book.searcher.search(one.title)


@lru_cache(maxsize=2)
def _opened(path: Path, stamps: tuple[Stamp | None, ...]) -> Lawbook:
    return Lawbook(path)
