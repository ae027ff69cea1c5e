"""Whether a citation still leads to what its document meant: judged from the version then in force to today's.

The comparison of the two texts decides where both are in the corpus, unless the citing words speak against it. Where
the older text is not there, or the newer one was adopted but not yet in force when the document was made, the words
have to speak for one reading; where they do not, nothing is judged. See docs/explanation/stale-citations.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from fazhi.law.mapping import passages
from fazhi.law.mapping.aligning import align
from fazhi.law.mapping.fates import ArticleMap, Fate, FateKind
from fazhi.law.mapping.speaking import Listener
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


FOR = 0.8  # of the best article's score: the words speak for an article
AGAINST = 0.2  # the words speak against it
DOUBT = 0.25  # of a document's citations of one instrument, with the words against them: another version is meant
ALONE = 0.6  # what the next best may have, at the most, where the words alone are to tell the article
HELD = 0.8  # how much of the words, by weight, the one article must then have


@dataclass(frozen=True, slots=True)
class _Wording:
    """One version's articles, and what listens for them in citing words."""

    articles: dict[Number, StoredArticle]
    listener: Listener


@dataclass(frozen=True, slots=True)
class Citing:
    """One citation of a document: `words` are those around it (`speaking.around`)."""

    instrument: Instrument
    cited: Cited
    words: str


class Wordings:
    """The wordings of a corpus ready to be compared, the latest used kept: threads and many judges may share it."""

    def __init__(self, corpus: Corpus, most: int = 32) -> None:
        """Keep at most so many wordings; a long statute's takes some 10 MB."""
        self._corpus = corpus
        self.wording = lru_cache(maxsize=most)(self._wording)
        self.step = lru_cache(maxsize=4 * most)(self._step)

    def _wording(self, version: int) -> _Wording:
        articles = {one.number: one for one in reversed(self._corpus.articles(version))}
        return _Wording(articles, Listener(articles.values()))

    def _step(self, before: int, after: int) -> ArticleMap:
        """Return the map from one version to the next."""
        both = (self.wording(one).articles.values() for one in (before, after))
        return align(*(sorted(one, key=lambda article: article.place) for one in both))


