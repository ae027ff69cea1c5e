"""Sources of texts: heads, folders of Markdown, the embedded file."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from fazhi.law.model import Article, DivisionKind, Event, Level, Number, Status, Text
from fazhi.law.reading import embedded, head, lawrefbook

ADOPTED, REVISED, COMMENCED = date(1999, 4, 29), date(2023, 9, 1), date(2024, 1, 1)
HEAD = (
    "1999年4月29日 某某会议通过",
    "二〇一七年九月一日 某某会议《关于修改〈另例法〉等法律的决定》第一次修正",
    "2023年9月1日 某某会议修订",
)


def test_what_the_head_tells() -> None:
    assert [(one.what, one.day) for one in head.events(HEAD)] == [
        ("通过", ADOPTED), ("修正", date(2017, 9, 1)), ("修订", REVISED),
    ]  # fmt: skip
    assert head.version_day(head.events(HEAD)) == REVISED


def test_notes_in_one_line_are_told_apart() -> None:
    (line,) = ["（1999年4月29日某会通过　根据2009年8月27日某会《关于修改部分法律的决定》修正）"]
    assert [(one.what, one.day.year) for one in head.events([line])] == [("通过", 1999), ("修正", 2009)]


@pytest.mark.parametrize("line", ["某某会议通过", "2023年2月30日 通过", "2023年9月1日 《废止某法的决定》"])
def test_what_tells_nothing(line: str) -> None:
    assert head.events([line]) == ()


@pytest.mark.parametrize(
    ("told", "last", "since"),
    [
        (HEAD, "本法自2024年1月1日起施行。", COMMENCED),
        (HEAD[:2], "本法自1999年10月1日起施行。", None),  # amended: the article tells of the first wording
        ((*HEAD, "2024年1月1日 施行"), "", COMMENCED),
        (HEAD[:1], "本法自公布之日起施行。", ADOPTED),
        (HEAD[:1], "没有说。", None),
        (HEAD, "本法自1999年10月1日起施行。", None),  # before this wording was adopted
    ],
)
def test_commencement(told: tuple[str, ...], last: str, since: date | None) -> None:
    found = head.events(told)
    articles = [Article(Number(1), "甲。"), Article(Number(2), last)]
    assert head.commencement(found, articles, head.version_day(found)) == since


@pytest.mark.parametrize(
    ("line", "number"),
    [("法释〔2023〕2号", "法释〔2023〕2号"), ("国务院令第 825 号", "令第 825 号"), ("第2号建议", "")],
)
def test_document_numbers(line: str, number: str) -> None:
    assert head.document_number([line]) == number


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "行政法/样例法(2023-09-01).md": "# 中华人民共和国样例法\n\n" + "\n\n".join(HEAD)
        + "\n\n<!-- INFO END -->\n\n## 第一章 总 则\n\n第一条 甲。\n\n第二条 本法自2024年1月1日起施行。\n",
        "DLC/河南地方法规/样例办法.md": "# 样例办法\n\n<!-- INFO END -->\n\n第一条 甲。\n",
        "民法典/总则.md": "# 样例法典\n\n# 总则\n\n2020年5月28日 通过\n\n<!-- INFO END -->\n\n## 第一章 甲\n\n"
        "第一条 子。\n",
        "民法典/物权编.md": "# 样例法典\n\n# 物权编\n\n<!-- INFO END -->\n\n## 第一章 乙\n\n第二条 丑。\n",
        "案例/某案.md": "# 某案\n",
        "行政法/_index.md": "# 目录\n",
    }  # fmt: skip
    for name, words in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(words, "utf-8")
    return tmp_path


def read(folder: Path) -> dict[str, Text]:
    return {text.title: text for text in lawrefbook.texts(folder)}


def test_a_folder(folder: Path) -> None:
    found = read(folder)
    assert set(found) == {"中华人民共和国样例法", "样例办法", "样例法典"}
    law = found["中华人民共和国样例法"]
    assert (law.level, law.place, law.version, law.in_force_from) == (Level.LAW, "", REVISED, COMMENCED)
    assert law.events[-1] == Event("修订", REVISED, "某某会议修订")
    assert law.problems == ()


def test_a_local_one_has_its_place_and_tells_that_its_day_is_not_known(folder: Path) -> None:
    local = read(folder)["样例办法"]
    assert (local.level, local.place, local.version) == (Level.LOCAL, "410000", None)
    assert [one.what for one in local.problems] == ["看不出版本日期"]


def test_the_code_is_one_text_of_its_files(folder: Path) -> None:
    code = read(folder)["样例法典"]
    assert [article.number.main for article in code.articles] == [1, 2]
    assert [(one.kind, one.number) for one in code.divisions] == [
        (DivisionKind.PART, 1), (DivisionKind.CHAPTER, 1), (DivisionKind.PART, 2), (DivisionKind.CHAPTER, 1),
    ]  # fmt: skip


def test_a_file_that_is_no_text_is_told_and_the_rest_read(folder: Path) -> None:
    (folder / "行政法/坏(2020-01-01).md").write_bytes("# 坏法\n\n第一条 甲。".encode("gb18030"))
    broken = [text for text in lawrefbook.texts(folder) if any("UTF-8" in one.what for one in text.problems)]
    assert [text.file for text in broken] == ["行政法/坏(2020-01-01).md"]
    assert len(list(lawrefbook.texts(folder))) == 4


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "laws.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE laws (law_id, law_name, level, issuing_body, version_date, effective_date, status);"
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id, chapter, section, article_no, article_text);"
            "INSERT INTO laws VALUES ('a', '样例法', '法律', '某会', '2020-10-17', '1985-04-01', '现行有效');"
            "INSERT INTO laws VALUES ('b', '另例法', '法律', '某会', '2024-11-08', '2025-01-01', '已废止');"
            "INSERT INTO articles VALUES (1, 'a', '第一章 总则', NULL, '第一条', '甲。');"
            "INSERT INTO articles VALUES (2, 'a', '第一章 总则', '第一节 一般', '第二条之一', '乙。\n丙。');"
            "INSERT INTO articles VALUES (3, 'a', NULL, NULL, '条目一', '丁。');"
        )
    return path


def test_the_embedded_file(package: Path) -> None:
    other, law = embedded.texts(package)
    assert [(one.number, one.division) for one in law.articles] == [(Number(1), 0), (Number(2, 1), 1)]
    assert (law.unnumbered, law.status, law.issuer) == ("条目一 丁。", Status.IN_FORCE, "某会")
    assert law.in_force_from is None, "1985 is when its first wording came into force"
    assert (other.in_force_from, other.status) == (date(2025, 1, 1), Status.REPEALED)
    assert embedded.newest(package) == date(2024, 11, 8)
