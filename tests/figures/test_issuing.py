"""Issued figures: frozen, computed again as they were known, restated by name and never silently."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.figures import registry
from fazhi.figures.issued_rows import definition_of, scope_of
from fazhi.figures.issuing import MayNotIssue, NothingRestated, issue, may_issue, recompute, record
from fazhi.figures.membership import members_at
from fazhi.figures.models import IssuedFigure, Restated
from fazhi.figures.parsing import parse_indicators
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.ledger.models import Event
from fazhi.ledger.projections import rebuild
from fazhi.matters.acting import Act, act
from fazhi.matters.intake import Received
from fazhi.people.grants import prepare_oversight
from fazhi.people.models import Level, Post, ScopeKind
from fazhi.people.viewers import Subjects, Viewer, post_subject, public_viewer, system_viewer
from tests.matters.cast import DISPATCHER, HANDLER, NOW, county, do, sent, staff

__all__ = ["county", "sent"]
pytestmark = pytest.mark.django_db
NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30), region="410922")
ISSUED_AT = NOW + timedelta(days=3)
LATER = NOW + timedelta(days=20)
BUREAU = system_viewer("测试发布", ISSUED_AT)
CALLER = staff("zhou", "centre", "dispatcher")
Send = Callable[..., Received]


def close(received: Received, at: datetime, satisfied: str = "satisfied", recorded: datetime | None = None) -> None:
    """Take a matter from dispatch to closure at `at`; `recorded` later is a late entry."""
    steps: list[tuple[str, Any, dict[str, str]]] = [
        ("sign", HANDLER, {}),
        ("feedback", HANDLER, {"result": "已修好"}),
        ("verify_pass", DISPATCHER, {"finding": "已亮"}),
        ("call_back", CALLER, {"responded": "yes", "resolved": "yes", "satisfied": satisfied}),
        ("close", CALLER, {}),
    ]
    for action, actor, data in steps:
        late = "纸质记录事后补录" if recorded else ""
        act(Act(received.matter, action, actor, f"{received.number}:{action}", recorded or at, data, at, late))


def issued(id: str = "on_time", command_id: str = "november") -> IssuedFigure:
    return issue(indicator(id), NOVEMBER, BUREAU, ISSUED_AT, command_id)


def test_an_issue_freezes_definition_scope_moment_and_records(sent: Send) -> None:
    close(sent(), NOW + timedelta(days=1))
    figure = issued()
    assert (figure.numerator, figure.denominator, figure.value) == (1, 1, "1.0000")
    assert figure.records_digest == members_at(indicator("on_time"), NOVEMBER, ISSUED_AT).digest
    assert (scope_of(figure), figure.known_at) == (NOVEMBER, ISSUED_AT)
    assert definition_of(figure).digest == figure.definition_digest == indicator("on_time").digest


def test_the_same_command_issues_once(sent: Send) -> None:
    sent()
    assert issued().pk == issued().pk
    assert Event.objects.filter(stream_kind="figure").count() == 1


def test_nothing_new_is_no_restatement(sent: Send) -> None:
    close(sent(), NOW + timedelta(days=1))
    figure = issued()
    found = recompute(figure, LATER)
    assert (found.differs, found.reproduced) == (False, True)
    with pytest.raises(NothingRestated, match="一致"):
        record(found, BUREAU, LATER, "again")


def test_a_late_entry_restates_with_the_records_that_differ(sent: Send) -> None:
    known, late = sent(), sent("西街路灯也坏了。")
    close(known, NOW + timedelta(days=1))
    figure = issued()
    close(late, NOW + timedelta(days=2), recorded=LATER)
    found = recompute(figure, LATER)
    assert (found.numerator, found.denominator, found.reproduced) == (2, 2, True)
    assert (found.added, found.removed, found.changed) == ({str(late.matter)}, set(), set())

    record(found, BUREAU, LATER, "restate")
    row = Restated.objects.get(figure=figure)
    assert (row.seq, row.numerator, row.added) == (2, 2, 1)
    figure.refresh_from_db()
    assert (figure.numerator, figure.seq) == (1, 2), "the issued figure itself stays"


def test_an_open_matter_that_falls_due_joins_the_denominator(sent: Send) -> None:
    close(sent(), NOW + timedelta(days=1))
    figure, overdue = issued(), None
    overdue = sent("北街路灯。")
    do(overdue.matter, "sign", HANDLER)
    found = recompute(figure, LATER)
    assert (found.numerator, found.denominator) == (1, 2)
    assert found.added == {str(overdue.matter)}


def test_a_changed_satisfaction_is_named_as_changed(sent: Send) -> None:
    one = sent()
    close(one, NOW + timedelta(days=1), satisfied="satisfied")
    figure = issued("grid_satisfaction")
    from fazhi.matters import streams
    from fazhi.matters.acting import correct
    from fazhi.matters.catalogue import calendar, editions
    from fazhi.procedure.corrections import amend

    target = next(e.seq for e in streams.read(one.matter) if e.action == "call_back")
    correct(
        one.matter, "amend", LATER,
        lambda events: amend(
            editions(), events, target, {"satisfied": "dissatisfied"}, actor=CALLER, confirmed_by="li",
            reason="录入错误", recorded_at=LATER, calendar=calendar(),
        ),
    )  # fmt: skip
    found = recompute(figure, LATER)
    assert (found.numerator, found.denominator) == (0, 1)
    assert (found.added, found.removed, found.changed) == (set(), set(), {str(one.matter)})
    assert found.reproduced, "as it was known, the figure is what was issued"


def test_a_stock_stays_at_its_moment(sent: Send) -> None:
    one, two = sent(), sent("南街路灯。")
    figure = issued("open_now")
    close(two, ISSUED_AT + timedelta(days=1))
    assert not recompute(figure, LATER).differs, "ended after the moment: then it was open"
    close(one, NOW + timedelta(days=1), recorded=LATER)
    found = recompute(figure, LATER)
    assert (found.numerator, found.removed) == (1, {str(one.matter)})


def test_the_definition_at_the_time_counts(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    close(sent(), NOW + timedelta(days=1))
    figure = issued()
    text = registry.FILE.read_text("utf-8").replace("numerator: {on_time: true}", "numerator: {on_time: false}")
    monkeypatch.setattr(registry, "indicators", lambda: parse_indicators(text, "main.yaml"))
    assert registry.indicator("on_time").digest != figure.definition_digest
    assert recompute(figure, LATER).numerator == 1


def test_a_rebuild_gives_the_same_rows(sent: Send) -> None:
    known, late = sent(), sent("西街路灯也坏了。")
    close(known, NOW + timedelta(days=1))
    figure = issued()
    close(late, NOW + timedelta(days=2), recorded=LATER)
    record(recompute(figure, LATER), BUREAU, LATER, "restate")
    assert [report.identical for report in rebuild(check=True, only=["figures"])] == [True, True]


@pytest.mark.parametrize(
    ("role", "region", "unit", "allowed"),
    [("leader", "410922", "", True), ("analyst", "410922101", "", True), ("handler", "410922", "", False),
     ("leader", "410923", "", False), ("leader", "", "", True), ("leader", "", "office", True),
     ("leader", "", "housing", True)],
)  # fmt: skip
def test_who_may_issue(county: None, role: str, region: str, unit: str, allowed: bool) -> None:
    subject = post_subject("office", role)
    prepare_oversight(subject, ScopeKind.REGION, "410922", Level.SEE, NOW, "unit/1/1").save()
    own = frozenset({"unit:office", subject})
    viewer = Viewer("person", "p", ISSUED_AT, Subjects(own), posts=(Post(unit_id="office", role=role),))
    scope = Scope(NOVEMBER.since, NOVEMBER.until, region=region, unit=unit)
    assert may_issue(viewer, scope) is allowed


def test_a_refusal_says_why(county: None) -> None:
    with pytest.raises(MayNotIssue, match="统计范围"):
        issue(indicator("intake"), NOVEMBER, public_viewer(NOW), NOW, "x")
