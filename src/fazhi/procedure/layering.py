"""Which row each box stands in, and in which order, so that lines run downwards and seldom cross."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

SWEEPS = 12


class Sized(Protocol):
    """A box to place."""

    @property
    def id(self) -> str: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def aside(self) -> bool: ...
    @property
    def below(self) -> str: ...


class Joined(Protocol):
    """A line to draw."""

    @property
    def source(self) -> str: ...
    @property
    def target(self) -> str: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...


@dataclass(eq=False, slots=True)
class Cell:
    """One place in a row: a box, a label on a line, or a line that only passes."""

    id: str
    kind: Literal["item", "label", "line"]
    row: int
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Chain:
    """The cells that a link passes from top to bottom; turned where the link itself leads upwards."""

    cells: tuple[Cell, ...]
    turned: bool


def layered(items: Sequence[Sized], links: Sequence[Joined]) -> tuple[list[list[Cell]], list[Chain]]:
    """Return the rows, boxes in even ones and labels in odd ones, and the chain of cells of each link."""
    pairs = [(k.source, k.target) for k in links] + [(i.below, i.id) for i in items if i.below]
    turned = _turned([i.id for i in items], pairs)
    ends = [(v, u) if back else (u, v) for (u, v), back in zip(pairs, turned, strict=True)]
    rank = _ranks(items, ends)
    cells = {i.id: Cell(i.id, "item", rank[i.id], i.width, i.height) for i in items}
    chains = [
        Chain((cells[upper], *_between(link, cells[upper].row, cells[lower].row), cells[lower]), back)
        for link, (upper, lower), back in zip(links, ends, turned, strict=False)  # the hidden ones stand last
    ]
    rows: list[list[Cell]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for cell in _first_order(cells, chains):
        rows[cell.row].append(cell)
    return _untangled(rows, chains), chains


def _turned(items: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """Say which links lead back: those to an earlier item. Whoever wrote the list knew its natural order best."""
    place = {id: index for index, id in enumerate(items)}
    return [place[source] > place[target] for source, target in pairs]


def _ranks(items: Sequence[Sized], ends: Sequence[tuple[str, str]]) -> dict[str, int]:
    aside = {i.id for i in items if i.aside}
    # Only the first item stands on top: what is reached from below alone would else look like another start.
    rank = {i.id: 2 if index else 0 for index, i in enumerate(items)}
    inner = [(u, v) for u, v in ends if u not in aside and v not in aside]
    for _ in items:  # longest path; the links have no cycle any more
        changed = False
        for upper, lower in inner:
            if rank[lower] < rank[upper] + 2:
                rank[lower], changed = rank[upper] + 2, True
        if not changed:
            break
    for upper, lower in ends:
        if upper in aside:
            rank[upper] = rank[lower] - 1
        elif lower in aside:
            rank[lower] = rank[upper] + 1
    shift = -min(rank.values(), default=0)
    return {id: row + shift for id, row in rank.items()}


def _between(link: Joined, top: int, bottom: int) -> Iterator[Cell]:
    for row in range(top + 1, bottom):
        if row == top + 1 and link.width:
            yield Cell("", "label", row, link.width, link.height)
        else:
            yield Cell("", "line", row)


def _first_order(cells: Mapping[str, Cell], chains: Sequence[Chain]) -> Iterator[Cell]:
    seen: set[Cell] = set()
    for cell in cells.values():
        if cell not in seen:
            seen.add(cell)
            yield cell
        for chain in chains:
            if chain.cells[0] is cell:
                yield from chain.cells[1:-1]


def _untangled(rows: list[list[Cell]], chains: Sequence[Chain]) -> list[list[Cell]]:
    above: dict[Cell, list[Cell]] = {}
    below: dict[Cell, list[Cell]] = {}
    for chain in chains:
        for upper, lower in pairwise(chain.cells):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    for sweep in range(SWEEPS):
        near, order = (above, rows) if sweep % 2 == 0 else (below, list(reversed(rows)))
        for before, row in pairwise(order):
            _sort(row, before, near)
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _sort(row: list[Cell], before: Sequence[Cell], near: Mapping[Cell, Sequence[Cell]]) -> None:
    place = {cell: index for index, cell in enumerate(before)}

    def weight(cell: Cell, own: float) -> float:
        places = [place[c] for c in near.get(cell, ()) if c in place]
        return sum(places) / len(places) if places else own

    weights = {cell: weight(cell, float(index)) for index, cell in enumerate(row)}
    row.sort(key=weights.__getitem__)


def _crossings(rows: Sequence[Sequence[Cell]], below: Mapping[Cell, Sequence[Cell]]) -> int:
    total = 0
    for upper, lower in pairwise(rows):
        place = {cell: index for index, cell in enumerate(lower)}
        ends = [place[c] for cell in upper for c in sorted(below.get(cell, ()), key=lambda c: place.get(c, 0))]
        total += sum(1 for i, a in enumerate(ends) for b in ends[i + 1 :] if b < a)
    return total
