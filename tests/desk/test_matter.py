"""The page of a matter: what it is, what happened, what is owed, what may be done; for those with a part in it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fazhi.ledger.models import Event
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from fazhi.people.grants import prepare_oversight
from fazhi.people.models import Level, ScopeKind
from fazhi.people.parties import prepare_party
from fazhi.people.viewers import unit_subject
from tests.desk.conftest import Clock, Enter, acted, the
from tests.matters.cast import NOW

Send = Callable[..., Received]
PAGES = ["", "print/", "sight/", "drawing/", "act/sign/"]


def page(client: Client, matter: Matter, more: str = "") -> str:
    answer = client.get(f"/desk/matters/{matter.number}/{more}")
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("more", PAGES)
@pytest.mark.parametrize("name", ["qian", "chen", "zhao", "li"])
def test_sec_08_those_with_a_part_see_every_page(enter: Enter, matter: Matter, name: str, more: str) -> None:
    assert matter.number in page(enter(name), matter, more)


@pytest.mark.parametrize("more", [*PAGES, "unmask/", "reckoning/", "correct/2/"])
@pytest.mark.parametrize("name", ["stranger", "admin"])
def test_sec_08_strangers_are_told_there_is_none(enter: Enter, matter: Matter, name: str, more: str) -> None:
    assert enter(name).get(f"/desk/matters/{matter.number}/{more}").status_code == 404


def test_sec_15_a_denial_is_logged(enter: Enter, matter: Matter, caplog: pytest.LogCaptureFixture) -> None:
    enter("stranger").get(f"/desk/matters/{matter.number}/")
    assert str(matter.id) in caplog.text
    assert matter.number not in caplog.text.replace("/desk/matters/", "").split("denied")[1]


def test_a_sealed_matter_is_hidden_from_all(enter: Enter, matter: Matter) -> None:
    Matter.objects.unscoped("测试").update(sealed=True)
    client = enter("qian")
    assert client.get(f"/desk/matters/{matter.number}/").status_code == 404
    assert client.get("/desk/").context["rows"] == []


def test_what_it_is_and_what_may_be_done(enter: Enter, matter: Matter) -> None:
    shown = page(enter("qian"), matter)
    assert "东街路灯坏了半个月没人修" in shown
    assert "待签收" in shown
    choices = enter("qian").get(f"/desk/matters/{matter.number}/").context["choices"]
    assert [b.id for b in choices.now if b.primary] == ["sign"]
    assert "return" in {b.id for b in choices.now}
    assert "transfer_other" in {b.id for b in choices.aside}
    refused = {b.id: b.refused for b in choices.mine_later}
    assert "没有等待回复的督办" in refused["reply_supervision"]
    refused = {b.id: b.refused for b in (*choices.mine_later, *choices.others)}
    assert "“办理中”环节" in refused["feedback"]
    assert "由网格中心办理" in refused["dispatch"]


def test_a_unit_that_gave_it_back_leaves_no_blank_line_behind(enter: Enter, matter: Matter) -> None:
    acted(enter("qian"), matter, "return", reason="不归我们管")
    holders = dict(enter("zhao").get(f"/desk/matters/{matter.number}/").context["holders"])
    assert "清丰县网格中心" in holders
    assert "" not in holders


def test_a_supervisor_sees_without_working(enter: Enter, matter: Matter) -> None:
    choices = enter("li").get(f"/desk/matters/{matter.number}/").context["choices"]
    assert [b.id for b in choices.now] == ["supervise"]


def test_the_card_says_who_owes_what_by_when_on_what(enter: Enter, matter: Matter) -> None:
    client = enter("qian")
    acted(client, matter, "sign")
    (card,) = client.get(f"/desk/matters/{matter.number}/").context["obligations"]
    assert (card.what, card.bearer) == ("办理并反馈结果", "县住建局，承办单位")
    assert card.article == "本地设置（产品建议值）"
    assert card.lapse == "逾期自动督办（黄牌）"
    assert card.steps[-1].label == "结果：最迟2026年11月30日24时"


def test_numbers_in_the_text_are_masked(enter: Enter, staff: Any, sent: Send) -> None:
    matter = the(sent("我叫张三，电话13812345678，路灯坏了"))
    shown = page(enter("qian"), matter)
    assert "138****5678" in shown
    assert "13812345678" not in shown
    assert "13812345678" not in page(enter("qian"), matter, "print/")


def test_looking_at_full_data_leaves_a_trace(enter: Enter, staff: Any, sent: Send) -> None:
    rows, party = prepare_party("张三丰", "13812345678", NOW)
    matter = the(sent("电话13812345678，路灯坏了", rows=rows, data={"reporter": party.id.hex}))
    client = enter("qian")
    url = f"/desk/matters/{matter.number}/unmask/"
    form = client.get(url).context["form"]
    assert client.post(url, {"command": form["command"].value()}).status_code == 422
    asked = {"command": form["command"].value(), "purpose": "contact"}
    shown = client.post(url, asked).content.decode()
    assert "张三丰" in shown
    assert "13812345678" in shown
    event = Event.objects.get(stream_id=matter.id, type="remark")
    assert event.actor == staff["qian"].pk
    assert "13812345678" not in event.body
    assert "钱经办" in page(enter("li"), matter)
    assert "联系当事人" in page(enter("li"), matter)
    client.post(url, asked)
    assert Event.objects.filter(type="remark").count() == 1  # the same look sent twice


def test_who_only_oversees_may_not_unmask(enter: Enter, matter: Matter) -> None:
    prepare_oversight(unit_subject("ecology"), ScopeKind.UNIT, "housing", Level.SUPERVISE, NOW, "unit/1/2").save()
    client = enter("stranger")
    assert client.get(f"/desk/matters/{matter.number}/").context["may_unmask"] is False
    assert client.get(f"/desk/matters/{matter.number}/unmask/").status_code == 404


def test_sight_is_explained(enter: Enter, matter: Matter) -> None:
    shown = page(enter("li"), matter, "sight/")
    assert "县住建局自2026年11月23日起可以办理" in shown
    assert "县依法治县办" in shown


def test_history_as_it_was(enter: Enter, matter: Matter, clock: Clock) -> None:
    clock.go(days=1)
    client = enter("qian")
    acted(client, matter, "sign")
    was = client.get(f"/desk/matters/{matter.number}/?effective_at=2026-11-23")
    assert was.context["stage"].name == "待签收"
    assert "choices" not in was.context
    assert "这是过去的情况" in was.content.decode()
    assert client.get(f"/desk/matters/{matter.number}/?known_at=2026-11-23").context["stage"].name == "待签收"
    assert client.get(f"/desk/matters/{matter.number}/?known_at=2026-11-24").context["stage"].name == "办理中"
    assert client.get(f"/desk/matters/{matter.number}/?known_at=bent").context["stage"].name == "办理中"
    assert client.get(f"/desk/matters/{matter.number}/?effective_at=2020-01-01").status_code == 200


def test_the_drawing_says_where_we_are(enter: Enter, matter: Matter) -> None:
    shown = page(enter("qian"), matter, "drawing/")
    assert "<svg" in shown
    assert "● 当前" in shown


def test_a_round_names_the_silent(enter: Enter, matter: Matter, clock: Clock) -> None:
    acted(enter("qian"), matter, "sign")
    acted(enter("sun"), matter, "whistle", units=["ecology", "office"], place="东街", matter="谁修路灯")
    client = enter("stranger")
    assert acted(client, matter, "check_in", answer="arrived").status_code == 302
    (asked,) = enter("sun").get(f"/desk/matters/{matter.number}/").context["rounds"]
    assert (asked.answered, asked.asked) == (1, 2)
    assert [line[:2] for line in asked.lines] == [("县生态环境局", "已报到"), ("县依法治县办", "尚未答复")]
    clock.go(days=2)
    acted(enter("sun"), matter, "close_whistle", reason="不再等")
    (asked,) = enter("sun").get(f"/desk/matters/{matter.number}/").context["rounds"]
    assert asked.silent == "县依法治县办"


def test_the_page_costs_the_same_for_a_long_course(
    enter: Enter, matter: Matter, django_assert_max_num_queries: Any
) -> None:
    client = enter("qian")
    acted(client, matter, "sign")
    acted(client, matter, "feedback", result="修好了")
    for _ in range(3):
        acted(enter("zhao"), matter, "verify_fail", finding="还不亮")
        acted(client, matter, "feedback", result="又修了")
    with django_assert_max_num_queries(30):
        client.get(f"/desk/matters/{matter.number}/")
