"""Rows of matters as the projection would write them, and who may see them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from fazhi.clock import BEIJING
from fazhi.figures.scope import Scope
from fazhi.matters.models import Matter, Obligation, Request
from fazhi.people.models import Grant

NOW = datetime(2026, 6, 20, 10, 0, tzinfo=BEIJING)
JUNE = Scope(date(2026, 6, 1), date(2026, 6, 30))
SEQUENCE = iter(range(1, 10**9))


def at(day: int, hour: int = 9, month: int = 6) -> datetime:
    """Return an hour of a day in June 2026, or another month."""
    return datetime(2026, month, day, hour, tzinfo=BEIJING)


@dataclass
class Made:
    """What a test says of a matter; the rest is filled in."""

    fields: dict[str, Any] = field(default_factory=dict)
    owed: tuple[str, ...] = ()
    granted: tuple[str, ...] = ("unit:water",)

    def save(self) -> Matter:
        """Write the row, its obligations and its grants."""
        matter = Matter(**({
            "id": uuid4(), "number": f"清20260601-{next(SEQUENCE):05d}", "procedure": "grid_matter",
            "edition": "grid_matter@1", "stage": "handling", "unit": "water", "region": "410922101",
            "opened_at": at(2), "entered_at": at(2), "seq": 1,
        } | self.fields))  # fmt: skip
        Matter.objects.bulk_create([matter])
        Obligation.objects.bulk_create([_owed(matter.id, rule) for rule in self.owed])
        Grant.objects.bulk_create([_grant(matter.id, subject) for subject in self.granted])
        return matter


def matter(*, owed: tuple[str, ...] = (), granted: tuple[str, ...] = ("unit:water",), **fields: Any) -> Matter:
    """Write a matter; `owed` are the rules of obligations it had."""
    return Made(fields, owed, granted).save()


def closed(**fields: Any) -> Matter:
    """Write a matter that ended."""
    return matter(**({"stage": "closed", "ended_at": at(10), "on_time": True, "outcome": "resolved"} | fields))


def whistle(of: Matter, unit: str, **fields: Any) -> Request:
    """Write a unit asked to check in."""
    request = Request(matter=of, key=f"whistle:{unit}", round="whistle", unit=unit, asked_at=at(3), due=at(4))
    for name, value in fields.items():
        setattr(request, name, value)
    Request.objects.bulk_create([request])
    return request


def _owed(id: UUID, rule: str) -> Obligation:
    return Obligation(matter_id=id, key=f"{rule}:1", rule=rule, bearer="x", start=at(1), state="met")


def _grant(id: UUID, subject: str) -> Grant:
    return Grant(
        subject=subject, object_kind="matter", object_id=id, level="work", valid_from=at(1, month=1),
        granted_by="matter/1/1",
    )  # fmt: skip
