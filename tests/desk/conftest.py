"""A fixed cast at the desk: who has a part in a matter, a colleague, a stranger; and a clock that stands still."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fazhi.matters import dispatching
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from fazhi.people.grants import prepare_oversight
from fazhi.people.models import Level, Person, Post, ScopeKind
from fazhi.people.viewers import unit_subject
from tests.matters.cast import NOW, FixedRanker, county, sent

__all__ = ["county", "sent"]

SINCE = date(2026, 1, 1)
STAFF = {
    "zhao": ("赵分办", "centre", ("dispatcher", "verifier")),
    "wu": ("吴核查", "centre", ("verifier",)),
    "qian": ("钱经办", "housing", ("handler",)),
    "chen": ("陈经办", "housing", ("handler",)),
    "boss": ("局领导", "housing", ("leader", "handler")),
    "li": ("李督办", "office", ("supervisor",)),
    "sun": ("孙镇长", "township", ("handler", "leader")),
    "stranger": ("环保经办", "ecology", ("handler",)),
    "admin": ("系统管理员", "centre", ("system_admin",)),
}


@dataclass
class Clock:
    """The present moment of the test."""

    now: datetime = NOW

    def go(self, **by: int) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Stand still at the hour of the cast, a Monday morning."""
    stands = Clock()
    monkeypatch.setattr(timezone, "now", lambda: stands.now)
    return stands


@pytest.fixture
def staff(county: None, clock: Clock) -> dict[str, Person]:
    """Return the people by account, each with the posts of the play."""
    found = {}
    for name, (called, unit, roles) in STAFF.items():
        person = found[name] = Person.objects.create_user(name, display_name=called)
        for role in roles:
            Post.objects.create(person=person, unit_id=unit, role=role, valid_from=SINCE)
    prepare_oversight(unit_subject("office"), ScopeKind.REGION, "410922", Level.SUPERVISE, NOW, "unit/1/1").save()
    return found


Enter = Callable[[str], Client]


@pytest.fixture
def enter(staff: dict[str, Person]) -> Enter:
    """Return a maker of browsers in which somebody has signed in."""

    def browser(name: str) -> Client:
        client = Client()
        client.force_login(staff[name])
        return client

    return browser


@pytest.fixture
def matter(staff: dict[str, Person], sent: Callable[..., Received]) -> Matter:
    """A matter of the housing bureau that waits to be signed for."""
    return the(sent())


@pytest.fixture
def unsure(county: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the machine be so unsure that every message waits for the dispatcher."""
    monkeypatch.setattr(dispatching, "ranker", lambda: FixedRanker(confidence=0.5))
    return


def the(received: Received) -> Matter:
    """Return the row of a matter that was received."""
    found: Matter = Matter.objects.unscoped("测试").get(id=received.matter)
    return found


def acted(client: Client, matter: Matter, action: str, /, **data: Any) -> Any:
    """Act through the form of the page, as a person would: fetch it, fill it in, send it."""
    url = f"/desk/matters/{matter.number}/act/{action}/"
    form = client.get(url).context["form"]
    hidden = {field.html_name: field.value() or "" for field in form.hidden_fields()}
    return client.post(url, {**hidden, "step": "do", **data})


def text_of(html: str) -> str:
    """Return what a page says, without its marks; a fraction reads as one word, as it stands on one line."""
    whole = re.sub(r'<span class="nowrap">([^<]*／[^<]*)</span>', r"\1", html)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", whole)))
