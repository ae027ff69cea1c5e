"""Questions in ordinary words to ranked articles: in process, without network, from arrays mapped into memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fazhi.law.model import Level
from fazhi.law.search import lay, passages, ranking
from fazhi.law.search.index import LEVELS, Index
from fazhi.law.search.vectors import Encoder
from fazhi.law.store.corpus import Corpus, Instrument, StoredArticle, Version

FEATURES = (*ranking.WEIGHTS, "likeness", "law_cited", "cited", "length", "level", "local", "law_best")
"""What a candidate is judged by, in the order of the columns: the channels' scores, the nearness of its vector (0
without vectors), the logarithms of the counts of citations and of its length, its level, whether it is local, and
its own score as a share of the best of its instrument."""
_LIKENESS = 0.5  # weight of the vectors' nearness, as a share of the best lexical score


@dataclass(frozen=True, slots=True)
class Filters:
    """What may be found: levels (none given: all), the law that holds at a place, the law in force on a day.

    `place` is a GB/T 2260 code: national law and that of the place, of those above it and of those within it;
    "" is national law alone, None any place. Without `on` the latest versions not known to be repealed.
    """

    levels: tuple[Level, ...] = ()
    place: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that answers; `passage` is where its best sentence begins and ends in article.text."""

    article: StoredArticle
    version: Version
    instrument: Instrument
    score: float
    passage: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The articles that may answer, best first by the untrained score: row in the index, id in the corpus, features."""

    rows: NDArray[np.intp]
    articles: NDArray[np.int32]
    scores: NDArray[np.float32]
    features: NDArray[np.float32]  # one row a candidate, one column a name in FEATURES


@dataclass(frozen=True, slots=True)
class Scored:
    """Every article's untrained score by row, 0 where it may not be found, and what the given rows are judged by."""

    scores: ranking.Scores
    features: Callable[[NDArray[np.intp]], NDArray[np.float32]]


