"""One act on many matters: tried first, then done one by one, with a line for each."""

from collections.abc import Callable
from uuid import uuid4

from fazhi.ledger.models import Event
from fazhi.matters.acting import Act
from fazhi.matters.erasing import erase
from fazhi.matters.intake import Received
from fazhi.matters.many import act_many
from fazhi.matters.models import Matter
from tests.matters.cast import HANDLER, NOW, do

Send = Callable[..., Received]


def acts(sent: Send) -> list[Act]:
    found = [Act(sent(command_id=str(n)).matter, "sign", HANDLER, f"b1:{n}", NOW) for n in range(3)]
    do(found[1].matter, "sign", HANDLER)
    return [*found, Act(uuid4(), "sign", HANDLER, "b1:x", NOW)]


def test_a_dry_run_says_what_would_come_and_changes_nothing(sent: Send) -> None:
    before = acts(sent)
    events = Event.objects.count()
    report = act_many(before, "b1", dry_run=True)
    assert [line.ok for line in report.lines] == [True, False, True, False]
    assert "现在是“办理中”环节" in report.lines[1].why
    assert "没有这个办件" in report.lines[3].why
    assert Event.objects.count() == events


def test_one_refusal_stops_none_of_the_others(sent: Send) -> None:
    report = act_many(acts(sent), "b1")
    assert report.done == 2
    assert Matter.objects.unscoped("测试").filter(stage="handling").count() == 3
    assert Event.objects.filter(batch_id="b1").count() == 2


def test_a_matter_that_was_destroyed_stops_none_of_the_others(sent: Send) -> None:
    wanted = [Act(sent(command_id=str(n)).matter, "return", HANDLER, f"b1:{n}", NOW, {"reason": "不归我们"})
              for n in range(3)]  # fmt: skip
    erase(wanted[1].matter, actor=HANDLER, confirmed_by="h2", ground="expired", command_id="e", now=NOW)
    report = act_many(wanted, "b1")
    assert [line.ok for line in report.lines] == [True, False, True]
    assert "销毁" in report.lines[1].why
