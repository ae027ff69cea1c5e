"""The bell: what was sent to a person or to the person's units."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from fazhi.desk.models import ReadMark
from fazhi.desk.who import Clerk
from fazhi.matters.models import Matter
from fazhi.notices.models import Message

SHOWN, COUNTED = 50, 99


@dataclass(frozen=True, slots=True)
class Notice:
    """A message as the page shows it; without sight of its matter only its kind is told."""

    kind: str
    at: datetime
    number: str
    gist: str
    new: bool


def unread(clerk: Clerk) -> int:
    """Return how many messages came since the person last looked, counted up to 99."""
    since = _read_until(clerk)
    found = _addressed(clerk)
    return (found.filter(created__gt=since) if since else found)[:COUNTED].count()


def latest(clerk: Clerk) -> list[Notice]:
    """Return the latest messages, newest first."""
    since = _read_until(clerk)
    rows = list(_addressed(clerk).order_by("-created")[:SHOWN])
    seen = _matters(clerk, rows)
    return [_notice(row, seen.get(_matter(row)), since) for row in rows]


def mark_read(clerk: Clerk) -> None:
    """Remember that the person has looked now."""
    ReadMark.objects.update_or_create(person=clerk.person, defaults={"read_at": clerk.now})


def _addressed(clerk: Clerk) -> QuerySet[Message]:
    return Message.objects.filter(to__in=[*clerk.units, clerk.person.pk])


def _read_until(clerk: Clerk) -> datetime | None:
    return ReadMark.objects.filter(person=clerk.person).values_list("read_at", flat=True).first()


def _matters(clerk: Clerk, rows: list[Message]) -> dict[UUID | None, Matter]:
    ids = list(islice(_ids(rows), SHOWN))
    found = Matter.objects.for_viewer(clerk.viewer).filter(id__in=ids, sealed=False).select_related("gist")
    return {matter.id: matter for matter in found}


def _ids(rows: list[Message]) -> Iterator[UUID]:
    return (id for row in rows if (id := _matter(row)))


def _matter(row: Message) -> UUID | None:
    named = row.payload.get("matter")
    return UUID(named) if named else None


def _notice(row: Message, matter: Matter | None, since: datetime | None) -> Notice:
    gist = getattr(matter, "gist", None)
    new = since is None or row.created > since
    return Notice(row.kind, row.created, matter.number if matter else "", gist.text if gist else "", new)
