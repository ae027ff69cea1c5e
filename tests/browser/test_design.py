"""The gallery of components in a real browser: no sideways scrolling, nothing refused, keyboard, drafts, charts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Response
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

PAGES = ["desk", "portal", "board", "wall", "print"]
STRICT = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"


@pytest.fixture
def gallery(live_server: LiveServer, settings: Settings) -> str:
    settings.DEBUG = True
    return f"{live_server.url}/_design/"


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [1440, 390])
def test_page_fits_its_screen(
    gallery: str, page: Page, picture: Callable[[Page, str, int], Path], name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{gallery}?page={name}")
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert picture(page, f"gallery-{name}", width).stat().st_size > 0


@pytest.mark.parametrize("name", PAGES)
def test_nothing_needs_inline_script_or_style(gallery: str, page: Page, name: str) -> None:
    """Under the strictest policy nothing is refused: what the policy will be one day holds already."""
    said: list[str] = []
    lost: list[str] = []
    page.on("console", lambda message: _note(message, said))
    page.on("response", lambda response: _lost(response, lost))
    page.route("**/_design/**", lambda route: _with_policy(route))
    page.goto(f"{gallery}?page={name}")
    page.wait_for_load_state("networkidle")

    assert said == []
    assert lost == []


def _note(message: ConsoleMessage, said: list[str]) -> None:
    if message.type in {"error", "warning"}:
        said.append(message.text)


def _lost(response: Response, lost: list[str]) -> None:
    if response.status >= 400:
        lost.append(response.url)


def _with_policy(route: "object") -> None:
    answer = route.fetch()  # type: ignore[attr-defined]
    route.fulfill(  # type: ignore[attr-defined]
        response=answer, headers={**answer.headers, "content-security-policy": STRICT}
    )


def test_arrow_keys_walk_the_rows(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")

    assert page.evaluate("document.activeElement.querySelector('.gist').textContent") == "拖欠三个月工资（样例）"


def test_number_key_presses_the_candidate(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.evaluate("document.querySelectorAll('.candidate').forEach((one) => one.type = 'button')")
    page.keyboard.press("2")

    assert page.evaluate("document.activeElement.value") == "1"


def test_number_key_is_text_in_a_field(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.locator("#id_what").focus()
    page.keyboard.press("2")

    assert page.locator("#id_what").input_value() == "2"


def test_draft_survives_a_reload(gallery: str, phone: Page) -> None:
    phone.goto(f"{gallery}?page=portal")
    phone.fill("[name=where]", "样例路 5 号")
    phone.reload()

    assert phone.locator("[name=where]").input_value() == "样例路 5 号"


def test_menu_opens_on_a_phone(gallery: str, phone: Page) -> None:
    phone.goto(gallery)
    assert not phone.locator("#desk-side").is_visible()
    phone.get_by_role("button", name="菜单").click()

    assert phone.locator("#desk-side").is_visible()


def test_refused_button_says_why(gallery: str, page: Page) -> None:
    page.goto(gallery)
    page.get_by_role("button", name="结案").focus()
    page.keyboard.press("Enter")

    assert page.get_by_text("现在不能结案").is_visible()


def test_chart_is_drawn_and_its_table_opens(gallery: str, page: Page) -> None:
    page.goto(f"{gallery}?page=board")

    assert page.locator("[data-chart=trend] canvas").is_visible()
    page.locator(".chart summary").first.click()
    assert page.get_by_role("cell", name="412").is_visible()


def test_large_type_stays(gallery: str, phone: Page) -> None:
    phone.goto(f"{gallery}?page=portal")
    phone.get_by_role("button", name="大字").click()
    phone.reload()

    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_phone_text_is_sixteen_pixels_at_least(gallery: str, phone: Page) -> None:
    phone.goto(f"{gallery}?page=portal")
    small = phone.evaluate(
        """() => [...document.querySelectorAll('body *')].filter((one) => one.offsetParent
          && [...one.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
          && parseFloat(getComputedStyle(one).fontSize) < 16).map((one) => one.textContent.trim())"""
    )

    assert small == []
