"""Signing in and out: what is wrong is never told apart, accounts lock, nothing stays behind."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fazhi.people.models import Person
from tests.desk.conftest import Clock

WORD = "a long Passphrase 1"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Start at the real hour: the lock of accounts keeps its own time."""
    moves = Clock(timezone.now())
    monkeypatch.setattr(timezone, "now", lambda: moves.now)
    return moves


@pytest.fixture
def account(staff: dict[str, Person]) -> Person:
    """An account whose password is known."""
    staff["qian"].set_password(WORD)
    staff["qian"].save()
    return staff["qian"]


def sign_in(client: Client, name: str, word: str, **more: str) -> Any:
    return client.post("/desk/login/", {"username": name, "password": word, **more})


def test_signing_in_leads_to_my_day(client: Client, account: Person) -> None:
    answer = sign_in(client, "qian", WORD)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert "钱经办" in client.get("/desk/").content.decode()


def test_the_page_bears_the_name_of_the_site_and_not_of_the_machine(client: Client, db: None) -> None:
    page = client.get("/desk/login/", headers={"host": "testserver"}).content.decode()
    assert "登录 · 法治" in page
    assert "testserver" not in page


def test_who_is_sent_to_sign_in_is_told_why(client: Client, db: None) -> None:
    assert "登录后回到您要看的页面" in client.get("/desk/notices/", follow=True).content.decode()
    assert "登录后回到您要看的页面" not in client.get("/desk/login/").content.decode()


def test_signing_in_leads_back_to_the_page_asked_for(client: Client, account: Person) -> None:
    assert sign_in(client, "qian", WORD, next="/desk/notices/")["Location"] == "/desk/notices/"
    client.logout()
    assert sign_in(client, "qian", WORD, next="https://elsewhere.example/")["Location"] == "/desk/"


def test_sec_03_a_wrong_word_and_a_wrong_account_look_the_same(client: Client, account: Person) -> None:
    Person.objects.filter(pk=account.pk).update(is_active=True)
    shown = []
    for name in ("qian", "nobody"):
        answer = sign_in(client, name, "wrong wrong wrong")
        assert answer.status_code == 422
        shown.append([str(e) for e in answer.context["form"].non_field_errors()])
    assert shown[0] == shown[1]
    assert "账号或者密码不对" in shown[0][0]


def test_an_account_out_of_use_looks_like_a_wrong_word(client: Client, account: Person) -> None:
    Person.objects.filter(pk=account.pk).update(is_active=False)
    assert "账号或者密码不对" in sign_in(client, "qian", WORD).content.decode()


def test_sec_03_five_failures_lock(client: Client, account: Person) -> None:
    answers = [sign_in(client, "qian", "wrong wrong wrong").status_code for _ in range(5)]
    assert answers == [422] * 4 + [429]
    assert sign_in(client, "qian", WORD).status_code == 429


def test_sec_03_an_idle_session_ends_and_says_so(client: Client, account: Person, clock: Any) -> None:
    sign_in(client, "qian", WORD)
    client.get("/desk/")
    clock.go(minutes=31)
    shown = client.get("/desk/", follow=True).content.decode()
    assert "您已较长时间没有操作" in shown
    assert "工作人员登录" in shown


def test_sec_25_signing_out_leaves_nothing(client: Client, account: Person) -> None:
    sign_in(client, "qian", WORD)
    assert client.get("/desk/logout/").status_code == 405  # a link on another page cannot sign anybody out
    answer = client.post("/desk/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/desk/").status_code == 302


def test_a_fragment_of_an_ended_session_leads_to_the_sign_in_page(client: Client, db: None) -> None:
    answer = client.get("/desk/dispatch/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/desk/login/"


def test_someone_without_a_post_is_told(client: Client, account: Person) -> None:
    account.posts.update(valid_to="2026-01-02")
    client.force_login(account)
    assert "目前没有任职" in client.get("/desk/", follow=True).content.decode()
