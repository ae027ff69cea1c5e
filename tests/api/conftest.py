"""A small county, its staff with tokens, and a program that speaks for each of them."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from fazhi.api import tokens
from fazhi.api.tokens import make_token
from fazhi.people.models import Person, Post
from tests.matters.cast import NOW, TOWNSHIP, county

__all__ = ["county"]
CAST = {
    "dispatcher": ("centre", "dispatcher"),
    "caller": ("centre", "dispatcher"),
    "verifier": ("centre", "verifier"),
    "handler": ("housing", "handler"),
    "colleague": ("housing", "handler"),
    "stranger": ("ecology", "handler"),
    "auditor": ("office", "audit_admin"),
}


class Program:
    """A program with a person's token."""

    def __init__(self, person: Person | None, secret: str) -> None:
        self.person, self.secret = person, secret
        self.client = Client()

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers=self._headers(""))  # type: ignore[return-value]

    def post(self, path: str, body: Any, key: str = "") -> HttpResponse:
        raw = body if isinstance(body, bytes | str) else orjson.dumps(body)
        return self.client.post(  # type: ignore[return-value]
            f"/api/v1{path}", raw, content_type="application/json", headers=self._headers(key)
        )

    def create(self, key: str = "", **changed: Any) -> HttpResponse:
        return self.post("/matters", {"text": "东街路灯坏了。", "region": TOWNSHIP, **changed}, key)

    def act(self, number: str, action: str, key: str = "", /, **given: Any) -> HttpResponse:
        return self.post(f"/matters/{number}/actions/{action}", given, key)

    def _headers(self, key: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} | ({"Idempotency-Key": key} if key else {})


@pytest.fixture
def people(county: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Person]]:
    """The staff of the county."""
    found = {}
    for name, (unit, role) in CAST.items():
        person = found[name] = Person.objects.create_user(name, display_name=name)
        Post.objects.create(person=person, unit_id=unit, role=role, valid_from="2020-01-01")
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    tokens.forget()
    yield found
    tokens.forget()


@pytest.fixture
def program(people: dict[str, Person]) -> Callable[[str], Program]:
    """program("handler"): a program that speaks for the handler."""
    return lambda name: Program(people[name], make_token(people[name], "测试"))


@pytest.fixture
def number(program: Callable[[str], Program]) -> str:
    """A matter that the dispatcher took in and the machine gave to 住建局."""
    created = program("dispatcher").create()
    assert created.status_code == 201, created.content.decode()
    return str(created.json()["number"])


def refusal(response: HttpResponse) -> dict[str, Any]:
    """Return the body of a refusal, which must be whole: what and why, in Chinese."""
    body: dict[str, Any] = response.json()  # type: ignore[attr-defined]
    assert set(body) == {"code", "message", "remedy", "fields"}, body
    assert any("\u4e00" <= c <= "\u9fff" for c in body["message"])
    return body
