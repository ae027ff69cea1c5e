"""Where each term stands and how much it weighs there: an inverted list in arrays that are read from disk as needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from fazhi.law.search.tokens import Keys

SATURATION = 1.2  # k1 of BM25: how soon more of the same term stops counting
_STEPS = 255
_Number = TypeVar("_Number", bound=np.generic)
_PARTS = ("terms", "starts", "places", "weights")


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms in order; those of terms[i] stand in places[starts[i]:starts[i + 1]], their weights in 255 steps."""

    terms: Keys
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: NDArray[np.uint8]
    size: int  # how many places there are

    def rarity(self, keys: Keys) -> NDArray[np.float32]:
        """Return how telling each term is: the logarithm of how few places have it; 0 for a term that none has."""
        if not len(self.terms):
            return np.zeros(len(keys), dtype=np.float32)
        at, known = self._find(keys)
        having = np.where(known, self.starts[at + 1] - self.starts[at], self.size)
        rare = np.log1p((self.size - having + 0.5) / (having + 0.5))
        return np.where(known, rare, 0.0).astype(np.float32)

    def scores(self, wanted: Mapping[int, float]) -> NDArray[np.float32]:
        """Return the BM25 score of every place for terms with weights of their own."""
        total = np.zeros(self.size, dtype=np.float32)
        keys = np.fromiter(wanted, dtype=np.uint32, count=len(wanted))
        if not len(keys) or not len(self.terms):
            return total
        at, known = self._find(keys)
        rare = self.rarity(keys)
        for i in np.flatnonzero(known):
            begin, end = self.starts[at[i]], self.starts[at[i] + 1]
            unit = np.float32(rare[i] * wanted[int(keys[i])] * (SATURATION + 1) / _STEPS)
            total[self.places[begin:end]] += self.weights[begin:end] * unit
        return total

    def _find(self, keys: Keys) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        at = np.minimum(np.searchsorted(self.terms, keys), len(self.terms) - 1)
        return at, np.asarray(self.terms[at] == keys)

    def save(self, folder: Path, name: str) -> None:
        """Write the arrays as files of their own, to be mapped into memory."""
        for part in _PARTS:
            np.save(folder / f"{name}.{part}.npy", getattr(self, part))

    @classmethod
    def open(cls, folder: Path, name: str, size: int) -> "Postings":
        """Map the arrays; only what a question touches is read."""
        terms, starts, places, weights = (
            np.asarray(np.load(folder / f"{name}.{part}.npy", mmap_mode="r")) for part in _PARTS
        )
        return cls(terms, starts, places, weights, size)


@dataclass(slots=True)
class Gathering:
    """Postings in the making: what is taken in is counted at once, so that memory holds counts and no positions."""

    size: int
    keys: list[Keys] = field(default_factory=list)
    places: list[NDArray[np.int32]] = field(default_factory=list)
    counts: list[NDArray[np.uint8]] = field(default_factory=list)

    def add(self, keys: Keys, places: NDArray[np.int32]) -> None:
        """Take in terms and the places where they stand; no place may come in two portions."""
        both, counts = np.unique((places.astype(np.uint64) << np.uint64(32)) | keys, return_counts=True)
        self.keys.append((both & np.uint64(0xFFFFFFFF)).astype(np.uint32))
        self.places.append((both >> np.uint64(32)).astype(np.int32))
        self.counts.append(np.minimum(counts, _STEPS).astype(np.uint8))

    def postings(self, evening: float) -> Postings:
        """Return the postings weighed by BM25; `evening` (b) is how far long places are held to the average length."""
        keys, places = _joined(self.keys, np.uint32), _joined(self.places, np.int32)
        counts = _joined(self.counts, np.uint8)
        lengths = np.bincount(places, weights=counts, minlength=self.size).astype(np.float32)
        mean = float(lengths.mean()) or 1.0 if self.size else 1.0
        held = SATURATION * (1 - evening + evening * lengths / mean)
        order = np.argsort(keys, kind="stable")
        keys, places, counts = keys[order], places[order], counts[order]
        weights = np.round(counts / (counts + held[places]) * _STEPS).astype(np.uint8)
        terms, starts = np.unique(keys, return_index=True)
        return Postings(terms, np.append(starts, len(keys)).astype(np.int64), places, weights, self.size)


def _joined(parts: Sequence[NDArray[_Number]], kind: type[_Number]) -> NDArray[_Number]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)
