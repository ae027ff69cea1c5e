"""M80 塔式咨询：就近解答，逐级上送；同样的问题先给以往的解答。"""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from fazhi.matters import streams
from fazhi.matters.acting import correct
from fazhi.matters.catalogue import calendar, editions
from fazhi.matters.earlier import earlier_answers
from fazhi.matters.intake import Message, receive
from fazhi.matters.models import Matter, Obligation
from fazhi.people.models import Person, Post, Unit
from fazhi.procedure import Actor, Refused
from fazhi.procedure.corrections import void
from tests.matters.cast import NOW, TOWNSHIP, do, staff

pytestmark = pytest.mark.django_db
VILLAGE = f"{TOWNSHIP}001"
QUESTION = "邻居盖房占了我家的宅基地，没有房产证，能不能起诉要求他拆除？"
AGAIN = "邻居盖房占了我家宅基地，我没有房产证，可以起诉要求他拆除吗？"
OTHER = "公司拖欠三个月工资，没有签劳动合同，应该到哪里申请仲裁？"
ANSWER = "可以。宅基地使用权以登记为准；先申请乡镇处理，对处理决定不服再起诉。"
ASKER = Actor("party:1", party=uuid4().hex)
CLERK = staff("he", "office", "dispatcher")
VILLAGER = staff("mei", "village", "literate_villager")
PUBLICIST = staff("pu", "justice", "publicist")
ADVISOR = staff("lv", "firm", "legal_advisor")
Ask = Callable[[str], UUID]


@pytest.fixture
def ask(county: None) -> Ask:
    for id, kind in (("village", "village_committee"), ("justice", "judicial_office"), ("firm", "law_firm")):
        Unit.objects.create(id=id, name=id, kind=kind, region_id=TOWNSHIP, valid_from="2020-01-01")

    def send(text: str) -> UUID:
        data = {"asker": ASKER.party, "clerk": "office"}
        message = Message(text, TOWNSHIP, "resident", "legal_consultation", subject="land", data=data)
        matter = receive(message, ASKER, uuid4().hex, NOW).matter
        do(matter, "route", CLERK, unit="village")
        return matter

    return send


def answered(matter: UUID, *, reusable: str = "yes") -> None:
    do(matter, "answer_villager", VILLAGER, answer=ANSWER, aid_prompted="yes", reusable=reusable)


def answers_to(text: str, **more: UUID) -> list[tuple[UUID, str]]:
    return [(one.matter, one.answer) for one in earlier_answers(text, **more)]


def test_m80_what_the_lowest_rung_answers_never_reaches_the_advisor(ask: Ask) -> None:
    matter = ask(QUESTION)
    answered(matter)
    closed = do(matter, "rate", ASKER, satisfied="satisfied").state
    assert closed.outcome == "answered"
    assert "advisor_rung" not in closed.holders
    owed = set(Obligation.objects.unscoped("测试").filter(matter_id=matter).values_list("rule", flat=True))
    assert owed == {"route", "answer_villager", "close"}


def test_m80_it_climbs_one_rung_at_a_time(ask: Ask) -> None:
    matter = ask(QUESTION)
    up = {"earlier_offered": "yes", "reason": "超出能力。"}
    for too_high in ("climb_to_advisor", "answer_advisor"):
        with pytest.raises(Refused):
            do(matter, too_high, VILLAGER, **({"unit": "firm", **up} if "climb" in too_high else {"answer": "x"}))
    assert do(matter, "climb_to_publicist", VILLAGER, unit="justice", **up).state.stage == "rung2"
    assert do(matter, "climb_to_advisor", PUBLICIST, unit="firm", **up).state.stage == "rung3"
    ended = do(matter, "answer_advisor", ADVISOR, answer=ANSWER, aid_prompted="yes")
    assert ended.state.facts["ending"] == "escalated"


def test_m80_nobody_sends_it_up_without_having_looked_for_an_earlier_answer(ask: Ask) -> None:
    matter = ask(QUESTION)
    with pytest.raises(Refused, match="以往"):
        do(matter, "climb_to_publicist", VILLAGER, unit="justice", earlier_offered="no", reason="不会。")
    assert Matter.objects.unscoped("测试").get(id=matter).stage == "rung1"


def test_m80_the_same_question_is_offered_the_earlier_answer(ask: Ask) -> None:
    first = ask(QUESTION)
    assert answers_to(AGAIN) == [], "nothing is offered before there is an answer"
    answered(first)
    assert answers_to(AGAIN) == [(first, ANSWER)]
    assert answers_to(OTHER) == []
    second = ask(AGAIN)
    assert answers_to(AGAIN, besides=second) == [(first, ANSWER)]
    merged = do(second, "merge", VILLAGER, original=number(first), answer_given="yes", aid_prompted="yes").state
    assert merged.outcome == "duplicate"


def test_m80_both_doors_show_the_earlier_answer(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(ask(QUESTION))
    second = ask(AGAIN)
    person = Person.objects.create_user("mei", display_name="梅")
    Post.objects.create(person=person, unit_id="village", role="literate_villager", valid_from=date(2026, 1, 1))
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    desk, portal = Client(), Client()
    desk.force_login(person)
    assert ANSWER in desk.get(f"/desk/matters/{number(second)}/").content.decode()
    portal.post("/send/consultation/what/", {"text": AGAIN})
    assert ANSWER in portal.get("/send/consultation/check/").content.decode()
    portal.post("/send/consultation/what/", {"text": OTHER})
    assert ANSWER not in portal.get("/send/consultation/check/").content.decode()


def number(matter: UUID) -> str:
    return str(Matter.objects.unscoped("测试").get(id=matter).number)


@pytest.mark.parametrize("reusable", ["no", ""])
def test_m80_an_answer_is_offered_to_others_only_where_its_author_lent_it(ask: Ask, reusable: str) -> None:
    answered(ask(QUESTION), reusable=reusable)
    assert answers_to(QUESTION) == []


def test_m80_an_answer_that_was_voided_is_offered_no_more(ask: Ask) -> None:
    matter = ask(QUESTION)
    answered(matter)
    assert answers_to(QUESTION)
    seq = next(e.seq for e in streams.read(matter) if e.action == "answer_villager")
    later = NOW + timedelta(hours=1)

    def undo(events):  # type: ignore[no-untyped-def]
        return void(
            editions(), events, seq, actor=VILLAGER, confirmed_by="he", reason="答错了。", recorded_at=later,
            calendar=calendar(),
        )  # fmt: skip

    correct(matter, uuid4().hex, later, undo)
    assert answers_to(QUESTION) == []
