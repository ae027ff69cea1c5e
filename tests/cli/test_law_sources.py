"""`fazhi law import` and `build`: layouts, git addresses, what is missing; nothing is lost when one fails."""

import sqlite3
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from fazhi.cli import law_index
from fazhi.law.reading import embedded
from fazhi.law.reading.sources import Kind
from fazhi.law.store.corpus import Corpus
from fazhi.site.main import main
from tests.law.citing.test_documents import paragraph, word

TEXT = "# 样例法\n\n2023年9月1日 通过\n\n<!-- INFO END -->\n\n第一条 甲。\n"
PLAIN = "另例条例\n（2020年1月1日国务院令第9号公布）\n第一条　乙。\n"
DAY = ["--checked-to", "2025-04-19"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "law.sqlite3")
    monkeypatch.setattr(law_index, "rebuilt", lambda corpus: None)  # the index has tests of its own
    laws = tmp_path / "样例库"
    laws.mkdir()
    (laws / "样例法(2023-09-01).md").write_text(TEXT, "utf-8")
    return laws


def titles() -> list[str]:
    return [one.title for one in Corpus(Path(settings.FAZHI_LAW)).all_instruments()]


@pytest.fixture
def address(folder: Path) -> str:
    """A git address of the folder: a repository on this disk, reached as any other."""
    words = ["git", "-c", "user.name=甲", "-c", "user.email=a@example.org", "-C", str(folder)]
    for step in (["init", "-q"], ["add", "."], ["commit", "-qm", "甲"]):
        subprocess.run([*words, *step], check=True)
    return f"file://{folder}"


def test_a_git_address_is_cloned_and_read_and_read_again(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "import", address, *DAY]) == 0
    assert titles() == ["样例法"]
    assert main(["law", "build"]) == 0
    assert "样例库：新增 1 个版本" in capsys.readouterr().out


def test_a_git_address_that_is_not_there(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "import", f"file://{folder}/没有", *DAY]) == 1
    said = capsys.readouterr().err
    assert "取不到" in said
    assert "请核对地址和网络" in said


def test_one_file_with_its_rank(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "另例条例_20200101.txt").write_text(PLAIN, "utf-8")
    assert main(["law", "import", str(tmp_path / "另例条例_20200101.txt"), "--level", "规章", *DAY]) == 0
    assert Corpus(Path(settings.FAZHI_LAW)).instruments("另例条例")[0].level.value == "规章"
    assert main(["law", "build"]) == 0
    assert Corpus(Path(settings.FAZHI_LAW)).instruments("另例条例")[0].level.value == "规章"


def test_building_again_reads_every_source_once_more(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "另例条例_20200101.txt").write_text(PLAIN, "utf-8")
    main(["law", "import", str(folder), *DAY])
    main(["law", "import", str(tmp_path / "另例条例_20200101.txt"), *DAY])
    (folder / "样例法(2023-09-01).md").write_text(TEXT.replace("样例法", "三例法"), "utf-8")
    assert main(["law", "build"]) == 0
    assert sorted(titles()) == ["三例法", "另例条例"]


def test_a_source_that_has_gone_stops_a_rebuild_and_nothing_is_lost(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["law", "import", str(folder), *DAY])
    before = Path(settings.FAZHI_LAW).read_bytes()
    folder.rename(folder.with_name("别处"))
    assert main(["law", "build"]) == 1
    said = capsys.readouterr().err
    assert "没有文件或者文件夹" in said
    assert "原有的条文库没有改动" in said
    assert Path(settings.FAZHI_LAW).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "said"), [("空", "没有能读的文本"), ("没有", "没有文件或者文件夹")]
)  # fmt: skip
def test_a_source_with_nothing_to_read(folder: Path, name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (folder.parent / "空").mkdir()
    assert main(["law", "import", str(folder.parent / name), *DAY]) == 1
    assert said in capsys.readouterr().err


def test_a_corrupted_file_is_told_and_the_rest_imported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "坏_20200101.docx").write_bytes(b"PK\x03\x04")
    (folder / "另例条例_20200101.txt").write_text(PLAIN, "utf-8")
    assert main(["law", "import", str(folder), "--kind", "word", "--name", "甲", *DAY]) == 0
    assert main(["law", "import", str(folder), "--kind", "plain", "--name", "乙", *DAY]) == 0
    assert main(["law", "check"]) == 1
    assert "坏_20200101.docx 第 1 行：不是完好的 .docx 文件" in capsys.readouterr().out
    assert titles() == ["另例条例"]


def test_a_corpus_of_another_edition_is_made_again_at_set_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(settings.FAZHI_LAW).write_bytes(b"")
    monkeypatch.setattr(embedded, "data_file", lambda: None)
    assert main(["law", "import", "--once"]) == 0
    assert main(["law", "import", str(folder), "--once", *DAY]) == 0
    assert titles() == ["样例法"]


