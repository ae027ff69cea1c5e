"""Acting on a matter: the main job from dispatch to closure, refusals, repeats, two people at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from fazhi.clock import BEIJING
from fazhi.ledger.writing import StreamMoved
from fazhi.matters import acting, streams
from fazhi.matters.acting import Act, NoSuchMatter, act
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter, Obligation, Request, Task
from fazhi.people.models import Grant
from fazhi.procedure import Refused
from tests.matters.cast import DISPATCHER, HANDLER, NOW, RESIDENT, TOWN, do, staff

Send = Callable[..., Received]


def matter(id: UUID) -> Matter:
    return Matter.objects.unscoped("测试").get(pk=id)


def test_from_dispatch_to_closure(sent: Send) -> None:
    id = sent().matter
    do(id, "sign", HANDLER)
    assert matter(id).due == datetime(2026, 11, 30, 23, 59, 59, tzinfo=BEIJING)  # five working days after 11-23
    do(id, "feedback", HANDLER, result="路灯已修好")
    do(id, "verify_pass", DISPATCHER, finding="现场已亮灯")
    caller = staff("zhou", "centre", "dispatcher")
    do(id, "call_back", caller, responded="yes", resolved="yes", satisfied="satisfied")
    do(id, "close", caller)
    closed = matter(id)
    assert (closed.stage, closed.outcome, closed.on_time, closed.due) == ("closed", "resolved", True, None)
    assert (closed.responded, closed.resolved, closed.satisfied) == ("yes", "yes", "satisfied")
    assert not Task.objects.unscoped("测试").filter(matter=id).exists()


def test_m02_three_whistled_two_arrive_one_is_silent(sent: Send) -> None:
    id = sent().matter
    do(id, "sign", HANDLER)
    do(id, "whistle", TOWN, units=["housing", "ecology", "office"], place="东街路口", matter="路灯无人管")
    do(id, "check_in", HANDLER, answer="arrived")
    do(id, "check_in", staff("zheng", "ecology", "handler"), answer="arrived")
    rows = Request.objects.unscoped("测试").filter(matter=id)
    assert {r.unit: r.answer for r in rows} == {"housing": "arrived", "ecology": "arrived", "office": ""}
    assert matter(id).stage == "whistled"
    late = NOW + timedelta(hours=25)
    acting.act(Act(id, "close_whistle", TOWN, "end", late, {"reason": "已过报到时限"}))
    silent = Request.objects.unscoped("测试").get(matter=id, unit="office")
    assert silent.answered_at is None
    assert silent.silent_at == NOW + timedelta(hours=24)
    assert Obligation.objects.unscoped("测试").get(matter=id, holder="office").state == "dropped"


def test_what_is_not_allowed_now_says_why(sent: Send) -> None:
    id = sent().matter
    with pytest.raises(Refused, match="现在是“待签收”环节，“反馈办理结果”在“办理中”环节办理"):
        do(id, "feedback", HANDLER, result="x")
    with pytest.raises(Refused, match="“签收”由承办单位办理"):
        do(id, "sign", staff("wu", "ecology", "handler"))
    assert len(streams.read(id)) == 2


def test_nobody_verifies_what_he_handled(sent: Send) -> None:
    id = sent().matter
    both = staff("qian", "housing", "handler")
    do(id, "sign", both)
    do(id, "feedback", both, result="好了")
    with pytest.raises(Refused, match="须由其他人员办理"):
        do(id, "verify_pass", staff("qian", "centre", "verifier"), finding="好")


def test_the_same_command_twice_returns_the_first_result(sent: Send) -> None:
    id = sent().matter
    wanted = Act(id, "sign", HANDLER, "c1", NOW)
    first, second = act(wanted), act(wanted)
    assert (first.seq, first.repeated) == (second.seq, False)
    assert second.repeated
    assert len(streams.read(id)) == 3


def test_a_return_goes_back_and_its_sight_ends(sent: Send) -> None:
    id = sent().matter
    do(id, "return", HANDLER, reason="不属于本单位职责")
    assert matter(id).returned == 1
    do(id, "dispatch", DISPATCHER, unit="ecology")
    assert matter(id).unit == "ecology"
    assert Grant.objects.get(subject="unit:housing", object_id=id).valid_to == NOW
    assert Grant.objects.get(subject="unit:ecology", object_id=id).valid_to is None


def test_two_at_once_the_second_is_decided_again(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    id = sent().matter
    stale = streams.read(id)
    do(id, "sign", HANDLER)
    reads = iter([stale])
    real = streams.read
    monkeypatch.setattr(streams, "read", lambda m: next(reads, None) or real(m))
    with pytest.raises(Refused, match="现在是“办理中”环节"):
        do(id, "sign", staff("feng", "housing", "handler"))


def test_the_difference_is_shown_to_who_looked_before(sent: Send) -> None:
    id = sent().matter
    do(id, "sign", HANDLER)
    with pytest.raises(Refused, match="已由他人办理“签收”"):
        act(Act(id, "return", staff("feng", "housing", "handler"), uuid4().hex, NOW, {"reason": "x"}, seen=2))


def test_a_race_that_never_ends_says_so(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    id = sent().matter

    def lost(write: object) -> None:
        raise StreamMoved("matter", id, 2)

    monkeypatch.setattr(acting, "commit", lost)
    with pytest.raises(StreamMoved, match="请刷新"):
        do(id, "sign", HANDLER)


def test_an_unknown_matter(county: None) -> None:
    with pytest.raises(NoSuchMatter):
        do(uuid4(), "sign", HANDLER)


def test_nothing_happened_before_the_matter_began(sent: Send) -> None:
    id = sent().matter
    before = NOW - timedelta(days=3)
    with pytest.raises(Refused, match="早于本件登记时间"):
        act(Act(id, "sign", HANDLER, uuid4().hex, NOW, occurred_at=before, late_reason="补录"))


def test_a_reference_into_the_vault_cannot_be_handed_in_where_a_text_belongs(sent: Send) -> None:
    theirs = streams.read(sent("我家住东街三号，请保密。").matter)[0].data["text"]
    id = sent().matter
    for smuggled in (theirs, {"note": "没有密封的内容"}):
        with pytest.raises(Refused, match="须填写文字"):
            do(id, "return", HANDLER, reason=smuggled)
        with pytest.raises(Refused, match="须填写文字"):
            sent(data={"reporter": RESIDENT.party, "title": smuggled})
