"""Whether a citation still leads to what its document meant: judged from the version then in force to today's.

Where that version is not in the corpus, the oldest one held stands in for it; then, and where two versions could have
been meant, the words around the citation decide, and without words nothing is judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Protocol

from fazhi.law.mapping import passages
from fazhi.law.mapping.aligning import align
from fazhi.law.mapping.fates import ArticleMap, Fate, FateKind
from fazhi.law.mapping.likeness import Grams, Measure, grams, measure
from fazhi.law.model import Number
from fazhi.law.store.corpus import Corpus, Instrument, StoredArticle, Version


class Cited(Protocol):
    """What a citation names of an instrument: an address or a mention; 0 for what is not named."""

    @property
    def article(self) -> Number | None:
        """The article; None where the instrument is cited as a whole."""

    @property
    def paragraph(self) -> int:
        """The paragraph (款)."""

    @property
    def item(self) -> int:
        """The item (项)."""


SPEAKS = 0.12  # how much more of the citing words must stand in one article than in another to speak for it


@dataclass(frozen=True, slots=True)
class _Wording:
    """One version's articles, and the weights of its words."""

    articles: dict[Number, StoredArticle]
    profiles: dict[Number, Grams]
    weigh: Measure

    def fits(self, words: Grams, number: Number) -> float:
        """Return how much of the citing words stands in an article, 0–1."""
        return self.weigh.within(words, self.profiles[number]) if number in self.profiles else 0.0


class Judge:
    """Judges citations against one corpus as of one day; keeps the maps it made. For one thread."""

    def __init__(self, corpus: Corpus, today: date) -> None:
        self._corpus, self._today = corpus, today
        self._versions: dict[int, tuple[Version, ...]] = {}
        self._wordings: dict[int, _Wording] = {}
        self._maps: dict[tuple[int, int], ArticleMap] = {}

    def judge(self, instrument: Instrument, cited: Cited, made: date, words: str = "") -> Fate | None:
        """Return what became of a provision cited in a document made on a day; None where that cannot be told.

        `words` are those around the citation, without it: they tell which of two wordings was meant.
        """
        number = cited.article
        versions = self._held(instrument.id)
        now = _on(versions, self._today)
        if number is None or now is None:
            return None
        then = _on(versions, made)
        if then == now:
            return _unchanged(number, cited)
        old = then or versions[0]
        if old == now or number not in self._wording(old).articles:
            return None
        fate = self._followed(versions, old, now, number, cited)
        if fate is None or not fate.stale:
            return fate
        return self._heard(fate, old, now, made, words)

    def _heard(self, fate: Fate, old: Version, now: Version, made: date, words: str) -> Fate | None:
        """Let the citing words confirm what the comparison of the texts says, or refute it."""
        said = grams(words)
        was, become = self._wording(old), self._wording(now)
        for_old = max([was.fits(said, fate.was), *(become.fits(said, one) for one in fate.now)])
        for_new = become.fits(said, fate.was) if fate.was not in fate.now else 0.0
        if for_new > for_old + SPEAKS:
            return None  # the words fit what today bears the number: the document means the newer text
        held = old.in_force_from is not None and old.in_force_from <= made
        return replace(fate, certain=held or for_old >= for_new + SPEAKS)

    def _followed(
        self, versions: Sequence[Version], old: Version, now: Version, number: Number, cited: Cited
    ) -> Fate | None:  # fmt: skip
        fate = self._map(versions, old, now).fate(number)
        if not (cited.paragraph or cited.item) or fate.kind in (FateKind.SAME, FateKind.GONE):
            return replace(fate, paragraph=cited.paragraph, item=cited.item)
        return _inside(fate, self._wording(old).articles[number], cited, self._wording(now))

    def _held(self, instrument: int) -> tuple[Version, ...]:
        if instrument not in self._versions:
            found = self._corpus.versions(instrument)
            self._versions[instrument] = tuple(one for one in found if self._corpus.articles(one.id))
        return self._versions[instrument]

    def _wording(self, version: Version) -> _Wording:
        if version.id not in self._wordings:
            articles = {one.number: one for one in reversed(self._corpus.articles(version.id))}
            profiles = {number: grams(one.text) for number, one in articles.items()}
            self._wordings[version.id] = _Wording(articles, profiles, measure(list(profiles.values())))
        return self._wordings[version.id]

    def _map(self, versions: Sequence[Version], old: Version, now: Version) -> ArticleMap:
        """Return the map over every version between the two, step by step."""
        steps = list(versions[versions.index(old) : versions.index(now) + 1])
        whole = self._step(steps[0], steps[1])
        for before, after in pairwise(steps[1:]):
            whole = whole.then(self._step(before, after))
        return whole

    def _step(self, before: Version, after: Version) -> ArticleMap:
        if (before.id, after.id) not in self._maps:
            olds, news = self._wording(before).articles, self._wording(after).articles
            order = [sorted(one.values(), key=lambda article: article.place) for one in (olds, news)]
            self._maps[before.id, after.id] = align(*order)
        return self._maps[before.id, after.id]


def judge(
    corpus: Corpus, instrument: Instrument, cited: Cited, made: date, today: date, words: str = ""
) -> Fate | None:
    """Judge one citation; for many, keep a Judge."""
    return Judge(corpus, today).judge(instrument, cited, made, words)


def _on(versions: Sequence[Version], day: date) -> Version | None:
    held = [one for one in versions if one.in_force_from is not None and one.in_force_from <= day]
    ended = held and held[-1].in_force_to is not None and held[-1].in_force_to <= day
    return None if not held or ended else held[-1]


def _unchanged(number: Number, cited: Cited) -> Fate:
    return Fate(FateKind.SAME, (number,), 1.0, number, cited.paragraph, cited.item)


def _inside(fate: Fate, old: StoredArticle, cited: Cited, now: _Wording) -> Fate | None:
    """Follow a paragraph or item; None where the older article has none of that number: another text was meant."""
    try:
        found = passages.find(old, cited.paragraph, cited.item, [now.articles[one] for one in fate.now])
    except KeyError:
        return None
    if found is None:
        return replace(fate, kind=FateKind.GONE, now=(), likeness=0.0, paragraph=0, item=0, stale=True)
    here = (found.number, found.paragraph, found.item) == (fate.was, cited.paragraph, cited.item)
    kind = (FateKind.SAME if found.likeness == 1.0 else FateKind.REWORDED) if here else FateKind.MOVED
    return Fate(kind, (found.number,), found.likeness, fate.was, found.paragraph, found.item, stale=not here)
