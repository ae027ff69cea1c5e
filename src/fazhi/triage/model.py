"""The trained ranker: two sparse vectors, one matrix of weights, one calibration."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from fazhi.triage.examples import Candidate
from fazhi.triage.features import Columns, Lexicon
from fazhi.triage.reading import Floats, parts_of
from fazhi.triage.reasons import reasons_in

CHUNK: Final = 1_000
"""Messages that `rank_many` holds in memory at once."""
WORTH_TELLING: Final = 0.01
"""Confidence below which a candidate is shown without reasons: nothing of note speaks for it."""


def chances_of(scores: Floats, matrix: Floats, bias: Floats) -> Floats:
    """Turn scores into chances (0–1, each row sums to 1) by the calibration learnt on held-out messages."""
    linear = scores @ matrix + bias
    linear -= linear.max(axis=-1, keepdims=True)
    chances = np.exp(linear)
    shares: Floats = (chances / chances.sum(axis=-1, keepdims=True)).astype(np.float32)
    return shares


@dataclass(frozen=True, slots=True)
class Model:
    """Ranks labels for a message. Reads the first 2,000 characters; the same text always gets the same answer.

    `weights` has a row for each column of the lexicon and two columns for each label: first what separates the labels,
    from which the reasons are taken, then what counts say. `matrix` and `bias` turn both scores into chances.
    `edition` is the digest of the training data and settings.
    """

    labels: tuple[str, ...]
    lexicon: Lexicon
    weights: Floats
    intercepts: Floats
    matrix: Floats
    bias: Floats
    edition: str

    def rank(self, text: str, top: int = 3) -> tuple[Candidate, ...]:
        """Return the `top` likeliest labels, best first, with reasons where there is any confidence to explain."""
        columns, values = self.lexicon.weigh(parts_of(text))
        rows = self.weights.take(columns, axis=0)
        chances = self._chances((values @ rows)[np.newaxis])[0]
        best = _best(chances, top).tolist()
        shown = [at for at in best if chances[at] >= WORTH_TELLING]
        reasons = dict(zip(shown, self._reasons(columns, values, rows, shown), strict=True))
        return tuple(Candidate(self.labels[at], float(chances[at]), reasons.get(at, ())) for at in best)

    def _reasons(
        self, columns: Columns, values: Floats, rows: Floats, shown: Sequence[int]
    ) -> Iterator[tuple[str, ...]]:
        """Yield the reasons for each label shown, from the runs that can stand as words."""
        told = np.flatnonzero(self.lexicon.told.take(columns))
        separating = rows.take(told, axis=0)[:, : len(self.labels)]
        middle = separating @ np.full(len(self.labels), 1 / len(self.labels), np.float32)
        keys, values = self.lexicon.keys.take(columns.take(told)), values.take(told)
        return (reasons_in(keys, (separating[:, at] - middle) * values) for at in shown)

    def rank_many(self, texts: Sequence[str], top: int = 3, *, reasons: bool = False) -> list[tuple[Candidate, ...]]:
        """Rank every text, a thousand at a time; without reasons unless asked for, as they cost as much again."""
        if reasons:
            return [self.rank(text, top) for text in texts]
        return [ranked for chances in self._in_chunks(texts) for ranked in self._ranked(chances, top)]

    def chances_many(self, texts: Sequence[str]) -> Floats:
        """Return the chance (0–1) of every label, in the order of `labels`, for every text."""
        found = list(self._in_chunks(texts))
        return np.concatenate(found) if found else np.empty((0, len(self.labels)), np.float32)

    def _in_chunks(self, texts: Sequence[str]) -> Iterator[Floats]:
        for start in range(0, len(texts), CHUNK):
            rows = matrix_of(self.lexicon, texts[start : start + CHUNK])
            yield self._chances(rows @ self.weights)

    def _chances(self, products: Floats) -> Floats:
        return chances_of(products + self.intercepts, self.matrix, self.bias)

    def _ranked(self, chances: Floats, top: int) -> list[tuple[Candidate, ...]]:
        return [tuple(Candidate(self.labels[at], float(row[at])) for at in _best(row, top)) for row in chances]


def matrix_of(lexicon: Lexicon, texts: Sequence[str]) -> sparse.csr_matrix:
    """Return the weighed features of the texts, one row a text."""
    return lexicon.weigh_many([parts_of(text) for text in texts])


def _best(chances: Floats, top: int) -> Columns:
    order: Columns = np.argsort(-chances, kind="stable")[:top]
    return order
