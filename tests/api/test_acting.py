"""Acting over HTTP: allowed, refused, stranger; overtaken; many at once."""

from collections.abc import Callable
from datetime import datetime

import pytest

from fazhi.clock import BEIJING
from fazhi.ledger.writing import StreamMoved
from fazhi.matters import acting, streams
from fazhi.matters.models import Matter
from tests.api.conftest import Program, refusal

Speak = Callable[[str], Program]


def events(number: str) -> int:
    return len(streams.read(Matter.objects.unscoped("测试").get(number=number).id))


def test_allowed(program: Speak, number: str) -> None:
    answer = program("handler").act(number, "sign")
    assert answer.status_code == 200
    told = answer.json()
    assert (told["stage"], told["unit"], told["seq"], told["repeated"]) == ("handling", "housing", 3, False)
    assert datetime.fromisoformat(told["due"]) == datetime(2026, 11, 30, 23, 59, 59, tzinfo=BEIJING)


def test_not_allowed_now(program: Speak, number: str) -> None:
    answer = program("handler").act(number, "feedback", data={"result": "好了"})
    assert (answer.status_code, refusal(answer)["code"]) == (422, "wrong_stage")
    assert events(number) == 2


def test_not_yours(program: Speak, number: str) -> None:
    answer = program("dispatcher").act(number, "sign")
    assert (answer.status_code, refusal(answer)["code"]) == (403, "not_yours")


def test_a_stranger_finds_no_matter(program: Speak, number: str) -> None:
    answer = program("stranger").act(number, "sign")
    assert (answer.status_code, refusal(answer)["code"]) == (404, "not_found")
    assert events(number) == 2


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "reason"),
        ({"reason": "  \u200b"}, "reason"),
        ({"reason": "字" * 20_001}, "reason"),
        ({"reason": {"sealed": "0" * 32, "digest": "x"}}, "reason"),
        ({"reason": "不归我管", "odd": 1}, "odd"),
        ({"reason": "不归我管", "suggested_unit": "nowhere"}, "suggested_unit"),
        ({"reason": "不归我管", "suggested_unit": ["housing", 5]}, "suggested_unit"),
    ],
)
def test_what_is_filled_in_wrongly_is_named(program: Speak, number: str, data: dict[str, object], field: str) -> None:
    answer = program("handler").act(number, "return", data=data)
    assert answer.status_code == 422
    assert field in refusal(answer)["fields"]
    assert events(number) == 2


def test_an_unknown_action(program: Speak, number: str) -> None:
    answer = program("handler").act(number, "nothing")
    assert (answer.status_code, refusal(answer)["code"]) == (422, "unknown_action")


def test_files_are_not_named_but_uploaded(program: Speak, number: str) -> None:
    program("handler").act(number, "sign")
    answer = program("handler").act(number, "feedback", data={"result": "好了", "photos": ["0" * 32]})
    assert answer.status_code == 422
    assert "上传" in refusal(answer)["fields"]["photos"]


def test_the_same_key_acts_once(program: Speak, number: str) -> None:
    handler = program("handler")
    first, second = handler.act(number, "sign", "k"), handler.act(number, "sign", "k")
    assert (first.json()["repeated"], second.json()["repeated"]) == (False, True)
    assert events(number) == 3


def test_who_looked_before_is_told_what_happened_since(program: Speak, number: str) -> None:
    program("handler").act(number, "sign")
    answer = program("colleague").act(number, "return", seen=2, data={"reason": "不归我管"})
    assert answer.status_code == 409
    assert "签收" in refusal(answer)["message"]


def test_a_race_that_is_lost_is_a_conflict(program: Speak, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = Matter.objects.unscoped("测试").get().id
    handler = program("handler")

    def lost(write: object) -> None:
        raise StreamMoved("matter", matter, 2)

    handler.get("/matters")
    monkeypatch.setattr(acting, "commit", lost)
    answer = handler.act(number, "sign")
    assert (answer.status_code, refusal(answer)["code"]) == (409, "moved")


@pytest.mark.parametrize("reason", ["", "补录"])
def test_before_the_matter_began(program: Speak, number: str, reason: str) -> None:
    answer = program("handler").act(number, "sign", occurred_at="2026-11-20T09:00:00+08:00", late_reason=reason)
    assert (answer.status_code, refusal(answer)["code"]) == (422, "before_start")


def test_many_with_a_dry_run_first(program: Speak) -> None:
    dispatcher, handler = program("dispatcher"), program("handler")
    numbers = [dispatcher.create().json()["number"] for _ in range(3)]
    handler.act(numbers[0], "sign")
    wanted = {"action": "sign", "numbers": [*numbers, "清20261123-99999"]}
    tried = handler.post("/matters/actions", {**wanted, "dry_run": True}).json()
    assert ([line["ok"] for line in tried["lines"]], tried["done"]) == ([False, True, True, False], 2)
    assert "没有这个办件" in tried["lines"][3]["why"]
    assert [events(n) for n in numbers] == [3, 2, 2]
    done = handler.post("/matters/actions", wanted, "batch-1").json()
    assert (done["done"], done["batch_id"]) == (2, "batch-1")
    assert [events(n) for n in numbers] == [3, 3, 3]
    again = handler.post("/matters/actions", wanted, "batch-1").json()
    assert again["done"] == 2
    assert [events(n) for n in numbers] == [3, 3, 3]


def test_many_of_a_stranger_come_to_nothing(program: Speak, number: str) -> None:
    told = program("stranger").post("/matters/actions", {"action": "sign", "numbers": [number]}).json()
    assert (told["done"], told["lines"][0]["ok"]) == (0, False)


@pytest.mark.parametrize("numbers", [[], ["x"], ["清20261123-00001"] * 501])
def test_a_bent_batch(program: Speak, numbers: list[str]) -> None:
    answer = program("handler").post("/matters/actions", {"action": "sign", "numbers": numbers})
    assert answer.status_code == 422
    refusal(answer)
