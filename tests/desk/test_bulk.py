"""The same act on many matters: which fit, a preview, a report for each."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fazhi.ledger.models import Event
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from tests.desk.conftest import Enter, acted, text_of, the

Send = Callable[..., Received]


@pytest.fixture
def three(staff: Any, sent: Send) -> list[Matter]:
    """Three matters of the housing bureau."""
    return [the(sent(f"第{n}盏路灯坏了")) for n in range(3)]


def run(client: Client, matters: list[Matter], action: str, step: str, **data: Any) -> Any:
    key = f"{matters[0].edition}:{action}"
    form = client.get("/desk/bulk/", {"m": [m.number for m in matters], "action": key}).context["form"]
    hidden = {f.html_name: f.value() or "" for f in form.hidden_fields()}
    seen = [f"{m.number}={m.seq}" for m in matters]
    return client.post(
        "/desk/bulk/", {**hidden, "m": [m.number for m in matters], "seen": seen, "action": key, "step": step, **data}
    )


def stages() -> list[str]:
    return sorted(Matter.objects.unscoped("测试").values_list("stage", flat=True))


def test_what_fits_is_offered_with_its_number(enter: Enter, three: list[Matter]) -> None:
    client = enter("qian")
    acted(client, three[0], "sign")
    page = client.get("/desk/bulk/", {"m": [m.number for m in three]})
    fits = {fit.key.rpartition(":")[2]: (fit.n, fit.of) for fit in page.context["fits"]}
    assert fits["sign"] == (2, 3)
    assert fits["return"] == (3, 3)
    assert "dispatch" not in fits


def test_a_preview_first_then_the_act_with_a_report_for_each(enter: Enter, three: list[Matter]) -> None:
    client = enter("qian")
    acted(client, three[0], "sign")
    before = Event.objects.count()
    preview = run(client, three, "sign", "preview")
    assert [line.ok for line in preview.context["lines"]] == [False, True, True]
    assert "“办理中”环节" in preview.context["lines"][0].why
    assert Event.objects.count() == before
    report = run(client, three, "sign", "do")
    assert report.context["ok"] == 2
    assert "办成 2／3 件" in text_of(report.content.decode())
    assert stages() == ["handling"] * 3


def test_one_form_for_all(enter: Enter, three: list[Matter]) -> None:
    client = enter("qian")
    assert run(client, three, "return", "do").status_code == 422
    assert run(client, three, "return", "do", reason="路灯归城管").context["ok"] == 3
    assert stages() == ["returned"] * 3


def test_a_stranger_has_nothing_to_tick(enter: Enter, three: list[Matter]) -> None:
    assert enter("stranger").get("/desk/bulk/", {"m": [m.number for m in three]}).status_code == 302
    assert enter("stranger").post("/desk/bulk/", {"m": [m.number for m in three], "step": "do"}).status_code == 302
    assert stages() == ["dispatched"] * 3


def test_who_moved_meanwhile_is_left_alone(enter: Enter, three: list[Matter]) -> None:
    acted(enter("chen"), three[0], "return", reason="不归我们管")
    report = run(enter("qian"), three, "sign", "do")
    lines = {line.number: line.ok for line in report.context["lines"]}
    assert lines == {three[0].number: False, three[1].number: True, three[2].number: True}
    assert "没有这个办件，或者您无权查看" in report.content.decode()
