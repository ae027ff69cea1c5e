"""Acting: forms made from the procedure, previews, refusals that lose nothing, two people at once."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fazhi.ledger.models import Event
from fazhi.matters.intake import Received
from fazhi.matters.models import Attachment, Matter
from tests.desk.conftest import Clock, Enter, acted

Send = Callable[..., Received]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64


def stage(matter: Matter) -> str:
    matter.refresh_from_db(from_queryset=Matter.objects.unscoped("测试"))
    return matter.stage


def test_signing(enter: Enter, matter: Matter) -> None:
    answer = acted(enter("qian"), matter, "sign")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/?done=sign")
    assert stage(matter) == "handling"


def test_whose_turn_it_is_not_is_told_why(enter: Enter, matter: Matter) -> None:
    answer = acted(enter("zhao"), matter, "sign")
    assert answer.status_code == 422
    assert "由承办单位办理" in answer.content.decode()
    assert stage(matter) == "dispatched"


def test_a_stranger_cannot_act(enter: Enter, matter: Matter) -> None:
    answer = enter("stranger").post(f"/desk/matters/{matter.number}/act/sign/", {"fz_command": "x", "step": "do"})
    assert answer.status_code == 404
    assert stage(matter) == "dispatched"


def test_an_unknown_action_is_404(enter: Enter, matter: Matter) -> None:
    assert enter("qian").get(f"/desk/matters/{matter.number}/act/fly/").status_code == 404


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(enter: Enter, matter: Matter) -> None:
    answer = acted(enter("qian"), matter, "return", suggested_unit="县生态环境局")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写“退回理由”" in shown
    assert 'value="县生态环境局"' in shown


@pytest.mark.parametrize(("name", "said"), [("生态", "是不是：县生态环境局？"), ("没有这个局", "请从列表中选择")])
def test_a_unit_that_does_not_exist(enter: Enter, matter: Matter, name: str, said: str) -> None:
    answer = acted(enter("qian"), matter, "return", reason="不归我们管", suggested_unit=name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "不归我们管" in answer.content.decode()


def test_the_preview_does_nothing_and_tells_all(enter: Enter, matter: Matter) -> None:
    client = enter("qian")
    acted(client, matter, "sign")
    before = Event.objects.count()
    answer = acted(client, matter, "feedback", result="修好了", step="preview")
    shown = answer.context["preview"]
    assert shown.stage == "核查"
    assert shown.papers == ("处置反馈",)
    assert shown.ends == ("办理并反馈结果",)
    assert [d.what for d in shown.starts] == ["核查"]
    assert Event.objects.count() == before
    assert stage(matter) == "handling"


def test_a_button_whose_name_was_lost_never_acts(enter: Enter, matter: Matter) -> None:
    answer = acted(enter("qian"), matter, "sign", step="")
    assert answer.status_code == 200
    assert stage(matter) == "dispatched"


def test_sent_twice_is_done_once(enter: Enter, matter: Matter) -> None:
    client = enter("qian")
    url = f"/desk/matters/{matter.number}/act/sign/"
    form = client.get(url).context["form"]
    data = {f.html_name: f.value() or "" for f in form.hidden_fields()} | {"step": "do"}
    assert [client.post(url, data).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(stream_id=matter.id).count() == 3


def test_two_people_at_once(enter: Enter, matter: Matter) -> None:
    late = enter("chen")
    url = f"/desk/matters/{matter.number}/act/return/"
    form = late.get(url).context["form"]
    data = {f.html_name: f.value() or "" for f in form.hidden_fields()} | {"step": "do", "reason": "不归我们管"}
    acted(enter("qian"), matter, "sign")
    answer = late.post(url, data)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "您查看之后，本件已由他人办理“签收”" in shown
    assert "钱经办" in shown
    assert "不归我们管" in shown
    assert stage(matter) == "handling"


def test_a_late_entry_asks_for_its_reason(enter: Enter, matter: Matter, clock: Clock) -> None:
    clock.go(days=3)
    client = enter("qian")
    early = {"fz_occurred_at": "2026-11-23T11:00"}
    answer = acted(client, matter, "sign", **early)
    assert answer.status_code == 422
    assert "请填写补录理由" in answer.content.decode()
    assert acted(client, matter, "sign", **early, fz_late_reason="当天停电").status_code == 302
    shown = client.get(f"/desk/matters/{matter.number}/").content.decode()
    assert "补录" in shown
    assert "当天停电" in shown


def test_a_file_goes_with_the_act(enter: Enter, matter: Matter) -> None:
    client = enter("qian")
    acted(client, matter, "sign")
    answer = acted(client, matter, "feedback", result="修好了", photos=SimpleUploadedFile("灯.png", PNG))
    assert answer.status_code == 302
    shown = client.get(f"/desk/matters/{matter.number}/").content.decode()
    (kept,) = Attachment.objects.unscoped("测试")
    assert "灯.png" in shown
    assert f"/desk/files/{kept.id}/" in shown


def test_a_file_that_lies_is_refused_and_the_text_kept(enter: Enter, matter: Matter) -> None:
    client = enter("qian")
    acted(client, matter, "sign")
    lie = SimpleUploadedFile("灯.png", b"<html><script>alert(1)</script></html>")
    answer = acted(client, matter, "feedback", result="修好了", photos=lie)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "与文件名不符" in shown
    assert "修好了" in shown
    assert stage(matter) == "handling"
    assert not Attachment.objects.unscoped("测试").exists()


def test_a_good_file_is_not_asked_for_again(enter: Enter, matter: Matter) -> None:
    client = enter("qian")
    acted(client, matter, "sign")
    answer = acted(client, matter, "feedback", photos=SimpleUploadedFile("灯.png", PNG))
    assert answer.status_code == 422
    assert "已上传，不用重选" in answer.content.decode()
    form = answer.context["form"]
    data = {f.html_name: f.value() or "" for f in form.hidden_fields()} | {"step": "do", "result": "修好了"}
    assert client.post(f"/desk/matters/{matter.number}/act/feedback/", data).status_code == 302
    body = Event.objects.filter(stream_id=matter.id).latest("seq").body
    assert Attachment.objects.unscoped("测试").get().id.hex in body


def test_the_panel_is_a_fragment(enter: Enter, matter: Matter) -> None:
    url = f"/desk/matters/{matter.number}/act/sign/"
    answer = enter("qian").get(url, headers={"HX-Request": "true"})
    assert answer.content.decode().strip().startswith("<dialog")


def test_who_gives_the_matter_away_goes_back_to_the_list(enter: Enter, matter: Matter) -> None:
    acted(enter("qian"), matter, "return", reason="不归我们管")
    answer = acted(enter("zhao"), matter, "dispatch", unit="县生态环境局")
    assert answer.status_code == 302
    assert stage(matter) == "dispatched"
    assert enter("qian").get(f"/desk/matters/{matter.number}/").status_code == 404


def test_every_form_of_every_procedure_can_be_made() -> None:
    from fazhi.desk.fields import Offer, control_for
    from fazhi.matters.catalogue import editions

    fields = [f for e in editions().values() for a in e.actions.values() for f in a.fields]
    assert all(control_for(one, Offer([], [])).label == one.name for one in fields)
