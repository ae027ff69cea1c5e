"""A person's list: what the person's units have to do next, the most urgent first, a page at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from uuid import UUID

from django.db.models import Q, QuerySet

from fazhi.clock import day_end, local_day
from fazhi.desk import keyset
from fazhi.desk.counting import counted
from fazhi.desk.keyset import Place
from fazhi.desk.who import Clerk
from fazhi.matters.catalogue import calendar
from fazhi.matters.models import Task
from fazhi.matters.projection import NEVER
from fazhi.screens.lights import Level, light_of

PAGE = 30  # three screens; more would cost more time to draw than to find
COUNTED = 999  # beyond that a list says 999+: nobody acts on the difference, and counting all of a long list is slow


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for."""

    procedure: str = ""
    light: str = ""
    region: str = ""
    subject: str = ""
    text: str = ""
    after: Place | None = None
    before: Place | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Wanted":
        """Read it from the query of the address."""
        return cls(
            given.get("procedure", ""), given.get("light", ""), given.get("region", ""), given.get("subject", ""),
            given.get("q", "").strip(), Place.parse(given.get("after", "")), Place.parse(given.get("before", "")),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list reads of a task and its matter; `gist` is None once the matter is erased."""

    matter_id: UUID
    key: str
    name: str
    due: datetime | None
    order: datetime
    since: datetime
    number: str
    edition: str
    stage: str
    seq: int
    gist: str | None


# In the order of `Listed`: rows of three models would cost more to build than to find.
_COLUMNS = (
    "matter_id", "key", "name", "due", "order", "since", "matter__number", "matter__edition", "matter__stage",
    "matter__seq", "matter__gist__text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """One page of tasks and whether there is more on either side."""

    tasks: tuple[Listed, ...]
    earlier: Place | None
    later: Place | None


def page_of(clerk: Clerk, wanted: Wanted, size: int = PAGE) -> Page:
    """Return a page of the person's tasks; as many queries as the person has units, however long the list is."""
    back = wanted.before is not None
    rows = _narrowed(Task.objects.for_viewer(clerk.viewer).filter(matter__sealed=False), wanted, clerk.now)
    lists = [_listed(_placed(rows.filter(unit=unit), wanted)[: size + 1]) for unit in clerk.units]
    found = list(islice(merge(*lists, key=place_of, reverse=back), size + 1))
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    earlier = bool(wanted.after) or (back and more)
    later = back or more
    first, last = (place_of(found[0]), place_of(found[-1])) if found else (None, None)
    return Page(tuple(found), first if earlier else None, last if later else None)


def place_of(task: Task | Listed) -> Place:
    """Return where a task stands in the order of the list."""
    return Place(task.order, task.matter_id, task.key)


def counts(clerk: Clerk) -> dict[str, int]:
    """Return how many tasks are in each light, each counted up to one more than `COUNTED`; one query."""
    mine = Task.objects.for_viewer(clerk.viewer).filter(unit__in=clerk.units).order_by().values("order")
    return counted({light.value: mine.filter(held) for light, held in _lights(clerk.now).items()}, COUNTED + 1)


def of_light(level: Level, now: datetime) -> Q:
    """Return the condition that a task is in a light at `now`."""
    return _lights(now)[level]


def _lights(now: datetime) -> Mapping[Level, Q]:
    soon = soon_until(now)
    return {
        Level.OVERDUE: Q(order__lt=now),
        Level.SOON: Q(order__gte=now, order__lte=soon),
        Level.NORMAL: Q(order__gt=soon, order__lt=NEVER),
        Level.NONE: Q(order__gte=NEVER),
    }


def soon_until(now: datetime) -> datetime:
    """Return the last moment that is still shown as 将到期."""
    day, found = local_day(now), now
    while light_of(day_end(day), now, calendar()).level is Level.SOON:
        found, day = day_end(day), day + timedelta(days=1)
    return found


def _placed(rows: QuerySet[Task], wanted: Wanted) -> QuerySet[Task]:
    if wanted.before is not None:
        return keyset.before(rows, wanted.before).order_by("-order", "-matter", "-key")
    if wanted.after is not None:
        rows = keyset.after(rows, wanted.after)
    return rows.order_by("order", "matter", "key")


def _listed(rows: QuerySet[Task]) -> Iterator[Listed]:
    return (Listed(*row) for row in rows.values_list(*_COLUMNS))


def _narrowed(rows: QuerySet[Task], wanted: Wanted, now: datetime) -> QuerySet[Task]:
    exact = {"matter__procedure": wanted.procedure, "matter__subject": wanted.subject}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.region:
        rows = rows.filter(matter__region__startswith=wanted.region)
    if wanted.light in set(Level):
        rows = rows.filter(of_light(Level(wanted.light), now))
    if wanted.text:
        rows = rows.filter(Q(matter__gist__text__icontains=wanted.text) | Q(matter__number=wanted.text))
    return rows
