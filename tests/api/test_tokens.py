"""Who calls: tokens made, revoked, and ended with the person's post; sessions need the CSRF header."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from fazhi.api import tokens
from fazhi.api.models import ApiToken
from fazhi.api.tokens import revoke_token
from fazhi.people.models import Person
from fazhi.people.posts import actor_of
from tests.api.conftest import Program, refusal
from tests.matters.cast import NOW, TOWNSHIP

Speak = Callable[[str], Program]
BODY = {"text": "路灯坏了", "region": TOWNSHIP}


def test_only_the_digest_is_kept(program: Speak) -> None:
    secret = program("handler").secret
    row = ApiToken.objects.get()
    assert secret not in f"{row.digest} {row.name}"
    assert len(row.digest) == 64


@pytest.mark.parametrize("secret", ["", "fz_wrong", "fz_" + "x" * 4000])
def test_a_wrong_token(people: dict[str, Person], secret: str) -> None:
    answer = Program(None, secret).get("/matters")
    assert (answer.status_code, refusal(answer)["code"]) == (401, "unauthorized")


def test_a_revoked_token_ends_at_once(program: Speak) -> None:
    handler = program("handler")
    assert handler.get("/matters").status_code == 200
    revoke_token(ApiToken.objects.get(), NOW)
    assert handler.get("/matters").status_code == 401


def test_who_leaves_loses_access_at_once(program: Speak) -> None:
    handler = program("handler")
    assert handler.get("/matters").status_code == 200
    assert handler.person is not None
    handler.person.is_active = False
    handler.person.save()
    assert handler.get("/matters").status_code == 401


def test_without_a_post_no_access(program: Speak) -> None:
    handler = program("handler")
    assert handler.person is not None
    post = handler.person.posts.get()
    post.valid_to = NOW.date()
    post.save()
    assert handler.get("/matters").status_code == 401


def test_what_another_process_changed_is_seen_after_seconds(program: Speak, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = program("handler")
    assert handler.get("/matters").status_code == 200
    ApiToken.objects.update(revoked_at=NOW)  # no signal: as if elsewhere
    assert handler.get("/matters").status_code == 200
    monkeypatch.setattr(tokens, "KEPT_SECONDS", 0.0)
    assert handler.get("/matters").status_code == 401


def test_use_is_noted_and_not_every_time(program: Speak, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "KEPT_SECONDS", 0.0)
    handler = program("handler")
    handler.get("/matters")
    assert ApiToken.objects.get().last_used_at == NOW
    earlier = NOW - timedelta(minutes=59)
    ApiToken.objects.update(last_used_at=earlier)
    handler.get("/matters")
    assert ApiToken.objects.get().last_used_at == earlier


def test_a_session_reads(people: dict[str, Person]) -> None:
    client = Client()
    client.force_login(people["handler"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/matters").status_code == 200


def test_a_session_without_the_csrf_header_changes_nothing(people: dict[str, Person]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["dispatcher"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/api/v1/matters", BODY, content_type="application/json")
    assert (answer.status_code, refusal(answer)["code"]) == (403, "csrf")


def test_a_session_takes_in(people: dict[str, Person]) -> None:
    client = Client()
    client.force_login(people["dispatcher"], backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/api/v1/matters", BODY, content_type="application/json").status_code == 201


def test_a_program_looks_at_what_is_there_now(people: dict[str, Person]) -> None:
    caller = tokens.Caller(people["handler"], (), actor_of(people["handler"], NOW, ()))
    assert caller.viewer(NOW).present