class Judge:
    """Judges citations against one corpus as of one day. For one thread; judges may share their `wordings`.

    Where a document cites an instrument more than once, `weigh` them all before judging the first: where the words
    around many of them fit other articles, its numbers are those of another version than the day suggests.
    """

    def __init__(self, corpus: Corpus, today: date, wordings: Wordings | None = None) -> None:
        self._corpus, self._today = corpus, today
        self._wordings = wordings or Wordings(corpus)
        self._versions: dict[int, tuple[Version, ...]] = {}
        self._against: dict[tuple[int, date], list[bool]] = {}

    def judge_all(self, citings: Sequence[Citing], made: date) -> tuple[Fate | None, ...]:
        """Judge the citations of one document made on a day, weighed together."""
        for one in citings:
            self.weigh(one.instrument, one.cited, made, one.words)
        return tuple(self.judge(one.instrument, one.cited, made, one.words) for one in citings)

    def compares(self, instrument: int) -> bool:
        """Tell whether more than one wording of an instrument is held: of one alone nothing certain can be told."""
        return len(self._held(instrument)) > 1

    def weigh(self, instrument: Instrument, cited: Cited, made: date, words: str) -> None:
        """Take note of whether the citing words fit the article that bore the number on that day."""
        versions = self._held(instrument.id)
        then = _on(versions, made) or next(iter(versions), None)
        if then is None or cited.article is None or cited.article not in self._wording(then).articles:
            return
        heard = self._wording(then).listener.hear(words)
        if heard.clear:
            self._against.setdefault((instrument.id, made), []).append(heard.relative(cited.article) < AGAINST)

    def _doubted(self, instrument: int, made: date) -> bool:
        told = self._against.get((instrument, made), [])
        return bool(told) and sum(told) >= DOUBT * len(told)

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
        if now == versions[0]:
            return self._suspected(now, number, words)
        fate = self._followed(versions, then or versions[0], now, number, cited)
        if fate is None or not fate.stale:
            return fate
        doubted = self._doubted(instrument.id, made)
        if then is None and doubted:
            return self._suspected(now, number, words)
        known = not (then is None or doubted or _between(versions, made))
        needed = 0.0 if known else 1.0 if doubted else FOR
        return self._heard(fate, then or versions[0], now, needed=needed, words=words)

    def _heard(self, fate: Fate, old: Version, now: Version, *, needed: float, words: str) -> Fate | None:
        """Let the citing words confirm what the comparison of the texts says, or refute it.

        `needed` is what the older article must have of the best one's score; 0 where the texts alone may tell.
        """
        before, after = self._wording(old).listener.hear(words), self._wording(now).listener.hear(words)
        if not before.clear:
            return None if needed else fate
        was, become = before.relative(fate.was), after.relative(fate.was)
        if not needed:
            return None if was < AGAINST or (become >= FOR and was < become) else fate
        return fate if was >= needed and become < was else self._suspected(now, fate.was, words)

    def _suspected(self, now: Version, number: Number, words: str) -> Fate | None:
        """Return where the words alone place a citation whose older text is not here; None where they do not tell."""
        heard = self._wording(now).listener.hear(words)
        if not heard.clear or heard.relative(number) >= AGAINST or heard.best < HELD * heard.weight:
            return None
        meant, next_best = heard.foremost()
        if next_best > ALONE:
            return None
        return Fate(FateKind.MOVED, (meant,), heard.best / heard.weight, number, stale=True, certain=False)

    def _followed(
        self, versions: Sequence[Version], old: Version, now: Version, number: Number, cited: Cited
    ) -> Fate | None:  # fmt: skip
        if number not in self._wording(old).articles:
            return None
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
        return self._wordings.wording(version.id)

    def _map(self, versions: Sequence[Version], old: Version, now: Version) -> ArticleMap:
        """Return the map over every version between the two, step by step."""
        steps = list(versions[versions.index(old) : versions.index(now) + 1])
        whole = self._wordings.step(steps[0].id, steps[1].id)
        for before, after in pairwise(steps[1:]):
            whole = whole.then(self._wordings.step(before.id, after.id))
        return whole


def judge(
    corpus: Corpus, instrument: Instrument, cited: Cited, made: date, today: date, words: str = ""
) -> Fate | None:
    """Judge one citation; for many, keep a Judge."""
    return Judge(corpus, today).judge(instrument, cited, made, words)


def _on(versions: Sequence[Version], day: date) -> Version | None:
    held = [one for one in versions if one.in_force_from is not None and one.in_force_from <= day]
    ended = held and held[-1].in_force_to is not None and held[-1].in_force_to <= day
    return None if not held or ended else held[-1]


def _between(versions: Sequence[Version], day: date) -> bool:
    """Tell whether a newer wording was known on a day and not yet in force: a document may mean either."""
    return any(one.day and one.in_force_from and one.day <= day < one.in_force_from for one in versions)


def _unchanged(number: Number, cited: Cited) -> Fate:
    return Fate(FateKind.SAME, (number,), 1.0, number, cited.paragraph, cited.item)


def _inside(fate: Fate, old: StoredArticle, cited: Cited, now: _Wording) -> Fate | None:
    """Follow a paragraph or item; None where the older article has none of that number: another text was meant."""
    try:
        found = passages.find(old, cited.paragraph, cited.item, [now.articles[one] for one in fate.now])
    except KeyError:
        return None
    if found is None and fate.stale:
        return fate  # the article stands elsewhere, the passage could not be found in it
    if found is None:
        return replace(fate, kind=FateKind.GONE, now=(), likeness=0.0, stale=True)
    here = (found.number, found.paragraph, found.item) == (fate.was, cited.paragraph, cited.item)
    kind = (FateKind.SAME if found.likeness == 1.0 else FateKind.REWORDED) if here else FateKind.MOVED
    return Fate(kind, (found.number,), found.likeness, fate.was, found.paragraph, found.item, stale=not here)
