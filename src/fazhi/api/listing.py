"""GET /matters: the caller's matters, newest first, found by an index; page 1,000 costs what page 1 costs."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone

from fazhi.api.schemas import Filters, ItemOut, PageOut
from fazhi.api.tokens import Caller
from fazhi.clock import BEIJING, day_end
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter
from fazhi.matters.units import directory
from fazhi.procedure import Refused


def page_of(caller: Caller, filters: Filters, now: datetime) -> PageOut:
    """Return a page of matters; raise Refused for a cursor that is none."""
    rows: QuerySet[Matter] = Matter.objects.for_viewer(caller.viewer(now)).select_related("gist")
    rows = rows.filter(*_conditions(filters, now), sealed=False, **_exact(filters))
    if filters.cursor:
        rows = rows.filter(TupleLessThan(Tuple("opened_at", "id"), _place(filters.cursor)))
    found = list(rows.order_by("-opened_at", "-id")[: filters.limit + 1])
    shown, more = found[: filters.limit], len(found) > filters.limit
    return PageOut(items=[item(row, now) for row in shown], next=_cursor(shown[-1]) if more else "")


def item(row: Matter, now: datetime) -> ItemOut:
    """Return a matter as one line."""
    gist = getattr(row, "gist", None)
    edition = editions().get(row.edition)
    stage = edition.stages.get(row.stage) if edition else None
    unit_name = directory(timezone.localdate(now)).name(row.unit) if row.unit else ""
    return ItemOut(
        id=row.id, number=row.number, procedure=row.procedure, stage=row.stage,
        stage_name=stage.name if stage else row.stage, outcome=row.outcome, unit=row.unit, unit_name=unit_name,
        region=row.region, subject=row.subject, channel=row.channel, gist=gist.text if gist else "",
        opened_at=row.opened_at, ended_at=row.ended_at, due=row.due, provisional=row.provisional,
        paused=row.paused, on_time=row.on_time, seq=row.seq,
    )  # fmt: skip


def _exact(filters: Filters) -> Mapping[str, Any]:
    names = ("procedure", "stage", "unit", "subject")
    return {name: value for name in names if (value := getattr(filters, name))}


def _conditions(filters: Filters, now: datetime) -> Iterator[Q]:
    if filters.region:
        yield Q(region__startswith=filters.region)
    if filters.state != "all":
        yield Q(ended_at__isnull=filters.state == "open")
    if filters.late:
        yield Q(ended_at__isnull=True, due__lt=now)
    if filters.opened_from:
        yield Q(opened_at__gte=_moment(filters.opened_from))
    if filters.opened_to:
        yield Q(opened_at__lte=day_end(filters.opened_to))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time.min, BEIJING)


def _cursor(row: Matter) -> str:
    return f"{row.opened_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}_{row.id.hex}"


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        opened, id = cursor.split("_")
        return datetime.strptime(opened, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), UUID(id)
    except ValueError:
        raise Refused("fields", "cursor 不是上一页给出的", "请从第一页取起", {"cursor": "填写有误"}) from None
