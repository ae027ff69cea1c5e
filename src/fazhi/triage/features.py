"""Two views of a message, its head and its whole, each a tf-idf vector over character runs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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

    def keys_at(self, columns: Columns) -> Keys:
        """Return the keys of the runs in the given columns."""
        found = np.empty(columns.size, np.uint64)
        offset = 0
        for view in self.views:
            mine = (columns >= offset) & (columns < offset + view.keys.size)
            found[mine] = view.keys[columns[mine] - offset]
            offset += view.keys.size
        return found
