"""One line of the table: what was measured, of ours and of a peer, and the goal it is held against."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Sense = Literal[">=", "<=", "<", ""]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in the unit named. `ratio` is ours divided by the peer's; the goal is on `ratio` where `on_ratio`."""

    part: str
    what: str
    unit: str
    ours: float | None
    peer: float | None = None
    peer_name: str = ""
    goal: float | None = None
    sense: Sense = ""
    on_ratio: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return ours divided by the peer's."""
        return self.ours / self.peer if self.ours is not None and self.peer else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none, or nothing was measured."""
        value = self.ratio if self.on_ratio else self.ours
        if value is None or self.goal is None:
            return None
        return {">=": value >= self.goal, "<=": value <= self.goal, "<": value < self.goal}[self.sense or ">="]

    def cells(self) -> tuple[str, ...]:
        """Return the line as text, a cell a column of HEADINGS."""
        goal = "" if self.goal is None else f"{self.sense} {number(self.goal)}{'×' if self.on_ratio else ''}"
        met = {True: "met", False: "NOT met", None: "left out" if self.ours is None else ""}[self.met]
        peer = f"{number(self.peer)} ({self.peer_name})" if self.peer is not None else ""
        ratio = "" if self.ratio is None else f"{number(self.ratio)}×"
        return (self.part, self.what, self.unit, number(self.ours), peer, ratio, goal, met, self.note)


HEADINGS = ("part", "what", "unit", "ours", "peer", "ratio", "goal", "", "note")


def number(value: float | None) -> str:
    """Return a number with three significant digits, thousands parted."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def markdown(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def plain(rows: Iterable[Row]) -> str:
    """Return the rows for a terminal, a line each."""
    return "\n".join("  ".join(cell for cell in row.cells() if cell) for row in rows)
