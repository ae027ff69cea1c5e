"""Pages of law for everybody: permanent addresses, versions, what is not there."""

from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fazhi.law.addresses import Address
from fazhi.law.citing.model import AsOf, Citation, Mention, Told, Verdict
from fazhi.law.mapping import graph
from fazhi.law.model import Number
from fazhi.screens.lawbook.doors import PORTAL
from fazhi.screens.lawbook.references import cites, links_of
from tests.matters.cast import NOW
from tests.screens.lawbook_cast import corpus_file, no_corpus

__all__ = ["corpus_file", "no_corpus"]
ACT = "/law/akn/cn/act/样例法"
NEWER, OLDER = f"{ACT}/zho@2023-09-01", f"{ACT}/zho@2015-05-01"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def see(corpus_file: Path, client: Client, db: None) -> Client:
    return client


def words(response: HttpResponse) -> str:
    return response.content.decode()


def test_an_article_at_its_permanent_address(see: Client) -> None:
    page = see.get(f"{NEWER}/~art_2")
    assert page.status_code == 200
    shown = words(page)
    for said in (
        "《样例法》",
        "第二条",
        "更换灯泡",
        "有效",
        "2023年9月1日版本",
        "2024年1月1日起施行",
        "样例库",
        "2026年4月19日",
    ):
        assert said in shown
    assert page.context["above"] == ["第二章　巡查"]


def test_paragraph_item_and_point_have_places(see: Client) -> None:
    shown = words(see.get(f"{NEWER}/~art_2"))
    for place in (
        'id="para_1"',
        'class="law-item" id="para_1__item_2"',
        'class="law-point" id="para_1__item_2__point_1"',
    ):
        assert place in shown


@pytest.mark.parametrize("inside", ["para_1__item_2", "item_2"])
def test_an_address_inside_an_article_marks_its_line(see: Client, inside: str) -> None:
    page = see.get(f"{NEWER}/~art_2__{inside}")
    assert page.context["target"] == "para_1__item_2"
    assert 'law-here" id="para_1__item_2"' in words(page)


@pytest.mark.parametrize(
    ("query", "version"),
    [("", "2023-09-01"), ("?on=2023-12-31", "2015-05-01"), ("?on=2024-01-01", "2023-09-01"), ("?on=x", "2023-09-01")],
)
def test_without_a_date_the_version_in_force(see: Client, query: str, version: str) -> None:
    assert str(see.get(f"{ACT}/zho/~art_2{query}").context["version"].day) == version


def test_neighbours(see: Client) -> None:
    page = see.get(f"{NEWER}/~art_2")
    assert (page.context["previous"][0], page.context["next"][0]) == ("第一条", "第三条")
    assert see.get(page.context["next"][1]).context["label"] == "第三条"
    assert see.get(f"{NEWER}/~art_1").context["previous"] is None
    assert see.get(f"{NEWER}/~art_4").context["next"] is None


def test_an_old_version_says_so_and_leads_to_the_present_one(see: Client) -> None:
    shown = words(see.get(f"{OLDER}/~art_2"))
    assert "这是2015年5月1日版本，已修改。" in shown
    assert "到2023年12月31日为止" in shown
    assert f'<a href="{quote(NEWER, safe="/@")}">看现行版本</a>' in shown


def test_the_switcher_lists_every_version(see: Client) -> None:
    newest, oldest = see.get(f"{NEWER}/~art_2").context["editions"]
    assert (newest.here, oldest.here, oldest.url) == (True, False, "")
    assert "没有对应的条文" in oldest.gone


@pytest.mark.parametrize(("version", "number", "there"), [(NEWER, 3, "第二条"), (OLDER, 2, "第三条"), (OLDER, 1, "")])
def test_the_switcher_follows_a_provision_to_its_number(see: Client, version: str, number: int, there: str) -> None:
    found = next(one for one in see.get(f"{version}/~art_{number}").context["editions"] if not one.here)
    assert found.place == there
    assert see.get(found.url).context["label"] == (there or "第一条")


def test_two_versions_beside_each_other(see: Client) -> None:
    page = see.get(f"{NEWER}?compare=2015-05-01")
    assert [(one.old, one.new) for one in page.context["changes"]] == [
        ("第一条", "第一条"), ("", "第二条"), ("第二条", "第三条"), ("第三条", "第四条"),
    ]  # fmt: skip
    shown = words(page)
    for said in ("<del>三</del>", "<ins>二</ins>", "第二条 → 第三条", "新增 1 条", "没有这一条。"):
        assert said in shown


