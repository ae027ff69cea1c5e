"""Where each row of the index stands in the law, by instrument and division; and the rows that an address means."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fazhi.law.addresses import parsed
from fazhi.law.search.index import Index
from fazhi.law.store.corpus import Corpus

_SUBS = 1_000  # numbers 第X条之Y are kept as X * 1000 + Y
_MOST = 1 << 32  # above every such number


@dataclass(frozen=True, slots=True)
class Layout:
    """One entry a row; `chapter` tells divisions of different versions apart, and their articles without one."""

    instrument: NDArray[np.int32]  # running number of the instrument, not its id
    chapter: NDArray[np.int32]
    instruments: int
    chapters: int
    _ids: NDArray[np.int32]  # ids of the instruments, in order
    _keys: NDArray[np.int64]  # instrument and number of every row, sorted
    _order: NDArray[np.intp]  # the rows in that order

    @classmethod
    def of(cls, corpus: Corpus, index: Index) -> "Layout":
        """Read the layout of every row of an index."""
        told = np.array([(id, n.main * _SUBS + n.sub, division) for id, _, n, division in corpus.numbered()], np.int32)
        told = told.reshape(-1, 3)
        told = told[np.argsort(told[:, 0])]
        mine = told[np.searchsorted(told[:, 0], index.rows.article)] if len(index.rows.article) else told[:0]
        owner = {v.id: one.id for one in corpus.all_instruments() for v in corpus.versions(one.id)}
        version = np.array([owner[int(id)] for id in index.rows.version], dtype=np.int32)
        ids, by_version = np.unique(version, return_inverse=True)
        rows = index.rows.version_row
        spread = int(mine[:, 2].max(initial=0)) + 2
        chapters, chapter = np.unique(rows.astype(np.int64) * spread + mine[:, 2] + 1, return_inverse=True)
        instrument = by_version[rows].astype(np.int32)
        keys = instrument.astype(np.int64) * _MOST + mine[:, 1]
        order = np.argsort(keys, kind="stable")
        return cls(instrument, chapter.astype(np.int32), len(ids), len(chapters), ids, keys[order], order)

    def rows(self, corpus: Corpus, address: str) -> NDArray[np.intp]:
        """Return the rows of an article in every version held; none where the corpus has no such article."""
        meant = parsed(address)
        if meant.article is None:
            return np.zeros(0, dtype=np.intp)
        number = meant.article.main * _SUBS + meant.article.sub
        wanted = [one.id for one in corpus.instruments(meant.name) if one.place == meant.place]
        found = [self._of(at, number) for at in np.flatnonzero(np.isin(self._ids, wanted)).tolist()]
        return np.concatenate([*found, np.zeros(0, dtype=np.intp)])

    def _of(self, instrument: int, number: int) -> NDArray[np.intp]:
        key = instrument * _MOST + number
        begin, end = np.searchsorted(self._keys, [key, key + 1])
        return self._order[begin:end]

    def all_rows(self, corpus: Corpus, addresses: Iterable[str]) -> NDArray[np.intp]:
        """Return the rows of several articles."""
        found = [self.rows(corpus, address) for address in addresses]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.intp)
