"""Words that stand in tables are translated where they are shown, told by a catalogue that brackets every message."""

from collections.abc import Callable
from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from fazhi.desk.menu import ITEMS
from fazhi.people.roles import ROLES, role_name
from fazhi.people.sessions import Ended, ended_because
from fazhi.screens import navigation
from fazhi.screens.lights import WORDS, Level, Light
from fazhi.screens.words import Period, long_date, period_words


@pytest.fixture(autouse=True)
def bracketed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Translate every message into itself between brackets."""
    monkeypatch.setattr(translation._trans, "gettext", lambda message: f"[{message}]")


def ended() -> str:
    """Return why a session ended, as the sign-in page says it."""
    request = RequestFactory().get("/")
    request._fazhi_ended = Ended.IDLE  # type: ignore[attr-defined]
    return ended_because(request)


def menu() -> str:
    """Return the label of the menu's first item."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(navigation, "_items", {"": ITEMS[0]})
        return navigation.items_for(RequestFactory().get("/"))[0].label


def empty() -> str:
    """Return a page's word that a template passes to another as a parameter."""
    shown = render_to_string("desk/corrections.html", {"proposals": []})
    return "[没有等待复核的更正]" if "<h2>[没有等待复核的更正]</h2>" in shown else shown


@pytest.mark.parametrize(
    ("show", "words"),
    [
        (lambda: Light(Level.SOON).word, f"[{WORDS[Level.SOON]}]"),
        (lambda: role_name("handler"), f"[{ROLES['handler']}]"),
        (lambda: long_date(date(2026, 11, 23)), "[[2026年11月23日]（[周一]）]"),
        (
            lambda: period_words(Period(date(2026, 11, 2), "受理", "60 日", None)),
            "[自 [11月2日] 受理起 60 日，期间中止，恢复后续算]",
        ),
        (ended, f"[{Ended.IDLE.value}]"),
        (menu, "[今日待办]"),
        (empty, "[没有等待复核的更正]"),
    ],
    ids=["light", "post", "day", "period", "session", "menu", "a parameter of a template"],
)
def test_the_catalogue_reaches_the_screen(show: Callable[[], str], words: str) -> None:
    assert show() == words
