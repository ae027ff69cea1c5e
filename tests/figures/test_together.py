"""Many figures asked at once are the figures asked one by one."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.figures.compute import figure, figures
from fazhi.figures.records import records
from fazhi.figures.registry import indicators
from fazhi.people.viewers import Subjects, Viewer, system_viewer

from .factory import JUNE, NOW, whistle
from .test_agreement import DICE, random_matter, some_moment

pytestmark = pytest.mark.django_db
WATER = Viewer("person", "w", NOW, Subjects(frozenset({"unit:water"})))


@pytest.mark.parametrize(
    "viewer", [system_viewer("测试", NOW), WATER, replace(WATER, wide=True)], ids=["all", "w", "wide"]
)
def test_together_as_one_by_one(viewer: Viewer) -> None:
    for _ in range(80):
        whistle(
            random_matter(), "road", due=some_moment(), answered_at=some_moment(), answer=DICE.choice(["", "arrived"])
        )
    for scope in (JUNE, replace(JUNE, region="410922103", procedure="grid_matter")):
        with CaptureQueriesContext(connection) as asked:
            together = figures(indicators().values(), scope, viewer, NOW)
        assert len(asked) == 2
        for one in indicators().values():
            assert together[one.id] == figure(one, scope, viewer, NOW)
            if one.counts != "parties":
                counted = together[one.id].denominator if one.is_rate else together[one.id].numerator
                assert records(one, scope, viewer, NOW).count() == counted
    assert together["grid_total"].numerator > 0
