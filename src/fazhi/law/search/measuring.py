"""How well an order answers: R@10, R@100 and MRR@10, over all articles asked for or over those no other part cites."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Rows = NDArray[np.intp]
_TEN, _HUNDRED = 10, 100


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the articles asked for that are found, averaged over questions; 0 to 1."""

    ten: float  # R@10: among the first ten
    hundred: float  # R@100
    first: float  # MRR@10: one over the place of the first right one, 0 past the tenth
    questions: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A question of the check: the rows of each article that answers it (any will do), and the part it is in."""

    wanted: tuple[Rows, ...]
    part: int


def folds(count: int, parts: int) -> Rows:
    """Return to which part each of so many questions goes; the same count gives the same parts."""
    fold = np.empty(count, dtype=np.intp)
    fold[np.random.default_rng(7).permutation(count)] = np.arange(count) % parts
    return fold


def unseen(asked: Sequence[Ranked], articles: Sequence[Sequence[str]]) -> list[set[int]]:
    """Return for each question which of its articles (by place) no question of another part cites."""
    cited: dict[str, set[int]] = {}
    for one, addresses in zip(asked, articles, strict=True):
        for address in addresses:
            cited.setdefault(address, set()).add(one.part)
    return [
        {place for place, address in enumerate(addresses) if cited[address] == {one.part}}
        for one, addresses in zip(asked, articles, strict=True)
    ]


def figures(asked: Sequence[Ranked], orders: Sequence[Rows], only: Sequence[set[int]] | None = None) -> Figures:
    """Return how well orders (best row first) answer; `only` keeps some of each question's articles, by place."""
    found = []
    for i, (one, order) in enumerate(zip(asked, orders, strict=True)):
        wanted = [rows for place, rows in enumerate(one.wanted) if only is None or place in only[i]]
        if wanted:
            places = {int(row): place for place, row in enumerate(order)}
            found.append(
                _judged([min((places.get(int(row), 10**9) for row in rows), default=10**9) for rows in wanted])
            )
    ten, hundred, first = np.mean(found, axis=0).tolist() if found else (0.0, 0.0, 0.0)
    return Figures(ten, hundred, first, len(found))


def _judged(places: list[int]) -> tuple[float, float, float]:
    best = min(places)
    ten, hundred = (sum(place < depth for place in places) / len(places) for depth in (_TEN, _HUNDRED))
    return ten, hundred, 1 / (best + 1) if best < _TEN else 0.0


def nearly_same(matrix: sparse.csr_matrix, fold: Rows, alike: float) -> int:
    """Return how many questions have one in another part that is at least so like; rows of length 1."""
    likeness = (matrix @ matrix.T).tocoo()
    across = (fold[likeness.row] != fold[likeness.col]) & (likeness.data >= alike)
    return len(np.unique(likeness.row[across]))
