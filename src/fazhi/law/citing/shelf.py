"""A corpus as one check reads it: each thing is asked for once, however often a text cites it."""

import re
from collections.abc import Callable
from functools import cache

from fazhi.law.addresses import Address
from fazhi.law.citing import resolving
from fazhi.law.citing.model import Mention
from fazhi.law.citing.quoting import plain
from fazhi.law.model import Number
from fazhi.law.numerals import to_int
from fazhi.law.store.corpus import Corpus, Instrument, StoredArticle, Version

_POINT = re.compile(r"^[\s\u3000]*([一二三四五六七八九十百]{1,5})、", re.M)


class Shelf:
    """What has been read of a corpus so far; lives as long as one check, in one thread."""

    def __init__(self, corpus: Corpus) -> None:
        """Begin with nothing read."""
        self.corpus = corpus
        self.checked_to = corpus.checked_to
        self.versions = cache(corpus.versions)
        self.article = cache(corpus.article)
        self.article_on = cache(corpus.article_on)
        self.commencements = cache(corpus.commencements)
        self.divisions = cache(corpus.divisions)
        self.events = cache(corpus.events)
        self.relations = cache(corpus.relations)
        self.instrument = cache(corpus.instrument)
        self.version = cache(corpus.version)
        self.numbers: Callable[[int], tuple[Number, ...]] = cache(self._numbers)
        self.name: Callable[[Instrument], str] = cache(self._name)
        self.words: Callable[[int], tuple[tuple[Number, str], ...]] = cache(self._words)
        self.points: Callable[[int], frozenset[int]] = cache(self._points)
        self._meant = cache(self._resolved)

    def meant(self, mention: Mention, own: Instrument | None, place: str) -> tuple[Instrument, ...]:
        """Return the instruments that a mention means, wherever it stands and whatever article it cites."""
        some = Number(1) if mention.article else None
        alone = Mention(
            0, 0, mention.told, mention.name, mention.edition, mention.document_number, some, itself=mention.itself
        )
        return self._meant(alone, own, place)

    def _resolved(self, mention: Mention, own: Instrument | None, place: str) -> tuple[Instrument, ...]:
        return resolving.resolve(mention, self.corpus, own=own, place=place)

    def version_of(self, article: StoredArticle) -> Version:
        """Return the version to which an article belongs."""
        return self.version(article.version)

    def address(
        self, instrument: Instrument, version: Version | None, number: Number | None = None, paragraph: int = 0,
        item: int = 0, point: int = 0,
    ) -> Address:  # fmt: skip
        """Return the permanent address of a provision in a version."""
        day = version.day if version else None
        return Address(self.name(instrument), instrument.place, day, number, paragraph, item, point)

    def _numbers(self, version: int) -> tuple[Number, ...]:
        return tuple(one.number for one in self.corpus.articles(version))

    def _words(self, version: int) -> tuple[tuple[Number, str], ...]:
        return tuple((one.number, plain(one.text)) for one in self.corpus.articles(version))

    def _points(self, version: int) -> frozenset[int]:
        """The numbers of the paragraphs 一、二、三、 of a text without articles."""
        return frozenset(to_int(one) or 0 for one in _POINT.findall(self.corpus.unnumbered(version)))

    def _name(self, instrument: Instrument) -> str:
        """The short name, or the full title where two of one place share the short."""
        sharing = [one for one in self.corpus.instruments(instrument.short) if one.place == instrument.place]
        return instrument.short if len(sharing) < 2 else instrument.title
