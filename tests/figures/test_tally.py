"""A tally answers what the figures and series asked one by one answer, for whoever asks."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.clock import local_day
from fazhi.figures.compute import figure, over, series
from fazhi.figures.periods import LONG_AGO, ages, buckets
from fazhi.figures.registry import indicator, indicators
from fazhi.figures.scope import Scope
from fazhi.figures.tally import Tally, Wanted, can_be_tallied, tally
from fazhi.people.viewers import Subjects, Viewer, system_viewer

from .factory import JUNE, NOW
from .test_agreement import random_matter

pytestmark = pytest.mark.django_db
WATER = Viewer("person", "w", NOW, Subjects(frozenset({"unit:water"})))
VIEWERS = {
    "all": system_viewer("测试", NOW),
    "from the grants": WATER,
    "row by row": replace(WATER, wide=True),
    "by the unit": replace(WATER, wide=True, present=True),
}
INTAKE, ENDED, AGING = (indicator(id) for id in ("intake", "ended", "open_of_period"))
ALL = [one for one in indicators().values() if can_be_tallied(one)]


def asked(scope: Scope, viewer: Viewer) -> Tally:
    by = {"unit": ALL, "region": [INTAKE], "subject": [INTAKE], "channel": [INTAKE]}
    over_time = {"opened_at": [INTAKE, AGING], "ended_at": [ENDED]}
    return tally(Wanted(ALL, by, over_time, below=scope.region), scope, viewer, NOW)


@pytest.mark.parametrize("name", VIEWERS)
@pytest.mark.parametrize("scope", [JUNE, replace(JUNE, region="410922103"), replace(JUNE, procedure="grid_matter")])
def test_it_gives_what_one_by_one_gives(name: str, scope: Scope) -> None:
    viewer = VIEWERS[name]
    for _ in range(80):
        random_matter()
    with CaptureQueriesContext(connection) as queries:
        found = asked(scope, viewer)
    assert len(queries) == 1
    for one in ALL:
        assert found.figure(one) == figure(one, scope, viewer, NOW)
        assert found.series(one, "unit") == series(one, scope, viewer, NOW, "unit")
    for by in ("region", "subject", "channel"):
        assert found.series(INTAKE, by) == series(INTAKE, scope, viewer, NOW, by)  # type: ignore[arg-type]
    for one in (INTAKE, ENDED):
        assert found.over(one, buckets(scope, "week")) == series(one, scope, viewer, NOW, "week")
    assert found.figure(INTAKE).numerator > 0


def test_open_matters_of_any_age_are_counted_whatever_the_period() -> None:
    for _ in range(80):
        random_matter()
    today = local_day(NOW)
    whole = replace(JUNE, since=LONG_AGO, until=today)
    found = asked(replace(JUNE, since=today, until=today), VIEWERS["all"])
    aged = over(AGING, whole, VIEWERS["all"], NOW, ages(today))
    assert found.over(AGING, ages(today)) == aged
    assert sum(row.denominator or 0 for row in aged) > 0


@pytest.mark.parametrize(("id", "can"), [("intake", True), ("consult_people", False), ("grid_checkin_on_time", False)])
def test_persons_and_requests_are_not_tallied(id: str, can: bool) -> None:
    assert can_be_tallied(indicator(id)) is can
