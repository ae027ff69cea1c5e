"""The programs' door, for a reporter who asked to be hidden from the unit that handles the matter."""

from typing import Any

import orjson
import pytest

from fazhi.matters.veiling import HIDDEN
from fazhi.people.models import Party

NAME, PHONE, PLACE = "王小明", "13800001234", "东街 18 号院"
TEXT = f"{NAME}反映：{PLACE}门口路灯坏了，电话 {PHONE}。"


@pytest.fixture
def number(program: Any) -> str:
    """Send a message by a program and return its number."""
    body = {
        "text": TEXT, "region": "410922101", "place": PLACE, "party": {"name": NAME, "phone": PHONE},
        "hide_reporter": True,
    }  # fmt: skip
    answer = program("caller").post("/matters", body, key="h1")
    assert answer.status_code == 201, answer.content
    return str(orjson.loads(answer.content)["number"])


@pytest.mark.parametrize("path", ["/matters/{number}", "/matters"])
def test_the_json_does_not_tell_the_handler(program: Any, number: str, path: str) -> None:
    raw = program("handler").get(path.format(number=number)).content.decode()
    assert number in raw
    telling = (NAME, "王某某", PHONE, "138****1234", PLACE, Party.objects.get().pk.hex)
    assert [word for word in telling if word in raw] == []


def test_the_json_says_what_is_kept_back(program: Any, number: str) -> None:
    data = orjson.loads(program("handler").get(f"/matters/{number}").content)["events"][0]["data"]
    assert (data["place"], data["reporter"]) == (HIDDEN, HIDDEN)
    assert "门口路灯坏了" in data["text"]


@pytest.mark.parametrize("who", ["dispatcher", "verifier"])
def test_the_json_tells_the_centre(program: Any, number: str, who: str) -> None:
    data = orjson.loads(program(who).get(f"/matters/{number}").content)["events"][0]["data"]
    assert data["place"] == PLACE
    assert data["reporter"] == Party.objects.get().pk.hex
    assert NAME in data["text"]


def test_a_procedure_that_hides_nobody_refuses_the_wish(program: Any) -> None:
    body = {"text": "欠薪怎么办？", "region": "410922101", "procedure": "legal_consultation", "hide_reporter": True}
    answer = program("caller").post("/matters", body, key="h2")
    assert answer.status_code == 422
    assert "没有这一项" in answer.content.decode()
