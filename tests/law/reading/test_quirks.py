"""Texts as they really come: what is read all the same, and what is told."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from fazhi.law.model import Article, DivisionKind, Event, Number, Problem, Status, Text
from fazhi.law.reading import lawrefbook
from fazhi.law.reading.doubts import doubts
from fazhi.law.reading.structure import Body, body

DAY = date(2020, 1, 1)


def read(*lines: str) -> Body:
    return body(enumerate(lines, 1), "样例.md")


def numbers(found: Body) -> list[int]:
    return [one.number.main for one in found.articles]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["第一条 甲。 第二条乙自行负责。第三条丙负责。"], [1, 2, 3]),
        (["第一条 甲。第二条第一款另有规定的，从其规定。"], [1]),
        (["第一条 甲。第五条禁止的行为，照此处理。"], [1]),
        (["第一条 甲。第二章附则第二条本办法施行。"], [1, 2]),
        (["第一条 甲。", "笫二条 乙。", "第 三 条　丙。"], [1, 2, 3]),
        (["第三十条 甲。", "第三十－条 乙。"], [30, 31]),
        (["第一条 甲。", "第二条 乙。", "附件：", "第一条 样式。", "丙"], [1, 2]),
        (["第一条 甲。", "附：", "表", "第二条 乙。"], [1, 2]),
    ],
)
def test_articles_however_they_are_set(lines: list[str], expected: list[int]) -> None:
    assert numbers(read(*lines)) == expected


def test_an_article_within_a_line_may_follow_a_heading_within_it() -> None:
    found = read("第一条 甲。第二章附则第二条本办法施行。")
    assert [(one.kind, one.number, one.heading) for one in found.divisions] == [(DivisionKind.CHAPTER, 2, "附则")]
    assert found.articles[1].division == 0


def test_an_annex_is_no_part_of_the_last_article() -> None:
    found = read("第一条 甲。", "附表一", "税目|税率", "第一条 表内的一条。")
    assert found.articles[0].text == "甲。"
    assert found.before == ["附表一", "税目|税率", "第一条 表内的一条。"]
    assert found.problems == []


def test_a_long_heading_goes_on_in_the_next_line() -> None:
    found = read("第一章 某某委员会听取和审议某某机关的", "专项工作报告", "第一条 甲。")
    assert found.divisions[0].heading == "某某委员会听取和审议某某机关的专项工作报告"


def test_the_word_contents_is_no_text() -> None:
    assert read("目　录", "第一章 总则", "第一章 总则", "第一条 甲。").before == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["第一条 甲。", "第三条 乙。"], ["第一条之后是第三条，中间缺条"]),
        (["第一条 甲。", "第一条 乙。"], ["第一条重复出现"]),
        (["第一条 甲。", "第二条 乙。", "第一条之一 丙。"], ["第一条之一排在第二条之后"]),
    ],
)
def test_numbers_that_jump_or_repeat_are_told_and_kept(lines: list[str], told: list[str]) -> None:
    found = read(*lines)
    assert [one.what for one in found.problems] == told
    assert len(found.articles) == len(lines)


def text(articles: Iterable[Article], **more: object) -> Text:
    given = {"unnumbered": "", "since": None, "events": (), "divisions": ()} | more
    return Text(
        "样例办法", lawrefbook.Level.RULE, "", DAY, given["since"], None, Status.UNKNOWN, "", "", "",  # type: ignore[arg-type]
        given["divisions"], tuple(articles), given["unnumbered"], given["events"], "样例.md",  # type: ignore[arg-type]
    )  # fmt: skip


def one(words: str, division: int = -1) -> Article:
    return Article(Number(1), words, division)


@pytest.mark.parametrize(
    ("doubted", "told"),
    [
        (text([one("甲应当")]), "最后一条（第一条）没有写完"),
        (text([one("")]), "最后一条（第一条）没有内容"),
        (text([]), "没有正文"),
        (text([one("甲。", 0)], divisions=read("第一章 甲", "第二章 乙").divisions), "1 处标题之下没有条文：乙"),
        (text([one("甲。")], since=date(2024, 1, 1)), "相差三年以上"),
        (text([one("甲。")], events=(Event("修正", date(2022, 5, 1)),)), "题注写到 2022-05-01 修改"),
    ],
)
def test_what_is_doubtful_is_told(doubted: Text, told: str) -> None:
    (found,) = doubts(doubted, 9)
    assert told in found.what
    assert found.file == "样例.md"


@pytest.mark.parametrize(
    "sound",
    [
        text([one("甲。")], since=date(2020, 3, 1)), text([one("本办法自公布之日起施行")]),
        text([], unnumbered="某院：你院的请示收悉。"), text([one("列举：\n（一）子；\n（二）丑。")]),
    ],
)  # fmt: skip
def test_what_is_not_doubtful(sound: Text) -> None:
    assert doubts(sound) == ()


def folder(place: Path, **files: str) -> Path:
    for name, words in files.items():
        (place / f"{name}.md").write_text(words, "utf-8")
    return place


HEAD = "# 样例办法\n\n2020年1月1日 通过\n\n<!-- INFO END -->\n\n"


def test_a_decision_under_a_normal_title_is_not_taken_for_a_version(tmp_path: Path) -> None:
    words = HEAD + "决定对《样例办法》作如下修改：\n\n一、将第三条修改为：“第三条　甲。”\n"
    (found,) = lawrefbook.texts(folder(tmp_path, **{"样例办法(2020-01-01)": words}))
    assert found.title == "关于修改《样例办法》的决定"
    assert found.articles == ()
    assert "按“关于修改《样例办法》的决定”收入" in found.problems[0].what


def test_a_text_without_articles_is_kept_whole(tmp_path: Path) -> None:
    words = HEAD + "某院：\n\n你院的请示收悉。经研究，答复如下：\n\n可以。\n"
    (found,) = lawrefbook.texts(folder(tmp_path, **{"某批复(2020-01-01)": words}))
    assert found.unnumbered == "某院：\n你院的请示收悉。经研究，答复如下：\n可以。"
    assert found.problems == ()


def test_a_table_stays_in_its_article(tmp_path: Path) -> None:
    (found,) = lawrefbook.texts(folder(tmp_path, **{"表(2020-01-01)": HEAD + "第一条 见下表：\n\n|甲|乙|\n|-|-|\n"}))
    assert found.articles[0].text == "见下表：\n|甲|乙|\n|-|-|"


def test_a_file_cut_short_is_told_with_its_last_line(tmp_path: Path) -> None:
    (found,) = lawrefbook.texts(folder(tmp_path, **{"断(2020-01-01)": HEAD + "第一条 甲。\n\n第二条 某机关应"}))
    assert found.problems == (Problem("断(2020-01-01).md", 9, "最后一条（第二条）没有写完"),)


def test_fifty_megabytes_are_read_in_one_pass() -> None:
    """Every line is handled a bounded number of times: the numbers come out whole, nothing is searched again."""
    many = 20_000
    found = body(((n, f"第{n}条 " + "某机关依照本办法第三条办理。" * 90) for n in range(1, many + 1)), "大.md")
    assert (len(found.articles), found.problems) == (many, [])
    assert sum(len(article.text.encode()) for article in found.articles) > 50_000_000
