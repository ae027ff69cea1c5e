"""M86 诉调对接、排查化解：化解率由两个数相除，两张名单都能打开。"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from uuid import UUID

import pytest
from django.db import connection
from django.template import Context, Template
from django.utils.html import strip_tags

from fazhi.clock import BEIJING
from fazhi.figures.compute import figure
from fazhi.figures.records import page, records
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.matters.models import Matter
from fazhi.people.viewers import Subjects, Viewer, system_viewer

pytestmark = pytest.mark.django_db
FOUND, SETTLED = 56_520, 51_758
CHUNK = 1_000  # rows a statement: SQLite takes 32,766 values
YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
NOW = datetime(2026, 12, 31, 12, tzinfo=BEIJING)
THEN = datetime(2026, 5, 6, 9, tzinfo=BEIJING)
ALL = system_viewer("测试化解率", NOW)


@pytest.fixture
def disputes(db: None) -> None:
    """As many disputes as a whole city searched out: rows only, as the projection would write them."""
    write(range(FOUND))


def write(numbers: Iterable[int]) -> None:
    """Write the rows without an object for each, which would take ten times as long."""
    fields = Matter._meta.concrete_fields
    row = {f.column: f.get_db_prep_save(getattr(_dispute(), f.attname), connection) for f in fields}
    to_db = Matter._meta.pk.get_db_prep_save
    rows = (
        list(
            (row | {"id": to_db(UUID(int=n + 1), connection), "outcome": _outcome(n), "number": f"清{n:05d}"}).values()
        )
        for n in numbers
    )
    columns, one = ", ".join(f'"{c}"' for c in row), f"({', '.join(['%s'] * len(row))})"
    insert = f"INSERT INTO {Matter._meta.db_table} ({columns}) VALUES "
    with connection.cursor() as cursor:
        while chunk := list(islice(rows, CHUNK)):
            cursor.execute(insert + ", ".join([one] * len(chunk)), list(chain.from_iterable(chunk)))


def _outcome(n: int) -> str:
    return ("agreed_written", "agreed_oral", "confirmed")[n % 3] if n < SETTLED else "failed"


def _dispute() -> Matter:
    return Matter(
        id=UUID(int=1), number="", procedure="people_mediation", edition="people_mediation@1",
        stage="closed", opened_at=THEN, entered_at=THEN, ended_at=THEN, seq=1,
    )  # fmt: skip


def test_m86_the_rate_is_made_of_its_two_lists(disputes: None) -> None:
    rate = indicator("mediation_success_rate")
    found = figure(rate, YEAR, ALL, NOW)
    assert (found.numerator, found.denominator, found.value) == (SETTLED, FOUND, Decimal("0.9157"))
    shown = strip_tags(Template("{% load fazhi %}{{ found|rate }}").render(Context({"found": found})))
    assert shown == "91.57%（51,758／56,520 件）"
    parts = {part: records(rate, YEAR, ALL, NOW, part).count() for part in ("numerator", "denominator", "difference")}
    assert parts == {"numerator": SETTLED, "denominator": FOUND, "difference": FOUND - SETTLED}
    first = page(rate, records(rate, YEAR, ALL, NOW, "difference"))
    assert {row.outcome for row in first.rows} == {"failed"}
    assert first.following
    # One more that failed changes the rate and its list; whoever has no right sees neither.
    write([FOUND])
    assert figure(rate, YEAR, ALL, NOW).denominator == FOUND + 1
    stranger = Viewer("person", "nobody", NOW, Subjects(frozenset()))
    assert figure(rate, YEAR, stranger, NOW).denominator == 0
    assert not records(rate, YEAR, stranger, NOW).exists()


def test_m86_without_a_denominator_there_is_no_rate() -> None:
    found = figure(indicator("mediation_success_rate"), YEAR, ALL, NOW)
    assert found.value is None
    shown = strip_tags(Template("{% load fazhi %}{{ found|rate }}").render(Context({"found": found})))
    assert shown == "—（0／0 件）"
