"""The dispatcher's queue: one message after the other, a key to send it, nothing merged."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from fazhi.matters import catalogue, intake, units
from fazhi.matters.intake import Message, Received, receive
from fazhi.matters.models import Matter
from fazhi.people.models import Person, Post, Region, Unit
from tests.desk.conftest import Clock, Enter, acted, the
from tests.matters.cast import NOW, RESIDENT

Send = Callable[..., Received]
pytestmark = pytest.mark.usefixtures("unsure")


def form_of(page: Any, **more: str) -> dict[str, Any]:
    context = page.context
    return {
        "number": context["matter"].number, "command": context["command"], "seen": context["seq"],
        "after": context["after"], **more,
    }  # fmt: skip


def test_three_units_with_reasons(enter: Enter, matter: Matter) -> None:
    page = enter("zhao").get("/desk/dispatch/")
    shown = [(c.key, c.unit, c.confidence) for c in page.context["candidates"]]
    assert shown == [("1", "县住建局", "把握 50%"), ("2", "县生态环境局", "把握 25%"), ("3", "马庄桥镇", "把握 25%")]
    assert "文中提到路灯" in page.content.decode()
    assert "东街路灯坏了半个月没人修" in page.content.decode()


def test_sending_shows_the_next_at_once(enter: Enter, matter: Matter, sent: Send, clock: Clock) -> None:
    clock.go(hours=1)
    sent("西街下水道堵了")
    client = enter("zhao")
    page = client.get("/desk/dispatch/")
    assert page.context["waiting"] == "2"
    first = page.context["matter"]
    answer = client.post("/desk/dispatch/", form_of(page, unit="ecology"), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.decode().strip().startswith('<div id="queue">')
    assert f"{first.number} 已分办给县生态环境局" in answer.content.decode()
    assert answer.context["matter"].number != first.number
    assert answer.context["waiting"] == "1"
    first.refresh_from_db(from_queryset=Matter.objects.unscoped("测试"))
    assert (first.stage, first.unit) == ("dispatched", "ecology")


def test_another_unit_by_name(enter: Enter, matter: Matter) -> None:
    client = enter("zhao")
    page = client.get("/desk/dispatch/")
    assert client.post("/desk/dispatch/", form_of(page, other="不存在局")).status_code == 422
    assert client.post("/desk/dispatch/", form_of(page, other="马庄桥镇")).status_code == 200
    matter.refresh_from_db(from_queryset=Matter.objects.unscoped("测试"))
    assert matter.unit == "township"


def test_passing_over_leaves_it_in_the_queue(enter: Enter, matter: Matter, sent: Send) -> None:
    sent("西街下水道堵了")
    client = enter("zhao")
    first = client.get("/desk/dispatch/")
    second = client.get("/desk/dispatch/", {"after": first.context["place"]})
    assert second.context["matter"].number != first.context["matter"].number
    last = client.get("/desk/dispatch/", {"after": second.context["place"]})
    assert "后面没有了" in last.content.decode()
    assert last.context["waiting"] == "2"


@pytest.mark.parametrize("name", ["wu", "qian", "stranger", "admin", "li"])
def test_who_is_no_dispatcher_is_told_whom_to_ask(enter: Enter, matter: Matter, name: str) -> None:
    client = enter(name)
    page = client.get("/desk/dispatch/")
    assert page.status_code == 403
    assert "您没有分办员的岗位" in page.content.decode()
    assert matter.number not in page.content.decode()
    assert client.post("/desk/dispatch/", {"number": matter.number, "unit": "ecology"}).status_code == 403
    matter.refresh_from_db(from_queryset=Matter.objects.unscoped("测试"))
    assert (matter.stage, matter.unit) == ("reported", "centre")


def test_only_dispatchers_of_the_unit_have_it(enter: Enter, staff: dict[str, Person], matter: Matter) -> None:
    Post.objects.create(person=staff["stranger"], unit_id="ecology", role="dispatcher", valid_from="2026-01-01")
    client = enter("stranger")
    assert "没有等待分办的办件" in client.get("/desk/dispatch/").content.decode()
    assert client.post("/desk/dispatch/", {"number": matter.number, "unit": "ecology"}).status_code == 404


def test_two_dispatchers_at_once(enter: Enter, matter: Matter) -> None:
    one, other = enter("zhao"), enter("zhao")
    page = other.get("/desk/dispatch/")
    acted(one, matter, "mark_invalid", kind="invalid", reason="测试来信")
    answer = other.post("/desk/dispatch/", form_of(page, unit="housing"))
    assert answer.status_code == 422
    assert "不能再办理“分办”" in answer.content.decode()


def test_a_returned_matter_comes_back_with_the_reason(enter: Enter, matter: Matter) -> None:
    client = enter("zhao")
    client.post("/desk/dispatch/", form_of(client.get("/desk/dispatch/"), unit="housing"))
    acted(enter("qian"), matter, "return", reason="路灯由城管负责，电话13812345678")
    page = client.get("/desk/dispatch/")
    assert page.context["returns"] == [("县住建局", "路灯由城管负责，电话138****5678")]
    assert [c.unit for c in page.context["candidates"]][-1] == "县住建局"


def test_likely_duplicates_are_shown_beside_it_never_merged(enter: Enter, matter: Matter, sent: Send) -> None:
    copy = the(sent("东街路灯坏了半个月了，没人修。"))
    sent("孩子上学的学位怎么申请")
    url = f"/desk/dispatch/{copy.number}/similar/"
    answer = enter("zhao").get(url)
    assert [one.number for one in answer.context["found"]] == [matter.number]
    assert "东街路灯坏了半个月没人修" in answer.content.decode()
    assert f"/act/mark_invalid/?kind=duplicate&amp;original={quote(matter.number)}" in answer.content.decode()
    prefilled = enter("zhao").get(
        f"/desk/matters/{copy.number}/act/mark_invalid/?kind=duplicate&original={matter.number}&reason=x"
    )
    form = prefilled.context["form"]
    assert (form["kind"].value(), form["original"].value(), form["reason"].value()) == (
        "duplicate",
        matter.number,
        None,
    )
    assert Matter.objects.unscoped("测试").filter(stage="reported").count() == 3


def test_the_queue_costs_the_same_for_few_and_many(
    enter: Enter, matter: Matter, sent: Send, django_assert_max_num_queries: Any
) -> None:
    client: Client = enter("zhao")
    for n in range(3):
        sent(f"第{n}条来信，路灯坏了")
    client.get("/desk/dispatch/")
    with django_assert_max_num_queries(17):
        client.get("/desk/dispatch/")


VILLAGES = (("410922101201", "金魏旧寨村"), ("410922101202", "旧寨村"))


@pytest.fixture
def villages(staff: dict[str, Person]) -> None:
    """Two villages of the township with their committees, and the centre of legal service with its dispatcher."""
    for code, name in VILLAGES:
        Region.objects.create(code=code, name=name, level=5, parent_id="410922101")
        Unit.objects.create(
            id=code, name=f"{name}村民委员会", kind="village_committee", region_id=code, valid_from="2020-01-01"
        )
    Unit.objects.create(
        id="service", name="公共法律服务中心", kind="legal_service_centre", region_id="410922", valid_from="2020-01-01"
    )
    Post.objects.create(person=staff["wu"], unit_id="service", role="dispatcher", valid_from="2026-01-01")
    units.forget()


@pytest.mark.parametrize(
    ("region", "offered"),
    [("410922101201", ["金魏旧寨村村民委员会"]), ("410922101", []), ("410922", [])],
    ids=["the village is known", "only the township", "only the county"],
)
def test_a_consultation_goes_to_a_village_and_to_no_department(
    enter: Enter, villages: None, monkeypatch: pytest.MonkeyPatch, region: str, offered: list[str]
) -> None:
    monkeypatch.setattr(intake, "profile", lambda: replace(catalogue.profile(), triage_threshold=None))
    asked = Message(
        "老人想立遗嘱，怎么写才算数", region, "resident", "legal_consultation", data={"asker": RESIDENT.party}
    )
    receive(asked, RESIDENT, "asked", NOW)
    page = enter("wu").get("/desk/dispatch/")
    assert [c.unit for c in page.context["candidates"]] == offered
    assert {u.kind for u in page.context["units"]} == {"village_committee"}
    assert "<h2>法律咨询</h2>" in page.content.decode()
