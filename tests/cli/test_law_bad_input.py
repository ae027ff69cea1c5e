"""Bad input as an operator meets it: a clear message, the rest of the work done, nothing lost."""

import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from fazhi.cli import law_index
from fazhi.law.citing import documents
from fazhi.law.model import Number
from fazhi.law.reading import plain
from fazhi.law.store.corpus import Corpus
from fazhi.site.main import main
from tests.law.citing.library import WALKS, corpus
from tests.law.citing.test_documents import paragraph, pdf, word

DAY = ["--checked-to", "2025-04-19"]
GOOD = "另例条例\n（2020年1月1日国务院令第9号公布）\n第一条　甲。\n"
RIGHT = f"依照《样例法》第三条“{WALKS}”办理。\n2024年3月1日\n"
MEGABYTE = 1024 * 1024
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of sources, and an installation without a corpus."""
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "law.sqlite3")
    monkeypatch.setattr(law_index, "rebuilt", lambda corpus: None)  # the index has tests of its own
    (tmp_path / "库").mkdir()
    return tmp_path / "库"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of documents, and an installation with the made-up library."""
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "law.sqlite3")
    corpus(tmp_path)
    (tmp_path / "对.txt").write_text(RIGHT, "utf-8")
    return tmp_path


def held() -> Corpus:
    return Corpus(Path(settings.FAZHI_LAW))


def imported(folder: Path, *more: str) -> int:
    return main(["law", "import", str(folder), *DAY, *more])


def cited(folder: Path, words: str, capsys: Capture) -> str:
    (folder / "文.txt").write_text(words, "utf-8")
    assert main(["law", "cite", str(folder / "文.txt"), str(folder / "对.txt")]) in (0, 1)
    out = capsys.readouterr().out
    assert "《样例法》第三条　有此规定" in out, "the other file is done"
    assert "条文库核对到2025年4月19日。" in out
    return out


def test_a_corrupted_word_file_among_laws(folder: Path, capsys: Capture) -> None:
    word(folder / "另例条例_20200101.docx", "".join(map(paragraph, GOOD.splitlines())))
    whole = (folder / "另例条例_20200101.docx").read_bytes()
    (folder / "断.docx").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(folder / "型.docx", "w") as packed:
        packed.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY b "乙">]><a>&b;</a>')
    assert imported(folder, "--kind", "word") == 0
    assert "2 处没有读懂或者可疑，用 fazhi law check 逐处查看" in capsys.readouterr().out
    assert [one.title for one in held().all_instruments()] == ["另例条例"]
    assert main(["law", "check"]) == 1
    out = capsys.readouterr().out
    assert "断.docx 第 1 行：不是完好的 .docx 文件" in out
    assert "请用 Word 打开后另存为 .docx 再试" in out
    assert "型.docx 第 1 行：文件里有文档类型声明" in out


def test_documents_that_cannot_be_read(desk: Path, capsys: Capture) -> None:
    (desk / "坏.docx").write_bytes(b"PK\x03\x04 no more")
    pdf(desk / "图.pdf")
    assert main(["law", "cite", *(str(desk / name) for name in ("坏.docx", "图.pdf", "对.txt"))]) == 1
    told = capsys.readouterr()
    assert "坏.docx：不是完好的 .docx 文件" in told.err
    assert "图.pdf：这份 PDF 没有文字，可能是扫描件。请先做文字识别，再来核对。" in told.err
    assert "《样例法》第三条　有此规定" in told.out


def test_a_law_of_fifty_megabytes_is_taken_in(folder: Path, capsys: Capture) -> None:
    assert large_law(folder, 6_800) > 50 * MEGABYTE
    assert imported(folder) == 0
    assert "新增 1 个版本" in capsys.readouterr().out
    assert len(held().articles(1)) == 6_799


def large_law(folder: Path, articles: int) -> int:
    """Write a law of so many articles, each of 8 kB; return its size in bytes."""
    lines = "".join(f"第{n}条　{'某机关依照本办法办理，' * 270}。\n" for n in range(2, articles))
    return (folder / "另例条例_20200101.txt").write_bytes((GOOD + lines).encode())


def test_the_memory_that_a_large_law_takes(folder: Path) -> None:
    size = large_law(folder, 400)
    with traced() as peak:
        assert imported(folder) == 0
    assert peak() < 15 * size, "a few copies of the text, not one for each article"


