"""Texts as they are published: plain, in Word files, in clones of the mirror; and telling the layouts apart."""

import sqlite3
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from fazhi.law.model import Level, Problem, Status, Text
from fazhi.law.reading import docx, flags, mirror, places, plain, prose, sources, word
from fazhi.law.reading.sources import Kind

LINES = (
    "中华人民共和国", "样例法", "（1999年4月29日第九届全国人民代表大会常务委员会通过",
    "2023年9月1日第十四届全国人民代表大会常务委员会修订）", "目　录", "第一章　总　则", "第二章　附　则",
    "第一章　总　则", "　　第一条　甲。", "　　列举：", "　　（一）子；", "第二章　附　则",
    "　　第二条　本法自2024年1月1日起施行。",
)  # fmt: skip
ADOPTED, SINCE = date(2023, 9, 1), date(2024, 1, 1)


def whole(found: Text) -> None:
    assert (found.title, found.level, found.version, found.in_force_from) == (
        "中华人民共和国样例法", Level.LAW, ADOPTED, SINCE,
    )  # fmt: skip
    assert [one.text for one in found.articles] == ["甲。\n列举：\n（一）子；", "本法自2024年1月1日起施行。"]
    assert [one.heading for one in found.divisions] == ["总则", "附则"]
    assert found.problems == ()


def write_docx(path: Path, lines: tuple[str, ...], table: str = "") -> Path:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    with zipfile.ZipFile(path, "w") as archive:
        xml = f'<w:document xmlns:w="{space}"><w:body>{paragraphs}{table}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    return path


def test_a_plain_text(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030"):
        (tmp_path / "样例法.txt").write_text("\n".join(LINES), encoding)
        (found,) = plain.texts(tmp_path)
        assert isinstance(found, Text)
        whole(found)


def test_a_word_file(tmp_path: Path) -> None:
    (found,) = word.texts(write_docx(tmp_path / "样例法.docx", LINES))
    assert isinstance(found, Text)
    whole(found)


def test_a_table_in_a_word_file_is_a_line_a_row(tmp_path: Path) -> None:
    cells = "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc>"
    path = write_docx(tmp_path / "表.docx", ("第一条 见表：",), f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert docx.lines(path) == ["第一条 见表：", "甲\t乙"]


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


def half(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a><b>")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"PK\x03\x04 no more"), "不是完好的 .docx"),
        (lambda path: path.write_bytes(b""), "不是完好的 .docx"),
        (half, "已损坏"), (bomb, "文档类型声明"),
    ],
)  # fmt: skip
def test_a_corrupted_word_file_is_a_problem_and_the_rest_is_read(tmp_path: Path, spoil: object, said: str) -> None:
    spoil(tmp_path / "坏.docx")  # type: ignore[operator]
    write_docx(tmp_path / "样例法.docx", LINES)
    (tmp_path / "~$样例法.docx").write_bytes(b"open")
    read = list(word.texts(tmp_path))
    (wrong,) = [one for one in read if isinstance(one, Problem)]
    assert (wrong.file, wrong.line) == ("坏.docx", 1)
    assert said in wrong.what
    assert [one.title for one in read if isinstance(one, Text)] == ["中华人民共和国样例法"]


def test_bytes_that_are_no_text_and_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "坏.txt").write_bytes(b"\xff\xff\xff\x80")
    (tmp_path / "样例法.txt").write_text("\n".join(LINES), "utf-8")
    wrong, found = plain.texts(tmp_path)
    assert isinstance(wrong, Problem)
    assert "UTF-8" in wrong.what
    assert isinstance(found, Text)
    monkeypatch.setattr(plain, "LARGEST", 2)
    assert ["太大" in one.what for one in plain.texts(tmp_path) if isinstance(one, Problem)] == [True, True]


@pytest.mark.parametrize(
    ("stem", "day"),
    [("样例法_20230901", ADOPTED), ("样例法（2023-09-01）", ADOPTED), ("样例法2023年09月01日", ADOPTED),
     ("样例法", None), ("样例法_20231341", None)],
)  # fmt: skip
def test_the_day_in_a_name(stem: str, day: date | None) -> None:
    assert word.day_in(stem) == day


def test_a_text_that_tells_no_day_says_so(tmp_path: Path) -> None:
    (tmp_path / "样例办法.txt").write_text("样例办法\n第一条 甲。\n", "utf-8")
    (found,) = plain.texts(tmp_path, Level.RULE)
    assert isinstance(found, Text)
    assert (found.level, [one.what for one in found.problems]) == (Level.RULE, ["看不出版本日期"])


@pytest.mark.parametrize(
    ("title", "note", "level"),
    [
        ("中华人民共和国样例法", "", Level.LAW),
        ("样例条例", "（2020年1月1日国务院令第9号公布）", Level.ADMINISTRATIVE),
        ("样例办法", "（2020年1月1日某部令第9号公布）", Level.RULE),
        ("清丰县样例条例", "（2020年1月1日清丰县人民代表大会常务委员会通过）", Level.LOCAL),
        ("最高人民法院关于样例的解释", "", Level.INTERPRETATION),
        ("关于样例的通知", "", Level.NORMATIVE),
    ],
)
def test_the_rank_that_a_text_tells(title: str, note: str, level: Level) -> None:
    assert prose.level_of(title, note) is level


