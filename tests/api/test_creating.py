"""POST /matters: taken in once, dispatched, told; everything wrong is said in Chinese with a fitting status."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.api.schemas import CreatedOut
from fazhi.ledger.models import Event
from fazhi.matters.models import Gist, Matter
from fazhi.people.models import Party
from tests.api.conftest import Program, refusal
from tests.matters.cast import TOWNSHIP

Speak = Callable[[str], Program]


def matters() -> list[Matter]:
    return list(Matter.objects.unscoped("测试"))


def test_created_and_told(program: Speak) -> None:
    answer = program("dispatcher").create(title="路灯", channel="hotline")
    assert answer.status_code == 201
    told = answer.json()
    (matter,) = matters()
    assert (told["id"], told["number"]) == (str(matter.id), matter.number)
    assert (told["stage"], told["unit"], told["unit_name"]) == ("待签收", "housing", "县住建局")
    assert told["suggestions"][0]["unit"] == "housing"
    assert len(told["code"]) == 8
    assert matter.channel == "hotline"


def test_with_a_party_whose_name_stays_sealed(program: Speak) -> None:
    assert program("dispatcher").create(party={"name": "张小三", "phone": "13800001234"}).status_code == 201
    party = Party.objects.get()
    assert (party.display_name, matters()[0].party) == ("张某某", party.pk.hex)


def test_the_same_key_opens_one_matter(program: Speak) -> None:
    dispatcher = program("dispatcher")
    first, second = dispatcher.create("k1"), dispatcher.create("k1")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]
    assert second.json()["repeated"] is True
    assert len(matters()) == 1


def test_the_key_may_stand_in_the_body(program: Speak) -> None:
    dispatcher = program("dispatcher")
    assert dispatcher.create(command_id="k1").json()["number"] == dispatcher.create(command_id="k1").json()["number"]


def test_anothers_key_tells_nothing_of_the_first(program: Speak) -> None:
    first, second = program("dispatcher").create("k1"), program("caller").create("k1")
    assert second.status_code == 201
    assert first.json()["code"] != second.json()["code"]


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"region": "410922999"}, 422, "没有代码为“410922999”的行政区划"),
        ({"region": "110101"}, 422, "不是清丰县的行政区划代码"),
        ({"region": "41092\x00"}, 422, "region"),
        ({"text": ""}, 422, "请填写“反映内容”"),
        ({"text": "\x00\x07\u200b "}, 422, "请填写“反映内容”"),
        ({"text": "a" * 1_000_000}, 422, "最多 20000 字"),
        ({"text": "字" * 1_000_000}, 413, "请求太大"),
        ({"text": 5}, 422, "须是文字"),
        ({"occurred_at": "2026-13-45"}, 422, "不是有效时间"),
        ({"occurred_at": "2026-11-23T09:00:00"}, 422, "须带时区"),
        ({"occurred_at": "2027-11-23T09:00:00+08:00"}, 422, "发生时间晚于现在"),
        ({"occurred_at": "2026-11-01T09:00:00+08:00"}, 422, "补录"),
        ({"occurred_at": "0001-01-01T00:00:00+00:00", "late_reason": "x"}, 422, ""),
        ({"occurred_at": "1900-01-01T00:00:00+08:00", "late_reason": "x"}, 422, ""),
        ({"occurred_at": "9999-12-31T23:59:59+00:00"}, 422, ""),
        ({"procedure": "nothing"}, 422, "没有程序“nothing”"),
        ({"procedure": "reconsideration"}, 422, "不能由来信开始"),
        ({"channel": "x" * 33}, 422, "channel"),
        ({"channel": "网络"}, 422, "channel"),
        ({"subject": "a b"}, 422, "subject"),
        ({"party": {"phone": "123"}}, 422, "电话号码看起来不对"),
        ({"misspelt": 1}, 422, "没有这一项"),
        ({"command_id": "含有汉字"}, 422, "command_id"),
    ],
)
def test_bad_input(program: Speak, changed: dict[str, Any], status: int, said: str) -> None:
    answer = program("dispatcher").create(**changed)
    body = refusal(answer)
    assert answer.status_code == status, body
    assert said in str(body)
    assert matters() == []


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'{"text": NaN}', b"\xff\xfe", b'"x"'])
def test_what_is_no_json_or_no_object(program: Speak, body: bytes) -> None:
    answer = program("dispatcher").post("/matters", body)
    refusal(answer)
    assert answer.status_code in (400, 422)
    assert matters() == []


def test_malformed_json_is_400(program: Speak) -> None:
    assert program("dispatcher").post("/matters", b"{").status_code == 400


def test_a_key_that_is_none(program: Speak) -> None:
    assert program("dispatcher").create("x" * 61).status_code == 422


def test_who_may_not_take_in(program: Speak) -> None:
    answer = program("auditor").create()
    assert (answer.status_code, refusal(answer)["code"]) == (403, "not_yours")
    assert matters() == []


def test_control_characters_are_taken_out(program: Speak) -> None:
    assert program("dispatcher").create(text="路灯\x00坏\u202e了").status_code == 201
    assert Gist.objects.unscoped("测试").get().text == "路灯坏了"


def test_no_query_beyond_what_the_write_needs(program: Speak) -> None:
    """Warm: a look at the ledger whether the command was seen, and the commit; no session, person, posts or units."""
    dispatcher = program("dispatcher")
    dispatcher.create()
    with CaptureQueriesContext(connection) as queries:
        assert dispatcher.create().status_code == 201
    read = [q["sql"] for q in queries if q["sql"].startswith("SELECT") and "ledger_event" not in q["sql"]]
    assert read == []
    assert len([q for q in queries if q["sql"].startswith(("SELECT", "WITH"))]) <= 4


def test_the_same_count_for_the_first_and_the_hundredth(program: Speak) -> None:
    dispatcher = program("dispatcher")
    dispatcher.create()
    counts = set()
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            dispatcher.create()
        counts.add(len(queries))
    assert len(counts) == 1


def test_the_name_of_whoever_takes_in_stands_in_the_event(program: Speak) -> None:
    dispatcher = program("dispatcher")
    dispatcher.create()
    assert dispatcher.person is not None
    assert Event.objects.order_by("seq").first().actor == dispatcher.person.pk  # type: ignore[union-attr]


def test_without_a_token(people: dict[str, Any]) -> None:
    answer = Client().post("/api/v1/matters", {"text": "x", "region": TOWNSHIP}, content_type="application/json")
    assert (answer.status_code, refusal(answer)["code"]) == (401, "unauthorized")


def test_the_answer_is_what_the_document_says(program: Speak) -> None:
    told = program("dispatcher").create(title="路灯").json()
    assert CreatedOut.model_validate(told).model_dump(mode="json") == told
