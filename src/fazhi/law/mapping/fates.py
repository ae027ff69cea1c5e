"""What became of a provision from one version of an instrument to another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fazhi.law.model import Number


class FateKind(StrEnum):
    """What became of an article, a paragraph or an item."""

    SAME = "相同"
    REWORDED = "改文"
    MOVED = "移至"
    SPLIT = "拆分"
    MERGED = "合并"
    GONE = "删除"


@dataclass(frozen=True, slots=True)
class Fate:
    """Where a provision of the older version stands in the newer one; `now` is empty where it is gone.

    `likeness` is 0–1, 1 for the same words. `paragraph` and `item` are asked and answered only where the citation
    names them (0: not named). `certain` tells a comparison of the two texts from a guess by the citing words alone.
    """

    kind: FateKind
    now: tuple[Number, ...]
    likeness: float
    was: Number
    paragraph: int = 0
    item: int = 0
    stale: bool = False  # the citation as it is written does not lead to this provision any more
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """An article of the older version stands, or part of it, in this one of the newer."""

    to: Number
    likeness: float


@dataclass(frozen=True, slots=True)
class ArticleMap:
    """Every article of the older version with where it stands in the newer; `added` stand nowhere in the older."""

    links: Mapping[Number, tuple[Link, ...]]
    added: tuple[Number, ...]
    origins: Mapping[Number, tuple[Number, ...]]
    compared: int = 0  # pairs of articles that were weighed

    def fate(self, number: Number) -> Fate:
        """Return what became of the article of that number; KeyError where the older version has none."""
        links = self.links[number]
        now = tuple(link.to for link in links)
        likeness = max((link.likeness for link in links), default=0.0)
        return Fate(self._kind(number, links), now, likeness, number, stale=number not in now)

    def _kind(self, number: Number, links: tuple[Link, ...]) -> FateKind:
        if not links:
            return FateKind.GONE
        if len(links) > 1:
            return FateKind.SPLIT
        if len(self.origins[links[0].to]) > 1:
            return FateKind.MERGED
        if links[0].to != number:
            return FateKind.MOVED
        return FateKind.SAME if links[0].likeness == 1.0 else FateKind.REWORDED

    def then(self, later: "ArticleMap") -> "ArticleMap":
        """Return the map over both steps: this one's older version to the later one's newer."""
        links = {old: _joined(steps, later.links) for old, steps in self.links.items()}
        reached = {link.to for steps in links.values() for link in steps}
        added = tuple(sorted((set(later.origins) | set(later.added)) - reached))
        return ArticleMap(links, added, origins(links), self.compared + later.compared)


def _joined(steps: tuple[Link, ...], later: Mapping[Number, tuple[Link, ...]]) -> tuple[Link, ...]:
    best: dict[Number, float] = {}
    for step in steps:
        for link in later.get(step.to, ()):
            best[link.to] = max(best.get(link.to, 0.0), step.likeness * link.likeness)
    return tuple(Link(to, best[to]) for to in sorted(best))


def origins(links: Mapping[Number, Iterable[Link]]) -> dict[Number, tuple[Number, ...]]:
    """Return for each article of the newer version those of the older that stand in it."""
    found: dict[Number, tuple[Number, ...]] = {}
    for old, steps in links.items():
        for link in steps:
            found[link.to] = (*found.get(link.to, ()), old)
    return found