@contextmanager
def traced() -> Iterator[Callable[[], int]]:
    """Count the bytes of memory taken meanwhile; call what is given for the peak."""
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_law_too_large_is_told_and_the_rest_taken_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(plain, "LARGEST", 1_000)
    (folder / "大例条例_20200101.txt").write_text(GOOD + "第二条　乙。\n" * 100, "utf-8")
    (folder / "另例条例_20200101.txt").write_text(GOOD, "utf-8")
    assert imported(folder) == 0
    assert main(["law", "check"]) == 1
    assert "大例条例_20200101.txt 太大" in capsys.readouterr().out
    assert [one.title for one in held().all_instruments()] == ["另例条例"]


def test_a_document_of_fifty_megabytes_is_checked_to_its_end(desk: Path, capsys: Capture) -> None:
    lines = large_document(desk, 50 * MEGABYTE)
    assert main(["law", "cite", str(desk / "大.txt"), str(desk / "对.txt")]) == 1
    out = capsys.readouterr().out
    assert f"第 {lines} 行　《样例法》第九条　没有这一条" in out
    assert "合计：引用 2 处" in out


def large_document(desk: Path, size: int) -> int:
    """Write a document of at least `size` bytes; return the number of the line in which it cites an article."""
    filler = "当事人在门前堆放杂物，影响通行，经劝告后自行清理。" * 60 + "\n"
    times = size // len(filler.encode()) + 1
    (desk / "大.txt").write_text(filler * times + "依照《样例法》第九条办理。\n2024年3月1日\n", "utf-8")
    return times + 1


def test_the_memory_that_a_large_document_takes(desk: Path) -> None:
    large_document(desk, 3 * MEGABYTE)
    with traced() as peak:
        main(["law", "cite", str(desk / "大.txt")])
    assert peak() < 12 * 3 * MEGABYTE, "a few copies of the text"


def test_a_document_too_large_is_told_and_the_others_are_checked(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(documents, "LIMIT", 1_000)
    (desk / "大.txt").write_text("字" * 1_000, "utf-8")
    assert main(["law", "cite", str(desk / "大.txt"), str(desk / "对.txt")]) == 1
    told = capsys.readouterr()
    assert "请分成几个文件" in told.err
    assert "《样例法》第三条　有此规定" in told.out


def test_numbers_that_jump_or_repeat(folder: Path, capsys: Capture) -> None:
    (folder / "另例条例_20200101.txt").write_text(GOOD + "第三条　丙。\n第三条　又丙。\n第二条　乙。\n", "utf-8")
    assert imported(folder) == 0
    assert main(["law", "check"]) == 1
    out = capsys.readouterr().out
    assert "另例条例_20200101.txt 第 4 行：第一条之后是第三条，中间缺条" in out
    assert "另例条例_20200101.txt 第 5 行：第三条重复出现" in out
    assert "另例条例_20200101.txt 第 6 行：第二条排在第三条之后" in out
    corpus = held()
    assert [one.number.main for one in corpus.articles(1)] == [1, 3, 3, 2], "nothing is lost"
    first = corpus.article(1, Number(3))
    assert first is not None
    assert first.text == "丙。"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("依照《关于适用〈样例法〉的解释》第一条办理。", "《关于适用〈样例法〉的解释》第一条　条文库里没有这部文件"),
        ("依照《关于适用《样例法》的解释》第一条办理。", "《关于适用《样例法》的解释》第一条　条文库里没有这部文件"),
        ("依照《《样例法》第九条办理。", "《样例法》第九条　没有这一条"),
        ("依照《样例法》第九百条办理。", "第九百条　没有这一条　2010年5月1日的文本没有第九百条"),
        ("依照《样例法》第五条之一办理。", "第五条之一　没有这一条"),
        ("依照《样例法》第零条办理。", "没有这一条　2010年5月1日的文本没有第零条"),
        ("依照《样例法》第99999999999999999999条办理。", "没有这一条　2010年5月1日的文本没有第99999999999999999999条"),
        ("依照《样例法》第一万二千条办理。", "没有这一条　2010年5月1日的文本没有第一万二千条"),
        ("依照《样例法》第三条第九款办理。", "该条只有一款"),
    ],
)
def test_what_never_existed(desk: Path, words: str, said: str, capsys: Capture) -> None:
    assert said in cited(desk, f"{words}\n2020年3月1日\n", capsys)


def test_a_day_before_the_instrument(desk: Path, capsys: Capture) -> None:
    out = cited(desk, "依照《样例法》第三条办理。\n1999年3月1日\n", capsys)
    assert "当日不具有效力　2010年5月1日才通过，当日还没有" in out
    assert main(["law", "show", "/akn/cn/act/样例法/zho/~art_3", "--on", "1999-03-01"]) == 1
    assert "条文库里没有（不等于不存在）" in capsys.readouterr().err
