"""How like two passages are: pairs of neighbouring characters that they share, the rare ones weighing more."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

Grams = Counter[str]
"""How often each pair of neighbouring characters stands in a passage."""

_NOT_WORDS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return the characters that carry words: without spaces and punctuation, full-width forms made ordinary."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text))


def grams(text: str) -> Grams:
    """Return the pairs of neighbouring characters of a passage made plain."""
    words = plain(text)
    return Counter(map("".join, pairwise(words))) or Counter({words: 1} if words else ())


@dataclass(slots=True)
class Measure:
    """Weighs passages of two versions against one another; `compared` counts the pairs that were weighed."""

    weights: Mapping[str, float]
    compared: int = field(default=0)

    def size(self, passage: Grams) -> float:
        """Return the weight of a passage."""
        return sum(self.weights.get(gram, 1.0) * count for gram, count in passage.items())

    def shared(self, one: Grams, other: Grams) -> float:
        """Return the weight of what two passages share."""
        self.compared += 1
        if len(other) < len(one):
            one, other = other, one
        return sum(self.weights.get(gram, 1.0) * min(n, other[gram]) for gram, n in one.items() if gram in other)

    def likeness(self, one: Grams, other: Grams) -> float:
        """Return what two passages share of both together, 0–1."""
        both = self.size(one) + self.size(other)
        return 2 * self.shared(one, other) / both if both else 1.0

    def within(self, part: Grams, whole: Grams) -> float:
        """Return how much of `part` stands in `whole`, 0–1."""
        size = self.size(part)
        return self.shared(part, whole) / size if size else 0.0


def measure(passages: Sequence[Grams]) -> Measure:
    """Return a measure by which what stands in few of `passages` weighs more than what stands in all."""
    held = Counter(gram for passage in passages for gram in passage)
    total = len(passages) + 1
    return Measure({gram: log(1 + total / count) for gram, count in held.items()})


class Postings:
    """Which passages hold a pair of characters: finds the few that may be like a passage without weighing all."""

    _COMMON = 24  # a pair in more passages than this tells little and costs much

    def __init__(self, passages: Iterable[tuple[int, Grams]]) -> None:
        self._held: dict[str, list[int]] = {}
        for place, passage in passages:
            for gram in passage:
                self._held.setdefault(gram, []).append(place)

    def near(self, passage: Grams, most: int) -> Iterator[int]:
        """Yield the places of at most `most` passages that share the rarest pairs with `passage`, the best first."""
        votes: dict[int, float] = {}
        for gram in passage:
            places = self._held.get(gram, ())
            for place in places if len(places) <= self._COMMON else ():
                votes[place] = votes.get(place, 0.0) + 1 / len(places)
        yield from sorted(votes, key=lambda place: (-votes[place], place))[:most]