def test_one_article_beside_what_it_was(see: Client) -> None:
    for path in (f"{NEWER}/~art_3?compare=2015-05-01", f"{OLDER}/~art_2?compare=2023-09-01"):
        (change,) = see.get(path).context["changes"]
        assert (change.old, change.new) == ("第二条", "第三条")


@pytest.mark.parametrize("day", ["2023-09-01", "1999-01-01", "x"])
def test_nothing_to_compare_with(see: Client, day: str) -> None:
    assert see.get(f"{NEWER}?compare={day}").status_code == 404


def test_the_page_of_an_instrument(see: Client) -> None:
    page = see.get(f"{ACT}/zho")
    shown = words(page)
    for said in (
        "中华人民共和国样例法",
        "第一章　总则",
        "第二章　巡查",
        "第二条至第四条",
        "样例大会",
        "与正在看的比较",
    ):
        assert said in shown
    assert [one.label for one in page.context["articles"]] == ["第一条", "第二条", "第三条", "第四条"]
    assert see.get(page.context["articles"][1].url).status_code == 200


def test_a_long_law_is_read_by_chapter(see: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fazhi.screens.lawbook.contents.WHOLE", 10)
    page = see.get(f"{NEWER}?part=1")
    assert page.context["portion"].title == "第二章　巡查"
    assert '<option value="1" selected>第二章　巡查（第二条至第四条）</option>' in words(page)
    assert [one.label for one in page.context["articles"]] == ["第二条", "第三条", "第四条"]
    assert see.get(page.context["before"]).context["portion"].title == "第一章　总则"
    assert page.context["after"] == ""
    assert see.get(f"{NEWER}?part=99").context["part"] == 0


def test_a_long_law_without_chapters_is_read_by_number(see: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fazhi.screens.lawbook.contents.WHOLE", 10)
    monkeypatch.setattr("fazhi.screens.lawbook.contents.MANY", 2)
    assert see.get(OLDER).context["portion"].title == "第一条至第二条"


def test_a_text_without_articles(see: Client) -> None:
    shown = words(see.get("/law/关于路灯的批复/", follow=True))
    assert "这份文件不分条" in shown
    assert "你处来文收悉。" in shown


@pytest.mark.parametrize("name", ["样例法", "中华人民共和国样例法", "《样例法》"])
def test_any_name_leads_to_the_instrument(see: Client, name: str) -> None:
    assert see.get(f"/law/{name}/", follow=True).context["instrument"].short == "样例法"


def test_several_of_one_name_are_offered_and_never_guessed(see: Client) -> None:
    page = see.get("/law/路灯条例/")
    assert page.status_code == 200
    assert "同名的不止一部" in words(page)
    assert len(page.context["choices"]) == 2
    assert {see.get(url).context["instrument"].place for _, _, url in page.context["choices"]} == {"110000", "370000"}


def test_what_a_repealed_one_says(see: Client) -> None:
    shown = words(see.get("/law/akn/cn/act/路灯旧例/zho/~art_1"))
    assert "已废止" in shown
    assert "到2020年12月31日为止。《路灯新例》第一条写明自2021年1月1日起废止《路灯旧例》。" in shown
    assert "来源仍然标为有效，这里按写明废止的文件处理。" in shown


@pytest.mark.parametrize("path", ["/law/akn/cn-110000/act/路灯条例/zho/~art_1", "/law/akn/cn-110000/act/路灯条例/zho"])
def test_what_only_a_source_calls_repealed_is_not_said_to_be(see: Client, path: str) -> None:
    page = see.get(path)
    assert page.context["standing"].word == "来源标为已废止"
    assert "来源标明已废止，条文库里没有见到废止它的文件，请核对" in words(page)
    assert ">已废止<" not in words(page)


@pytest.mark.parametrize(
    "path",
    [
        "/law/",
        "/law/?q=路灯几天修好",
        "/law/?q=没有这种事",
        ACT + "/zho/~art_1",
        NEWER,
        NEWER + "?compare=2015-05-01",
        "/law/路灯条例/",
    ],
)
def test_every_page_says_up_to_when_the_corpus_was_checked(see: Client, path: str) -> None:
    shown = words(see.get(path))
    assert "核对到" in shown
    assert "2026年4月19日" in shown


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (f"{NEWER}/~art_99", "这一版本共 4 条，到第四条为止。"),
        (f"{OLDER}/~art_4", "2023年9月1日版本的第四条"),
        (f"{ACT}/zho@2020-01-01/~art_1", "也没有在那一天有效的版本，有这些"),
        (f"{ACT}/zho/~art_1?on=1990-01-01", "也没有在那一天有效的版本，有这些"),
        ("/law/akn/cn/act/无名法/zho/~art_1", "条文库里没有叫这个名称的文件"),
        ("/law/样例/", "中华人民共和国样例法"),
        ("/law/akn/cn/act/样例法/zho@2023-13-45/~art_1", "这不是条文地址"),
        ("/law/akn/nothing", "这不是条文地址"),
    ],
)
def test_a_miss_never_says_that_it_does_not_exist(see: Client, path: str, said: str) -> None:
    page = see.get(path)
    shown = words(page)
    assert page.status_code == 404
    assert "条文库里没有（不等于不存在）" in shown
    assert "条文库核对到 2026年4月19日" in shown
    assert said in shown


