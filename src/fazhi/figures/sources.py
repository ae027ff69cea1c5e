"""Where the columns that definitions speak of are found in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, TypeAlias

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fazhi.figures import conditions as c
from fazhi.figures.conditions import Clause, Condition
from fazhi.figures.definitions import Indicator, Records
from fazhi.matters.models import Matter, Obligation, Request
from fazhi.people.scoped import Sighted

Rows: TypeAlias = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Source:
    """A projection that figures are computed over; `elsewhere` names the columns that its matter holds."""

    model: type[Sighted]
    key: tuple[str, ...]
    elsewhere: Mapping[str, str]

    def path(self, column: str) -> str:
        """Return how the ORM reaches a column."""
        return self.elsewhere.get(column, column)


_OF_MATTER = {name: f"matter__{name}" for name in ("procedure", "region", "subject", "channel")}
SOURCES: Mapping[Records, Source] = {
    "matter": Source(Matter, ("id",), {}),
    "request": Source(Request, ("matter_id", "key"), _OF_MATTER),
}


def source_of(indicator: Indicator) -> Source:
    """Return the projection whose rows the indicator counts."""
    return SOURCES[indicator.records]


def compiled(clause: Clause, source: Source, as_of: datetime) -> Q:
    """Return the conditions as one database condition."""
    found = Q()
    for condition in clause:
        found &= _compiled(condition, source, as_of)
    return found


def _compiled(condition: Condition, source: Source, as_of: datetime) -> Q:
    match condition:
        case c.OneOf(column, values, negated):
            held = Q(**{f"{source.path(column)}__in": values})
            return ~held if negated else held
        case c.Known(column, known):
            return _known(source, column, known)
        case c.Is(column, value):
            return Q(**{source.path(column): value})
        case c.AtLeast(column, n):
            return Q(**{f"{source.path(column)}__gte": n})
        case _:
            return _compiled_between(condition, source, as_of)


def _compiled_between(condition: Condition, source: Source, as_of: datetime) -> Q:
    match condition:
        case c.BeforeNow(column):
            return Q(**{f"{source.path(column)}__lt": as_of})
        case c.NotAfter(column, other):
            return Q(**{f"{source.path(column)}__lte": F(source.path(other))})
        case c.Owed(rules, negated):
            owed = Obligation.objects.unscoped("统计条件：有过某项义务").filter(matter=OuterRef("pk"), rule__in=rules)
            return ~Q(Exists(owed)) if negated else Q(Exists(owed))
        case c.AnyOf(clauses):
            return reduce(or_, (compiled(clause, source, as_of) for clause in clauses))
    raise TypeError(condition)


def _known(source: Source, column: str, known: bool) -> Q:
    path = source.path(column)
    field: Any = source.model._meta.get_field(column) if column == path else Matter._meta.get_field(column)
    return Q(**{f"{path}__isnull": not known}) if field.null else (~Q(**{path: ""}) if known else Q(**{path: ""}))
