"""Looking the law up with a telephone, and citing it at the desk: what is typed is answered while it is typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fazhi.law.search import index
from tests.screens.lawbook_cast import corpus_file

__all__ = ["corpus_file"]
Keep = Callable[[Page, str, int], Path]


@pytest.fixture
def site(transactional_db: None, corpus_file: Path, live_server: LiveServer) -> str:
    index.build(corpus_file, corpus_file.with_name("law.index"))
    return live_server.url


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def look(page: Page, picture: Keep, name: str) -> None:
    for width in (1440, 390):
        picture(page, f"law-{name}", width)
        assert fits(page), f"{name} at {width}"


def test_searching_as_one_types_and_reading(site: str, phone: Page, picture: Keep) -> None:
    phone.goto(f"{site}/")
    phone.get_by_role("link", name="查法律条文").click()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url) if "q=" in request.url else None)
    phone.get_by_role("searchbox").press_sequentially("路灯坏了多久修好", delay=20)
    expect(phone.locator("#law-results")).to_contain_text("有关的条文")
    assert len(asked) <= 2, "a request for every key"
    assert "q=" in phone.url, "what was looked for stands in the address"
    phone.get_by_label("效力级别").select_option("法律")
    expect(phone.locator("#law-results")).not_to_contain_text("样例法实施办法")
    look(phone, picture, "search")
    phone.get_by_role("link", name="样例法 第三条").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("第三条")
    look(phone, picture, "article")
    phone.get_by_role("link", name="与正在看的比较").click()
    expect(phone.locator("ins")).to_contain_text("二")
    look(phone, picture, "difference")


def test_a_reload_finds_the_same_results(site: str, page: Page) -> None:
    page.goto(f"{site}/law/?q=路灯&level=法律")
    found = page.locator("#law-results").inner_text()
    assert "第三条" in found
    page.reload()
    assert page.locator("#law-results").inner_text() == found