@pytest.mark.parametrize("path", ["/law/样例法/", f"{ACT}/zho/~art_1"])
def test_without_a_corpus(no_corpus: None, client: Client, db: None, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404
    assert "条文库还是空的" in words(page)


def test_what_an_article_cites_is_linked_and_listed(see: Client) -> None:
    page = see.get("/law/akn/cn/act/样例法实施办法/zho/~art_1")
    (cited,) = page.context["cites"]
    assert "已有变化" in words(page), "第二条 of 2015 is 第三条 now"
    assert "第三条" in cited.moved
    assert f'<a class="law-link law-moved" href="{cited.url}"' in str(page.context["lines"][0].words)
    there = see.get(cited.url)
    assert (there.context["label"], str(there.context["version"].day)) == ("第二条", "2015-05-01")


@pytest.mark.parametrize(("article", "leads"), [(None, False), (Number(2), True)])
def test_a_text_that_speaks_of_itself_leads_nowhere(article: Number | None, leads: bool) -> None:
    mention = Mention(0, 3, Told.PRONOUN, article=article, itself=True)
    address = Address("样例法", article=article)
    one = Citation(mention, Verdict.EXACT, AsOf(date(2024, 1, 1), ""), "", (address,))
    assert bool(cites(PORTAL, [one], past=False)) is leads
    assert bool(links_of(PORTAL, [one], past=False)) is leads


def test_what_cites_an_article_is_listed(see: Client, corpus_file: Path) -> None:
    assert see.get(f"{ACT}/zho/~art_2").context["cited_by"].count == 0
    graph.build(corpus_file, graph.beside(corpus_file))
    assert see.get(f"{NEWER}/~art_2").context["cited_by"].count == 0, "第二条 was another provision when it was cited"
    assert see.get(f"{OLDER}/~art_2").context["cited_by"].count == 1
    cited_by = see.get(f"{NEWER}/~art_3").context["cited_by"]
    assert [one.words for one in cited_by.references] == ["《样例法实施办法》第一条"]
    assert cited_by.references[0].moved == "所引为旧条号第二条，现为第三条"
    assert see.get(cited_by.references[0].url).status_code == 200


def test_what_a_text_says_is_never_taken_for_markup(see: Client) -> None:
    shown = words(see.get("/law/akn/cn/act/样例法实施办法/zho/~art_2"))
    assert "&lt;b&gt;不得&lt;/b&gt;" in shown


@pytest.mark.parametrize("path", ["/law/", "/law/?q=样例", f"{NEWER}/~art_2", f"{ACT}/zho"])
def test_pages_of_law_ask_the_database_nothing(
    see: Client, path: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:  # fmt: skip
    with django_assert_num_queries(0):
        assert see.get(path).status_code == 200


def test_the_way_there_from_the_first_page(see: Client) -> None:
    assert words(see.get("/law/")).count('href="/law/"') >= 1


def test_an_import_is_seen_without_starting_anew(see: Client, corpus_file: Path) -> None:
    from fazhi.law.store.building import Source, build
    from tests.screens.lawbook_cast import CHECKED, law

    assert see.get("/law/新法/").status_code == 404
    build(corpus_file, Source("另一库", "lawrefbook", CHECKED), [law("中华人民共和国新法", CHECKED, "甲。")])
    assert see.get("/law/新法/").status_code == 302
