"""Following: by number and code; in plain words; urge, add, rate."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fazhi.matters.models import Attachment, Matter
from tests.matters.cast import DISPATCHER, HANDLER, NOW, SUPERVISOR, TOWN, do, staff
from tests.portal.conftest import enter, fill, told
from tests.portal.test_sending import PNG

LATER = NOW + timedelta(days=10)
At = Callable[[datetime], None]


@pytest.fixture
def matter(resident: Client) -> Matter:
    """A matter that the resident sent and follows."""
    fill(resident)
    assert enter(resident, *told(resident)).status_code == 200
    found: Matter = Matter.objects.unscoped("测试").get()
    return found


def page(resident: Client, matter: Matter) -> str:
    return resident.get(f"/follow/{matter.id}/").content.decode()


def lines(resident: Client, matter: Matter) -> list[tuple[str, str]]:
    return [(line.what, line.who) for line in resident.get(f"/follow/{matter.id}/").context["lines"]]


def closed(matter: Matter) -> None:
    do(matter.id, "sign", HANDLER)
    do(matter.id, "feedback", HANDLER, result="路灯已修好，电话 13812345678")
    do(matter.id, "verify_pass", DISPATCHER, finding="已亮")
    caller = staff("zhou", "centre", "dispatcher")
    do(matter.id, "call_back", caller, responded="yes", resolved="yes", satisfied="satisfied")
    do(matter.id, "close", caller)


def test_number_and_code_are_forgiven_small_slips(resident: Client) -> None:
    fill(resident)
    number, code = told(resident)
    assert enter(resident, f" {number[1:]} ", code.lower()).status_code == 200


@pytest.mark.parametrize(("number", "code"), [("清20261123-00001", "AAAAAAAA"), ("没有", "x"), ("", "")])
def test_a_wrong_pair_says_what_to_do(resident: Client, number: str, code: str) -> None:
    fill(resident)
    answer = resident.post("/follow/", {"number": number, "code": code})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "没有找到" in text or "请填写“办件编号”" in text


@pytest.mark.parametrize("code", ["查询码", "AAAAAAAÉ", "AAAA AAAA"])
def test_a_wrong_code_tells_nothing_of_whether_the_number_is_there(resident: Client, code: str) -> None:
    fill(resident)
    number, _ = told(resident)
    there = resident.post("/follow/", {"number": number, "code": code})
    nowhere = resident.post("/follow/", {"number": "清20261123-99999", "code": code})
    assert there.status_code == nowhere.status_code == 422
    assert there.context["form"].non_field_errors() == nowhere.context["form"].non_field_errors()


def test_the_code_stands_in_no_address(resident: Client) -> None:
    fill(resident)
    number, code = told(resident)
    answer = enter(resident, number, code)
    assert code not in "".join(url for url, _ in answer.redirect_chain)  # type: ignore[attr-defined]


def test_a_stranger_is_asked_for_number_and_code(matter: Matter) -> None:
    stranger = Client()
    assert stranger.get(f"/follow/{matter.id}/")["Location"] == "/follow/"
    assert stranger.post(f"/follow/{matter.id}/supplement/", {"text": "x"})["Location"] == "/follow/"


def test_a_forged_cookie_admits_nobody(matter: Matter) -> None:
    stranger = Client()
    stranger.cookies["fazhi_follow"] = f'["{matter.id.hex}"]:forged:signature'
    assert stranger.get(f"/follow/{matter.id}/")["Location"] == "/follow/"


def test_a_sealed_matter_is_not_there(resident: Client, matter: Matter) -> None:
    Matter.objects.unscoped("测试").update(sealed=True)
    assert resident.get(f"/follow/{matter.id}/")["Location"] == "/follow/"


def test_what_was_sent_is_acknowledged_however_often_the_page_is_fetched(resident: Client, matter: Matter) -> None:
    """The script that sends files follows the way on once itself, before the browser goes there."""
    url = f"/follow/{matter.id}/supplement/"
    key = resident.get(url).context["form"]["key"].value()
    there = resident.post(url, {"key": key, "text": "昨晚灯又灭了"})["Location"]
    for _ in range(2):
        shown = resident.get(there).content.decode()
        assert "已送出，谢谢。" in shown
        assert f'data-draft-done="portal-{matter.id.hex}-supplement"' in shown
    assert f'data-draft="portal-{matter.id.hex}-supplement"' in resident.get(url).content.decode()
    assert "已送出" not in resident.get(f"/follow/{matter.id}/?done=别的话").content.decode()


def test_what_happened_in_plain_words(resident: Client, matter: Matter) -> None:
    closed(matter)
    assert lines(resident, matter) == [
        ("反映的事项已经收到", "您"),
        ("已交给县住建局办理", "系统"),
        ("县住建局已接收，开始办理", "县住建局"),
        ("县住建局已反馈办理结果，等待核查", "县住建局"),
        ("核查通过", "清丰县网格中心"),
        ("已回访", "清丰县网格中心"),
        ("已办结", "清丰县网格中心"),
    ]
    text = page(resident, matter)
    assert "路灯已修好" in text
    assert "13812345678" not in text


def test_supervision_of_staff_is_between_offices(resident: Client, matter: Matter) -> None:
    do(matter.id, "supervise", SUPERVISOR, card="yellow", reason="拖延", reply_by="2026-11-25")
    text = page(resident, matter)
    assert "督办" not in text
    assert "拖延" not in text


def test_who_came_and_who_did_not(resident: Client, matter: Matter) -> None:
    do(matter.id, "sign", HANDLER)
    do(matter.id, "whistle", TOWN, units=["housing", "ecology"], place="路口", matter="无人管")
    do(matter.id, "check_in", HANDLER, answer="arrived")
    do(matter.id, "check_in", staff("zheng", "ecology", "handler"), answer="declined", reason="出差")
    told_now = [what for what, _ in lines(resident, matter)]
    assert told_now[-2:] == ["县住建局已到现场", "县生态环境局没有到现场"]


def test_what_is_awaited_from_whom_by_when_and_why_then(resident: Client, matter: Matter) -> None:
    do(matter.id, "sign", HANDLER)
    text = page(resident, matter)
    assert "还剩 5 个工作日" in text
    assert "最迟 2026年11月30日（周一）" in text
    assert "期限怎么算的" in text
    assert "由谁：县住建局" in text


def test_urging_waits_for_the_time_and_says_so(resident: Client, matter: Matter, at: At) -> None:
    do(matter.id, "sign", HANDLER)
    assert "还没有超过办理期限。过了2026年11月30日（周一）还没有办好的，可以在这里催办。" in page(resident, matter)
    assert resident.post(f"/follow/{matter.id}/urge/", {"key": "0" * 32}).status_code == 422
    at(LATER)
    enter(resident, *told(resident))
    assert resident.post(f"/follow/{matter.id}/urge/", {"key": "0" * 32, "text": "快修"}).status_code == 302
    assert lines(resident, matter)[-1] == ("催办", "您")


def test_material_is_added_with_its_files_once(resident: Client, matter: Matter) -> None:
    for _ in range(2):
        answer = resident.post(
            f"/follow/{matter.id}/supplement/",
            {"key": "1" * 32, "text": "又灭了一盏", "photos": [SimpleUploadedFile("灯.png", PNG)]},
        )
        assert answer.status_code == 302
    assert [row.name for row in Attachment.objects.unscoped("测试")] == ["灯.png"]
    assert page(resident, matter).count("又灭了一盏") == 1


def test_a_lying_file_is_refused_and_the_text_stays(resident: Client, matter: Matter) -> None:
    answer = resident.post(
        f"/follow/{matter.id}/supplement/",
        {"key": "1" * 32, "text": "又灭了一盏", "photos": [SimpleUploadedFile("灯.png", b"<html>")]},
    )
    assert answer.status_code == 422
    assert "与文件名不符" in answer.content.decode()
    assert "又灭了一盏" in answer.content.decode()
    assert not Attachment.objects.unscoped("测试").exists()


def test_rating_comes_at_the_end_once_and_leaves_the_call_back_alone(resident: Client, matter: Matter) -> None:
    assert resident.get(f"/follow/{matter.id}/rate/").status_code == 404
    closed(matter)
    assert resident.get(f"/follow/{matter.id}/rate/").status_code == 200
    rating = {"rating": "dissatisfied", "text": "太慢了"}
    assert resident.post(f"/follow/{matter.id}/rate/", {"key": "2" * 32, **rating}).status_code == 302
    assert "不满意。太慢了" in page(resident, matter)
    assert Matter.objects.unscoped("测试").get().satisfied == "satisfied"
    assert resident.post(f"/follow/{matter.id}/rate/", {"key": "3" * 32, **rating}).status_code == 422


def test_what_is_not_the_residents_is_refused(resident: Client, matter: Matter) -> None:
    assert resident.get(f"/follow/{matter.id}/sign/").status_code == 404
    answer = resident.post(f"/follow/{matter.id}/sign/", {"key": "4" * 32})
    assert answer.status_code == 422
    assert "由承办单位办理" in answer.content.decode()
    assert resident.post(f"/follow/{matter.id}/nothing/", {"key": "4" * 32}).status_code == 404


def test_giving_up_is_offered_last_and_never_put_forward(resident: Client) -> None:
    fill(resident, "mediation")
    enter(resident, *told(resident, "mediation"))
    found = Matter.objects.unscoped("测试").get()
    offers = resident.get(f"/follow/{found.id}/").context["offers"]
    assert [(offer.id, offer.first) for offer in offers] == [("supplement", True), ("withdraw", False)]
