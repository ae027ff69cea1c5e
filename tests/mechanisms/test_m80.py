"""M80 塔式咨询：就近解答，逐级上送；同样的问题先给以往的解答。"""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from fazhi.matters import streams
from fazhi.matters.acting import correct
from fazhi.matters.catalogue import calendar, editions
from fazhi.matters.earlier import earlier_answers
from fazhi.matters.facts import known_facts
from fazhi.matters.intake import Message as Letter
from fazhi.matters.intake import receive
from fazhi.matters.models import Matter, Obligation
from fazhi.notices.models import Message
from fazhi.people.models import Person, Post, Unit
from fazhi.portal import following
from fazhi.procedure import Actor, Event, Refused
from fazhi.procedure.corrections import Corrected, void
from fazhi.procedure.guards import PROVIDED
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
        message = Letter(text, TOWNSHIP, "resident", "legal_consultation", subject="land", data=data)
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
    up = {"reason": "超出能力。"}
    for too_high in ("climb_to_advisor", "answer_advisor"):
        with pytest.raises(Refused):
            do(matter, too_high, VILLAGER, **({"unit": "firm", **up} if "climb" in too_high else {"answer": "x"}))
    assert do(matter, "climb_to_publicist", VILLAGER, unit="justice", **up).state.stage == "rung2"
    assert do(matter, "climb_to_advisor", PUBLICIST, unit="firm", **up).state.stage == "rung3"
    ended = do(matter, "answer_advisor", ADVISOR, answer=ANSWER, aid_prompted="yes")
    assert ended.state.facts["ending"] == "escalated"


def climb(matter: UUID) -> str:
    """Try to send it up, and return the stage it is then in, or why it may not be sent."""
    try:
        return do(matter, "climb_to_publicist", VILLAGER, unit="justice", reason="不会。").state.stage
    except Refused as refused:
        return refused.why


def test_m80_nobody_sends_it_up_before_the_earlier_answer_was_offered(ask: Ask) -> None:
    answered(ask(QUESTION))
    second = ask(AGAIN)
    assert "还没有提供给咨询人" in climb(second)
    do(second, "offer_earlier", VILLAGER)
    assert climb(second) == "rung2"


def test_m80_the_workers_word_alone_sends_nothing_up(ask: Ask) -> None:
    answered(ask(QUESTION))
    second = ask(AGAIN)
    with pytest.raises(Refused):
        do(second, "climb_to_publicist", VILLAGER, unit="justice", reason="已给看过。", earlier_offered="yes")
    assert Matter.objects.unscoped("测试").get(id=second).stage == "rung1"


def test_m80_what_was_offered_in_another_matter_counts_for_that_one_only(ask: Ask) -> None:
    answered(ask(QUESTION))
    second, third = ask(AGAIN), ask(AGAIN)
    do(second, "offer_earlier", VILLAGER)
    assert "还没有提供给咨询人" in climb(third)
    assert climb(second) == "rung2"


def test_m80_an_answer_found_since_has_to_be_offered_too(ask: Ask) -> None:
    first, other = ask(QUESTION), ask(QUESTION)
    answered(first)
    second = ask(AGAIN)
    do(second, "offer_earlier", VILLAGER)
    answered(other)
    assert "还没有提供给咨询人" in climb(second)
    do(second, "offer_earlier", VILLAGER)
    assert climb(second) == "rung2"


def test_m80_an_offer_that_was_voided_is_none(ask: Ask) -> None:
    answered(ask(QUESTION))
    second = ask(AGAIN)
    do(second, "offer_earlier", VILLAGER)
    undone(second, "offer_earlier")
    assert "还没有提供给咨询人" in climb(second)


def test_m80_where_there_is_no_earlier_answer_nothing_is_to_be_offered(ask: Ask) -> None:
    matter = ask(OTHER)
    with pytest.raises(Refused, match="不需要提供"):
        do(matter, "offer_earlier", VILLAGER)
    assert climb(matter) == "rung2"


def test_m80_the_record_names_what_the_system_found_and_the_asker_is_told(ask: Ask) -> None:
    first = ask(QUESTION)
    answered(first)
    second = ask(AGAIN)
    do(second, "offer_earlier", VILLAGER)
    assert streams.read(second)[-1].decided["facts"] == {"earlier_found": [number(first)]}
    told = Message.objects.filter(kind="提供以往解答")
    assert [one.to for one in told] == [ASKER.party]


def test_m80_the_asker_reads_it_on_the_page_and_may_go_on(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(ask(QUESTION))
    second = ask(AGAIN)
    do(second, "answer_villager", VILLAGER, answer="去法院。", aid_prompted="yes")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    page = following.page(Matter.objects.unscoped("测试").get(id=second), NOW)
    assert [one.answer for one in page["earlier"]] == [ANSWER]
    assert "unsolved_to_publicist" in {offer.id for offer in page["offers"] if not offer.refused}
    assert do(second, "unsolved_to_publicist", ASKER, unit="justice", reason="没听懂。").state.stage == "rung2"


def test_m80_the_clerk_asks_for_more_only_when_it_was_offered(ask: Ask) -> None:
    answered(ask(QUESTION))
    second = ask(AGAIN)
    do(second, "answer_villager", VILLAGER, answer="去法院。", aid_prompted="yes")
    with pytest.raises(Refused, match="还没有提供给咨询人"):
        do(second, "unsolved_to_publicist", CLERK, unit="justice", reason="没听懂。")


def test_m80_every_fact_that_a_procedure_may_ask_for_has_its_provider() -> None:
    assert known_facts() == PROVIDED


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
    undone(matter, "answer_villager")
    assert answers_to(QUESTION) == []


def undone(matter: UUID, action: str) -> None:
    """Void the act, confirmed by a second person."""
    seq = next(e.seq for e in streams.read(matter) if e.action == action)

    def undo(events: list[Event]) -> Corrected:
        return void(
            editions(), events, seq, actor=VILLAGER, confirmed_by="he", reason="记错了。", recorded_at=NOW,
            calendar=calendar(),
        )  # fmt: skip

    correct(matter, uuid4().hex, NOW, undo)
