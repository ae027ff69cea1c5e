"""M01 网格平台：按分工表分办；到期自动督办；按本地规定扣分。"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from fazhi.figures.scope import Scope
from fazhi.figures.scores import cards_of, scores_in
from fazhi.matters import dispatching, streams, units
from fazhi.matters.catalogue import profile
from fazhi.matters.dispatching import table
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter, Task
from fazhi.matters.timing import sweep
from fazhi.notices.models import Message as Notice
from fazhi.people.models import Unit
from fazhi.people.viewers import system_viewer
from fazhi.triage import Candidate
from fazhi.triage.routing import Route
from tests.matters.cast import NOW, SUPERVISOR, do, staff

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
THIS_YEAR = Scope(date(2026, 1, 1), date(2026, 12, 31))
NOT_SET = {"yellow": None, "red": None}


class Sure:
    """Knows the subject, and only the subject."""

    edition = "test"

    def __init__(self, subject: str, confidence: float) -> None:
        self.subject, self.confidence = subject, confidence

    def rank(self, text: str, top: int = 3) -> tuple[Candidate, ...]:
        return (Candidate(self.subject, self.confidence),)


@pytest.fixture
def routes(county: None) -> list[Route]:
    """The lines of this city's own routing table, with every unit that it names in being."""
    found = [one for one in table().routes if one.words]
    for id in sorted({one.unit for one in found}):
        kind = {"name": id, "kind": "department", "region_id": "410922", "valid_from": "2020-01-01"}
        Unit.objects.get_or_create(id=id, defaults=kind)
    units.forget()
    return found


def about(route: Route, send: Callable[..., Received], monkeypatch: Any, confidence: float = 1.0) -> Received:
    monkeypatch.setattr(dispatching, "ranker", lambda: Sure(route.subject, confidence))
    return send("、".join(route.words))


def test_m01_the_unit_that_the_routing_table_names_gets_it(
    routes: list[Route], sent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    threshold, by_machine = profile().triage_threshold, 0
    for route in routes:
        received = about(route, sent, monkeypatch)
        first = received.suggestions[0]
        assert first.unit == route.unit, f"{route.subject} {route.words[:3]}"
        sure = threshold is not None and first.confidence >= threshold
        assert (received.unit, received.stage) == ((route.unit, "待签收") if sure else ("centre", "待分办"))
        by_machine += sure
    assert by_machine, "where the words leave no doubt, nobody has to send it"


def test_m01_unsure_it_waits_for_a_person_who_sends_it(
    routes: list[Route], sent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = about(routes[0], sent, monkeypatch, confidence=0.5)
    assert received.stage == "待分办"
    done = do(received.matter, "dispatch", staff("zhao", "centre", "dispatcher"), unit=received.suggestions[0].unit)
    assert (done.state.stage, done.state.holders["handler"]) == ("dispatched", received.suggestions[0].unit)


def left_lying(sent: Callable[..., Received]) -> Received:
    received = sent()
    do(received.matter, "sign", staff("qian", "housing", "handler"))
    return received


def test_m01_supervision_appears_unasked_at_the_deadline(sent: Any) -> None:
    received = left_lying(sent)
    matter = Matter.objects.unscoped("测试").get(id=received.matter)
    assert matter.due is not None
    assert sweep(matter.due) == 0, "at its last moment it is not late yet"
    assert sweep(matter.due + timedelta(seconds=1)) == 1
    last = streams.read(received.matter)[-1]
    assert (last.action, last.actor, last.occurred_at) == ("supervise_late", "timer", matter.due)
    assert Matter.objects.unscoped("测试").get(id=received.matter).supervised == 1
    assert Task.objects.unscoped("测试").filter(matter=matter, unit="housing", name="承办单位回复督办").exists()
    assert set(Notice.objects.filter(kind="督办").values_list("to", flat=True)) == {"housing", "office"}


def scored(points: dict[str, int | None]) -> list[tuple[str, int, int | None, str]]:
    found = scores_in(THIS_YEAR, system_viewer("测试计分", LATER), points)
    return [(one.unit, len(one.cards), one.points, one.words) for one in found]


def test_m01_the_score_falls_by_the_points_that_the_city_set(sent: Any) -> None:
    late, in_time = left_lying(sent), left_lying(sent)
    do(in_time.matter, "feedback", staff("qian", "housing", "handler"), result="已修好。")
    assert scored({"yellow": 2, "red": 5}) == []
    sweep(LATER)
    assert scored({"yellow": 2, "red": 5}) == [("housing", 1, 2, "−2 分")]
    do(late.matter, "supervise", SUPERVISOR, LATER, card="red", reason="仍未办理。", reply_by="2027-01-08")
    assert scored({"yellow": 2, "red": 5}) == [("housing", 2, 7, "−7 分")]


def test_m01_where_no_points_are_set_it_says_so(sent: Any) -> None:
    left_lying(sent)
    sweep(LATER)
    assert scored(dict(NOT_SET)) == [("housing", 1, None, "不计分（本地没有规定督办扣分）")]


def test_m01_every_point_opens_to_its_matter(sent: Any) -> None:
    received = left_lying(sent)
    sweep(LATER)
    [found] = scores_in(THIS_YEAR, system_viewer("测试计分", LATER), {"yellow": 2})
    assert [card.matter for card in found.cards] == [received.matter]
    assert list(cards_of(received.matter, streams.read(received.matter))) == list(found.cards)
