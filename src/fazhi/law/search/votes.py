"""What the answers to like questions say of each article: for itself, its chapter and its law, and by its words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fazhi.law.search import ranking
from fazhi.law.search.accepted import Accepted
from fazhi.law.search.engine import FEATURES as UNTRAINED
from fazhi.law.search.engine import Scored
from fazhi.law.search.index import Index
from fazhi.law.search.layout import Layout
from fazhi.law.search.questions import REPLY, Recall, Told
from fazhi.law.search.wording import Wording
from fazhi.law.store.corpus import Corpus

Rows = NDArray[np.intp]
Matrix = NDArray[np.float32]

LEARNT = (
    "untrained", "share", "rank", "law_vote", "chapter_vote", "beside", "near", "nearest", "regressed", "law_regressed",
    "law_share", "chapter_regressed", "chapter_share", "law_near", "chapter_near", "worded", "worded_share",
    "near_beside", "forecast", "best_likeness", "asked_length", "best_untrained", "worded_rank", "chapter_best",
    "replied", "replied_share", "replied_rank", "near_replies", "nearest_reply",
)  # fmt: skip
NAMES = (*UNTRAINED, *LEARNT)
_NEAR = 40  # logged questions that count as near
_UNTRAINED, _FORECAST = 200, 300  # candidates taken from the untrained order, and from the forecast
_VOTERS = 100


@dataclass(frozen=True, slots=True)
class Held:
    """What an index and its corpus hold, for votes."""

    corpus: Corpus
    index: Index
    layout: Layout

    @classmethod
    def of(cls, corpus: Corpus, index: Index) -> "Held":
        """Read it once; threads may share it."""
        return cls(corpus, index, Layout.of(corpus, index))

    def text(self, row: int) -> str:
        """Return the words of the article of a row."""
        return self.corpus.article_by_id(int(self.index.rows.article[row])).text


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a log, a row a question: articles, instruments, chapters, the words of articles and of replies."""

    articles: sparse.csr_matrix
    instruments: sparse.csr_matrix
    chapters: sparse.csr_matrix
    worded: Wording
    replied: Wording

    @classmethod
    def of(cls, held: Held, log: Sequence[Accepted]) -> "Answers":
        """Look the articles of a log up; those that the corpus does not hold answer nothing."""
        rows = [held.layout.all_rows(held.corpus, one.articles) for one in log]
        current = [found[held.index.rows.current[held.index.rows.version_row[found]]] for found in rows]
        texts = {int(row): held.text(int(row)) for found in current for row in found}
        layout, pairs = held.layout, held.index.fields["pairs"]
        return cls(
            _matrix(rows, len(layout.chapter)),
            _matrix([np.unique(layout.instrument[found]) for found in rows], layout.instruments),
            _matrix([np.unique(layout.chapter[found]) for found in rows], layout.chapters),
            Wording.of(pairs, [[texts[int(row)] for row in found] for found in current]),
            Wording.of(pairs, [[one.answer[:REPLY]] if one.answer else [] for one in log]),
        )

    def part(self, chosen: NDArray[np.intp]) -> "Answers":
        """Return the answers of some of the questions."""
        return Answers(
            self.articles[chosen],
            self.instruments[chosen],
            self.chapters[chosen],
            self.worded.part(chosen),
            self.replied.part(chosen),
        )


def _matrix(rows: Sequence[NDArray[np.generic]], width: int) -> sparse.csr_matrix:
    ends = np.concatenate([[0], np.cumsum([len(found) for found in rows])])
    at = np.concatenate([*rows, np.zeros(0, dtype=np.intp)]).astype(np.int32)
    return sparse.csr_matrix((np.ones(len(at), dtype=np.float32), at, ends), shape=(len(rows), width))


@dataclass(frozen=True, slots=True)
class Memory:
    """A log ready to be asked."""

    recall: Recall
    answers: Answers

    def judged(self, held: Held, question: str, scored: Scored, told: Told) -> tuple[Rows, Matrix]:
        """Return the candidates for a question, and one row of NAMES for each."""
        spread = _Spread(held, self.answers, scored.scores, told)
        rows = spread.candidates()
        return rows, np.concatenate([scored.features(rows), spread.features(rows, len(question))], axis=1)


