"""Who is late: by unit with the number of cases, and one tap to supervise."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from fazhi.matters.acting import correct
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from fazhi.procedure.corrections import Corrected
from fazhi.procedure.legal_acts import seal
from tests.desk.conftest import Clock, Enter, acted, text_of, the
from tests.matters.cast import HANDLER

Send = Callable[..., Received]


def test_late_units_with_their_numbers(enter: Enter, matter: Matter, sent: Send, clock: Clock) -> None:
    acted(enter("qian"), matter, "sign")
    clock.go(days=3)
    acted(enter("qian"), the(sent("西街路灯也坏了")), "sign")
    clock.go(days=6)
    page = enter("li").get("/desk/supervision/")
    (unit,) = page.context["units"]
    assert (unit.name, unit.late, unit.owed, unit.days) == ("县住建局", 1, 2, 2)
    assert "50.00%（1／2 项）" in text_of(page.content.decode())
    (row,) = page.context["rows"]
    assert (row.number, row.what, row.unit) == (matter.number, "办理并反馈结果", "县住建局")
    assert row.supervise == reverse("desk:act", args=[matter.number, "supervise"])


def test_one_tap_supervises(enter: Enter, matter: Matter, clock: Clock) -> None:
    acted(enter("qian"), matter, "sign")
    clock.go(days=9)
    client = enter("li")
    (row,) = client.get("/desk/supervision/?unit=housing").context["rows"]
    answer = acted(client, matter, "supervise", card="yellow", reason="请尽快办理", reply_by="2026-12-05")
    assert answer.status_code == 302
    assert row.supervised == 0
    shown = client.get("/desk/supervision/").content.decode()
    assert "已督办" in shown


def test_a_handler_sees_only_what_is_late_where_there_is_a_part(enter: Enter, matter: Matter, clock: Clock) -> None:
    acted(enter("qian"), matter, "sign")
    clock.go(days=9)
    assert enter("stranger").get("/desk/supervision/").context["rows"] == []
    (row,) = enter("qian").get("/desk/supervision/").context["rows"]
    assert row.supervise == ""


def test_nothing_late(enter: Enter, matter: Matter) -> None:
    assert "没有超期的事项" in enter("li").get("/desk/supervision/").content.decode()


def test_the_page_costs_the_same_for_few_and_many(
    enter: Enter, matter: Matter, sent: Send, clock: Clock, django_assert_max_num_queries: Any
) -> None:
    for n in range(4):
        acted(enter("qian"), the(sent(f"第{n}盏路灯坏了")), "sign")
    clock.go(days=9)
    client = enter("li")
    client.get("/desk/supervision/")
    with django_assert_max_num_queries(14):
        assert len(client.get("/desk/supervision/").context["rows"]) == 4


def test_a_sealed_matter_is_in_no_list_and_no_count(enter: Enter, matter: Matter, clock: Clock) -> None:
    acted(enter("qian"), matter, "sign")
    clock.go(days=9)
    assert enter("qian").get("/desk/").context["urgent"] == 1
    correct(matter.id, "seal", clock.now, lambda past: Corrected(seal(past, actor=HANDLER, reason="", at=clock.now)))
    page = enter("li").get("/desk/supervision/")
    assert (page.context["rows"], page.context["units"]) == ([], [])
    day = enter("qian").get("/desk/")
    assert (day.context["rows"], day.context["urgent"], day.context["tabs"][0].count) == ([], 0, "0")
