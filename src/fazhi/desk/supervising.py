"""Who is late: by unit with the number of cases, how long, with which obligation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fazhi.clock import local_day
from fazhi.desk import keyset
from fazhi.desk.keyset import Place
from fazhi.desk.who import Clerk
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter, Obligation
from fazhi.matters.units import directory
from fazhi.procedure import Edition

PAGE = 50
NOBODY = "-"  # how the address names what no unit holds yet
SUPERVISED = "supervised"


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with what it owes late, of how much it owes in all."""

    id: str
    name: str
    late: int
    owed: int
    days: int  # calendar days that the oldest is late


@dataclass(frozen=True, slots=True)
class LateRow:
    """One thing owed late."""

    url: str
    number: str
    gist: str
    unit: str
    what: str
    due: datetime
    supervised: int
    supervise: str  # the address of the action, or empty where the person has no part in it


def supervision_context(clerk: Clerk, unit: str | None, after: Place | None) -> dict[str, Any]:
    """Return the page of the supervisor, of all units or of one."""
    rows = _late(clerk)
    if unit is not None:
        rows = rows.filter(holder="" if unit == NOBODY else unit)
    found = list(_page(rows, after)[: PAGE + 1])
    shown = [_row(clerk, one) for one in found[:PAGE]]
    return {
        "units": list(_units(clerk)),
        "rows": shown,
        "chosen": _name(unit) if unit else "",
        "more": str(_place(found[PAGE - 1])) if len(found) > PAGE else "",
        "unit": unit or "",
    }


def _owed(clerk: Clerk) -> QuerySet[Obligation]:
    owed = Obligation.objects.for_viewer(clerk.viewer).filter(state="open", ours=True, due__isnull=False)
    return owed.filter(matter__sealed=False)


def _late(clerk: Clerk) -> QuerySet[Obligation]:
    return _owed(clerk).filter(due__lt=clerk.now)


def _units(clerk: Clerk) -> Iterator[LateUnit]:
    owed = dict(_owed(clerk).values_list("holder").annotate(n=Count("key")).order_by())
    late = _late(clerk).values_list("holder").annotate(n=Count("key"), first=Min("due")).order_by()
    for holder, n, oldest in sorted(late, key=lambda row: row[2]):
        days = (local_day(clerk.now) - local_day(oldest)).days
        yield LateUnit(holder or NOBODY, _name(holder), n, owed.get(holder, n), days)


def _name(holder: str) -> str:
    return _("尚未确定单位") if holder in ("", NOBODY) else directory(timezone.localdate()).name(holder)


def _page(rows: QuerySet[Obligation], after: Place | None) -> QuerySet[Obligation]:
    rows = rows.select_related("matter", "matter__gist").order_by("due", "matter", "key")
    return keyset.after(rows, after, "due") if after else rows


def _place(one: Obligation) -> Place:
    return Place(_due(one), _matter_id(one), one.key)


def _matter_id(one: Obligation) -> UUID:
    return one.matter_id


def _due(one: Obligation) -> datetime:
    assert one.due is not None, "only what is dated is late"
    return one.due


def _row(clerk: Clerk, one: Obligation) -> LateRow:
    matter = one.matter
    edition = editions()[matter.edition]
    gist = getattr(matter, "gist", None)
    rule = edition.obligations.get(one.rule)
    name = rule.name if rule else edition.rounds[one.rule].name if one.rule in edition.rounds else one.rule
    return LateRow(
        url=reverse("desk:matter", args=[matter.number]),
        number=matter.number,
        gist=gist.text if gist else "",
        unit=_name(one.holder),
        what=name,
        due=_due(one),
        supervised=matter.supervised,
        supervise=_supervise(clerk, edition, matter),
    )


def _supervise(clerk: Clerk, edition: Edition, matter: Matter) -> str:
    for action in edition.actions.values():
        posts = frozenset().union(*(edition.roles[role].posts for role in action.who))
        people = all(edition.roles[role].kind != "timer" for role in action.who)
        if action.tally == SUPERVISED and people and matter.stage in action.sources and clerk.holds(posts):
            return reverse("desk:act", args=[matter.number, action.id])
    return ""
