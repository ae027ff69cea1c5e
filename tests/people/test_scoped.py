"""A query that does not say who looks does not run."""

from collections.abc import Callable
from typing import Any

import pytest

from fazhi.people.grants import prepare_grants
from fazhi.people.models import Grant, Level
from fazhi.people.scoped import UnscopedQuery
from fazhi.people.viewers import person_viewer, unit_subject

from .conftest import NOW, SINCE, Cast, Errand

pytestmark = pytest.mark.django_db
READS: dict[str, Callable[[], Any]] = {
    "all": lambda: list(Errand.objects.all()),
    "filter": lambda: list(Errand.objects.filter(due=SINCE)),
    "get": lambda: Errand.objects.get(due=SINCE),
    "first": lambda: Errand.objects.first(),
    "count": lambda: Errand.objects.count(),
    "exists": lambda: Errand.objects.exists(),
    "aggregate": lambda: Errand.objects.aggregate(),
    "values": lambda: list(Errand.objects.values_list("due")),
    "iterator": lambda: list(Errand.objects.iterator()),
    "in_bulk": lambda: Errand.objects.in_bulk([1]),
    "slice": lambda: Errand.objects.all()[0],
    "update": lambda: Errand.objects.update(due=SINCE),
    "delete": lambda: Errand.objects.all().delete(),
    "subquery": lambda: list(Grant.objects.filter(object_id__in=Errand.objects.values("matter_id"))),
    "union": lambda: list(Errand.objects.all().union(Errand.objects.all())),
}


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_sec_08_unscoped_reads_are_refused(read: Callable[[], Any]) -> None:
    with pytest.raises(UnscopedQuery, match="for_viewer"):
        read()


def test_a_scoped_query_runs_and_goes_on(cast: Cast) -> None:
    errand = Errand.objects.create(matter_id=cast.matter, due=SINCE)
    Grant.objects.bulk_create(prepare_grants(cast.matter, {unit_subject("office"): Level.SEE}, NOW, "matter/1/1"))
    mediator, colleague = (person_viewer(cast.people[name], NOW) for name in ("mediator", "colleague"))
    assert Errand.objects.filter(due=SINCE).for_viewer(mediator).order_by("due").get() == errand
    assert Errand.objects.for_viewer(mediator).filter(due=SINCE).count() == 1
    assert not Errand.objects.for_viewer(mediator, level=Level.WORK).exists()
    assert not Errand.objects.for_viewer(colleague).exists()


def test_all_rows_for_a_reason_only(cast: Cast) -> None:
    Errand.objects.create(matter_id=cast.matter, due=SINCE)
    assert Errand.objects.unscoped("重建统计").count() == 1
    with pytest.raises(ValueError, match="理由"):
        Errand.objects.unscoped("")
