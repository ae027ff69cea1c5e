"""`fazhi law` as the operator types it."""

from pathlib import Path

import pytest
from django.conf import settings

from fazhi.law.reading import embedded
from fazhi.site.main import main

TEXT = (
    "# 中华人民共和国样例法\n\n2023年9月1日 通过\n\n<!-- INFO END -->\n\n第一条 甲。\n\n第三条 自2024年1月1日起施行。\n"
)
ADDRESS = "/akn/cn/act/样例法/zho@2023-09-01/~art_1"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "law.sqlite3")
    laws = tmp_path / "样例库" / "行政法"
    laws.mkdir(parents=True)
    (laws / "样例法(2023-09-01).md").write_text(TEXT, "utf-8")
    return laws.parent


def test_from_a_folder_to_an_article(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "import", str(folder), "--checked-to", "2025-04-19"]) == 0
    assert "新增 1 个版本" in capsys.readouterr().out
    assert main(["law", "show", ADDRESS]) == 0
    shown = capsys.readouterr().out
    assert "《中华人民共和国样例法》第一条（2023-09-01 版本，自 2024-01-01）\n甲。\n" in shown
    assert "核对到 2025-04-19" in shown


def test_again_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["law", "import", str(folder), "--checked-to", "2025-04-19"]
    main(words)
    assert main(words) == 0
    assert "新增 0 个版本，改动 0 个，没有变化 1 个" in capsys.readouterr().out


def test_what_was_not_read_is_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["law", "import", str(folder), "--checked-to", "2025-04-19"])
    assert main(["law", "check"]) == 1
    assert "行政法/样例法(2023-09-01).md 第 9 行：第一条之后是第三条，中间缺条" in capsys.readouterr().out


def test_list_and_history(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["law", "import", str(folder), "--checked-to", "2025-04-19"])
    assert main(["law", "list", "样例"]) == 0
    assert main(["law", "history", "样例法"]) == 0
    out = capsys.readouterr().out
    assert "1 部。" in out
    assert "2023-09-01　自 2024-01-01" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["law", "show", ADDRESS.replace("art_1", "art_9")], "不等于不存在"),
        (["law", "history", "另例法"], "不等于不存在"),
        (["law", "show", "样例法第一条"], "不是条文地址"),
        (["law", "show", ADDRESS.replace("样例法/zho@2023-09-01", "样例法/zho"), "--on", "2020-01-01"], "不等于不存在"),
    ],
)
def test_a_miss_is_no_denial(folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["law", "import", str(folder), "--checked-to", "2025-04-19"])
    assert main(words) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["law", "list"], "没有法律条文库"),
        (["law", "import", "没有的文件夹", "--checked-to", "2025-04-19"], "没有文件或者文件夹"),
        (["law", "import", "没有的文件夹"], "--checked-to"),
    ],
)
def test_what_is_missing(folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 1
    assert said in capsys.readouterr().err


def embed(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    monkeypatch.setattr(embedded, "data_file", lambda: path)


def test_without_the_embedded_texts_setting_up_goes_on_and_says_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    embed(monkeypatch, None)
    assert main(["law", "import", "--once"]) == 0
    assert "条文库是空的" in capsys.readouterr().out
    assert main(["law", "import"]) == 1


def test_once_leaves_a_corpus_that_is_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    main(["law", "import", str(folder), "--checked-to", "2025-04-19"])
    before = Path(settings.FAZHI_LAW).read_bytes()
    embed(monkeypatch, Path("没有这个文件"))
    assert main(["law", "import", "--once"]) == 0
    assert Path(settings.FAZHI_LAW).read_bytes() == before
