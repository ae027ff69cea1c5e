"""Two views of a message, its head and its whole, each a tf-idf vector over character runs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fazhi.triage.reading import MAX_READ, RUN_BITS, Codes, Floats, Keys, keys_of
from fazhi.triage.reasons import readable

Columns = NDArray[np.int64]

_TF: Final[Floats] = (1.0 + np.log(np.maximum(np.arange(MAX_READ + 1), 1))).astype(np.float32)
"""What a run that a message has so many times counts."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The runs of one view, sorted by key, with their inverse document frequencies (natural logarithm).

    `share` is the length of the view's part of a message's features.
    """

    longest: int
    keys: Keys
    idf: Floats
    share: float = 1.0

    def weigh_many(self, documents: Sequence[Codes]) -> sparse.csr_matrix:
        """Return the weights of each document's runs, (1 + ln tf) × idf, as long as the share: one row a document."""
        keys = [keys_of(codes, self.longest) for codes in documents]
        ends = np.cumsum([0, *(found.size for found in keys)])
        every = np.concatenate(keys) if keys else np.empty(0, np.uint64)
        columns = np.minimum(np.searchsorted(self.keys, every), max(self.keys.size - 1, 0))
        known = self.keys[columns] == every if self.keys.size else np.zeros(every.size, np.bool_)
        starts = np.concatenate([[0], np.cumsum(known)])[ends]
        shape = (len(documents), self.keys.size)
        rows = sparse.csr_matrix((np.ones(starts[-1]), columns[known], starts), shape=shape)
        rows.sum_duplicates()
        rows.data = (1.0 + np.log(rows.data)) * self.idf[rows.indices]
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        lengths[lengths == 0] = 1.0
        rows.data = (rows.data * np.repeat(self.share / lengths, np.diff(rows.indptr))).astype(np.float32)
        return rows


def learn_vocabulary(documents: Iterable[Codes], longest: int, least: int, share: float = 1.0) -> Vocabulary:
    """Keep the runs that at least `least` documents have; idf is smoothed as if one more document had them all."""
    found = [np.unique(keys_of(codes, longest)) for codes in documents]
    keys, counts = np.unique(np.concatenate(found), return_counts=True)
    kept = counts >= least
    idf = np.log((1 + len(found)) / (1 + counts[kept])) + 1.0
    return Vocabulary(longest, keys[kept], idf.astype(np.float32), share)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabularies of all views; the columns of a later view follow those of the earlier ones.

    `keys` and `idf` are those of all views, the keys marked with their view, so that they are sorted as a whole;
    `told` marks the columns whose run can be shown as a word, `ends` says where each view's columns end.
    """

    views: tuple[Vocabulary, ...]
    keys: Keys = field(init=False, repr=False, compare=False)
    idf: Floats = field(init=False, repr=False, compare=False)
    told: NDArray[np.bool_] = field(init=False, repr=False, compare=False)
    ends: Columns = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay the views side by side, once, so that a message is weighed in one go."""
        # The head's runs stand in the whole too, where scraps that only one title has are not counted as words.
        last = self.views[-1].keys
        told = np.concatenate([np.zeros(self.width - last.size, np.bool_), readable(last)])
        for name, value in (
            ("keys", np.concatenate([view.keys | _mark(at) for at, view in enumerate(self.views)])),
            ("idf", np.concatenate([view.idf for view in self.views])),
            ("told", told),
            ("ends", np.cumsum([view.keys.size for view in self.views])),
        ):
            object.__setattr__(self, name, value)

    @property
    def width(self) -> int:
        """Return the number of columns of all views together."""
        return sum(view.keys.size for view in self.views)

    def weigh(self, parts: Sequence[Codes]) -> tuple[Columns, Floats]:
        """Return what `weigh_many` would for one message, as columns, ascending, and their weights; much the faster."""
        runs = [
            keys_of(codes, view.longest) | _mark(at)
            for at, (view, codes) in enumerate(zip(self.views, parts, strict=True))
        ]
        keys = np.concatenate(runs)
        if not self.keys.size:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        keys.sort()
        bounds = _bounds(keys)
        keys = keys.take(bounds[:-1])
        columns = np.searchsorted(self.keys, keys)
        known = np.flatnonzero(self.keys.take(columns, mode="clip") == keys)
        columns = columns.take(known)
        counts = (bounds[1:] - bounds[:-1]).take(known)
        weights = _TF.take(counts) * self.idf.take(columns)
        ends = np.searchsorted(columns, self.ends).tolist()
        for view, (start, end) in zip(self.views, pairwise((0, *ends)), strict=True):
            part = weights[start:end]
            part *= view.share / (math.sqrt(part @ part) or 1.0)
        return columns, weights

    def weigh_many(self, messages: Sequence[Sequence[Codes]]) -> sparse.csr_matrix:
        """Return the weighed features of many messages, one row a message."""
        views = [view.weigh_many([parts[at] for parts in messages]) for at, view in enumerate(self.views)]
        return sparse.hstack(views, format="csr", dtype=np.float32)


def _mark(view: int) -> np.uint64:
    """Return what sets the keys of a view apart from the same runs in another."""
    return np.uint64(view << RUN_BITS)


def _bounds(ordered: Keys) -> Columns:
    """Return where each run of equal keys begins, and where the last one ends."""
    turns = np.ones(ordered.size + 1, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=turns[1:-1])
    return np.flatnonzero(turns)
