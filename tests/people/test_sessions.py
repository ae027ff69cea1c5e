"""Sessions end in time and at once; sign-in locks after failures."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from fazhi.people.models import Person
from fazhi.people.sessions import Ended, ended_because, posts_today, viewer_of

from .conftest import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
WORD = "a long Passphrase 1"


def whoami(request: HttpRequest) -> HttpResponse:
    """Answer who looks, or 401 and why nobody does."""
    viewer = viewer_of(request)
    if viewer.kind == "public":
        return HttpResponse(ended_because(request), status=401)
    return HttpResponse(f"{viewer.label} {len(posts_today(request))}")


def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as the desk will."""
    person = authenticate(request, username=request.POST["username"], password=request.POST["password"])
    if person is None:
        return HttpResponse("wrong", status=403)
    login(request, person)
    return HttpResponse("ok")


urlpatterns = [path("me", whoami), path("in", sign_in)]


@pytest.fixture
def mediator(cast: Cast, client: Client) -> Person:
    """Return a mediator who has signed in."""
    client.force_login(cast.people["mediator"])
    assert client.get("/me").status_code == 200
    return cast.people["mediator"]


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Return a mover of the clock."""
    began = timezone.now()

    def go(by: timedelta) -> None:
        def now() -> datetime:
            return began + by

        monkeypatch.setattr(timezone, "now", now)

    return go


def deactivate(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def end_posts(person: Person) -> None:
    person.posts.update(valid_to=timezone.localdate())


def withdraw_posts(person: Person) -> None:
    person.posts.update(recorded_to=timezone.now())


@pytest.mark.parametrize(
    ("leave", "why"),
    [(deactivate, Ended.DEACTIVATED), (end_posts, Ended.NO_POST), (withdraw_posts, Ended.NO_POST)],
)
def test_sec_06_who_leaves_is_out_at_the_next_request(
    client: Client, mediator: Person, leave: Callable[[Person], None], why: Ended
) -> None:
    leave(mediator)
    answer = client.get("/me")
    assert (answer.status_code, answer.content.decode()) == (401, why.value)
    assert client.get("/me").content == b""  # the session itself is gone, not only refused


@pytest.mark.parametrize(
    ("idle", "status"), [(timedelta(minutes=29), 200), (timedelta(minutes=31), 401)], ids=["in time", "idle"]
)
def test_sec_03_idle_timeout(client: Client, mediator: Person, travel: Any, idle: timedelta, status: int) -> None:
    travel(idle)
    answer = client.get("/me")
    assert answer.status_code == status
    assert (answer.content.decode() == Ended.IDLE.value) is (status == 401)


def test_sec_03_absolute_timeout_in_spite_of_activity(client: Client, mediator: Person, travel: Any) -> None:
    for minutes in range(20, 12 * 60, 20):
        travel(timedelta(minutes=minutes))
        assert client.get("/me").status_code == 200
    travel(timedelta(minutes=12 * 60 + 1))
    answer = client.get("/me")
    assert (answer.status_code, answer.content.decode()) == (401, Ended.TOO_LONG.value)


def test_the_viewer_is_made_once_a_request(client: Client, mediator: Person, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(5):  # session, account, posts, oversights, few or many
        assert client.get("/me").content.decode() == f"person:{mediator.pk} 1"


def attempt(client: Client, username: str, password: str = "wrong wrong wrong") -> int:
    return client.post("/in", {"username": username, "password": password}).status_code


def test_sec_03_an_account_locks_after_five_failures_and_opens_later(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("mediator", "clerk"):
        cast.people[name].set_password(WORD)
        cast.people[name].save()
    assert [attempt(client, "mediator") for _ in range(5)] == [403] * 4 + [429]
    assert attempt(client, "mediator", WORD) == 429
    assert attempt(client, "clerk", WORD) == 200
    locked = client.post("/in", {"username": "mediator", "password": WORD})
    assert "15 分钟后再试" in locked.content.decode()
    assert "mediator" not in caplog.text
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert attempt(client, "mediator", WORD) == 200
    assert not AccessAttempt.objects.filter(username="mediator", failures_since_start__gte=5).exists()


def test_an_account_without_a_post_is_told_so(client: Client, cast: Cast) -> None:
    cast.people["clerk"].posts.update(valid_from=date(2999, 1, 1))
    client.force_login(cast.people["clerk"])
    assert client.get("/me").content.decode() == Ended.NO_POST.value