FRONT = (
    "---\nid: x1\ntitle: 中华人民共和国样例法\noffice: 某会\npublish: {day}\n"
    "effective_date: {since}\ntype: 法律\nstatus: {status}\nurl: u\n---\n"
)
BODY = "\n".join(LINES[4:])


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    laws = tmp_path / "markdown" / "法律"
    laws.mkdir(parents=True)
    new = FRONT.format(day="2023-09-01", since="2024-01-01", status="有效")
    old = FRONT.format(day="'2010-05-01'", since="2010-07-01", status="已修改")
    (laws / "样例法（2023）.md").write_text(new + BODY, "utf-8")
    (laws / "样例法（2010）.md").write_text(old + "\u3000\u3000第一条\u3000旧。\n", "utf-8")
    (tmp_path / "README.md").write_text("# 说明", "utf-8")
    return tmp_path


def test_a_clone_of_the_mirror(clone: Path) -> None:
    old, new = mirror.texts(clone)
    assert isinstance(old, Text)
    assert isinstance(new, Text)
    whole(new)
    assert (new.status, new.issuer) == (Status.IN_FORCE, "某会")
    assert (old.title, old.version, old.in_force_from, old.status) == (
        "中华人民共和国样例法", date(2010, 5, 1), date(2010, 7, 1), Status.AMENDED,
    )  # fmt: skip
    assert [one.text for one in old.articles] == ["旧。"]


@pytest.mark.parametrize(
    ("words", "said"),
    [("第一条 甲。", "文件头"), ("---\ntitle: [\n---\n", "文件头"), ("---\n只有一句\n---\n", "名称: 值"),
     ("---\ntitle: 甲\n---\n", "公布日期"), ("---\npublish: 2020-01-01\n---\n", "标题")],
)  # fmt: skip
def test_a_file_of_the_mirror_with_a_wrong_head_is_told(clone: Path, words: str, said: str) -> None:
    (clone / "markdown" / "坏.md").write_text(words, "utf-8")
    (wrong,) = [one for one in mirror.texts(clone) if isinstance(one, Problem)]
    assert wrong.file == "markdown/坏.md"
    assert said in wrong.what


def test_layouts_are_told_apart(clone: Path, tmp_path: Path) -> None:
    assert sources.kind_of(clone) is Kind.MIRROR
    for name, kind in (("a.md", Kind.LAWREFBOOK), ("a.docx", Kind.WORD), ("a.txt", Kind.PLAIN), ("a.pdf", None)):
        path = tmp_path / "某处" / name.replace(".", "")
        path.mkdir(parents=True)
        (path / name).write_text("甲", "utf-8")
        assert sources.kind_of(path) is kind
    assert sources.kind_of(tmp_path / "某处" / "adocx" / "a.docx") is Kind.WORD
    with pytest.raises(ValueError, match="embedded"):
        sources.texts(Kind.EMBEDDED, clone)


@pytest.mark.parametrize(
    ("title", "province", "code"),
    [("郑州市样例条例", "410000", "410100"), ("河南省样例条例", "410000", "410000"),
     ("深圳经济特区样例条例", "", "440300"), ("吉林省样例条例", "", "220000"),
     ("郑州市样例条例", "370000", "370000"), ("样例条例", "", "")],
)  # fmt: skip
def test_the_place_that_made_it(title: str, province: str, code: str) -> None:
    assert places.place_of(title, province) == code


def test_marks_of_repeal_beside_a_folder(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / flags.NAME) as connection:
        connection.execute("CREATE TABLE law (name, publish, valid_from, expired)")
        rows = [("样例法", "2023-09-01", "2024-01-01", 0), ("另例法", "2001-01-01", None, 1), ("甲", None, None, 1)]
        connection.executemany("INSERT INTO law VALUES (?, ?, ?, ?)", rows)
    told = flags.read(tmp_path)

    def text(title: str, day: date | None) -> Text:
        lines = [(1, title), (2, "第一条 甲。")]
        return told.told(prose.read(lines, "a.md", day=day))

    assert text("中华人民共和国样例法", ADOPTED).in_force_from == SINCE
    assert text("中华人民共和国样例法", date(2010, 1, 1)).in_force_from is None, "another version"
    assert text("另例法", date(2001, 1, 1)).status is Status.REPEALED
    assert text("样例法", ADOPTED).status is Status.UNKNOWN, "silence says nothing"
    assert text("样例法", None).version == ADOPTED, "the only row of its title"
    (tmp_path / flags.NAME).write_bytes(b"no database at all, whatever it is called")
    assert "数据库读不出" in flags.read(tmp_path).problems[0].what
