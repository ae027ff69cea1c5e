"""`fazhi law index` and `fazhi law search` as the operator types them."""

from pathlib import Path

import pytest
from django.conf import settings

from fazhi.site.main import main

BODY = "第一条 出租人应当修理租赁物。\n\n第二条 承租人付钱。\n"
TEXT = f"# 中华人民共和国样例法\n\n2023年9月1日 通过\n\n<!-- INFO END -->\n\n{BODY}"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "law.sqlite3")
    laws = tmp_path / "样例库" / "行政法"
    laws.mkdir(parents=True)
    (laws / "样例法(2023-09-01).md").write_text(TEXT, "utf-8")
    assert main(["law", "import", str(laws.parent), "--checked-to", "2025-04-19"]) == 0
    return tmp_path


def test_indexed_and_found(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "index"]) == 0
    assert "检索索引：2 条，1 个版本" in capsys.readouterr().out
    assert main(["law", "search", "房东", "不修房子", "--limit", "1"]) == 0
    shown = capsys.readouterr().out
    assert "《中华人民共和国样例法》第一条" in shown
    assert "出租人应当修理租赁物。" in shown
    assert "2023-09-01 版本，未见废止）" in shown
    assert "“未见废止”：条文库里没有更新的版本" in shown
    assert main(["law", "search", "修理", "--on", "2001-01-01"]) == 0
    assert "条文库里没有（不等于不存在）。请换一种说法，或者少写几个条件。条文库核对到" in capsys.readouterr().out


def test_what_is_wrong_is_told(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                               capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    main(["law", "index"])
    assert main(["law", "search", "？？"]) == 1
    assert "请用汉字写出要问的事" in capsys.readouterr().err
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "none.sqlite3")
    assert main(["law", "index"]) == 1
    assert "没有法律条文库" in capsys.readouterr().err


def test_an_encoder_that_is_not_there_is_told_and_the_index_made_without(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "FAZHI_LAW_ENCODER", "no_such_module:made")
    assert main(["law", "index"]) == 0
    said = capsys.readouterr()
    assert "没有句向量" in said.err
    assert "检索索引：2 条" in said.out
    assert main(["law", "search", "修理"]) == 0
    assert "索引里没有句向量" in capsys.readouterr().out
