"""Placing the boxes and lines of a drawing in layers, from top to bottom. Lengths are SVG user units (px)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from fazhi.procedure.layering import Cell, Chain, layered

MARGIN = 24.0
ROW_GAP = 30.0  # between two rows, where the lines bend
APART = 26.0  # between two boxes of a row
LINES_APART = 18.0
TURNS = 24
_HOLD = {"item": 1.0, "label": 2.0, "line": 4.0}  # how firmly a cell keeps to its wish when a row is too full

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Item:
    """A box to place."""

    id: str
    width: float
    height: float
    aside: bool = False  # a note beside the flow: it stands in the row next to its neighbour
    below: str = ""  # a box that it stands lower than, although no line joins them


@dataclass(frozen=True, slots=True)
class Link:
    """A line to draw, with the size of what is written on it."""

    source: str
    target: str
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """Where something stands; x and y are its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The x of its axis."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Line:
    """Where a link runs: its points from source to target, and the box of its label if it has one.

    From one even point to the next odd one the line bends (between two rows); within a row it runs straight.
    """

    points: tuple[Point, ...]
    label: Box | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A drawing's size, its boxes by item id, and its lines in the order of the links."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    lines: tuple[Line, ...]


@dataclass(slots=True)
class _Grid:
    rows: list[list[Cell]]
    chains: list[Chain]
    top: list[float] = field(default_factory=list)
    height: list[float] = field(default_factory=list)
    x: dict[Cell, float] = field(default_factory=dict)  # the axis of each cell


def arrange(items: Sequence[Item], links: Sequence[Link], *, apart: float = 22.0) -> Arrangement:
    """Place `items` and `links` so that no box and no label covers another; the same input gives the same drawing.

    `apart`: px between the ends of two lines on one side of a box, less where the box is too narrow.
    """
    rows, chains = layered(items, links)
    grid = _Grid(rows, chains)
    _set_rows(grid)
    grid.x = _axes(rows, chains)
    left = min((grid.x[c] - c.width / 2 for row in rows for c in row), default=0.0) - MARGIN
    for cell in grid.x:
        grid.x[cell] = round(grid.x[cell] - left, 1)
    boxes = {c.id: _box(grid, c) for row in rows for c in row if c.kind == "item"}
    width = max((grid.x[c] + c.width / 2 for row in rows for c in row), default=0.0) + MARGIN
    height = (grid.top[-1] + grid.height[-1] if rows else 0.0) + MARGIN
    return Arrangement(round(width, 1), round(height, 1), boxes, _lines(grid, boxes, apart))


def _set_rows(grid: _Grid) -> None:
    y = MARGIN
    for row in grid.rows:
        height = max((cell.height for cell in row), default=0.0)
        grid.top.append(y)
        grid.height.append(height)
        y += height + (ROW_GAP if height else 0.0)


def _box(grid: _Grid, cell: Cell) -> Box:
    free = grid.height[cell.row] - cell.height
    y = grid.top[cell.row] + free / 2
    return Box(round(grid.x[cell] - cell.width / 2, 1), round(y, 1), cell.width, cell.height)


def _axes(rows: Sequence[Sequence[Cell]], chains: Iterable[Chain]) -> dict[Cell, float]:
    near: dict[Cell, list[tuple[Cell, float]]] = {}
    for chain in chains:
        for upper, lower in pairwise(chain.cells):
            # What is straight inside a long line matters more than where it meets its boxes.
            weight = 8.0 if upper.kind != "item" and lower.kind != "item" else 1.0
            near.setdefault(upper, []).append((lower, weight))
            near.setdefault(lower, []).append((upper, weight))
    x: dict[Cell, float] = {}
    for row in rows:
        _place(row, {cell: 0.0 for cell in row}, x)
    for turn in range(TURNS):
        for row in rows if turn % 2 == 0 else list(reversed(rows)):
            _place(row, {cell: _wish(cell, near.get(cell, []), x) for cell in row}, x)
    _straighten(rows, chains, x)
    return x


def _straighten(rows: Sequence[Sequence[Cell]], chains: Iterable[Chain], x: dict[Cell, float]) -> None:
    # The means above bend a long line a little in every row; one bend where it must give way reads better.
    over = {lower: upper for chain in chains for upper, lower in pairwise(chain.cells[1:-1])}
    for row in rows:
        _place(row, {cell: x[over.get(cell, cell)] for cell in row}, x, firm="item")


def _wish(cell: Cell, near: Sequence[tuple[Cell, float]], x: Mapping[Cell, float]) -> float:
    total = sum(weight for _, weight in near)
    return sum(x[other] * weight for other, weight in near) / total if total else x[cell]


def _gap(left: Cell, right: Cell) -> float:
    apart = LINES_APART if "line" in (left.kind, right.kind) else APART
    return (left.width + right.width) / 2 + apart


def _place(row: Sequence[Cell], wish: Mapping[Cell, float], x: dict[Cell, float], firm: str = "") -> None:
    # Least squares under "keep the order and the distances": blocks that collide merge and take their mean wish.
    blocks: list[tuple[float, float, list[tuple[Cell, float]]]] = []  # (position, weight, cells with their offsets)
    offset = 0.0
    for index, cell in enumerate(row):
        offset += _gap(row[index - 1], cell) if index else 0.0
        position, weight, cells = wish[cell] - offset, _hold(cell, firm), [(cell, offset)]
        while blocks and blocks[-1][0] > position:
            before = blocks.pop()
            position = (before[0] * before[1] + position * weight) / (before[1] + weight)
            weight += before[1]
            cells = [*before[2], *cells]
        blocks.append((position, weight, cells))
    for position, _, cells in blocks:
        for cell, at in cells:
            x[cell] = position + at


def _hold(cell: Cell, firm: str) -> float:
    return 1000.0 if cell.kind == firm else _HOLD[cell.kind]


def _lines(grid: _Grid, boxes: Mapping[str, Box], apart: float) -> tuple[Line, ...]:
    ports = _ports(grid, boxes, apart)
    found = []
    for index, chain in enumerate(grid.chains):
        first, last = chain.cells[0], chain.cells[-1]
        points: list[Point] = [(ports[index, "down"], boxes[first.id].y + boxes[first.id].height)]
        for cell in chain.cells[1:-1]:
            if not grid.height[cell.row]:
                continue  # a row without labels has no room to bend in
            top = grid.top[cell.row]
            points += [(grid.x[cell], top), (grid.x[cell], round(top + grid.height[cell.row], 1))]
        points.append((ports[index, "up"], boxes[last.id].y))
        label = next((_box(grid, c) for c in chain.cells[1:-1] if c.kind == "label"), None)
        found.append(Line(tuple(reversed(points)) if chain.turned else tuple(points), label))
    return tuple(found)


def _ports(grid: _Grid, boxes: Mapping[str, Box], apart: float) -> dict[tuple[int, str], float]:
    """Spread the ends of lines over the side of a box, in the order of what they lead to, so that they do not cross."""
    sides: dict[tuple[str, str], list[tuple[float, int]]] = {}
    for index, chain in enumerate(grid.chains):
        sides.setdefault((chain.cells[0].id, "down"), []).append((grid.x[chain.cells[1]], index))
        sides.setdefault((chain.cells[-1].id, "up"), []).append((grid.x[chain.cells[-2]], index))
    found = {}
    for (item, side), ends in sides.items():
        box, step = boxes[item], min(apart, boxes[item].width * 0.8 / len(ends))
        for place, (_, index) in enumerate(sorted(ends)):
            found[index, side] = round(box.middle + (place - (len(ends) - 1) / 2) * step, 1)
    return found