def test_two_sources_of_one_law_both_stay_and_the_better_one_speaks(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "样例法_20230901.txt").write_text("样例法\n第一条　乙。\n", "utf-8")
    (tmp_path / "样例法_20240901.txt").write_text("样例法\n第一条　丙。\n", "utf-8")
    for day in ("20230901", "20240901"):
        main(["law", "import", str(tmp_path / f"样例法_{day}.txt"), *DAY])
    main(["law", "import", str(folder), *DAY])
    capsys.readouterr()
    assert main(["law", "history", "样例法"]) == 0
    said = capsys.readouterr().out
    assert "来源：样例库\n    另有来源：样例法_20230901.txt（同一日期的文本，没有采用）" in said
    assert "2024-09-01　自 2024-09-01" in said
    corpus = Corpus(Path(settings.FAZHI_LAW))
    assert [corpus.articles(one.id)[0].text for one in corpus.versions(1)] == ["甲。", "丙。"]
    assert [corpus.articles(one.id)[0].text for one in corpus.beside(corpus.versions(1)[0])] == ["乙。"]


def write(kind: Kind, place: Path) -> None:
    """Write one made-up text in the layout of a source."""
    if kind is Kind.WORD:
        word(place / "样例法_20230901.docx", "".join(map(paragraph, ("样例法", "第一条　甲。", "第三条　乙。"))))
    elif kind is Kind.MIRROR:
        front = "---\ntitle: 样例法\npublish: 2023-09-01\ntype: 法律\nstatus: 有效\n---\n"
        (place / "markdown" / "法律").mkdir(parents=True)
        (place / "markdown" / "法律" / "样例法.md").write_text(front + "第一条　甲。\n第三条　乙。\n", "utf-8")
    elif kind is Kind.LAWREFBOOK:
        (place / "样例法(2023-09-01).md").write_text(TEXT + "\n第三条 乙。\n", "utf-8")
    else:
        (place / "样例法_20230901.txt").write_text("样例法\n第一条　甲。\n第三条　乙。\n", "utf-8")


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.EMBEDDED])
def test_again_nothing_changes_to_the_byte(
    folder: Path, tmp_path: Path, kind: Kind, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "又"
    place.mkdir()
    write(kind, place)
    assert main(["law", "import", str(place), *DAY]) == 0
    before = Path(settings.FAZHI_LAW).read_bytes()
    assert main(["law", "import", str(place), *DAY]) == 0
    assert "新增 0 个版本，改动 0 个，没有变化 1 个" in capsys.readouterr().out
    assert Path(settings.FAZHI_LAW).read_bytes() == before
    assert main(["law", "check"]) == 1, "the problems of the first time are kept"


def test_the_embedded_texts_again_change_nothing_to_the_byte(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "laws.db"
    with sqlite3.connect(made) as data:
        data.execute("CREATE TABLE laws (law_id, law_name, level, issuing_body, version_date, effective_date, status)")
        data.execute(
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id, chapter, section, article_no, article_text)"
        )
        data.execute("INSERT INTO laws VALUES ('1', '样例法', '法律', '', '2023-09-01', '2023-09-01', '已废止')")
        data.execute("INSERT INTO articles VALUES (1, '1', '', '', '第一条', '甲。')")
    monkeypatch.setattr(embedded, "data_file", lambda: made)
    assert main(["law", "import"]) == 0
    before = Path(settings.FAZHI_LAW).read_bytes()
    assert main(["law", "import"]) == 0
    assert Path(settings.FAZHI_LAW).read_bytes() == before


def test_a_later_check_of_the_same_texts_is_noted(folder: Path) -> None:
    main(["law", "import", str(folder), *DAY])
    main(["law", "import", str(folder), "--checked-to", "2026-01-01"])
    assert str(Corpus(Path(settings.FAZHI_LAW)).checked_to) == "2026-01-01"


def test_history_and_show_say_what_only_a_source_calls_repealed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(folder / "db.sqlite3") as data:
        data.execute("CREATE TABLE law (name, publish, valid_from, expired)")
        data.execute("INSERT INTO law VALUES ('样例法', '2023-09-01', NULL, 1)")
    main(["law", "import", str(folder), *DAY])
    capsys.readouterr()
    main(["law", "history", "样例法"])
    main(["law", "show", "/akn/cn/act/样例法/zho/~art_1"])
    assert capsys.readouterr().out.count("来源标明已废止，条文库里没有见到废止它的文件，请核对") == 2


def test_history_tells_who_repealed_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = TEXT.replace("样例法", "新例法") + "\n第二条 本法自2024年1月1日起施行。《样例法》同时废止。\n"
    (folder / "新例法(2023-09-01).md").write_text(words, "utf-8")
    main(["law", "import", str(folder), *DAY])
    assert main(["law", "history", "样例法"]) == 0
    said = capsys.readouterr().out
    assert "自 2023-09-01（按通过或者公布之日，未见施行日） 至 2024-01-01 前　已废止" in said
    assert "《新例法》第二条自 2024-01-01 起废止《样例法》" in said