class Ranker(Protocol):
    """A learnt order."""

    def ranked(self, question: str, scored: Scored, limit: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Return the rows that answer best, best first, and their scores; none whose untrained score is 0."""
        ...


class Unanswerable(ValueError):
    """A question that cannot be looked for; the message tells the reader what to do."""


class Searcher:
    """An open search; threads may share it."""

    def __init__(
        self, corpus: Corpus, index: Index, *, encoder: Encoder | None = None, ranker: Ranker | None = None
    ) -> None:
        """Join what is open already; `encoder` is used where the index has vectors of it."""
        self.corpus, self.index = corpus, index
        self._encoder = encoder if index.vectors and encoder and index.vectors.encoder == encoder.name else None
        self._ranker, self._words, self._prior = ranker, lay.shipped(), ranking.prior(index)

    @property
    def encoder(self) -> str:
        """The name of the encoder whose vectors are used; "" for none."""
        return self._encoder.name if self._encoder else ""

    @classmethod
    def open(
        cls, corpus: Corpus, index: Path, *, encoder: Encoder | None = None, ranker: Ranker | None = None
    ) -> "Searcher":
        """Open the index of a corpus; NoIndex where it is not there or does not fit the corpus as it is now."""
        return cls(corpus, Index.open(index, corpus), encoder=encoder, ranker=ranker)

    def search(self, question: str, filters: Filters = Filters(), limit: int = 10) -> tuple[Hit, ...]:
        """Return the articles that answer a question best; empty where none shares a character with it.

        Unanswerable where the question holds nothing to look for, with a message for the reader.
        """
        asked = self._asked(question)
        scored = self._scored(question, asked, filters)
        rows = ranking.best(scored.scores, limit)
        scores = scored.scores[rows]
        if self._ranker and len(rows):
            rows, scores = self._ranker.ranked(question, scored, limit)
        ids, telling = self.index.rows.article[rows], passages.Telling.of(self.index, asked)
        return tuple(self._hit(telling, int(id), float(score)) for id, score in zip(ids, scores, strict=True))

    def candidates(self, question: str, n: int, filters: Filters = Filters()) -> Candidates:
        """Return the n best articles by the untrained score with what they are judged by; Unanswerable as search."""
        scored = self.scored(question, filters)
        rows = ranking.best(scored.scores, n)
        return Candidates(rows, self.index.rows.article[rows], scored.scores[rows], scored.features(rows))

    def scored(self, question: str, filters: Filters = Filters()) -> Scored:
        """Return the untrained score of every article, for a ranker to learn from; Unanswerable as search."""
        return self._scored(question, self._asked(question), filters)

    def _asked(self, question: str) -> ranking.Asked:
        asked = ranking.read(self.index, question, self._words)
        if not asked.characters:
            raise Unanswerable("问题里没有可以查找的文字。请用汉字写出要问的事，如“公司不发工资怎么办”。")
        return asked

    def _scored(self, question: str, asked: ranking.Asked, filters: Filters) -> Scored:
        channels = ranking.channels(self.index, asked)
        scores = ranking.total(channels, self._prior)
        likeness = self._likeness(question)
        if likeness is not None:
            scores += np.float32(_LIKENESS) * scores.max(initial=0.0) * np.maximum(likeness, 0)
        scores[~self._allowed(filters)[self.index.rows.version_row]] = 0
        return Scored(scores, lambda rows: self._features(rows, channels, likeness, scores))

    def _likeness(self, question: str) -> NDArray[np.float32] | None:
        if self._encoder is None or self.index.vectors is None:
            return None
        return self.index.vectors.likeness(self._encoder, question[:300])

    def _features(
        self,
        rows: NDArray[np.intp],
        channels: dict[str, ranking.Scores],
        likeness: NDArray[np.float32] | None,
        scores: ranking.Scores,
    ) -> NDArray[np.float32]:
        known, versions = self.index.rows, self.index.rows.version_row[rows]
        top = np.zeros(len(known.version), dtype=np.float32)
        np.maximum.at(top, versions, scores[rows])
        columns = [
            *(channels[name][rows] for name in ranking.WEIGHTS),
            likeness[rows] if likeness is not None else np.zeros(len(rows)),
            known.law_cited[versions],
            known.cited[rows],
            np.log1p(known.length[rows]),
            known.level[versions],
            known.place[versions] > 0,
            scores[rows] / np.maximum(top[versions], 1e-6),
        ]
        return np.stack(columns, axis=1).astype(np.float32)

    def _allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """Return which versions may be found."""
        rows = self.index.rows
        if filters.on:
            day = filters.on.toordinal()
            allowed = (rows.since <= day) & (day < rows.until) & (rows.since > 0)
        else:
            allowed = rows.current.copy()
        if filters.levels:
            allowed &= np.isin(rows.level, [LEVELS.index(level) for level in filters.levels])
        if filters.place is not None:
            allowed &= _holding_at(rows.place, filters.place)
        return np.asarray(allowed)

    def _hit(self, telling: passages.Telling, id: int, score: float) -> Hit:
        article = self.corpus.article_by_id(id)
        version = self.corpus.version(article.version)
        instrument = self.corpus.instrument(version.instrument)
        return Hit(article, version, instrument, score, telling.passage(article.text))


def _holding_at(places: NDArray[np.int32], wanted: str) -> NDArray[np.bool_]:
    """Return which places' law bears on a place: the nation's, its own, those above and those within it."""
    if not wanted:
        return np.asarray(places == 0)
    distinct = np.unique(places)
    bearing: Sequence[int] = [int(code) for code in distinct if code == 0 or _akin(f"{code:06d}", wanted)]
    return np.isin(places, bearing)


def _akin(one: str, other: str) -> bool:
    one, other = _stem(one), _stem(other)
    return one.startswith(other) or other.startswith(one)


def _stem(code: str) -> str:
    """Return a place's code without the pairs of zeros that stand for the places within: 410000 is 41."""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code
