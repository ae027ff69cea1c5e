"""Corrections: proposed by who may, confirmed by another account, shown and never wiped."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from fazhi.desk import correcting, correction_forms
from fazhi.desk.correction_forms import CorrectionForm
from fazhi.desk.fields import Offer
from fazhi.desk.models import Proposal
from fazhi.ledger.models import Event
from fazhi.ledger.writing import StreamMoved
from fazhi.matters.models import Matter, Obligation
from fazhi.procedure import Event as Told
from fazhi.procedure import Refused
from tests.desk.conftest import Clock, Enter, acted
from tests.matters.cast import NOW


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


@pytest.fixture
def mending(enter: Enter, done: Matter, clock: Clock) -> list[str]:
    """The tasks that a confirmed correction leaves behind."""
    propose(enter("qian"), done, 4, kind="void")
    enter("boss").post(f"/desk/corrections/{Proposal.objects.unscoped('测试').get().id}/", {"decision": "confirm"})
    clock.go(hours=1)
    return open_mending(done)


def open_mending(matter: Matter) -> list[str]:
    found = Obligation.objects.unscoped("测试").filter(matter=matter, rule="mend", state="open")
    return sorted(found.values_list("key", flat=True))


def test_what_rested_on_an_error_is_said_to_be_looked_at_once(enter: Enter, done: Matter, mending: list[str]) -> None:
    client, url = enter("qian"), reverse("desk:mended", args=[done.number])
    shown = client.get(f"/desk/matters/{done.number}/").content.decode()
    assert shown.count(f'action="{url}"') == len(mending) > 0
    assert "核对受更正影响的文书（见第 5 条）" in shown
    for _ in range(2):
        assert client.post(url, {"obligation": mending[0]}).status_code == 302
    assert open_mending(done) == mending[1:]
    assert types(done)[-2:] == ["void", "remark"]
    assert "已办理：核对受更正影响的文书（见第 5 条）" in client.get(f"/desk/matters/{done.number}/").content.decode()


@pytest.mark.parametrize(("name", "status"), [("zhao", 302), ("stranger", 404)])
def test_only_the_unit_responsible_says_so(
    enter: Enter, done: Matter, mending: list[str], name: str, status: int
) -> None:
    client, url = enter(name), reverse("desk:mended", args=[done.number])
    answer = client.post(url, {"obligation": mending[0]})
    assert answer.status_code == status
    assert open_mending(done) == mending
    assert url not in client.get(f"/desk/matters/{done.number}/").content.decode()


def test_what_is_no_such_task_cannot_be_said_to_be_done(enter: Enter, done: Matter) -> None:
    client = enter("qian")
    answer = client.post(reverse("desk:mended", args=[done.number]), {"obligation": "sign#1"}, follow=True)
    assert "没有这项待核对的事项" in answer.content.decode()
    assert types(done) == ["act"] * 4


def test_a_moment_is_shown_as_recorded_and_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correction_forms, "offer_for", lambda clerk: Offer([], []))
    monkeypatch.setattr(correction_forms, "texts_of", lambda event: {"place": "镇调解室"})
    recorded = {"held_at": "2026-11-05T09:10:00+08:00"}
    event = Told(6, "act", "hold_session", NOW, NOW, "p", recorded, decided={"edition": "people_mediation@1"})
    shown = {one.html_name: one.value() for one in CorrectionForm(None, event, None).values}  # type: ignore[arg-type]
    assert shown["v_held_at"] == datetime(2026, 11, 5, 9, 10)
    given = QueryDict(mutable=True)
    given.update({"kind": "amend", "reason": "写错地点", "v_held_at": "2026-11-05T09:10", "v_place": "村委会"})
    form = CorrectionForm(None, event, given)  # type: ignore[arg-type]
    assert form.is_valid(), form.errors
    assert form.changed_values() == {"place": "村委会"}


@pytest.mark.parametrize(
    "failing", [Refused("no_target", "没有这条记录", "请刷新"), StreamMoved("matter", UUID(int=1), 1)]
)
def test_a_small_correction_that_was_overtaken_says_so_and_leaves_nothing_waiting(
    enter: Enter, done: Matter, monkeypatch: pytest.MonkeyPatch, failing: Exception
) -> None:
    def overtaken(*_: Any) -> None:
        raise failing

    monkeypatch.setattr(correcting, "correct", overtaken)
    answer = propose(enter("qian"), done, 4, kind="amend", v_result="换了两只灯泡")
    assert answer.status_code == 422
    assert "点错了" in answer.content.decode()
    assert not Proposal.objects.unscoped("测试").filter(outcome="").exists()


def test_what_is_typed_into_a_correction_outlives_a_session_and_no_longer(enter: Enter, done: Matter) -> None:
    url = f"/desk/matters/{done.number}/correct/4/"
    draft = re.search(r'data-draft="([^"]+)"', enter("qian").get(url).content.decode())
    assert draft
    small = propose(enter("qian"), done, 4, kind="amend", v_result="换了两只灯泡")
    waits = propose(enter("qian"), done, 4, kind="void")
    for answer in (small, waits):
        assert f'data-draft-done="{draft[1]}"' in enter("qian").get(answer["Location"]).content.decode()
