"""Which article answered a question, kept at the desk; what residents see of it, and that it can be taken back."""

from datetime import date
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from fazhi.law.search import accepted, index
from fazhi.law.search.opening import ANSWERED, INDEX
from tests.desk.conftest import Enter
from tests.screens.lawbook_cast import corpus_file, no_corpus

__all__ = ["corpus_file", "no_corpus"]
DO = "/desk/law/answered/"
THIRD, FIRST = "/akn/cn/act/样例法/zho@2023-09-01/~art_3", "/akn/cn/act/样例法/zho@2023-09-01/~art_1"
ASKED = "路灯坏了多久要修复"


@pytest.fixture
def clerk(enter: Enter, corpus_file: Path) -> Client:
    index.build(corpus_file, corpus_file.with_suffix(INDEX))
    return enter("qian")


@pytest.fixture
def path(corpus_file: Path) -> Path:
    return corpus_file.with_suffix(ANSWERED)


def keep(client: Client, article: str = THIRD, question: str = ASKED) -> HttpResponse:
    return client.post(DO, {"do": "accept", "q": question, "article": article, "back": "q=路灯"}, follow=True)  # type: ignore[return-value]


def change(client: Client, do: str, id: str) -> str:
    return client.post(DO, {"do": do, "id": id}, follow=True).content.decode()


def likes(client: Client, url: str = "/desk/law/") -> list[tuple[str, list[str]]]:
    found = client.get(url, {"q": "路灯坏了什么时候修复"}).context["likes"]
    return [(one.question, [words for words, _ in one.articles]) for one in found]


def test_the_button_stands_under_every_article_at_the_desk_only(clerk: Client, client: Client) -> None:
    shown = clerk.get("/desk/law/", {"q": ASKED})
    assert shown.content.decode().count("这条回答了问题") == len(shown.context["hits"]) > 0
    assert shown.context["hits"][0].address == THIRD
    assert "这条回答了问题" not in client.get("/law/", {"q": ASKED}).content.decode()


def test_kept_and_shown_to_the_next_who_asks_the_like(clerk: Client, path: Path) -> None:
    page = keep(clerk)
    assert page.redirect_chain == [("/desk/law/?q=%E8%B7%AF%E7%81%AF", 302)]  # type: ignore[attr-defined]
    assert "已记下" in page.content.decode()
    assert likes(clerk) == [(ASKED, ["《样例法》第三条"])]
    keep(clerk, FIRST)
    assert likes(clerk) == [(ASKED, ["《样例法》第三条", "《样例法》第一条"])]
    assert len(accepted.read(path).answered) == 1


def test_residents_see_it_only_after_it_was_said_to_be_fit(clerk: Client, client: Client, path: Path) -> None:
    keep(clerk)
    assert likes(client, "/law/") == []
    (one,) = accepted.read(path).answered
    assert "群众查类似的问题时" in change(clerk, "publish", one.id)
    assert likes(client, "/law/") == [(ASKED, ["《样例法》第三条"])]
    residents = client.get("/law/", {"q": ASKED}).content.decode()
    assert "答复过的类似问题" in residents
    assert DO not in residents
    assert "看不到了" in change(clerk, "hide", one.id)
    assert likes(client, "/law/") == []


def test_deleted_it_is_gone_at_once(clerk: Client, path: Path) -> None:
    keep(clerk)
    (one,) = accepted.read(path).answered
    assert "已删去" in change(clerk, "forget", one.id)
    assert likes(clerk) == []
    assert ASKED not in path.read_text("utf-8")
    assert "已经不在了" in change(clerk, "publish", one.id)


def test_numbers_of_people_are_masked(clerk: Client, path: Path) -> None:
    keep(clerk, question="路灯坏了，电话13812345678，身份证110101199003078515")
    kept = path.read_text("utf-8")
    assert "13812345678" not in kept
    assert "110101199003078515" not in kept
    assert "138****5678" in kept


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"do": "accept", "q": ASKED, "article": THIRD.replace("art_3", "art_99")}, "不等于不存在"),
        ({"do": "accept", "q": ASKED, "article": "样例法第三条"}, "不是条文地址"),
        ({"do": "accept", "q": " ", "article": THIRD}, "没有写问题"),
        ({"do": "", "id": ""}, "已经不在了"),
        ({}, "已经不在了"),
    ],
)
def test_what_cannot_be_kept_is_told(clerk: Client, path: Path, given: dict[str, str], told: str) -> None:
    assert told in clerk.post(DO, given, follow=True).content.decode()
    assert accepted.read(path).answered == ()


def test_without_a_corpus(enter: Enter, no_corpus: None) -> None:
    assert "没有法律条文库" in enter("qian").post(DO, {"do": "accept"}, follow=True).content.decode()


def test_an_article_that_left_the_corpus_is_not_shown(clerk: Client, path: Path) -> None:
    gone = accepted.accepted(ASKED, [THIRD.replace("art_3", "art_99")], date(2026, 1, 5))
    accepted.add(path, [gone])
    assert likes(clerk) == []


def test_only_staff_only_by_post_only_with_the_token_and_only_back_to_the_law(
    enter: Enter, client: Client, corpus_file: Path
) -> None:
    assert client.post(DO, {"do": "accept"}).headers["Location"].startswith("/desk/login/")
    assert enter("qian").get(DO).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = enter("qian").cookies
    assert strict.post(DO, {"do": "accept"}).status_code == 403
    back = enter("qian").post(DO, {"do": "hide", "back": "//elsewhere.test/?q=1"}).headers["Location"]
    assert back.startswith("/desk/law/?")
