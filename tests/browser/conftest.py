"""A real Chromium for tests of pages: `page` at 1440 px, `phone` at 390 px, `picture` to keep what was seen."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

# Playwright's sync API keeps a running event loop in this thread, in which Django would refuse every query.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SYSTEM_CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK_WIDTH, PHONE_WIDTH = 1440, 390
HEIGHTS = {DESK_WIDTH: 900, PHONE_WIDTH: 844}
PICTURES = Path(__file__).resolve().parents[2] / "var" / "pictures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that `-m "not browser"` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run; tests are skipped with a plain reason where there is none."""
    with sync_playwright() as playwright:
        browser = _launch(playwright)
        yield browser
        browser.close()


def _launch(playwright: Playwright) -> Browser:
    own = str(SYSTEM_CHROMIUM) if SYSTEM_CHROMIUM.exists() else None
    try:
        return playwright.chromium.launch(executable_path=own, args=FLAGS)
    except Error as missing:
        pytest.skip(f"没有可用的 Chromium（先运行 python setup/browser.py）：{str(missing).splitlines()[0]}")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page on a desk's screen, 1440 px wide."""
    yield from _page(chromium, DESK_WIDTH)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A fresh page on a phone, 390 px wide."""
    yield from _page(chromium, PHONE_WIDTH)


def _page(browser: Browser, width: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": HEIGHTS[width]}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def picture() -> Callable[[Page, str, int], Path]:
    """picture(page, name, width) keeps the whole page as var/pictures/<name>-<width>.png and returns the path."""

    def keep(page: Page, name: str, width: int = DESK_WIDTH) -> Path:
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.set_viewport_size({"width": width, "height": HEIGHTS.get(width, 900)})
        path = PICTURES / f"{name}-{width}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return keep
