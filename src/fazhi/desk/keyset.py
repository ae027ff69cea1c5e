"""Places in a long list: told in the address, found by an index, so that page 1,000 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

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
    return rows.filter(TupleGreaterThan(Tuple(order, "matter", "key"), (place.order, place.matter, place.key)))


def before(rows: QuerySet[M], place: Place, order: str = "order") -> QuerySet[M]:
    """Return the rows that come before `place`."""
    return rows.filter(TupleLessThan(Tuple(order, "matter", "key"), (place.order, place.matter, place.key)))
