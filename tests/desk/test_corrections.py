"""Corrections: proposed by who may, confirmed by another account, shown and never wiped."""

from typing import Any

import pytest
from django.test import Client

from fazhi.desk.models import Proposal
from fazhi.ledger.models import Event
from fazhi.matters.models import Matter
from tests.desk.conftest import Clock, Enter, acted


@pytest.fixture
def done(enter: Enter, matter: Matter, clock: Clock) -> Matter:
    """A matter that was signed for and reported as handled."""
    acted(enter("qian"), matter, "sign")
    clock.go(hours=1)
    acted(enter("qian"), matter, "feedback", result="换了灯泡")
    clock.go(hours=1)
    return matter


def propose(client: Client, matter: Matter, seq: int, **data: Any) -> Any:
    url = f"/desk/matters/{matter.number}/correct/{seq}/"
    form = client.get(url).context["form"]
    recorded = {f.html_name: f.value() or "" for f in form.values}
    return client.post(url, {**recorded, "reason": "点错了", **data})


def types(matter: Matter) -> list[str]:
    return list(Event.objects.filter(stream_id=matter.id).order_by("seq").values_list("type", flat=True))


def stage(matter: Matter) -> str:
    matter.refresh_from_db(from_queryset=Matter.objects.unscoped("测试"))
    return matter.stage


def test_a_void_waits_for_a_second_person(enter: Enter, done: Matter) -> None:
    answer = propose(enter("qian"), done, 4, kind="void")
    proposal = Proposal.objects.unscoped("测试").get()
    assert answer.status_code == 302
    assert str(proposal.id) in answer["Location"]
    assert stage(done) == "verifying"
    assert types(done) == ["act"] * 4
    page = enter("boss").get(f"/desk/corrections/{proposal.id}/")
    assert page.context["weighed"].rested
    assert "点错了" in page.content.decode()
    assert enter("boss").post(f"/desk/corrections/{proposal.id}/", {"decision": "confirm"}).status_code == 302
    assert stage(done) == "handling"
    assert types(done)[-1] == "void"
    shown = enter("qian").get(f"/desk/matters/{done.number}/").content.decode()
    assert "已作废" in shown
    assert "点错了" in shown
    assert "复核：局领导" in shown


@pytest.mark.parametrize("name", ["qian", "chen", "wu"])
def test_not_everybody_confirms(enter: Enter, done: Matter, name: str) -> None:
    propose(enter("qian"), done, 4, kind="void")
    proposal = Proposal.objects.unscoped("测试").get()
    answer = enter(name).post(f"/desk/corrections/{proposal.id}/", {"decision": "confirm"})
    assert answer.status_code == 403
    assert "复核须由提出人以外" in answer.content.decode()
    assert stage(done) == "verifying"


def test_the_proposer_cannot_confirm_even_with_the_post(enter: Enter, done: Matter) -> None:
    propose(enter("boss"), done, 4, kind="void")
    proposal = Proposal.objects.unscoped("测试").get()
    assert enter("boss").post(f"/desk/corrections/{proposal.id}/", {"decision": "confirm"}).status_code == 403


def test_a_correction_turned_down_changes_nothing(enter: Enter, done: Matter) -> None:
    propose(enter("qian"), done, 4, kind="void")
    proposal = Proposal.objects.unscoped("测试").get()
    boss = enter("boss")
    boss.post(f"/desk/corrections/{proposal.id}/", {"decision": "decline"})
    assert types(done) == ["act"] * 4
    assert boss.post(f"/desk/corrections/{proposal.id}/", {"decision": "confirm"}).status_code == 409


def test_a_wrong_word_is_put_right_at_once_and_both_are_shown(enter: Enter, done: Matter) -> None:
    answer = propose(enter("qian"), done, 4, kind="amend", v_result="换了灯杆")
    assert answer.status_code == 302
    assert types(done)[-1] == "amend"
    shown = enter("qian").get(f"/desk/matters/{done.number}/").content.decode()
    assert "<del>换了灯泡</del> 换了灯杆" in shown
    bodies = "".join(Event.objects.values_list("body", flat=True))
    assert "灯杆" not in bodies
    assert "点错了" not in bodies


def test_nothing_changed_is_no_correction(enter: Enter, done: Matter) -> None:
    answer = propose(enter("qian"), done, 4, kind="amend")
    assert answer.status_code == 422
    assert "没有改动任何一项" in answer.content.decode()


def test_a_reason_is_required(enter: Enter, done: Matter) -> None:
    answer = propose(enter("qian"), done, 4, kind="void", reason=" ")
    assert answer.status_code == 422
    assert not Proposal.objects.unscoped("测试").exists()


def test_what_another_unit_did_is_for_that_unit_to_correct(enter: Enter, done: Matter) -> None:
    answer = enter("zhao").get(f"/desk/matters/{done.number}/correct/4/")
    assert answer.status_code == 403
    assert "须由该单位提出" in answer.content.decode()


@pytest.mark.parametrize("seq", [1, 99])
def test_the_opening_and_what_is_not_there(enter: Enter, done: Matter, seq: int) -> None:
    assert enter("qian").get(f"/desk/matters/{done.number}/correct/{seq}/").status_code == 404


def test_strangers_see_no_correction(enter: Enter, done: Matter) -> None:
    propose(enter("qian"), done, 4, kind="void")
    proposal = Proposal.objects.unscoped("测试").get()
    client = enter("stranger")
    assert client.get(f"/desk/corrections/{proposal.id}/").status_code == 404
    assert client.post(f"/desk/corrections/{proposal.id}/", {"decision": "confirm"}).status_code == 404
    assert client.get("/desk/corrections/").context["rows"] == []
    assert len(enter("boss").get("/desk/corrections/").context["rows"]) == 1
