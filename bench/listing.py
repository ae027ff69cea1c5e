"""The list at the desk of a unit with very many open matters: the time of the whole request inside the server."""

import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from bench import city
from bench.table import Row

MATTERS = 100_000
PAGE_1000 = 999 * 50
TIMES = 30


def run(matters: int = MATTERS) -> list[Row]:
    """Fill the list of one unit and ask for its first and its thousandth page."""
    city.begin("listing")
    city.furnish()
    fill(matters)
    from django.test import Client
    from django.urls import reverse

    from fazhi.people.models import Person

    client = Client()
    client.force_login(Person.objects.get(username="bench"))
    home = reverse("desk:home")
    first, asked = _timed(client, home)
    deep, asked_deep = _timed(client, f"{home}?after={_place(min(PAGE_1000, matters - 60))}")
    note = (
        f"median of {TIMES}; {matters:,} open matters of one unit, written as projections only (this part reads no "
        f"stream); {asked} queries, on page 1,000 {asked_deep}"
    )
    return [
        Row("list", "first page, processor time inside the server", "ms", first, goal=50, sense="<", note=note),
        Row("list", "page 1,000", "ms", deep, first, "first page", 1.2, "<=", on_ratio=True,
            note="no slower: up to a fifth is noise"),
        Row("list", "queries of page 1,000 beside the first", "", asked_deep, asked, "first page", 1, "<=",
            on_ratio=True),
    ]  # fmt: skip


def _timed(client: Any, url: str) -> tuple[float, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times = []
    for _ in range(TIMES):
        began = time.thread_time()  # processor time: what else the machine does is not the list's doing
        response = client.get(url)
        times.append((time.thread_time() - began) * 1000)
        assert response.status_code == 200, response.status_code
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return statistics.median(times), len(queries)


def _place(position: int) -> str:
    from fazhi.desk.tasks import place_of
    from fazhi.matters.models import Task

    rows = Task.objects.unscoped("bench").filter(unit="housing").order_by("order", "matter", "key")
    return str(place_of(rows[position]))


def fill(count: int) -> None:
    """Write `count` open matters of 住建 as their projections, due over the coming weeks."""
    now, places = datetime.now(UTC), city.villages()
    for start in range(0, count, 2_000):
        _write([_rows(n, now, places[n % len(places)]) for n in range(start, min(start + 2_000, count))])


def _write(batch: list[tuple[Any, ...]]) -> None:
    from django.db import transaction

    from fazhi.ledger.rows import insert_rows
    from fazhi.ledger.running import run

    with transaction.atomic():
        run(insert_rows(row for rows in batch for row in rows))


def _rows(n: int, now: datetime, region: str) -> tuple[Any, ...]:
    from fazhi.ids import new_id
    from fazhi.matters.catalogue import current
    from fazhi.matters.models import Gist, Matter, Task
    from fazhi.people.models import Grant, Level

    id: UUID = new_id()
    since, due = now - timedelta(minutes=n % 40_000), now + timedelta(minutes=n % 30_000 - 5_000)
    edition = current("grid_matter", now.date()).id
    matter = Matter(
        id=id, number=f"清20260101-{n:06d}", procedure="grid_matter", edition=edition, stage="handling", unit="housing",
        region=region, channel="bench", opened_at=since, entered_at=since, due=due, seq=3,
    )  # fmt: skip
    task = Task(matter_id=id, unit="housing", key="handle#1", role="handler", name="办理并反馈结果", due=due,
                order=due, since=since)  # fmt: skip
    grants = (
        Grant(subject=f"unit:{unit}", object_kind="matter", object_id=id, level=Level.WORK, valid_from=since,
              granted_by=f"matter/{id}/1")
        for unit in ("housing", "centre", "office")
    )  # fmt: skip
    return (matter, Gist(matter_id=id, text=f"第{n}号小区电梯停运，老人出门很不方便"), task, *grants)
