"""What happens by itself: lateness is noticed, supervised and shown; the sweep reads only what is due."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fazhi.figures.scores import cards_of
from fazhi.matters import streams, timing
from fazhi.matters.acting import Act, act
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter, Task
from fazhi.matters.timing import sweep
from fazhi.notices.models import Message
from tests.matters.cast import HANDLER, NOW, TOWN, do

Send = Callable[..., Received]


def test_m01_an_overdue_supervision_appears_unasked(sent: Send) -> None:
    id = sent().matter
    do(id, "sign", HANDLER)
    after = NOW + timedelta(days=8)  # the fifth working day ended on 11-30
    assert sweep(after) == 1
    late = Matter.objects.unscoped("测试").get(pk=id)
    assert late.supervised == 1
    assert late.stage == "handling"
    names = set(Task.objects.unscoped("测试").filter(matter=id, unit="housing").values_list("name", flat=True))
    assert names == {"办理并反馈结果", "承办单位回复督办"}
    assert sweep(after) == 0


def test_nothing_is_done_before_its_time(sent: Send) -> None:
    id = sent().matter
    do(id, "sign", HANDLER)
    assert sweep(NOW + timedelta(days=6)) == 0
    assert Matter.objects.unscoped("测试").get(pk=id).supervised == 0


def test_the_sweep_reads_only_what_is_due(sent: Send, django_assert_num_queries: Any) -> None:
    for n in range(5):
        do(sent(command_id=str(n)).matter, "sign", HANDLER)
    with django_assert_num_queries(1):
        sweep(NOW + timedelta(days=1))


def test_a_matter_that_cannot_be_reckoned_holds_up_no_other(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [sent(command_id=str(n)).matter for n in range(3)]
    for id in ids:
        do(id, "sign", HANDLER)
    bad, tick = sorted(ids)[0], timing.tick

    def failing(editions: Any, events: Any, *more: Any) -> Any:
        if events[0].data["number"] == Matter.objects.unscoped("测试").get(pk=bad).number:
            raise ValueError("东街三号")
        return tick(editions, events, *more)

    monkeypatch.setattr(timing, "tick", failing)
    assert sweep(NOW + timedelta(days=8)) == 2


def test_what_turns_out_to_have_been_in_time_was_not_supervised(sent: Send) -> None:
    id = sent().matter
    do(id, "sign", HANDLER)
    after = NOW + timedelta(days=8)
    sweep(after)
    in_time = NOW + timedelta(days=1)
    act(Act(id, "feedback", HANDLER, "late", after, {"result": "路灯已修好"}, in_time, "回单后到"))
    assert Matter.objects.unscoped("测试").get(pk=id).supervised == 0
    assert list(cards_of(id, streams.read(id))) == []


def test_the_units_whistled_for_are_told(sent: Send) -> None:
    id = sent().matter
    do(id, "sign", HANDLER)
    do(id, "whistle", TOWN, units=["ecology", "housing"], place="东街", matter="路灯")
    told = set(Message.objects.filter(kind="吹哨").values_list("to", flat=True))
    assert told == {"ecology", "housing"}