class _Spread:
    """One question's votes, spread over all rows."""

    def __init__(self, held: Held, answers: Answers, scores: ranking.Scores, told: Told) -> None:
        self._layout, self._scores = held.layout, scores
        self._best = max(float(scores.max(initial=0.0)), 1e-6)
        near = _only_nearest(told.likeness)
        total = max(float(near.sum()), 1e-9)
        self._likeness = float(told.likeness.max(initial=0.0))
        self._near = _over(answers.articles, near) / total
        self._nearest = _highest(answers.articles, told.likeness, near > 0)
        self._regressed = _over(answers.articles, told.weights)
        self._law, self._law_near = _over(answers.instruments, told.weights), _over(answers.instruments, near) / total
        self._chapter = _over(answers.chapters, told.weights)
        self._chapter_near = _over(answers.chapters, near) / total
        pairs, like = held.index.fields["pairs"], _only_nearest(told.replied)
        self._worded = answers.worded.scores(pairs, told.weights)
        self._replied = answers.replied.scores(pairs, told.weights)
        self._near_replies = _over(answers.articles, like) / max(float(like.sum()), 1e-9)
        self._nearest_reply = _highest(answers.articles, told.replied, like > 0)
        self._law_vote, self._chapter_vote, self._chapter_best = self._votes()
        self._forecast = self._forecasted()

    def _votes(self) -> tuple[Matrix, Matrix, Matrix]:
        rows = ranking.best(self._scores, _VOTERS)
        share = (self._scores[rows] / self._best) ** 4
        law = np.zeros(self._layout.instruments, dtype=np.float32)
        chapter, top = (np.zeros(self._layout.chapters, dtype=np.float32) for _ in range(2))
        np.add.at(law, self._layout.instrument[rows], share)
        np.add.at(chapter, self._layout.chapter[rows], share)
        np.maximum.at(top, self._layout.chapter[rows], self._scores[rows] / self._best)
        return _share(law), _share(chapter), top

    def _forecasted(self) -> Matrix:
        law, chapter = self._layout.instrument, self._layout.chapter
        told = (
            self._scores / self._best
            + 0.3 * self._law_vote[law]
            + 0.6 * self._law[law]
            + 0.4 * self._chapter[chapter]
            + 2 * self._regressed
            + 0.8 * self._worded / max(float(self._worded.max(initial=0.0)), 1e-6)
        )
        return np.asarray(told * (self._scores > 0), dtype=np.float32)

    def candidates(self) -> Rows:
        """Return the rows worth judging: the best by either order, and what like questions were answered with."""
        answered = np.flatnonzero((self._nearest > 0) & (self._scores > 0))
        best = ranking.best(self._scores, _UNTRAINED), ranking.best(self._forecast, _FORECAST)
        return np.unique(np.concatenate([*best, answered]))

    def features(self, rows: Rows, length: int) -> Matrix:
        """Return one column a name in LEARNT; `length` is that of the question."""
        law, chapter, scores = self._layout.instrument[rows], self._layout.chapter[rows], self._scores[rows]
        worded, replied, whole = self._worded[rows], self._replied[rows], np.ones(len(rows))
        columns = [
            scores, scores / self._best, _ranks(scores), self._law_vote[law], self._chapter_vote[chapter],
            self._beside(self._scores, rows) / self._best, self._near[rows], self._nearest[rows],
            self._regressed[rows], self._law[law], _share(self._law)[law], self._chapter[chapter],
            _share(self._chapter)[chapter], self._law_near[law], self._chapter_near[chapter], worded,
            worded / max(float(self._worded.max(initial=0.0)), 1e-6), self._beside(self._near, rows),
            self._forecast[rows], self._likeness * whole, np.log1p(length) * whole, self._best * whole,
            _ranks(worded), self._chapter_best[chapter],
            replied, replied / max(float(self._replied.max(initial=0.0)), 1e-6), _ranks(replied),
            self._near_replies[rows], self._nearest_reply[rows],
        ]  # fmt: skip
        return np.stack(columns, axis=1).astype(np.float32)

    def _beside(self, values: Matrix, rows: Rows) -> Matrix:
        """Return the higher of the two neighbours' values, in the same chapter."""
        found = np.zeros(len(rows), dtype=np.float32)
        for step in (-1, 1):
            other = np.clip(rows + step, 0, len(values) - 1)
            same = (self._layout.chapter[other] == self._layout.chapter[rows]) & (other != rows)
            found = np.maximum(found, values[other] * same)
        return found


def _over(matrix: sparse.csr_matrix, weights: Matrix) -> Matrix:
    return np.asarray(matrix.T @ weights, dtype=np.float32).ravel()


def _only_nearest(likeness: Matrix) -> Matrix:
    kept = np.argsort(-likeness, kind="stable")[:_NEAR]
    near = np.zeros(len(likeness), dtype=np.float32)
    near[kept] = np.maximum(likeness[kept], 0) ** 2
    return near


def _highest(matrix: sparse.csr_matrix, likeness: Matrix, near: NDArray[np.bool_]) -> Matrix:
    """Return for each article how like the likest near question is that it answers."""
    found = np.zeros(matrix.shape[1], dtype=np.float32)
    for i in np.flatnonzero(near):
        rows = matrix.indices[matrix.indptr[i] : matrix.indptr[i + 1]]
        found[rows] = np.maximum(found[rows], likeness[i])
    return found


def _share(values: Matrix) -> Matrix:
    return np.asarray(values / max(float(values.max(initial=0.0)), 1e-6), dtype=np.float32)


def _ranks(values: Matrix) -> Matrix:
    ranks = np.empty(len(values), dtype=np.float32)
    ranks[np.argsort(-values, kind="stable")] = np.log1p(np.arange(len(values)))
    return ranks
