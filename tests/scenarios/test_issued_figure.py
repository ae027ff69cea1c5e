"""A figure issued over reconsideration matters stays as issued; what is recorded later restates it by name."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from playing import HERE, played

from fazhi.clock import BEIJING
from fazhi.figures.issuing import issue, recompute, record
from fazhi.figures.models import IssuedFigure, Restated
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.ledger.writing import Write, commit
from fazhi.matters import streams
from fazhi.matters.acting import Act, act, correct, finish
from fazhi.matters.catalogue import calendar, editions
from fazhi.people.viewers import system_viewer
from fazhi.procedure import Actor
from fazhi.procedure.corrections import void

pytestmark = pytest.mark.django_db
ISSUED = datetime(2025, 5, 10, 18, tzinfo=BEIJING)
LATER = datetime(2025, 5, 12, 9, tzinfo=BEIJING)
SPRING = Scope(date(2025, 4, 1), date(2025, 5, 31), procedure="reconsideration")
BUREAU = system_viewer("测试发布", ISSUED)
MAYOR = Actor("县长", {"县政府": frozenset({"leader"})})
OFFICER = Actor("承办人", {"县司法局": frozenset({"case_officer"})})
Matters = Mapping[str, UUID]


@pytest.fixture
def matters(db: None) -> Matters:
    """Three matters due on 6 May, as known on 10 May: decided in time, decided late, and not known to be decided."""
    written = {}
    for name, events in played(HERE / "reconsideration" / "figure.yaml").matters.items():
        known = [event for event in events if event.recorded_at <= ISSUED]
        known[0] = replace(known[0], data={**known[0].data, "number": name})
        write, id = Write(), uuid4()
        finish(write, id, [], known)
        commit(write)
        written[name] = id
    return written


def issued(id: str) -> IssuedFigure:
    return issue(indicator(id), SPRING, BUREAU, ISSUED, id)


def decide_late(matter: UUID) -> None:
    """Record on 12 May that the decision had been made on the day that it was due."""
    at = datetime(2025, 5, 6, 17, tzinfo=BEIJING)
    data = {"decision": "revoked", "approval": "collective", "to_perform": "no"}
    act(Act(matter, "decide", MAYOR, "late", LATER, data, at, "决定书已于当日签发，系统故障未登记"))


def void_decision(matter: UUID) -> None:
    target = next(event.seq for event in streams.read(matter) if event.action == "decide")
    correct(
        matter, "void", LATER,
        lambda events: void(
            editions(), events, target, actor=OFFICER, confirmed_by="复核人", reason="误登，应登在另一件",
            recorded_at=LATER, calendar=calendar(),
        ),
    )  # fmt: skip


def test_a_late_entry_restates_and_names_the_matter(matters: Matters) -> None:
    figure = issued("on_time")
    assert (figure.numerator, figure.denominator) == (1, 3)
    decide_late(matters["补录"])
    found = recompute(figure, LATER)
    assert (found.numerator, found.denominator, found.changed) == (2, 3, {str(matters["补录"])})
    assert (found.added, found.removed) == (frozenset(), frozenset())


def test_a_void_restates_and_names_the_matter(matters: Matters) -> None:
    figure = issued("on_time")
    void_decision(matters["按期"])
    found = recompute(figure, LATER)
    assert (found.numerator, found.denominator, found.changed) == (0, 3, {str(matters["按期"])})


def test_what_was_overdue_on_the_day_is_restated_both_ways(matters: Matters) -> None:
    figure = issued("overdue_now")
    assert (figure.numerator, figure.denominator) == (1, 1)
    decide_late(matters["补录"])
    void_decision(matters["按期"])
    found = recompute(figure, LATER)
    assert (found.added, found.removed) == ({str(matters["按期"])}, {str(matters["补录"])})


def test_the_figure_stays_as_issued_and_can_be_had_again(matters: Matters) -> None:
    figure = issued("on_time")
    decide_late(matters["补录"])
    found = recompute(figure, LATER)
    assert found.digest != figure.records_digest
    assert found.reproduced, "as it was known then, it is what was issued"
    record(found, BUREAU, LATER, "restate")
    figure.refresh_from_db()
    assert (figure.numerator, figure.seq) == (1, 2)
    row = Restated.objects.get(figure=figure)
    assert (row.numerator, row.changed) == (2, 1)
