"""The county, and the steps of sending as a resident takes them."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from fazhi.people.models import Region
from fazhi.portal import places
from tests.matters.cast import NOW, TOWNSHIP, county

__all__ = ["county"]
VILLAGE = f"{TOWNSHIP}201"


@pytest.fixture
def portal(county: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The county with one village, at the moment of the cast."""
    Region.objects.create(code=VILLAGE, name="东街村", level=5, parent_id=TOWNSHIP)
    places.forget()
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    yield
    places.forget()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Move the clock."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def resident(portal: None, client: Client) -> Client:
    """A resident's browser."""
    return client


ANSWERS: dict[str, dict[str, str]] = {
    "what": {"text": "东街路灯坏了半个月没人修。"},
    "whom": {"whom": "邻居"},
    "township": {"township": TOWNSHIP},
    "place": {"village": VILLAGE, "place": "东街路口"},
    "photos": {"next": "1"},
    "contact": {"name": "张小三", "phone": "138 0000 1234"},
    "check": {},
}


def fill(browser: Client, service: str = "matter", *, until: str = "", **changed: dict[str, str]) -> HttpResponse:
    """Answer the questions in order, up to but not including `until`; return the last answer."""
    from fazhi.portal.services import SERVICES

    response = HttpResponse()
    for step in SERVICES[service].steps:
        if step == until:
            break
        response = browser.post(f"/send/{service}/{step}/", {**ANSWERS[step], **changed.get(step, {})})
        assert response.status_code == 302, (step, response.content.decode())
    return response


def told(browser: Client, service: str = "matter") -> tuple[str, str]:
    """Return number and code from the page after sending."""
    page = browser.get(f"/send/{service}/done/")
    return page.context["number"], page.context["code"]


def enter(browser: Client, number: str, code: str) -> HttpResponse:
    """Ask for the matter with number and code."""
    return browser.post("/follow/", {"number": number, "code": code}, follow=True)  # type: ignore[return-value]
