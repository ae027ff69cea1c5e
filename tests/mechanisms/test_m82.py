"""M82 三个联动：参与人按身份显示；县乡村之间移交，经过不丢。"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from fazhi.matters import streams
from fazhi.matters.intake import Message, receive
from fazhi.matters.models import Matter
from fazhi.people.models import Person, Post, Unit
from fazhi.procedure import Refused
from tests.matters.cast import NOW, TOWNSHIP, do, staff

pytestmark = pytest.mark.django_db
DAY = NOW.date().isoformat()
VILLAGE = staff("cun", "village-committee", "case_officer", "mediator")
COUNTY = staff("xian", "county-committee", "case_officer", "mediator")
PARTICIPANTS = {"lawyer": ("律师", "李律师"), "psychologist": ("心理咨询人员", "王老师")}


@pytest.fixture
def case(county: None) -> UUID:
    """A petition that came to the village's committee and is being mediated with a lawyer and a counsellor."""
    for id, region in (("village-committee", TOWNSHIP), ("county-committee", "410922")):
        kind = {"kind": "mediation_committee", "region_id": region, "valid_from": "2020-01-01"}
        Unit.objects.create(id=id, name=f"{id}调委会", **kind)
    data = {"committee": "village-committee", "origin": "petition", "source_number": "访2026-7"}
    message = Message("因征地补偿多次上访，愿意调解。", TOWNSHIP, "window", "people_mediation", data=data)
    matter = receive(message, VILLAGE, uuid4().hex, NOW).matter
    do(matter, "accept", VILLAGE)
    do(matter, "record_consent", VILLAGE, applicant_agrees="yes", respondent_agrees="yes")
    do(matter, "appoint_mediator", VILLAGE, mediator="cun", how="designated")
    do(matter, "inform_rights", VILLAGE, informed_on=DAY, how="oral")
    for role, (_, person) in PARTICIPANTS.items():
        do(matter, "invite", VILLAGE, role=role, person=person, parties_agree="yes")
    return matter


def page_of(matter: UUID, who: str, unit: str, monkeypatch: pytest.MonkeyPatch, later: Any = NOW) -> Any:
    monkeypatch.setattr(timezone, "now", lambda: later)
    person, _ = Person.objects.get_or_create(username=who, defaults={"display_name": who})
    Post.objects.get_or_create(person=person, unit_id=unit, role="mediator", valid_from=date(2026, 1, 1))
    browser = Client()
    browser.force_login(person)
    return browser.get(f"/desk/matters/{Matter.objects.unscoped('测试').get(id=matter).number}/")


def test_m82_the_case_shows_each_participant_with_the_role(case: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = page_of(case, "cun", "village-committee", monkeypatch).content.decode()
    for role, person in PARTICIPANTS.values():
        assert f"参与身份：{role}" in shown
        assert person in shown
    assert "访调对接" in shown


def test_m82_nobody_joins_against_the_will_of_the_parties(case: UUID) -> None:
    with pytest.raises(Refused, match="征得当事人同意"):
        do(case, "invite", VILLAGE, role="expert", person="某专家", parties_agree="no")
    assert [e.action for e in streams.read(case)].count("invite") == len(PARTICIPANTS)


def test_m82_a_transfer_keeps_what_was_done_before(case: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    before = streams.read(case)
    hand_over = {"committee": "county-committee", "level": "county", "reason": "涉及县级部门。"}
    moved = do(case, "hand_over_running", VILLAGE, **hand_over).state
    assert (moved.holders["committee"], moved.holders["mediator"]) == ("county-committee", "county-committee")
    assert streams.read(case)[: len(before)] == before
    later = NOW + timedelta(minutes=1)
    shown = page_of(case, "xian", "county-committee", monkeypatch, later).content.decode()
    for said in ("邀请参与调解", "李律师", "王老师", "移交其他调解委员会", "县（市、区）", "涉及县级部门。"):
        assert said in shown
    with pytest.raises(Refused):
        do(case, "appoint_mediator", VILLAGE, later, mediator="cun", how="designated")
    assert do(case, "appoint_mediator", COUNTY, later, mediator="xian", how="designated").state.stage == "inform"
    assert page_of(case, "cun", "village-committee", monkeypatch, later).status_code == 404
