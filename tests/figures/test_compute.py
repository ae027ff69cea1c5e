"""Each indicator on records worked by hand: numerator, denominator, and what must stay out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.figures.compute import NotByTime, figure, rate, series
from fazhi.figures.registry import indicator
from fazhi.figures.scope import BadScope, Scope
from fazhi.people.viewers import Subjects, Viewer, public_viewer, system_viewer

from .factory import JUNE, NOW, at, closed, matter, whistle

pytestmark = pytest.mark.django_db
ALL = system_viewer("测试统计", NOW)


def counted(id: str, scope: Scope = JUNE) -> tuple[int, int | None]:
    found = figure(indicator(id), scope, ALL, NOW)
    return found.numerator, found.denominator


# indicator, records, (numerator, denominator)
TABLE: list[tuple[str, Callable[[], Any], tuple[int, int | None]]] = [
    ("intake", lambda: matter(opened_at=at(1, 0)), (1, None)),
    ("intake", lambda: matter(opened_at=at(31, 23, month=5)), (0, None)),
    ("intake", lambda: matter(opened_at=at(30, 23)), (1, None)),
    ("intake", lambda: matter(opened_at=at(1, 0, month=7)), (0, None)),
    ("ended", lambda: closed(opened_at=at(1, month=5)), (1, None)),
    ("ended", lambda: matter(), (0, None)),
    ("open_now", lambda: matter(opened_at=at(1, month=1)), (1, None)),
    ("open_now", lambda: closed(), (0, None)),
    ("overdue_now", lambda: matter(due=at(19)), (1, 1)),
    ("overdue_now", lambda: matter(due=at(21)), (0, 1)),
    ("overdue_now", lambda: matter(due=None, paused=True), (0, 1)),
    ("overdue_now", lambda: closed(), (0, 0)),
    ("on_time", lambda: closed(on_time=True), (1, 1)),
    ("on_time", lambda: closed(on_time=False), (0, 1)),
    ("on_time", lambda: matter(due=at(19)), (0, 1)),
    ("on_time", lambda: matter(due=at(21)), (0, 0)),
    ("on_time", lambda: matter(due=at(19, month=5)), (0, 0)),
    ("on_time", lambda: closed(ended_at=at(30, month=5)), (0, 0)),
    ("grid_response", lambda: closed(responded="yes"), (1, 1)),
    ("grid_response", lambda: closed(responded="no"), (0, 1)),
    ("grid_response", lambda: closed(responded="unreached"), (0, 0)),
    ("grid_response", lambda: closed(responded=""), (0, 0)),
    ("grid_response", lambda: closed(responded="yes", procedure="legal_consultation"), (0, 0)),
    ("grid_unreached", lambda: closed(responded="unreached"), (1, 1)),
    ("grid_resolution", lambda: closed(resolved="no"), (0, 1)),
    ("grid_satisfaction", lambda: closed(satisfied="satisfied"), (1, 1)),
    ("grid_satisfaction", lambda: closed(satisfied="fair"), (0, 1)),
    ("grid_satisfaction", lambda: closed(satisfied="unreached"), (0, 0)),
    ("grid_satisfaction_broad", lambda: closed(satisfied="fair"), (1, 1)),
    ("grid_bounce", lambda: matter(owed=("dispatch", "sign"), returned=2), (1, 1)),
    ("grid_bounce", lambda: matter(owed=("dispatch", "sign")), (0, 1)),
    ("grid_bounce", lambda: matter(owed=("dispatch",)), (0, 0)),
    ("grid_supervised", lambda: matter(owed=("sign", "handle"), supervised=1), (1, 1)),
    ("grid_supervised", lambda: matter(owed=("dispatch",), supervised=1), (0, 0)),
    ("grid_checkin_on_time", lambda: whistle(matter(), "road", answer="arrived", answered_at=at(4)), (1, 1)),
    ("grid_checkin_on_time", lambda: whistle(matter(), "road", answer="arrived", answered_at=at(4, 10)), (0, 1)),
    ("grid_checkin_on_time", lambda: whistle(matter(), "road", answer="declined", answered_at=at(4)), (0, 1)),
    ("grid_checkin_on_time", lambda: whistle(matter(), "road"), (0, 1)),
    ("grid_checkin_on_time", lambda: whistle(matter(), "road", due=at(25)), (0, 0)),
    ("grid_checkin_on_time", lambda: whistle(matter(), "road", due=None, answered_at=at(4)), (0, 0)),
    ("consult_total", lambda: matter(procedure="legal_consultation"), (1, None)),
    ("consult_people", lambda: [matter(procedure="legal_consultation", party="p") for _ in "ab"], (1, None)),
    ("consult_people", lambda: matter(procedure="legal_consultation"), (0, None)),
    ("consult_tier1_rate", lambda: consulted("answered"), (1, 1)),
    ("consult_tier1_rate", lambda: consulted("escalated", "answer_publicist"), (1, 1)),
    ("consult_tier1_rate", lambda: consulted("escalated", "answer_publicist", "answer_advisor"), (0, 1)),
    ("consult_tier1_rate", lambda: consulted("referred"), (0, 0)),
    ("consult_villager_rate", lambda: consulted("escalated", "answer_publicist"), (0, 1)),
    ("consult_escalate_rate", lambda: consulted("escalated", "answer_publicist", "answer_advisor"), (1, 1)),
    ("mediation_success_rate", lambda: mediated("agreed_oral"), (1, 1)),
    ("mediation_success_rate", lambda: mediated("failed"), (0, 1)),
    ("mediation_success_rate", lambda: mediated("withdrawn"), (0, 0)),
    ("mediation_success_of_accepted", lambda: mediated("withdrawn"), (0, 1)),
    ("mediation_success_of_accepted", lambda: mediated("out_of_scope"), (0, 0)),
    ("mediation_success_of_accepted", lambda: matter(procedure="people_mediation", stage="mediating"), (0, 1)),
    ("mediation_total", lambda: matter(procedure="people_mediation", stage="registered"), (0, None)),
]  # fmt: skip


def consulted(outcome: str, *rungs: str) -> Any:
    return closed(procedure="legal_consultation", outcome=outcome, owed=("answer_villager", *rungs))


def mediated(outcome: str) -> Any:
    return closed(procedure="people_mediation", outcome=outcome)


@pytest.mark.parametrize(("id", "make", "expected"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)])
def test_indicator(id: str, make: Callable[[], Any], expected: tuple[int, int | None]) -> None:
    make()
    assert counted(id) == expected


@pytest.mark.parametrize(
    ("narrower", "expected"),
    [({}, 2), ({"unit": "water"}, 1), ({"region": "410922103"}, 1), ({"region": "410922"}, 2), ({"subject": "路"}, 1),
     ({"channel": "hotline"}, 0), ({"procedure": "grid_matter", "unit": "road"}, 1)],
)  # fmt: skip
def test_scope_narrows(narrower: dict[str, str], expected: int) -> None:
    matter(unit="water", region="410922101", subject="水")
    matter(unit="road", region="410922103002", subject="路")
    assert counted("intake", replace(JUNE, **narrower))[0] == expected


def test_the_demonstration_value_of_the_rate() -> None:
    assert rate(51758, 56520) == Decimal("0.9157")
    assert rate(0, 0) is None
    assert rate(0, 5) == 0


def test_a_backward_period_is_refused() -> None:
    with pytest.raises(BadScope, match="开始日期"):
        Scope(date(2026, 6, 2), date(2026, 6, 1))


def test_a_figure_counts_what_the_viewer_may_see() -> None:
    matter(granted=("unit:water",))
    matter(granted=("unit:road",))
    water = Viewer("person", "w", NOW, Subjects(frozenset({"unit:water"})))
    assert figure(indicator("intake"), JUNE, water, NOW).numerator == 1
    assert figure(indicator("intake"), JUNE, public_viewer(NOW), NOW).numerator == 0


def test_weeks_cover_the_period_and_add_up() -> None:
    for day in (1, 7, 8, 30):
        matter(opened_at=at(day))
    rows = series(indicator("intake"), JUNE, ALL, NOW, "week")
    assert [row.numerator for row in rows] == [2, 1, 0, 0, 1]
    assert [row.bucket.first.day for row in rows if row.bucket] == [1, 8, 15, 22, 29]


def test_a_rate_by_unit_is_divided_anew() -> None:
    closed(unit="water"), closed(unit="water", on_time=False), closed(unit="road")
    rows = {row.key: row for row in series(indicator("on_time"), JUNE, ALL, NOW, "unit")}
    assert {key: (row.numerator, row.denominator) for key, row in rows.items()} == {"water": (1, 2), "road": (1, 1)}
    assert figure(indicator("on_time"), JUNE, ALL, NOW).value == Decimal("0.6667")
    assert not rows["water"].enough


def test_regions_are_those_one_level_below() -> None:
    for code in ("410922101", "410922101002", "410922103", "410922"):
        matter(region=code)
    found = {
        row.key: row.numerator
        for row in series(indicator("intake"), replace(JUNE, region="410922"), ALL, NOW, "region")
    }
    assert found == {"410922101": 2, "410922103": 1, "410922": 1}


def test_a_stock_has_no_weeks() -> None:
    with pytest.raises(NotByTime, match="存量"):
        series(indicator("overdue_now"), JUNE, ALL, NOW, "week")


@pytest.mark.parametrize("n", [1, 40])
@pytest.mark.parametrize("by", ["week", "unit", "region"])
def test_one_query_however_many_records(n: int, by: Any) -> None:
    for at_unit in range(n):
        closed(unit=f"u{at_unit}")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        series(indicator("on_time"), JUNE, ALL, NOW, by)
        figure(indicator("on_time"), JUNE, ALL, NOW)
    assert len(asked) == 2
