"""A resident with a telephone: sends with a photo, gets number and code, follows, adds, and sees it through."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from fazhi.matters.models import Attachment, Matter
from fazhi.people.models import Region
from fazhi.portal import places
from tests.matters.cast import DISPATCHER, HANDLER, TOWNSHIP, county, staff
from tests.portal.test_sending import PNG

__all__ = ["county"]
Keep = Callable[[Page, str, int], Path]


@pytest.fixture
def site(transactional_db: None, county: None, live_server: LiveServer) -> str:
    Region.objects.filter(code=TOWNSHIP).update(name="马庄桥镇")
    Region.objects.create(code=f"{TOWNSHIP}201", name="东街村", level=5, parent_id=TOWNSHIP)
    places.forget()
    return live_server.url


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def look(page: Page, picture: Keep, name: str) -> None:
    """Keep a picture at both widths; nothing may stick out sideways."""
    for width in (1440, 390):
        picture(page, f"portal-{name}", width)
        assert fits(page), f"{name} at {width}"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def send(page: Page, site: str, picture: Keep, photo: Path) -> None:
    page.goto(site)
    look(page, picture, "home")
    page.get_by_role("link", name="反映问题").click()
    page.get_by_label("事情经过").fill("东街路口三盏路灯坏了半个月，晚上走路看不清。希望尽快修好。")
    look(page, picture, "what")
    press(page, "下一步")
    page.get_by_label("乡镇（街道）").select_option(label="马庄桥镇")
    look(page, picture, "township")
    press(page, "下一步")
    page.get_by_label("村（社区）").select_option(label="东街村")
    page.get_by_label("具体地点").fill("东街路口")
    look(page, picture, "place")
    press(page, "下一步")
    page.locator("input[type=file]").set_input_files(photo)
    look(page, picture, "photos")
    press(page, "下一步")
    page.get_by_label("怎么称呼您").fill("张小三")
    page.get_by_label("电话").fill("13800001234")
    look(page, picture, "contact")
    press(page, "下一步")
    page.wait_for_url("**/check/")
    look(page, picture, "check")
    press(page, "送出")
    page.wait_for_url("**/done/")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "路灯.png"
    path.write_bytes(PNG)
    return path


def act(action: str, actor: object, **data: str) -> None:
    from uuid import uuid4

    from django.utils import timezone

    from fazhi.matters.acting import Act
    from fazhi.matters.acting import act as really

    id = Matter.objects.unscoped("测试").get().id
    really(Act(id, action, actor, uuid4().hex, timezone.now(), data))  # type: ignore[arg-type]


def test_a_resident_sends_and_follows(phone: Page, site: str, picture: Keep, photo: Path) -> None:
    send(phone, site, picture, photo)
    look(phone, picture, "done")
    number, code = (phone.locator(f"[data-{name}]").inner_text() for name in ("number", "code"))
    assert Matter.objects.unscoped("测试").get().number == number
    assert Attachment.objects.unscoped("测试").get().name == "路灯.png"

    press(phone, "看进度")
    phone.wait_for_url("**/follow/*/")
    look(phone, picture, "line")
    act("sign", HANDLER)
    phone.reload()
    phone.get_by_text("期限怎么算的").click()
    look(phone, picture, "line-handling")
    phone.get_by_role("link", name="补充材料").click()
    phone.get_by_label("补充内容").fill("今天第四盏也灭了。")
    look(phone, picture, "supplement")
    press(phone, "送出")
    phone.wait_for_url("**/follow/*/?done=supplement")
    assert phone.get_by_text("已送出，谢谢。").is_visible()
    assert phone.get_by_text("今天第四盏也灭了。").is_visible()

    act("feedback", HANDLER, result="三盏路灯已更换")
    act("verify_pass", DISPATCHER, finding="已亮")
    caller = staff("zhou", "centre", "dispatcher")
    act("call_back", caller, responded="yes", resolved="yes", satisfied="satisfied")
    act("close", caller)
    phone.reload()
    look(phone, picture, "line-closed")
    phone.get_by_role("link", name="评价").click()
    phone.get_by_label("满意", exact=True).check()
    look(phone, picture, "rate")
    press(phone, "送出")
    phone.wait_for_url("**/follow/*/?done=rate")
    assert phone.get_by_text("作了评价").is_visible()
    assert code not in phone.url


def test_the_scanned_code_leads_to_the_matter(phone: Page, site: str, picture: Keep, photo: Path) -> None:
    send(phone, site, picture, photo)
    number, code = (phone.locator(f"[data-{name}]").inner_text() for name in ("number", "code"))
    phone.context.clear_cookies()
    phone.goto(f"{site}/follow/#{number}/{code}")
    phone.wait_for_url("**/follow/*/")
    assert phone.get_by_text(number).is_visible()
    assert code not in phone.url


def test_a_lying_file_leaves_everything_where_it_was(phone: Page, site: str, tmp_path: Path, picture: Keep) -> None:
    lie = tmp_path / "路灯.jpg"
    lie.write_bytes(b"MZ\x90\x00 no picture at all")
    phone.goto(f"{site}/send/matter/what/")
    phone.get_by_label("事情经过").fill("路灯坏了")
    for _ in range(3):
        press(phone, "下一步")
    phone.locator("input[type=file]").set_input_files(lie)
    press(phone, "下一步")
    phone.get_by_text("与文件名不符").wait_for()
    look(phone, picture, "lying-file")
    phone.goto(f"{site}/send/matter/what/")
    assert phone.get_by_label("事情经过").input_value() == "路灯坏了"


def test_a_wrong_code_and_the_search_lead_on(phone: Page, site: str, picture: Keep) -> None:
    phone.goto(f"{site}/follow/")
    look(phone, picture, "follow")
    phone.get_by_label("办件编号").fill("清20261123-00001")
    phone.get_by_label("查询码").fill("AAAAAAAA")
    press(phone, "查进度")
    look(phone, picture, "follow-wrong")
    phone.goto(site)
    phone.get_by_role("searchbox").fill("邻居装修漏水不赔")
    press(phone, "查一查")
    look(phone, picture, "search")
    phone.get_by_role("button", name="申请人民调解").click()
    assert phone.get_by_label("事情经过").input_value() == "邻居装修漏水不赔"


def test_without_scripts_it_works_too(chromium: object, site: str, photo: Path) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})  # type: ignore[attr-defined]
    page = context.new_page()
    send(page, site, lambda *_: photo, photo)
    press(page, "看进度")
    assert page.get_by_text("反映的事项已经收到").is_visible()
    context.close()


def test_an_unknown_page_says_what_next(client: Client, db: None) -> None:
    assert "回到首页" in client.get("/nothing/").content.decode()
