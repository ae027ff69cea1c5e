"""Who stands too near: those who handled do not verify, and a stranger is no party."""

from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from fazhi.clock import BEIJING, official_calendar
from fazhi.procedure import Actor, Command, Edition, Event, Refused, decide, fold, load_edition

MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
CENTRE = Actor("c1", {"centre": frozenset({"dispatcher"})})
FIRST = Actor("h1", {"works": frozenset({"handler"}), "village": frozenset({"grid_worker"})})
SECOND = Actor("h2", {"works": frozenset({"handler"})})
GRID_WORKER = Actor("g1", {"village": frozenset({"grid_worker"})})
REPORT = {"text": "路灯不亮"}
FEEDBACK = {"result": "已修"}
CALL_BACK = {"responded": "yes", "resolved": "no", "satisfied": "dissatisfied"}


@pytest.fixture(scope="module")
def edition() -> Edition:
    return load_edition(Path(str(resources.files("fazhi.catalogue"))) / "procedures" / "grid_matter.yaml")


def played(edition: Edition, *acts: tuple[str, Actor, dict[str, Any]]) -> list[Event]:
    events: list[Event] = []
    for n, (action, actor, data) in enumerate(acts):
        at = MONDAY + timedelta(minutes=n)
        command = Command(action, actor, at, at, data)
        events.append(decide(edition, fold(events), command, calendar=official_calendar()))
    return events


def twice_handled(edition: Edition) -> list[tuple[str, Actor, dict[str, Any]]]:
    return [
        ("report", GRID_WORKER, REPORT),
        ("dispatch", CENTRE, {"unit": "works"}),
        ("sign", SECOND, {}),
        ("feedback", FIRST, FEEDBACK),
        ("verify_fail", GRID_WORKER, {"finding": "仍不亮"}),
        ("feedback", SECOND, FEEDBACK),
    ]


def refused(edition: Edition, events: list[Event], action: str, actor: Actor, data: dict[str, Any]) -> str:
    at = MONDAY + timedelta(hours=1)
    with pytest.raises(Refused) as caught:
        decide(edition, fold(events), Command(action, actor, at, at, data), calendar=official_calendar())
    return str(caught.value)


def test_who_handled_first_does_not_verify_what_another_handled_again(edition: Edition) -> None:
    events = played(edition, *twice_handled(edition))
    assert "您办理了“反馈办理结果”" in refused(edition, events, "verify_pass", FIRST, {"finding": "亮"})


@pytest.mark.parametrize(
    ("units", "ok"),
    [
        ({"works": frozenset({"verifier"})}, False),
        ({"works": frozenset({"verifier"}), "school": frozenset({"analyst"})}, False),
        ({"works": frozenset({"analyst"}), "centre": frozenset({"verifier"})}, True),
        ({"centre": frozenset({"verifier"})}, True),
    ],
)
def test_the_unit_that_handled_does_not_verify(edition: Edition, units: Any, ok: bool) -> None:
    events = played(edition, *twice_handled(edition))
    verifier = Actor("v1", units)
    if ok:
        more = played(edition, *twice_handled(edition), ("verify_pass", verifier, {"finding": "亮"}))
        assert fold(more).stage == "callback"
    else:
        assert "不能核查自己办理" in refused(edition, events, "verify_pass", verifier, {"finding": "亮"})


@pytest.mark.parametrize(("reporter", "why"), [("", "由反映人办理"), ("p1", "由反映人办理")])
def test_a_stranger_is_no_party(edition: Edition, reporter: str, why: str) -> None:
    named = {"reporter": reporter} if reporter else {}
    events = played(edition, ("report", GRID_WORKER, {**REPORT, **named}))
    assert why in refused(edition, events, "urge", Actor("x", party="p9"), {})


def test_any_resident_may_report(edition: Edition) -> None:
    (event,) = played(edition, ("report", Actor("r", party="p1"), {**REPORT, "reporter": "p1"}))
    assert fold([event]).holders == {"reporter": "p1"}
