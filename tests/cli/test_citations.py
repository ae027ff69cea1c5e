"""`fazhi law cite` and `fazhi law retry` as the operator types them."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from fazhi.site.main import main
from tests.law.citing.library import OLD, TEXTS, WALKS, corpus, text

RIGHT = f"决定书\n依照《样例法》第三条“{WALKS}”办理。\n某某局\n2024年3月1日\n"
WRONG = "决定书\n依照《样例法》第九条办理。\n某某局\n2024年3月1日\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "law.sqlite3")
    corpus(tmp_path)
    for name, words in (("对.txt", RIGHT), ("错.md", WRONG)):
        (tmp_path / name).write_text(words, "utf-8")
    return tmp_path


def test_a_report_of_a_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "cite", str(folder / "对.txt")]) == 0
    out = capsys.readouterr().out
    assert "（2024年3月1日，文书落款日期（第 4 行））" in out
    assert "第 2 行　《样例法》第三条　有此规定" in out
    assert "引用 1 处：有此规定 1。" in out
    assert "核对到2025年4月19日" in out


def test_what_is_wrong_makes_the_exit_code_1_and_the_other_files_are_done(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    (folder / "坏.docx").write_bytes(b"PK\x03\x04")
    assert main(["law", "cite", *(str(folder / name) for name in ("坏.docx", "错.md", "对.txt"))]) == 1
    told = capsys.readouterr()
    assert "坏.docx：" in told.err
    assert "没有这一条" in told.out
    assert "合计：引用 2 处" in told.out


def test_the_day_is_the_callers_or_the_documents_or_today(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "无.txt").write_text("依照《样例法》第三条办理。", "utf-8")
    main(["law", "cite", str(folder / "无.txt")])
    assert "没有写明日期，按今天" in capsys.readouterr().out
    assert main(["law", "cite", str(folder / "对.txt"), "--on", "2000-01-01"]) == 1
    assert "当日不具有效力" in capsys.readouterr().out
    main(["law", "cite", str(folder / "对.txt"), "--conduct", "2012-01-01"])
    assert "违法行为发生之日（行政处罚法第三十七条）；2024年3月1日作出决定" in capsys.readouterr().out


def test_json_and_html(folder: Path) -> None:
    told, page = folder / "出.json", folder / "出.html"
    words = ["law", "cite", str(folder / "错.md"), "--json", str(told), "--html", str(page)]
    assert main([*words, "--site", "https://fazhi.example/"]) == 1
    (one,) = json.loads(told.read_text("utf-8"))
    assert (one["as_of"], one["citations"][0]["verdict"]) == ("2024-03-01", "no_article")
    html = page.read_text("utf-8")
    assert 'class="citation citation-missing"' in html
    assert 'href="https://fazhi.example/law/akn/cn/act/样例法/' in html
    assert "<style>" in html


def test_a_place_that_cannot_be_written_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "cite", str(folder / "对.txt"), "--json", str(folder / "没有" / "出.json")]) == 1
    assert "写不了" in capsys.readouterr().err


def test_kept_and_tried_again(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "缺.txt").write_text("依照《别例法》第二条办理。", "utf-8")
    assert main(["law", "cite", "--keep", str(folder / "缺.txt")]) == 0
    assert "1 处没有核对到，已记下" in capsys.readouterr().out
    assert main(["law", "retry"]) == 0
    assert "再核对 1 处，核对到 0 处，还有 1 处没有" in capsys.readouterr().out
    corpus(folder, *TEXTS, text("中华人民共和国别例法", OLD, "甲。", "乙。"))
    assert main(["law", "retry"]) == 0
    assert "《别例法》第二条　有此规定" in capsys.readouterr().out


def test_without_a_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "law.sqlite3")
    assert main(["law", "cite", "甲.txt"]) == 1
    assert main(["law", "retry"]) == 1
    assert capsys.readouterr().err.count("没有法律条文库") == 2
