"""`fazhi import messages` at the terminal: what it asks, counts, writes beside, and the code that it leaves with."""

import csv
from pathlib import Path

import pytest

from fazhi.matters.models import Matter
from fazhi.site.main import main
from tests.matters.cast import county

__all__ = ["county"]

Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.django_db(transaction=True)
ROWS = [
    ["编号", "内容", "区划代码"],
    ["1", "东街路灯坏了，晚上看不见。", ""],
    ["2", "", ""],
    ["3", "西街污水外溢。", "999999"],
]
UNKNOWN = ",".join(ROWS[3])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letters.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(ROWS)
    return path


def ran(capsys: Capture, *words: object) -> tuple[int, str, str]:
    code = main(["import", "messages", *map(str, words), "--workers", "1"])
    out, err = capsys.readouterr()
    return code, out, err


def opened() -> int:
    return Matter.objects.unscoped("测试").count()


def test_every_row_is_counted_and_the_bad_ones_lie_beside(county: None, file: Path, capsys: Capture) -> None:
    rejects = file.with_name("rejects.csv")
    code, out, _ = ran(capsys, file, "--yes", "--rejects", rejects)
    assert code == 0
    assert "共 3 行：新登记 1 件" in out
    assert "未导入 2 行" in out
    assert str(rejects) in out
    with rejects.open(encoding="utf-8-sig", newline="") as beside:
        assert [(row[0], row[2]) for row in csv.reader(beside)][1:] == [("2", "2,,"), ("3", UNKNOWN)]
    assert opened() == 1
    code, out, _ = ran(capsys, file, "--yes", "--rejects", rejects)
    assert "新登记 0 件" in out
    assert "已登记过 1 行" in out
    assert opened() == 1


@pytest.mark.parametrize(
    ("terminal", "more", "answer", "code"),
    [
        (True, [], "n", 1),
        (True, [], "否", 1),
        (True, [], "", 0),
        (True, ["--yes"], None, 0),
        (False, [], None, 0),
    ],
)
def test_guessed_columns_are_confirmed_by_whoever_is_there_to_ask(
    county: None, file: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch,
    terminal: bool, more: list[str], answer: str | None, code: int,
) -> None:  # fmt: skip
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin.isatty", lambda: terminal, raising=False)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answer)
    found, out, err = ran(capsys, file, *more)
    assert (found, opened()) == (code, 1 - code)
    assert "内容" in out
    assert bool(asked) == (answer is not None)
    assert ("没有导入。请用 --map" in err) == (code == 1)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--procedure", "reconsideration"], "不能按“reconsideration”导入。可用：grid_matter"),
        (["--map", "/nowhere.yaml"], "读不到“/nowhere.yaml”。请核对路径"),
    ],
)
def test_what_cannot_be_imported_says_why(
    county: None, file: Path, capsys: Capture, more: list[str], said: str
) -> None:
    code, _, err = ran(capsys, file, *more)
    assert code == 1
    assert said in err
    assert opened() == 0
