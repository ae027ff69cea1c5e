"""Who learns who reported, where the reporter asked to be hidden from the unit that handles it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.ledger.projections import rebuild
from fazhi.matters import streams
from fazhi.matters.acting import correct
from fazhi.matters.catalogue import calendar, editions
from fazhi.matters.gists import WITHHELD
from fazhi.matters.intake import Message, Received, receive
from fazhi.matters.models import Gist
from fazhi.matters.veiling import HIDDEN, OPEN, Veil, veil_over
from fazhi.people.grants import prepare_oversight
from fazhi.people.models import Level, Person, Post, ScopeKind
from fazhi.people.parties import prepare_party
from fazhi.people.viewers import Viewer, party_viewer, person_subject, person_viewer, system_viewer
from fazhi.procedure import Actor
from fazhi.procedure.corrections import Corrected, amend
from tests.matters.cast import DISPATCHER, HANDLER, NOW, TOWN, TOWNSHIP, do

NAME, PHONE, PLACE = "王小明", "13800001234", "东街 18 号院"
TEXT = f"我是{NAME}，住{PLACE}，电话 {PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}，门口路灯坏了。"
Hide = Callable[..., Received]


@pytest.fixture
def hidden(county: None) -> Hide:
    """Send a message whose sender asks to be hidden, or does not."""

    def send(hide: str = "yes") -> Received:
        rows, party = prepare_party(NAME, PHONE, NOW)
        data = {"reporter": party.id.hex, "place": PLACE, "hide_reporter": hide}
        message = Message(TEXT, TOWNSHIP, "portal", data=data, rows=rows)
        return receive(message, Actor(party.id.hex, party=party.id.hex), f"h{party.id.hex}", NOW)

    return send


def viewer(unit: str, role: str = "handler") -> Viewer:
    person = Person.objects.create_user(f"{unit}-{role}", display_name="某")
    Post.objects.create(person=person, unit_id=unit, role=role, valid_from=date(2026, 1, 1))
    return person_viewer(person, NOW)


def veil(who: Viewer, received: Received) -> Veil:
    return veil_over(who, received.matter, streams.read(received.matter))


@pytest.mark.parametrize(
    ("unit", "role", "drawn"),
    [
        ("housing", "handler", True),
        ("housing", "leader", True),
        ("centre", "dispatcher", False),
        ("centre", "verifier", False),
        ("township", "handler", False),
        ("office", "supervisor", False),
    ],
)
def test_it_is_hidden_from_the_unit_that_handles_it_alone(hidden: Hide, unit: str, role: str, drawn: bool) -> None:
    received = hidden()
    assert veil(viewer(unit, role), received).drawn is drawn


@pytest.mark.parametrize("hide", ["no", ""])
def test_whoever_did_not_ask_is_not_hidden(hidden: Hide, hide: str) -> None:
    assert veil(viewer("housing"), hidden(hide)) == OPEN


def test_it_is_hidden_from_those_called_to_the_spot(hidden: Hide) -> None:
    received = hidden()
    do(received.matter, "dispatch", DISPATCHER, unit="township")
    do(received.matter, "sign", TOWN)
    do(received.matter, "whistle", TOWN, units=["housing", "ecology"], place="桥头", matter="谁修。")
    assert veil(viewer("ecology"), received).drawn
    assert not veil(viewer("township"), received).drawn, "its other part lets it know"


def test_the_overseer_of_the_handler_learns_no_more_than_the_handler(hidden: Hide) -> None:
    received = hidden()
    boss = Person.objects.create_user("boss", display_name="分管")
    Post.objects.create(person=boss, unit_id="ecology", role="leader", valid_from=date(2026, 1, 1))
    prepare_oversight(person_subject(boss.pk), ScopeKind.UNIT, "housing", Level.SEE, NOW, "unit/1/1").save()
    assert veil(person_viewer(boss, NOW), received).drawn
    prepare_oversight(person_subject(boss.pk), ScopeKind.REGION, "410922", Level.SEE, NOW, "unit/1/2").save()
    assert not veil(person_viewer(boss, NOW), received).drawn


def test_the_reporter_and_the_system_are_told(hidden: Hide) -> None:
    from fazhi.people.models import Party

    received = hidden()
    assert veil(party_viewer(Party.objects.get(), NOW), received) == OPEN
    assert veil(system_viewer("测试", NOW), received) == OPEN


def test_texts_lose_name_phone_and_place(hidden: Hide) -> None:
    received = hidden()
    shown = veil(viewer("housing"), received).text(TEXT)
    assert shown == f"我是{HIDDEN}，住{HIDDEN}，电话 {HIDDEN}，门口路灯坏了。"
    assert NAME in OPEN.text(TEXT)
    assert "138****1234" in OPEN.text(TEXT)


def test_no_list_shows_the_words_of_a_hidden_reporter(hidden: Hide) -> None:
    lines = {hide: Gist.objects.unscoped("测试").get(matter_id=hidden(hide).matter).text for hide in ("yes", "no")}
    assert lines["yes"] == WITHHELD
    assert "路灯" in lines["no"]


def test_it_asks_nothing_where_nobody_is_hidden(hidden: Hide) -> None:
    received, who = hidden("no"), viewer("housing")
    events = streams.read(received.matter)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        veil_over(who, received.matter, events)
    assert len(asked) == 0


def test_the_answer_at_the_call_back_is_hidden_too(hidden: Hide) -> None:
    received = hidden()
    do(received.matter, "sign", HANDLER)
    told: Any = veil(viewer("housing"), received)
    assert told.text(f"已与{NAME}联系，{PLACE}已亮。") == f"已与{HIDDEN}联系，{HIDDEN}已亮。"


def test_whoever_asks_later_to_be_hidden_is_hidden_in_lists_too(sent: Callable[..., Received]) -> None:
    id = sent("东街三号王家的路灯坏了。").matter

    def hidden(events: list[Any]) -> Corrected:
        return amend(
            editions(), events, 1, {"hide_reporter": "yes"}, actor=HANDLER, confirmed_by="li", reason="r",
            recorded_at=NOW, calendar=calendar(),
        )  # fmt: skip

    assert "王家" in Gist.objects.unscoped("测试").get(pk=id).text
    correct(id, "hide", NOW, hidden)
    assert "王家" not in Gist.objects.unscoped("测试").get(pk=id).text
    assert all(report.identical for report in rebuild(check=True, only=["matters"]))
