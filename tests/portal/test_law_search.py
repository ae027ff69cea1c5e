"""Searching the law: by name, by citation, in ordinary words; filters in the address; nothing asked for twice."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from fazhi.law.search import index
from fazhi.law.store.corpus import NoCorpus
from fazhi.screens.lawbook import book
from fazhi.screens.lawbook.finding import pairs
from fazhi.screens.lawbook.layout import marked
from tests.matters.cast import NOW
from tests.screens.lawbook_cast import corpus_file, no_corpus

__all__ = ["corpus_file", "no_corpus"]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def see(corpus_file: Path, client: Client, db: None) -> Client:
    index.build(corpus_file, corpus_file.with_name("law.index"))
    return client


def ask(client: Client, **query: str) -> HttpResponse:
    page = client.get("/law/", query)
    assert page.status_code == 200
    return page  # type: ignore[return-value]


def found(page: HttpResponse) -> list[tuple[str, str]]:
    return [(hit.title, hit.label) for hit in page.context["hits"]]  # type: ignore[attr-defined]


def test_a_question_in_ordinary_words(see: Client) -> None:
    page = ask(see, q="路灯坏了多久要修复")
    assert found(page)[0] == ("中华人民共和国样例法", "第三条")
    shown = page.content.decode()
    for said in ("<mark>修复</mark>", "2023年9月1日版本", "有效", "/law/akn/cn/act/"):
        assert said in shown
    assert see.get(page.context["hits"][0].url).context["label"] == "第三条"  # type: ignore[attr-defined]


@pytest.mark.parametrize("typed", ["样例法第三条", "《样例法》第3条", "中华人民共和国样例法第三条"])
def test_a_citation_typed_in_leads_to_its_article(see: Client, typed: str) -> None:
    (named,) = ask(see, q=typed).context["named"]  # type: ignore[attr-defined]
    assert (named.title, named.label) == ("中华人民共和国样例法", "第三条")


def test_a_citation_to_what_is_not_there_says_why(see: Client) -> None:
    page = ask(see, q="样例法第九条")
    assert page.context["named"] == []  # type: ignore[attr-defined]
    (missed,) = page.context["missed"]  # type: ignore[attr-defined]
    assert "没有第九条" in missed.why
    assert see.get(missed.links[0][1]).context["instrument"].short == "样例法"  # type: ignore[attr-defined]
    assert "没有找到" not in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "hits"), [("样例法第三条", False), ("《样例法》第九条", False), ("样例法第三条 路灯修复", True)]
)
def test_beside_a_provision_that_is_named_nothing_is_searched_that_was_not_asked(
    see: Client, typed: str, hits: bool
) -> None:
    page = ask(see, q=typed)
    assert bool(found(page)) is hits
    assert "<mark>三条" not in page.content.decode()


def test_what_no_repeal_is_known_of_is_explained(see: Client) -> None:
    assert "“未见废止”：条文库里没有更新的版本" in ask(see, q="路灯设施").content.decode()
    assert "“未见废止”：" not in ask(see, q="样例法第三条").content.decode()


def test_a_repealed_instrument_is_named_as_such(see: Client) -> None:
    stands = {one.place: one.standing.past for one in ask(see, q="路灯条例").context["titles"]}  # type: ignore[attr-defined]
    assert stands["北京市"]
    assert not stands["清丰县"]


@pytest.mark.parametrize(("typed", "first"), [("样例法", "中华人民共和国样例法"), ("样例 办法", "样例法实施办法")])
def test_instruments_by_their_names(see: Client, typed: str, first: str) -> None:
    assert ask(see, q=typed).context["titles"][0].title == first  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("filters", "kept", "left_out"),
    [
        ({"level": "行政法规"}, "样例法实施办法", "清丰县路灯条例"),
        ({"place": "cn"}, "中华人民共和国样例法", "清丰县路灯条例"),
        ({"place": "410922"}, "清丰县路灯条例", "路灯条例"),
        ({"on": "2016-06-01"}, "中华人民共和国样例法", "清丰县路灯条例"),
    ],
)
def test_filters(see: Client, filters: dict[str, str], kept: str, left_out: str) -> None:
    titles = {title for title, _ in found(ask(see, q="路灯", **filters))}
    assert kept in titles
    assert left_out not in titles


def test_on_a_day_the_version_of_that_day(see: Client) -> None:
    shown = ask(see, q="路灯修复", on="2016-06-01").content.decode()
    assert "2015年5月1日版本" in shown
    assert "2023年9月1日版本" not in shown


def test_filters_stay_in_the_form(see: Client) -> None:
    shown = ask(see, q="路灯", level="法律", place="410922", on="2024-05-06").content.decode()
    assert '<option value="法律" selected>' in shown
    assert '<option value="410922" selected>清丰县（连同全国的）</option>' in shown
    assert 'value="2024-05-06"' in shown


@pytest.mark.parametrize("query", [{"on": "昨天"}, {"level": "圣旨"}, {"place": "x"}])
def test_a_filter_that_makes_no_sense_is_left_out(see: Client, query: dict[str, str]) -> None:
    page = ask(see, q="路灯", **query)
    assert found(page)
    assert ("日期写法不对" in page.content.decode()) is ("on" in query)


def test_only_the_results_where_the_script_asks_for_them(see: Client) -> None:
    part = see.get("/law/", {"q": "路灯"}, headers={"HX-Target": "law-results", "HX-Request": "true"})
    assert part["Vary"].find("HX-Target") >= 0
    assert part.content.decode().count("<form") == 0
    assert "有关的条文" in part.content.decode()


def test_nothing_asked(see: Client) -> None:
    shown = ask(see, q="  ").content.decode()
    assert "边写边查" in shown
    assert "没有找到" not in shown


def test_nothing_found_is_not_nothing_there(see: Client) -> None:
    shown = ask(see, q="鯨鯨鯨").content.decode()
    assert "条文库里没有（不等于不存在）" in shown
    assert "核对到 2026年4月19日" in shown


def test_what_cannot_be_looked_for_is_said(see: Client) -> None:
    shown = ask(see, q="？？！").content.decode()
    assert "没有可以查找的文字" in shown
    assert "不等于不存在" not in shown


def test_a_long_question_is_cut_and_says_so(see: Client) -> None:
    page = ask(see, q="路灯" * 200)
    assert "只按前 200 字查找" in page.content.decode()
    assert len(page.context["question"].words) == 200  # type: ignore[attr-defined]


def test_without_an_index_by_name_and_number(corpus_file: Path, client: Client, db: None) -> None:
    page = ask(client, q="样例法第三条")
    assert "还没有建立全文索引" in page.content.decode()
    assert page.context["named"][0].label == "第三条"  # type: ignore[attr-defined]


def test_without_a_corpus(no_corpus: None, client: Client, db: None) -> None:
    assert "条文库还是空的" in ask(client, q="路灯").content.decode()


def test_what_is_typed_is_never_taken_for_markup(see: Client) -> None:
    assert "<script>alert" not in ask(see, q="<script>alert(1)</script>路灯").content.decode()


def test_marks_are_what_question_and_answer_share() -> None:
    assert (
        marked("损坏的<路灯>应当修复", pairs("路灯怎么修复")) == "损坏的&lt;<mark>路灯</mark>&gt;应当<mark>修复</mark>"
    )


def test_the_corpus_is_made_ready_before_the_first_question(see: Client) -> None:
    book.warm()
    made = vars(book.lawbook())
    for ready in ("instruments", "names", "searcher"):
        assert made[ready]


def test_without_a_corpus_nothing_is_made_ready(no_corpus: None) -> None:
    book.warm()
    with pytest.raises(NoCorpus):
        book.lawbook()
