"""Likely copies of a message among recent ones: shown to a person, never merged."""

from array import array
from collections.abc import Sequence
from threading import Lock
from typing import Final

import numpy as np

from fazhi.triage.features import Columns
from fazhi.triage.reading import MAX_READ, Floats, Keys, codes_of, keys_of

CAPACITY: Final = 20_000
"""Recent messages kept; the oldest leave first."""
COMMON: Final = 0.05
"""Pairs that more than this share of the recent messages have say nothing, and are left out of the search."""
LOOKED_AT: Final = 8
LEAST: Final = 0.3
"""Likeness from which a message is worth showing."""
_PAIRS: Final = np.uint64(0xFFFF)


class Neighbours:
    """An index of recent messages by pairs of characters, the rare ones counting most. Safe to share among threads."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        """Keep up to `capacity` messages, the latest ones."""
        self._capacity = capacity
        self._lock = Lock()
        self._clear()

    def __len__(self) -> int:
        """Return how many messages are kept."""
        return len(self._slots)

    def add(self, name: str, text: str) -> None:
        """Remember a message under its name (its number or id); the same name again replaces it."""
        keys = _pairs_of(text)
        with self._lock:
            self._slots.pop(name, None)
            self._append(name, keys)
            while len(self._slots) > self._capacity:
                del self._slots[next(iter(self._slots))]
            if len(self._names) > 2 * max(len(self._slots), 1_000):
                self._rebuild()

    def remove(self, name: str) -> None:
        """Forget a message; one that is not there is no error."""
        with self._lock:
            self._slots.pop(name, None)

    def similar(self, text: str, top: int = 5, least: float = LEAST) -> list[tuple[str, float]]:
        """Return up to `top` (name, likeness 0–1), the likest first; 1 means the same pairs of characters."""
        keys = _pairs_of(text)
        with self._lock:
            likely = self._likely(keys)
            scored = [(self._names[slot], self._likeness(keys, self._keys[slot])) for slot in likely]
        found = [(name, round(score, 4)) for name, score in scored if score >= least]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:top]

    def _clear(self) -> None:
        self._slots: dict[str, int] = {}
        self._names: list[str] = []
        self._keys: list[Keys] = []
        self._sizes = array("I")
        self._found_in: dict[int, array[int]] = {}

    def _append(self, name: str, keys: Keys) -> None:
        slot = len(self._names)
        self._slots[name] = slot
        self._names.append(name)
        self._keys.append(keys)
        self._sizes.append(keys.size)
        for key in keys.tolist():
            self._found_in.setdefault(key, array("I")).append(slot)

    def _rebuild(self) -> None:
        """Drop what was replaced or has left, which until now was only passed over."""
        kept = [(name, self._keys[slot]) for name, slot in self._slots.items()]
        self._clear()
        for name, keys in kept:
            self._append(name, keys)

    def _likely(self, keys: Keys) -> list[int]:
        """Return the slots that share the most of the rare pairs, for their size."""
        most = max(COMMON * len(self._names), 50)
        posted = [self._found_in[key] for key in keys.tolist() if key in self._found_in]
        rare = [np.frombuffer(slots, np.uint32) for slots in posted if len(slots) <= most]
        if not rare:
            return []
        rarity = np.log((1 + len(self._names)) / np.array([slots.size for slots in rare]))
        shared = np.bincount(np.concatenate(rare), np.repeat(rarity, [slots.size for slots in rare]))
        touched: Columns = np.flatnonzero(shared)
        sizes = np.frombuffer(self._sizes, np.uint32)[touched]
        order = touched[np.argsort(-shared[touched] / np.sqrt(sizes), kind="stable")]
        current = (slot for slot in order.tolist() if self._slots.get(self._names[slot]) == slot)
        return [slot for slot, _ in zip(current, range(LOOKED_AT), strict=False)]

    def _likeness(self, one: Keys, other: Keys) -> float:
        """Return the cosine of two messages' pairs, each weighing its rarity."""
        mine, its = self._weights(one), self._weights(other)
        _, places, _ = np.intersect1d(one, other, assume_unique=True, return_indices=True)
        return float(mine[places].sum() / np.sqrt(mine.sum() * its.sum()))

    def _weights(self, keys: Keys) -> Floats:
        found_in = self._found_in
        counts = [len(found_in[key]) if key in found_in else 0 for key in keys.tolist()]
        weights: Floats = np.log1p((1 + len(self._names)) / (1 + np.array(counts, np.float32)))
        return weights


def _pairs_of(text: str) -> Keys:
    keys: Keys = np.unique(keys_of(codes_of(text[:MAX_READ]), 2))
    pairs = keys[keys > _PAIRS]
    return pairs if pairs.size else keys


def index_of(messages: Sequence[tuple[str, str]], capacity: int = CAPACITY) -> Neighbours:
    """Build an index of (name, text) pairs, the oldest first."""
    neighbours = Neighbours(capacity)
    for name, text in messages:
        neighbours.add(name, text)
    return neighbours
