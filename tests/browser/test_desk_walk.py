"""A day at the desk in a real browser: sign in, sign for, report, verify, dispatch by key, supervise, print."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fazhi.matters import dispatching
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from fazhi.people.models import Person
from tests.desk.conftest import STAFF, Clock, clock, staff, the
from tests.matters.cast import FixedRanker, county, sent

__all__ = ["clock", "county", "sent", "staff"]

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "a long Passphrase 1"
Picture = Callable[[Page, str, int], Path]
Send = Callable[..., Received]
LONG = (
    "我家住东街三号楼，楼下的路灯从十月底就不亮了，晚上接孩子放学看不见路，前天有位老人还摔了一跤。"
    "给物业打过两次电话，物业说路灯不归他们管；打给电力公司，电力公司说是住建局的。"
    "请问到底归谁管，什么时候能修好？我的电话13812345678。"
)


@pytest.fixture
def desk(staff: dict[str, Person], live_server: Any) -> str:
    """The desk's address, with a password for everybody."""
    for person in staff.values():
        person.set_password(WORD)
        person.save()
    return f"{live_server.url}/desk/"


def sign_in(page: Page, desk: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(desk)
    page.get_by_label("账号").fill(name)
    page.get_by_label("密码").fill(WORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="今日待办")).to_be_visible()


def keep(picture: Picture, page: Page, name: str) -> None:
    """Keep a picture at both widths, and see that nothing is cut off at the side."""
    for width in (390, 1440):
        picture(page, f"desk-{name}", width)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name}: {wide} px at {width}"


def test_a_handler_signs_and_reports_and_a_verifier_checks(
    page: Page, desk: str, sent: Send, picture: Picture, clock: Clock
) -> None:
    matter = the(sent(LONG, title="东街路灯不亮"))
    clock.go(minutes=5)
    for n in range(3):
        sent(f"西街第{n}个路口的窨井盖坏了，来往的车都绕着走，请尽快派人来修。")
    page.goto(desk)
    keep(picture, page, "login")
    sign_in(page, desk, "qian")
    keep(picture, page, "my-day")

    page.get_by_text("东街路灯不亮").click()
    expect(page.get_by_role("heading", name="东街路灯不亮")).to_be_visible()
    assert "13812345678" not in page.content()
    keep(picture, page, "matter")

    page.get_by_role("link", name="签收", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_role("button", name="先看会产生什么").click()
    expect(page.get_by_text("开始计算期限：办理并反馈结果")).to_be_visible()
    keep(picture, page, "preview")
    page.get_by_role("button", name="确认签收").click()
    expect(page.get_by_text("已办理“签收”。")).to_be_visible()

    page.get_by_role("link", name="反馈办理结果").click()
    page.get_by_role("button", name="确认反馈办理结果").click()
    expect(page.get_by_role("alert").get_by_text("请填写“办理结果”")).to_be_visible()
    keep(picture, page, "error")
    page.get_by_label("办理结果").fill("换了灯泡，当晚亮了。")
    page.get_by_role("button", name="确认反馈办理结果").click()
    expect(page.locator(".stage")).to_have_text("核查")

    page.get_by_role("link", name="打印").click()
    keep(picture, page, "print")
    sign_in(page, desk, "wu")
    page.goto(f"{desk}matters/{matter.number}/")
    page.get_by_role("link", name="核查通过").click()
    page.get_by_label("核查情况").fill("到场看过，路灯已亮。")
    keep(picture, page, "panel")
    page.get_by_role("button", name="确认核查通过").click()
    expect(page.locator(".stage")).to_have_text("回访")
    page.get_by_text("程序图，现在到了哪一步").click()
    expect(page.locator("#drawing svg")).to_be_visible()
    page.get_by_text("谁能看到，为什么").click()
    expect(page.get_by_text("所有能看到的")).to_be_visible()
    keep(picture, page, "matter-unfolded")
    matter.refresh_from_db(from_queryset=Matter.objects.unscoped("测试"))
    assert matter.stage == "callback"


def test_a_dispatcher_sends_by_key(
    page: Page, desk: str, sent: Send, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatching, "ranker", lambda: FixedRanker(confidence=0.5))
    first, second = the(sent(LONG, title="东街路灯不亮")), the(sent(LONG[:-20], title="东街路灯一直不亮"))
    sign_in(page, desk, "zhao")
    page.get_by_role("link", name="分办", exact=True).click()
    expect(page.get_by_text("等待分办 2 件")).to_be_visible()
    page.keyboard.press("d")
    expect(page.get_by_text("是否重复由您认定")).to_be_visible()
    keep(picture, page, "dispatch")
    shown = page.locator("#queue h2").first.inner_text()
    page.keyboard.press("1")
    expect(page.get_by_text("已分办给县住建局")).to_be_visible()
    expect(page.get_by_text("等待分办 1 件")).to_be_visible()
    assert page.locator("#queue h2").first.inner_text() != shown
    page.keyboard.press("r")
    expect(page.get_by_text("后面没有了")).to_be_visible()
    rows = Matter.objects.unscoped("测试").filter(id__in=[first.id, second.id])
    assert sorted(rows.values_list("stage", flat=True)) == ["dispatched", "reported"]


def test_keys_walk_the_list_and_open(page: Page, desk: str, sent: Send) -> None:
    for n in range(3):
        sent(f"第{n}盏路灯坏了")
    sign_in(page, desk, "qian")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator("[data-rows] > li").nth(1)
    assert "here" in (second.get_attribute("class") or "")


def test_many_at_once_a_correction_and_supervision(
    page: Page, desk: str, sent: Send, picture: Picture, clock: Clock
) -> None:
    matters = [the(sent(f"第{n}盏路灯坏了")) for n in range(3)]
    sign_in(page, desk, "qian")
    for n in range(3):
        page.locator("[data-rows] input[type=checkbox]").nth(n).check()
    page.get_by_role("button", name="批量办理勾选的办件").click()
    page.get_by_role("button", name="签收").click()
    page.get_by_role("button", name="预览每件能不能办").click()
    keep(picture, page, "bulk")
    page.get_by_role("button", name="确认办理这 3 件").click()
    expect(page.get_by_text("办成 3／3 件")).to_be_visible()

    page.goto(f"{desk}matters/{matters[0].number}/")
    page.get_by_role("link", name="更正", exact=True).last.click()
    page.get_by_label("作废").check()
    page.get_by_label("更正理由").fill("点错了办件。")
    keep(picture, page, "correct")
    page.get_by_role("button", name="提出更正").click()
    keep(picture, page, "correction")

    page.goto(f"{desk}matters/{matters[1].number}/unmask/")
    keep(picture, page, "unmask")
    clock.go(days=9)
    sign_in(page, desk, "li")
    page.get_by_role("link", name="督办").first.click()
    keep(picture, page, "supervision")
    page.get_by_role("link", name="督办 清").last.click()  # each names its matter to who cannot see the row
    expect(page.get_by_role("dialog")).to_be_visible()
    keep(picture, page, "supervise")
    page.goto(f"{desk}notices/")
    keep(picture, page, "notices")
    page.goto(f"{desk}procedures/")
    keep(picture, page, "procedures")
    page.get_by_text("网格事项").first.click()
    keep(picture, page, "procedure")


def test_everybody_of_the_cast_can_sign_in(page: Page, desk: str) -> None:
    for name in STAFF:
        sign_in(page, desk, name)
        page.get_by_role("button", name="退出登录").click()
        page.goto(desk)
        expect(page.get_by_role("heading", name="工作人员登录")).to_be_visible()
