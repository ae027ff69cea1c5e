"""Two views of a message, its head and its whole, each a tf-idf vector over character runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fazhi.triage.reading import Codes, Keys, keys_of

Floats = NDArray[np.float32]
Columns = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The runs of one view, sorted by key, with their inverse document frequencies (natural logarithm)."""

    longest: int
    keys: Keys
    idf: Floats

    def weigh(self, codes: Codes) -> tuple[Columns, Floats]:
        """Return the columns of the runs found in `codes` and their weights: (1 + ln tf) × idf, of length one."""
        seen, counts = np.unique(keys_of(codes, self.longest), return_counts=True)
        if not self.keys.size or not seen.size:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        columns = np.minimum(np.searchsorted(self.keys, seen), self.keys.size - 1)
        known = self.keys[columns] == seen
        columns = columns[known]
        weights = (1.0 + np.log(counts[known])) * self.idf[columns]
        length = float(np.sqrt(weights @ weights)) or 1.0
        return columns, (weights / length).astype(np.float32)

    def weigh_many(self, documents: Sequence[Codes]) -> sparse.csr_matrix:
        """Return what `weigh` would for each document, one row a document: all are counted in one go."""
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
        rows.data = (rows.data / np.repeat(lengths, np.diff(rows.indptr))).astype(np.float32)
        return rows


def learn_vocabulary(documents: Iterable[Codes], longest: int, least: int) -> Vocabulary:
    """Keep the runs that at least `least` documents have; idf is smoothed as if one more document had them all."""
    found = [np.unique(keys_of(codes, longest)) for codes in documents]
    keys, counts = np.unique(np.concatenate(found), return_counts=True)
    kept = counts >= least
    idf = np.log((1 + len(found)) / (1 + counts[kept])) + 1.0
    return Vocabulary(longest, keys[kept], idf.astype(np.float32))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The vocabularies of all views; the columns of a later view follow those of the earlier ones."""

    views: tuple[Vocabulary, ...]

    @property
    def width(self) -> int:
        """Return the number of columns of all views together."""
        return sum(view.keys.size for view in self.views)

    def weigh(self, parts: Sequence[Codes]) -> tuple[Columns, Floats]:
        """Return columns and weights of a message, given its parts in the order of the views."""
        columns: list[Columns] = []
        weights: list[Floats] = []
        offset = 0
        for view, codes in zip(self.views, parts, strict=True):
            found, values = view.weigh(codes)
            columns.append(found + offset)
            weights.append(values)
            offset += view.keys.size
        return np.concatenate(columns), np.concatenate(weights)

    def weigh_many(self, messages: Sequence[Sequence[Codes]]) -> sparse.csr_matrix:
        """Return the weighed features of many messages, one row a message."""
        views = [view.weigh_many([parts[at] for parts in messages]) for at, view in enumerate(self.views)]
        return sparse.hstack(views, format="csr", dtype=np.float32)

    def keys_at(self, columns: Columns) -> Keys:
        """Return the keys of the runs in the given columns."""
        found = np.empty(columns.size, np.uint64)
        offset = 0
        for view in self.views:
            mine = (columns >= offset) & (columns < offset + view.keys.size)
            found[mine] = view.keys[columns[mine] - offset]
            offset += view.keys.size
        return found
