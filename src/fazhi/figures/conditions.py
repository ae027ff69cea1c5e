"""What a definition says of a record, as values: held against a row here, compiled to SQL in `filters`.

Pure: no Django, so that the same conditions can be compiled for another engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
OWED = "obligations"  # the rules of all obligations that a matter ever had


@dataclass(frozen=True, slots=True)
class OneOf:
    """The column holds one of these codes, or (`negated`) none of them."""

    column: str
    values: tuple[str, ...]
    negated: bool = False

    def holds(self, row: Row, as_of: datetime) -> bool:
        """Whether the row fulfils it."""
        return (row[self.column] in self.values) is not self.negated


@dataclass(frozen=True, slots=True)
class Known:
    """The column is filled in, or (`known` false) is not."""

    column: str
    known: bool = True

    def holds(self, row: Row, as_of: datetime) -> bool:
        """Whether the row fulfils it."""
        return (row[self.column] not in (None, "")) is self.known


@dataclass(frozen=True, slots=True)
class Is:
    """The column is true, or (`value` false) is false; what is not known is neither."""

    column: str
    value: bool = True

    def holds(self, row: Row, as_of: datetime) -> bool:
        """Whether the row fulfils it."""
        return row[self.column] is self.value


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The column counts at least `n`."""

    column: str
    n: int

    def holds(self, row: Row, as_of: datetime) -> bool:
        """Whether the row fulfils it."""
        return bool(row[self.column] >= self.n)


@dataclass(frozen=True, slots=True)
class BeforeNow:
    """The moment in the column lies before the moment as of which the figure is computed."""

    column: str

    def holds(self, row: Row, as_of: datetime) -> bool:
        """Whether the row fulfils it."""
        return row[self.column] is not None and row[self.column] < as_of


@dataclass(frozen=True, slots=True)
class NotAfter:
    """The moment in one column is not after that in another; where either is missing it does not hold."""

    column: str
    other: str

    def holds(self, row: Row, as_of: datetime) -> bool:
        """Whether the row fulfils it."""
        one, two = row[self.column], row[self.other]
        return one is not None and two is not None and one <= two


@dataclass(frozen=True, slots=True)
class Owed:
    """The matter has had an obligation under one of these rules, or (`negated`) under none."""

    rules: tuple[str, ...]
    negated: bool = False

    def holds(self, row: Row, as_of: datetime) -> bool:
        """Whether the row fulfils it."""
        return bool(row[OWED] & set(self.rules)) is not self.negated


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of several clauses holds; each clause is conditions that hold together."""

    clauses: tuple["Clause", ...]

    def holds(self, row: Row, as_of: datetime) -> bool:
        """Whether the row fulfils it."""
        return any(all_hold(clause, row, as_of) for clause in self.clauses)


Condition: TypeAlias = OneOf | Known | Is | AtLeast | BeforeNow | NotAfter | Owed | AnyOf
Clause: TypeAlias = tuple[Condition, ...]


def all_hold(clause: Clause, row: Row, as_of: datetime) -> bool:
    """Whether the row fulfils every condition; always where there is none."""
    return all(condition.holds(row, as_of) for condition in clause)
