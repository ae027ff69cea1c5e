"""What a person at the desk can send that is wrong: each gets a fitting status in Chinese, and what was typed stays."""

from typing import Any

import pytest
from django.test import Client

from fazhi.ledger.models import Event
from fazhi.matters.models import Matter
from tests.desk.conftest import Enter, acted
from tests.desk.test_opening import TEXT, registered

LONG = "字" * 20_001
MEGABYTE = "字" * 1_000_000
WRONG_TYPED: list[tuple[dict[str, str], str, str]] = [
    # what is typed, what is said, what must still stand in the form
    ({"reason": LONG}, "最多 20000 字", LONG),
    ({"reason": "\x00\x07\u200b "}, "请填写“退回理由”", "县生态环境局"),
    ({"fz_occurred_at": "2026-13-45T08:00", "fz_late_reason": "停电"}, "时间", "停电"),
    ({"fz_occurred_at": "昨天上午"}, "时间", "不归我们管"),
    ({"fz_occurred_at": "2027-01-01T08:00"}, "晚于现在", "不归我们管"),
]


@pytest.mark.parametrize(("typed", "said", "kept"), WRONG_TYPED, ids=lambda row: str(row)[:40])
def test_what_is_typed_wrongly_at_an_act(
    enter: Enter, matter: Matter, typed: dict[str, str], said: str, kept: str
) -> None:
    before = Event.objects.count()
    filled = {"reason": "不归我们管", "suggested_unit": "县生态环境局"}
    answer = acted(enter("qian"), matter, "return", **{**filled, **typed})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert kept in shown
    assert Event.objects.count() == before


def test_control_characters_are_taken_out_of_what_is_done(enter: Enter, matter: Matter) -> None:
    client = enter("qian")
    acted(client, matter, "return", reason="不归\x00我\u202e们管")
    assert "不归我们管" in enter("zhao").get(f"/desk/matters/{matter.number}/").content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": LONG}, "最多 20000 字"),
        ({"fz_occurred_at": "2026-13-45T08:00"}, "时间"),
        ({"fz_occurred_at": "2027-01-01T08:00"}, "晚于现在"),
    ],
)
def test_what_is_typed_wrongly_at_a_registration(enter: Enter, county: None, typed: dict[str, str], said: str) -> None:
    answer = registered(enter("zhao"), **{"title": "南街的井盖", **typed})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert typed.get("text", TEXT) in shown
    assert 'value="南街的井盖"' in shown
    assert not Matter.objects.unscoped("测试").exists()


def too_large(client: Client, url: str, **data: Any) -> None:
    answer = client.post(url, data)
    assert answer.status_code == 413
    shown = answer.content.decode()
    assert "文字每栏最多 20000 字" in shown
    assert "返回上一页" in shown


def test_a_megabyte_is_too_large_and_leads_back(enter: Enter, matter: Matter) -> None:
    before = Event.objects.count()
    too_large(enter("qian"), f"/desk/matters/{matter.number}/act/return/", reason=MEGABYTE, step="do")
    too_large(enter("zhao"), "/desk/new/grid_matter/report/", text=MEGABYTE)
    assert Event.objects.count() == before
