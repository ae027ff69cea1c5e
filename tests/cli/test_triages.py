"""`fazhi triage`: a model from labelled messages and how good it is; a bad file says why and leaves no model."""

import csv
from pathlib import Path
from typing import Any

import pytest

from fazhi.matters import dispatching
from fazhi.site.main import main
from fazhi.triage import load
from tests.matters.cast import HANDLER, FixedRanker, county, do, sent, staff
from tests.triage.samples import ROAD, SCHOOL, WATER

__all__ = ["county", "sent"]
COLUMNS = ("title", "text", "category")
Capture = pytest.CaptureFixture[str]
LABELLED = [(title, label) for label, titles in (("供水", WATER), ("教育", SCHOOL), ("交通", ROAD)) for title in titles]


@pytest.fixture
def model(tmp_path: Path, settings: Any) -> Path:
    path = tmp_path / "models" / "triage.model"
    settings.FAZHI_TRIAGE_MODEL = path
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(
        tmp_path / "labelled.csv", ("title", "text", "category"), [(t, f"反映{t}。", c) for t, c in LABELLED]
    )


def written(path: Path, *rows: Any) -> Path:
    head, body = rows
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([head, *body])
    return path


def ran(capsys: Capture, *words: object) -> tuple[int, str, str]:
    code = main(["triage", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out, err


def test_a_labelled_file_trains_the_model_that_is_served(file: Path, model: Path, capsys: Capture) -> None:
    code, out, _ = ran(capsys, "train", file)
    assert code == 0
    assert f"用 18 条来信训练完毕，写到 {model}" in out
    assert load(model).rank("小区停水，水压太低")[0].label == "供水"


def test_without_a_file_it_learns_which_units_took_the_matters(
    sent: Any, model: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(sent("东街路灯坏了半个月没人修。").matter, "sign", HANDLER)
    assert ran(capsys, "train")[0] == 1, "one unit leaves nothing to tell apart"
    monkeypatch.setattr(dispatching, "ranker", lambda: FixedRanker("ecology"))
    do(sent("河道里有黑水，气味难闻。").matter, "sign", staff("wu", "ecology", "handler"))
    code, out, _ = ran(capsys, "train")
    assert code == 0
    assert "用 2 条来信训练完毕" in out
    assert set(load(model).labels) == {"housing", "ecology"}


def test_the_examination_says_how_good_it_is_in_all_and_for_each(file: Path, capsys: Capture) -> None:
    code, out, _ = ran(capsys, "evaluate", file, "--folds", 3)
    assert code == 0
    first, confident, *labels = out.splitlines()
    assert first.startswith("18 条来信，分 3 份轮流检验：准确率 ")
    assert "宏平均 F1" in first
    assert confident.startswith("交人分办 ")
    assert sorted(line.split("，")[0].strip() for line in labels) == ["交通：6 条", "供水：6 条", "教育：6 条"]


@pytest.mark.parametrize(
    ("head", "rows", "said"),
    [
        (("编号", "内容"), [("1", "停水")], "缺少所需的列。请给出 title,text,category"),
        (COLUMNS, [("停水", "停水三天", "供水")], "两个类别"),
        (COLUMNS, [("停水", "停水三天", "")], "样本"),
    ],
)
@pytest.mark.parametrize("what", ["train", "evaluate"])
def test_a_bad_file_says_what_to_do_and_leaves_no_model(
    tmp_path: Path, model: Path, capsys: Capture, what: str, head: Any, rows: Any, said: str
) -> None:
    code, _, err = ran(capsys, what, written(tmp_path / "bad.csv", head, rows))
    assert (code, model.exists()) == (1, False)
    assert said in err


@pytest.mark.parametrize("what", ["train", "evaluate"])
def test_a_file_that_is_not_there(model: Path, capsys: Capture, what: str) -> None:
    code, _, err = ran(capsys, what, "/nowhere.csv")
    assert code == 1
    assert "读不到样本文件 /nowhere.csv" in err


@pytest.mark.parametrize("folds", [-1, 0, 1, 19])
def test_a_number_of_folds_that_cannot_be(file: Path, capsys: Capture, folds: int) -> None:
    code, _, err = ran(capsys, "evaluate", file, f"--folds={folds}")
    assert code == 1
    assert f"分不出 {folds} 份" in err
