"""What happens by itself: lateness is noticed, supervised and shown; the sweep reads only what is due."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from fazhi.matters.intake import Received
from fazhi.matters.models import Matter, Task
from fazhi.matters.timing import sweep
from tests.matters.cast import HANDLER, NOW, do

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
