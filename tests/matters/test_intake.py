"""A message becomes a matter: numbered, sealed, dispatched, and only once."""

from collections.abc import Callable

import pytest

from fazhi.ledger.models import Event
from fazhi.matters import dispatching, streams
from fazhi.matters.intake import Message, Received, receive
from fazhi.matters.models import Gist, Matter, Task
from fazhi.matters.querying import by_number
from fazhi.people.models import Grant
from fazhi.procedure import Refused
from tests.matters.cast import DISPATCHER, NOW, RESIDENT, TOWNSHIP, FixedRanker

Send = Callable[..., Received]


def matters() -> list[Matter]:
    return list(Matter.objects.unscoped("测试").order_by("number"))


def test_a_message_is_dispatched_and_numbered(sent: Send) -> None:
    received = sent()
    (matter,) = matters()
    assert (matter.number, matter.stage, matter.unit) == (received.number, "dispatched", "housing")
    assert received.number.startswith("清20261123-")
    tasks = Task.objects.unscoped("测试").values_list("unit", "name")
    assert list(tasks) == [("housing", "签收")]


def test_an_unsure_machine_leaves_it_to_the_dispatcher(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatching, "ranker", lambda: FixedRanker(confidence=0.5))
    received = sent()
    (matter,) = matters()
    assert matter.stage == "reported"
    assert [s.unit for s in received.suggestions] == ["housing", "ecology", "township"]
    assert matter.due is not None  # one working day to dispatch, a setting of the city
    task = Task.objects.unscoped("测试").get()
    assert (task.unit, task.role) == ("centre", "centre")


def test_the_same_command_opens_one_matter(sent: Send) -> None:
    first, second = sent(command_id="a"), sent(command_id="a")
    assert (first.number, first.code) == (second.number, second.code)
    assert second.repeated
    assert not first.repeated
    assert len(matters()) == 1


def test_no_words_of_the_message_stand_in_the_ledger(sent: Send) -> None:
    sent("张三住在东街12号，电话13812345678，路灯坏了。")
    bodies = "".join(Event.objects.values_list("body", flat=True))
    assert "东街" not in bodies
    assert "13812345678" not in bodies
    gist = Gist.objects.unscoped("测试").get().text
    assert "13812345678" not in gist
    assert "138****5678" in gist


def test_sight_is_granted_to_those_with_a_part(sent: Send) -> None:
    sent()
    subjects = set(Grant.objects.values_list("subject", flat=True))
    assert {"unit:housing", "unit:centre", "unit:township", f"party:{RESIDENT.party}"} <= subjects
    assert "unit:ecology" not in subjects


def test_number_and_code_find_it_and_nothing_else_does(sent: Send) -> None:
    received = sent()
    found = by_number(received.number, received.code)
    assert found is not None
    assert found.id == received.matter
    assert by_number(received.number, "AAAAAAAA") is None
    assert by_number("清20261123-99999", received.code) is None


@pytest.mark.parametrize(
    ("text", "region", "code", "said"),
    [
        ("", TOWNSHIP, "fields", "请填写“反映内容”"),
        ("\x00\x07\u200b ", TOWNSHIP, "fields", "请填写“反映内容”"),
        ("字" * 1_000_000, TOWNSHIP, "too_long", "最多 20000 字"),
        ("路灯坏了", "410922999", "region", "没有代码为“410922999”的行政区划"),
        ("路灯坏了", "110101", "region", "不是清丰县的行政区划代码"),
    ],
)
def test_bad_input_is_refused_and_says_what_to_do(county: None, text: str, region: str, code: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        receive(Message(text=text, region=region, channel="resident"), RESIDENT, "x", NOW)
    assert refused.value.code == code
    assert said in str(refused.value)
    assert refused.value.remedy
    assert matters() == []


def test_an_earlier_event_needs_a_reason(county: None) -> None:
    import datetime

    message = Message("路灯坏了", TOWNSHIP, "township", occurred_at=NOW - datetime.timedelta(days=3))
    with pytest.raises(Refused, match="补录"):
        receive(message, DISPATCHER, "x", NOW)


def test_a_region_typed_with_blanks_is_the_region(sent: Send) -> None:
    blanks = Message("路灯坏了", f" {TOWNSHIP} ", "resident", data={"reporter": RESIDENT.party})
    plain, blank = sent().matter, receive(blanks, RESIDENT, "blanks", NOW).matter
    told = [streams.read(id)[0].data for id in (plain, blank)]
    assert [data["region"] for data in told] == [TOWNSHIP, TOWNSHIP]
    assert told[0].keys() == told[1].keys()
