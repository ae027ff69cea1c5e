"""Registering an application for reconsideration: whole, by whom the law lets, and at no other door."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fazhi.matters import units
from fazhi.matters.models import Matter, Obligation
from fazhi.matters.sealing import texts_of
from fazhi.matters.streams import read
from fazhi.people.models import Person, Post, Unit
from fazhi.portal.services import SERVICES
from tests.desk.conftest import SINCE, Enter
from tests.matters.cast import NOW

URL = "/desk/new/reconsideration/receive/"
REQUEST, REASONS = "请求撤销第七号处罚决定。", "我没有占道经营，决定认定的摊位不是我的。"
GIVEN = {
    "request": REQUEST, "text": REASONS, "applicant_name": "王小明", "applicant_phone": "13812345678",
    "respondent": "县住建局", "respondent_kind": "department", "channel": "in_person", "act_kind": "penalty",
    "made_on": f"{NOW - timedelta(days=20):%Y-%m-%d}", "known_on": f"{NOW - timedelta(days=18):%Y-%m-%d}",
    "rights_told": "yes", "filed_on": f"{NOW:%Y-%m-%d}",
}  # fmt: skip


@pytest.fixture
def justice(staff: dict[str, Person], enter: Enter) -> Client:
    """A case officer of the justice bureau has signed in; the county has a government and a justice bureau."""
    for id, name, kind in (("government", "县政府", "government"), ("justice", "县司法局", "justice_bureau")):
        Unit.objects.create(id=id, name=name, kind=kind, region_id="410922", valid_from="2020-01-01")
    units.forget()
    person = staff["justice"] = Person.objects.create_user("justice", display_name="司承办")
    Post.objects.create(person=person, unit_id="justice", role="case_officer", valid_from=SINCE)
    return enter("justice")


def sent(client: Client, url: str = URL, /, **changed: str) -> Any:
    form = client.get(url).context["form"]
    hidden = {field.html_name: field.value() or "" for field in form.hidden_fields()}
    return client.post(url, {**hidden, **GIVEN, **changed})


def matters() -> list[Matter]:
    return list(Matter.objects.unscoped("测试"))


def test_an_application_is_registered_with_what_the_law_asks(justice: Client) -> None:
    answer = sent(justice)
    (matter,) = matters()
    assert answer["Location"] == reverse("desk:registered", args=[matter.number])
    assert (matter.procedure, matter.stage, matter.unit) == ("reconsideration", "review", "justice")
    opened = read(matter.id)[0]
    assert (opened.data["organ"], opened.data["body"], opened.data["respondent"]) == (
        "government", "justice", "housing",
    )  # fmt: skip
    assert texts_of(opened) == {"request": REQUEST, "text": REASONS}
    assert REASONS not in str(opened)
    owed = set(Obligation.objects.unscoped("测试").filter(matter=matter.id).values_list("rule", flat=True))
    assert {"review", "supplement_notice"} <= owed
    shown = justice.get(reverse("desk:matter", args=[matter.number])).content.decode()
    assert REQUEST in shown


def test_an_application_without_reasons_is_received_and_left_to_the_review(justice: Client) -> None:
    assert sent(justice, request="", text="").status_code == 302
    assert [matter.stage for matter in matters()] == ["review"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"respondent": ""}, "被申请人"),
        ({"applicant_name": "", "applicant_phone": ""}, "申请人"),
        ({"rights_told": "no"}, "知道复议权利之日"),
        ({"organ": "没有的单位"}, "没有名称为“没有的单位”的单位"),
    ],
)
def test_what_is_missing_is_said(justice: Client, changed: dict[str, str], said: str) -> None:
    answer = sent(justice, **changed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert REASONS in answer.content.decode()
    assert matters() == []


def test_the_organ_that_punished_takes_an_application_for_forwarding(justice: Client, enter: Enter) -> None:
    client = enter("qian")
    answer = sent(client, "/desk/new/reconsideration/file_at_organ/", penalty_kind="on_spot")
    assert answer.status_code == 302
    (matter,) = matters()
    assert (matter.stage, matter.unit) == ("at_organ", "housing")


def test_who_is_no_case_officer_may_not_receive_one(justice: Client, enter: Enter) -> None:
    for name in ("zhao", "qian", "admin"):
        assert enter(name).get(URL).status_code == 403


def test_residents_are_not_offered_it(justice: Client) -> None:
    """The portal asks too little for an application; it is offered when the portal asks what the law wants."""
    assert "reconsideration" not in {service.procedure for service in SERVICES.values()}
    assert Client().get("/send/reconsideration/").status_code == 404
