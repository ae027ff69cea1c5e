"""Which of many words a text has: where none of them begins is told in one go, the rest is sought word by word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fazhi.triage.reading import Codes

SPREAD: Final = np.uint16(40_503)
"""An odd number by which the first of two characters is multiplied, so that few pairs fall together."""


@dataclass(frozen=True, slots=True)
class Spotter:
    """Words by their first two characters, folded into 16 bits; which of those occur; the words too short for that."""

    begun: NDArray[np.bool_]
    words: Mapping[int, tuple[str, ...]]
    short: tuple[str, ...]

    def words_in(self, text: str) -> frozenset[str]:
        """Return the words that are in the text."""
        pairs = _pairs_of(text)
        likely = set(pairs.compress(self.begun.take(pairs)).tolist())
        found = [word for pair in likely for word in self.words[pair] if word in text]
        return frozenset(found + [word for word in self.short if word in text])


def spotter_of(words: Iterable[str]) -> Spotter:
    """Make ready to look for these words."""
    begun, by_pair, short = np.zeros(65_536, np.bool_), dict[int, tuple[str, ...]](), list[str]()
    for word in dict.fromkeys(words):
        if (pairs := _pairs_of(word)).size:
            first = int(pairs[0])
            begun[first] = True
            by_pair[first] = (*by_pair.get(first, ()), word)
        else:
            short.append(word)
    return Spotter(begun, by_pair, tuple(short))


def _pairs_of(text: str) -> Codes:
    raw = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    folded: Codes = raw[:-1] * SPREAD + raw[1:]
    return folded
