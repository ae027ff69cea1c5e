"""An indicator: what is counted, defined once, as a frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from fazhi.figures.conditions import Clause, Row, all_hold

Counts = Literal["matters", "times", "parties"]
Records = Literal["matter", "request"]
Direction = Literal["up", "down", "neutral"]

# What the unit of count may be for each thing that is counted, so that 人 and 人次 never mix.
UNITS: Mapping[Counts, tuple[str, ...]] = {"matters": ("件",), "times": ("次", "人次", "件次"), "parties": ("人", "家")}
CODES: Mapping[Records, tuple[str, ...]] = {
    "matter": ("procedure", "stage", "outcome", "channel", "subject", "responded", "resolved", "satisfied"),
    "request": ("procedure", "channel", "subject", "round", "answer"),
}
MOMENTS: Mapping[Records, tuple[str, ...]] = {
    "matter": ("opened_at", "ended_at", "due"),
    "request": ("asked_at", "answered_at", "due", "silent_at"),
}
NUMBERS: Mapping[Records, tuple[str, ...]] = {
    "matter": ("supervised", "returned", "late_entries"),
    "request": (),
}
YES_NO: Mapping[Records, tuple[str, ...]] = {"matter": ("on_time", "paused"), "request": ()}


@dataclass(frozen=True, slots=True)
class Indicator:
    """A definition: the numerator is always a part of the denominator, the denominator of the population."""

    id: str
    name: str
    unit: str  # the unit of count, of a rate's numerator and denominator as well
    counts: Counts
    records: Records
    placed_by: tuple[str, ...]  # the moment that puts a record into a period: the first that is known; empty: a stock
    direction: Direction
    meaning: str
    where: Clause = ()
    denominator: Clause = ()
    numerator: Clause = ()
    is_rate: bool = False
    basis: str = ""
    local: str = ""  # why this reading is a local one
    differs_from: Mapping[str, str] = field(default_factory=dict)
    least_denominator: int = 0  # below it a rate is shown with its counts but is not ranked
    numerator_words: str = ""
    denominator_words: str = ""
    edition: str = ""
    digest: str = ""  # of the entry in the file
    entry: str = ""  # the entry itself as canonical JSON, which an issued figure keeps

    @property
    def is_stock(self) -> bool:
        """Whether it counts what is there at a moment, not what happened in a period."""
        return not self.placed_by

    @property
    def population(self) -> Clause:
        """The conditions of the denominator, or of a count as a whole."""
        return (*self.where, *self.denominator)

    def counts_in(self, row: Row, as_of: datetime) -> bool:
        """Whether a record belongs to the denominator (or to a count)."""
        return all_hold(self.population, row, as_of)

    def counts_above(self, row: Row, as_of: datetime) -> bool:
        """Whether a record of the denominator belongs to the numerator."""
        return all_hold(self.numerator, row, as_of)

    def placed_at(self, row: Row) -> Any:
        """The moment that puts the record into a period; None where there is none."""
        return next((row[column] for column in self.placed_by if row[column] is not None), None)
