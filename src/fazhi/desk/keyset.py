"""Places in a long list: told in the address, found by an index, so that page 1,000 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of one row in the order (order, matter, key)."""

    order: datetime
    matter: UUID
    key: str

    def __lt__(self, other: "Place") -> bool:
        return (self.order, self.matter.hex, self.key) < (other.order, other.matter.hex, other.key)

    def __str__(self) -> str:
        return f"{self.order.astimezone(UTC):%Y%m%dT%H%M%S.%f}_{self.matter.hex}_{self.key}"

    @classmethod
    def parse(cls, text: str) -> "Place | None":
        """Return the place that `str` gave; None where the text is none, so that a bent address shows page one."""
        try:
            order, matter, key = text.split("_", 2)
            moment = datetime.strptime(order, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
            return cls(moment, UUID(matter), key)
        except ValueError:
            return None


def after(rows: QuerySet[M], place: Place, order: str = "order") -> QuerySet[M]:
    """Return the rows that come after `place`; `order` names the column of its moment."""
    return _beyond(rows, place, order, ">")


def before(rows: QuerySet[M], place: Place, order: str = "order") -> QuerySet[M]:
    """Return the rows that come before `place`."""
    return _beyond(rows, place, order, "<")


def _beyond(rows: QuerySet[M], place: Place, order: str, sign: str) -> QuerySet[M]:
    # Django writes a comparison of tuples as a tree of ANDs and ORs, from which neither engine finds the place in the
    # index: page 1,000 then walks through the 999 before it. The databases' own comparison of rows goes there at once.
    meta = rows.model._meta
    fields: list[Field[Any, Any]] = [meta.get_field(name) for name in (order, "matter", "key")]  # type: ignore[misc]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(meta.db_table)}.{quote(str(field.column))}" for field in fields)
    values = (place.order, place.matter, place.key)
    params = [field.get_db_prep_value(value, connection) for field, value in zip(fields, values, strict=True)]
    where = f"({columns}) {sign} (%s, %s, %s)"
    return rows.extra(where=[where], params=params)  # noqa: S610  columns and sign are ours, values are parameters
