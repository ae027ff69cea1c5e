"""Two versions of one instrument, article by article: what stayed, moved, was split, merged, taken out, put in.

First the same words wherever they stand; then the heaviest chain of like articles in the same order; then, between
neighbours of that chain, what has no partner yet; then like articles out of order; last what was split off or taken up.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fazhi.law.mapping.fates import ArticleMap, Fate, FateKind, Link, origins
from fazhi.law.mapping.likeness import Grams, Measure, Postings, grams, measure, plain
from fazhi.law.model import Number
from fazhi.law.store.corpus import StoredArticle

__all__ = ["ArticleMap", "Fate", "FateKind", "align"]

NEAR = 6  # articles weighed against one, found by the rare pairs of characters they share
IN_ORDER = 0.30  # likeness at which two articles in order are one
BETWEEN = 0.25  # the same, where both neighbours are matched too
HELD = 0.50  # or so much of the shorter stands in the longer
ANYWHERE = 0.55  # the same, out of order
PART = 0.55  # how much of an article stands in another that was split or took it up
REST = 0.35  # how much of it stands in what that other's own partner does not explain
GAP = 100  # pairs weighed between two matched neighbours, at the most

Pair = tuple[int, int, float]


def align(old: Sequence[StoredArticle], new: Sequence[StoredArticle]) -> ArticleMap:
    """Return where each article of `old` stands in `new`; of a number that a text repeats, the first counts."""
    return _Alignment(_Side.of(old), _Side.of(new)).map()


@dataclass(frozen=True, slots=True)
class _Side:
    """The articles of one version: their numbers, plain words and pairs of characters."""

    numbers: tuple[Number, ...]
    words: tuple[str, ...]
    grams: tuple[Grams, ...]

    @classmethod
    def of(cls, articles: Sequence[StoredArticle]) -> "_Side":
        first: dict[Number, StoredArticle] = {}
        for one in articles:
            first.setdefault(one.number, one)
        texts = [one.text for one in first.values()]
        return cls(tuple(first), tuple(map(plain, texts)), tuple(map(grams, texts)))


class _Alignment:
    """The state of one alignment: which article of the newer version each of the older is matched to."""

    def __init__(self, old: _Side, new: _Side) -> None:
        self._old, self._new = old, new
        self._measure: Measure = measure([*old.grams, *new.grams])
        self._to: dict[int, int] = {}
        self._from: dict[int, int] = {}
        self._likeness: dict[int, float] = {}

    def map(self) -> ArticleMap:
        """Match step by step, and return what was found."""
        self._exact()
        candidates = list(self._candidates())
        self._chain(candidates)
        self._gaps()
        self._anywhere(candidates)
        links = {i: [(j, self._likeness[i])] for i, j in self._to.items()}
        self._taken_up(links)
        self._split_off(links)
        return self._finished(links)

    def _match(self, i: int, j: int, likeness: float) -> None:
        self._to[i], self._from[j], self._likeness[i] = j, i, likeness

    def _free_old(self) -> list[int]:
        return [i for i in range(len(self._old.numbers)) if i not in self._to]

    def _free_new(self) -> list[int]:
        return [j for j in range(len(self._new.numbers)) if j not in self._from]

    def _exact(self) -> None:
        """Match what has the same words and has them once on either side."""
        places = {words: j for j, words in enumerate(self._new.words)}
        often, before = Counter(self._new.words), Counter(self._old.words)
        for i, words in enumerate(self._old.words):
            if words and often[words] == 1 and before[words] == 1:
                self._match(i, places[words], 1.0)

    def _candidates(self) -> Iterator[Pair]:
        """Yield the pairs worth considering: the exact ones, and for the others the few nearest."""
        near = Postings((j, self._new.grams[j]) for j in self._free_new())
        for i in range(len(self._old.numbers)):
            if i in self._to:
                yield i, self._to[i], 1.0
                continue
            for j in near.near(self._old.grams[i], NEAR):
                if (likeness := self._weighed(i, j)) >= BETWEEN:
                    yield i, j, likeness

    def _weighed(self, i: int, j: int) -> float:
        if self._old.words[i] == self._new.words[j]:
            return 1.0
        return min(self._measure.likeness(self._old.grams[i], self._new.grams[j]), 0.999)

    def _chain(self, candidates: list[Pair]) -> None:
        for i, j, likeness in _heaviest(one for one in candidates if one[2] >= IN_ORDER):
            if i not in self._to and j not in self._from:
                self._match(i, j, likeness)

    def _gaps(self) -> None:
        """Match what stands between two neighbours that are matched in order, on weaker likeness."""
        chain = _heaviest((i, j, self._likeness[i]) for i, j in self._to.items())
        ends = (len(self._old.numbers), len(self._new.numbers), 0.0)
        for (i, j, _), (k, m, _) in pairwise([(-1, -1, 0.0), *chain, ends]):
            olds = [one for one in range(i + 1, k) if one not in self._to]
            news = [one for one in range(j + 1, m) if one not in self._from]
            if olds and news and len(olds) * len(news) <= GAP:
                for a, b, likeness in _heaviest(self._likely(olds, news)):
                    self._match(a, b, likeness)

    def _likely(self, olds: Sequence[int], news: Sequence[int]) -> Iterator[Pair]:
        for i in olds:
            for j in news:
                likeness = self._weighed(i, j)
                if likeness >= BETWEEN or (likeness > 0 and self._held(i, j) >= HELD):
                    yield i, j, likeness

    def _held(self, i: int, j: int) -> float:
        """Return how much of the shorter of two articles stands in the longer."""
        one, other = sorted((self._old.grams[i], self._new.grams[j]), key=self._measure.size)
        return self._measure.within(one, other)

    def _anywhere(self, candidates: list[Pair]) -> None:
        for i, j, likeness in sorted(candidates, key=lambda one: (-one[2], one[0], one[1])):
            if likeness >= ANYWHERE and i not in self._to and j not in self._from:
                self._match(i, j, likeness)

    def _taken_up(self, links: dict[int, list[tuple[int, float]]]) -> None:
        """Link an article without a partner to the one of the newer version that took its words up."""
        near = Postings(enumerate(self._new.grams))
        for i in self._free_old():
            own = self._old.grams[i]
            for j in near.near(own, NEAR):
                partner = self._old.grams[self._from[j]] if j in self._from else Counter[str]()
                if (share := self._share(own, self._new.grams[j], partner)) is not None:
                    links.setdefault(i, []).append((j, share))
                    break

    def _split_off(self, links: dict[int, list[tuple[int, float]]]) -> None:
        """Link the older article to a new one without a partner whose words it held."""
        near = Postings(enumerate(self._old.grams))
        taken = {j for found in links.values() for j, _ in found}
        for j in self._free_new():
            own = self._new.grams[j]
            for i in near.near(own, NEAR) if j not in taken else ():
                partner = self._new.grams[self._to[i]] if i in self._to else Counter[str]()
                if (share := self._share(own, self._old.grams[i], partner)) is not None:
                    links.setdefault(i, []).append((j, share))
                    break

    def _share(self, part: Grams, whole: Grams, partner: Grams) -> float | None:
        """Return how much of `part` stands in `whole`; None where too little does, or `partner` explains it."""
        share = self._measure.within(part, whole)
        if share < PART or self._measure.within(part, whole - partner) < REST:
            return None
        return min(share, 0.999)

    def _finished(self, links: dict[int, list[tuple[int, float]]]) -> ArticleMap:
        named = {
            number: tuple(Link(self._new.numbers[j], share) for j, share in sorted(links.get(i, ())))
            for i, number in enumerate(self._old.numbers)
        }
        reached = origins(named)
        added = tuple(number for number in self._new.numbers if number not in reached)
        return ArticleMap(named, added, reached, self._measure.compared)


def _heaviest(pairs: Iterable[Pair]) -> list[Pair]:
    """Return the chain of pairs, rising on both sides, whose likeness adds up to the most."""
    ordered = sorted(pairs, key=lambda one: (one[0], -one[1]))
    tops: list[int] = []  # places in the newer version, rising …
    sums: list[tuple[float, int]] = []  # … with the weight of the best chain that ends there, rising too, and its end
    before: list[int] = []
    for n, (_, j, likeness) in enumerate(ordered):
        at = bisect_left(tops, j)
        weight, last = sums[at - 1] if at else (0.0, -1)
        before.append(last)
        weight += likeness
        if at < len(tops) and tops[at] == j and sums[at][0] >= weight:
            continue
        end = at
        while end < len(tops) and sums[end][0] <= weight:
            end += 1
        tops[at:end], sums[at:end] = [j], [(weight, n)]
    return _back(ordered, before, sums[-1][1] if sums else -1)


def _back(ordered: list[Pair], before: list[int], last: int) -> list[Pair]:
    chain = []
    while last >= 0:
        chain.append(ordered[last])
        last = before[last]
    return chain[::-1]
