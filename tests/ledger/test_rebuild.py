"""A projection made anew is what it was; where it is not, the rows that differ are named."""

from collections.abc import Iterable
from uuid import UUID, uuid4

import pytest
from django.db.models import Model
from ledger_cases import MOMENT, write

from fazhi.ledger import projections
from fazhi.ledger.models import Event
from fazhi.ledger.projections import Projection, rebuild, register
from fazhi.ledger.writing import commit
from fazhi.notices.models import Message

pytestmark = pytest.mark.django_db


def rows(events: list[Event]) -> Iterable[Model]:
    """Return one row a stream: how far it has come."""
    last = events[-1]
    yield Message(
        id=last.stream_id, kind=last.type, to=last.actor, payload={"seq": last.seq}, created=MOMENT, not_before=MOMENT
    )


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "_registered", {})
    register(Projection("progress", (Message,), rows, ("matter",)))


def grow(stream: UUID, count: int) -> None:
    """Write a stream of events with the row that follows from them."""
    commit(write(stream, 0, count))
    commit_rows = rows(list(Event.objects.filter(stream_id=stream).order_by("seq")))
    Message.objects.bulk_create(commit_rows)


def test_a_rebuilt_projection_is_identical(stream: UUID) -> None:
    grow(stream, 3)
    grow(uuid4(), 1)
    report = rebuild()[0]
    assert report.identical
    assert (report.rows_before, report.rows_after) == (2, 2)
    assert report.digest_before != f"{0:064x}"
    assert Message.objects.get(pk=stream).payload == {"seq": 3}


@pytest.mark.parametrize(("check", "kept"), [(True, 9), (False, 3)])
def test_a_row_that_differs_is_named_and_a_check_changes_nothing(stream: UUID, check: bool, kept: int) -> None:
    grow(stream, 3)
    Message.objects.filter(pk=stream).update(payload={"seq": 9})
    report = rebuild(check=check)[0]
    assert not report.identical
    assert report.differing == (str(stream),)
    assert str(stream) in report.sentence()
    assert Message.objects.get(pk=stream).payload == {"seq": kept}


def test_rows_without_events_and_events_without_rows_are_named(stream: UUID) -> None:
    grow(stream, 1)
    Message.objects.all().delete()
    stray = Message.objects.create(kind="x", to="y", created=MOMENT, not_before=MOMENT)
    assert set(rebuild(check=True)[0].differing) == {str(stream), str(stray.pk)}


def test_only_the_projections_asked_for_are_made_anew(stream: UUID) -> None:
    grow(stream, 1)
    assert rebuild(only=["another"]) == []
    assert [report.projection for report in rebuild(only=["progress"])] == ["progress"]
