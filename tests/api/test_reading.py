"""Reading and listing: what one may see, and nothing of what one may not; a constant number of queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.matters.models import Matter
from tests.api.conftest import Program, refusal
from tests.matters.cast import NOW

Speak = Callable[[str], Program]


def test_state_obligations_actions_and_events(program: Speak, number: str) -> None:
    program("handler").act(number, "sign")
    told = program("handler").get(f"/matters/{number}").json()
    assert (told["number"], told["stage"], told["stage_name"], told["seq"]) == (number, "handling", "办理中", 3)
    (handle,) = [o for o in told["obligations"] if o["ended_at"] is None]
    assert (handle["name"], handle["holder_name"], handle["article"]) == ("办理并反馈结果", "县住建局", "本地设置")
    assert handle["due"].startswith("2026-11-30T23:59:59+08:00")
    assert [e["name"] for e in told["events"]] == ["上报", "自动分办", "签收"]


def test_what_is_not_allowed_says_why(program: Speak, number: str) -> None:
    actions = {a["id"]: a for a in program("handler").get(f"/matters/{number}").json()["actions"]}
    assert actions["sign"]["allowed"] is True
    assert actions["feedback"]["allowed"] is False
    assert "现在是“待签收”环节" in actions["feedback"]["reasons"][0]
    assert actions["dispatch"]["mine"] is False
    assert [f["id"] for f in actions["feedback"]["fields"]] == ["result", "photos"]


def test_numbers_in_texts_are_masked(program: Speak) -> None:
    number = program("dispatcher").create(text="电话13812345678，路灯坏了").json()["number"]
    answer = program("handler").get(f"/matters/{number}")
    assert b"13812345678" not in answer.content
    assert "138****5678" in answer.json()["events"][0]["data"]["text"]


@pytest.mark.parametrize("name", ["stranger", "auditor"])
def test_without_sight_there_is_no_matter(
    program: Speak, number: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    answer = program(name).get(f"/matters/{number}")
    assert (answer.status_code, refusal(answer)["code"]) == (404, "not_found")
    assert program(name).get("/matters").json()["items"] == []
    assert "denied viewer=person:" in caplog.text
    assert number not in caplog.text


def test_an_unknown_number_looks_the_same(program: Speak, number: str) -> None:
    unseen = program("stranger").get(f"/matters/{number}")
    unknown = program("stranger").get("/matters/清20261123-99999")
    assert (unknown.status_code, unknown.content) == (unseen.status_code, unseen.content)


@pytest.mark.parametrize("bent", ["abc", "清20261123-00001%00", "1'OR'1"])
def test_a_bent_number(program: Speak, bent: str) -> None:
    answer = program("handler").get(f"/matters/{bent}")
    refusal(answer)
    assert answer.status_code in (404, 422)


def test_a_sealed_matter_is_in_no_answer(program: Speak, number: str) -> None:
    Matter.objects.unscoped("测试").update(sealed=True)
    assert program("handler").get(f"/matters/{number}").status_code == 404
    assert program("handler").get("/matters").json()["items"] == []
    assert program("handler").act(number, "sign").status_code == 404


def test_pages_follow_each_other_without_gap_or_repeat(program: Speak) -> None:
    dispatcher = program("dispatcher")
    numbers = {dispatcher.create().json()["number"] for _ in range(7)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = dispatcher.get("/matters", limit=3, cursor=cursor).json()
        seen += [item["number"] for item in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(seen) == 7
    assert set(seen) == numbers


def test_filters_narrow(program: Speak, number: str) -> None:
    handler = program("handler")
    program("dispatcher").create()
    handler.act(number, "sign")

    def found(**query: str) -> list[str]:
        return [item["number"] for item in handler.get("/matters", **query).json()["items"]]

    assert found(stage="handling") == [number]
    assert len(found(unit="housing")) == 2
    assert found(unit="ecology") == []
    assert len(found(region="410922101")) == 2
    assert found(region="410922102") == []
    assert found(state="ended") == []
    assert len(found(opened_from=str(NOW.date()), opened_to=str(NOW.date()))) == 2
    assert found(opened_to="2026-11-22") == []
    assert found(late="true") == []


BENT: list[dict[str, str]] = [
    {"limit": "0"}, {"limit": "x"}, {"cursor": "x"}, {"opened_from": "昨天"}, {"opened_from": "0001-01-01"},
    {"opened_to": "2100-01-01"}, {"state": "x"}, {"unit": "a\x00"},
]  # fmt: skip


@pytest.mark.parametrize("query", BENT)
def test_a_bent_filter_says_so(program: Speak, query: dict[str, str]) -> None:
    answer = program("handler").get("/matters", **query)
    assert answer.status_code == 422
    assert refusal(answer)["fields"]


def test_a_constant_number_of_queries(program: Speak) -> None:
    dispatcher = program("dispatcher")
    counts = []
    for _ in range(3):
        for _ in range(4):
            number = dispatcher.create().json()["number"]
        with CaptureQueriesContext(connection) as listing:
            dispatcher.get("/matters")
        with CaptureQueriesContext(connection) as reading:
            dispatcher.get(f"/matters/{number}")
        counts.append((len(listing), len(reading)))
    assert len(set(counts)) == 1
    assert counts[0] <= (4, 8)


def test_procedures_say_what_they_ask(program: Speak) -> None:
    told = {p["procedure"]: p for p in program("handler").get("/procedures").json()}
    assert told["grid_matter"]["opens_by_message"] is True
    assert "text" in [f["id"] for f in told["grid_matter"]["fields"]]
    assert told["reconsideration"]["opens_by_message"] is False


def test_regions_a_level_at_a_time(program: Speak) -> None:
    handler = program("handler")
    assert [r["code"] for r in handler.get("/regions").json()] == ["41"]
    assert [r["code"] for r in handler.get("/regions", parent="410922").json()] == ["410922101"]
    assert handler.get("/regions", parent="x").status_code == 422
