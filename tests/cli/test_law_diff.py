"""`fazhi law diff` as the operator types it."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from fazhi.site.main import main

HEAD = "# 中华人民共和国样例法\n\n{day} 通过\n\n<!-- INFO END -->\n\n"
OLD = HEAD.format(day="2010年5月1日") + "第一条 城门每日卯时开启。\n\n第二条 木桥每三年检修一次。\n"
NEW = HEAD.format(day="2023年9月1日") + "第一条 沿街商铺黄昏前点灯。\n\n第二条 城门每日辰时开启。\n"


@pytest.fixture(autouse=True)
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(settings, "FAZHI_LAW", tmp_path / "law.sqlite3")
    laws = tmp_path / "样例库" / "行政法"
    laws.mkdir(parents=True)
    (laws / "样例法(2010-05-01).md").write_text(OLD, "utf-8")
    (laws / "样例法(2023-09-01).md").write_text(NEW, "utf-8")
    assert main(["law", "import", str(laws.parent), "--checked-to", "2025-04-19"]) == 0
    capsys.readouterr()


def test_what_changed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "diff", "样例法", "2010-05-01", "2024-01-01"]) == 0
    out = capsys.readouterr().out
    assert "第一条 → 第二条　改号并改文\n城门每日〔删：卯〕〔增：辰〕时开启。" in out
    assert "第一条　新增\n〔增：沿街商铺黄昏前点灯。〕" in out
    assert "新增 1 条，删除 1 条，改号并改文 1 条。\n条文库核对到 2025-04-19。" in out


def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "diff", "样例法", "2010-05-01", "2023-09-01", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    moved = next(one for one in told["changes"] if one["kind"] == "改号并改文")
    assert told["checked_to"] == "2025-04-19"
    assert (moved["old"], moved["new"]) == ("第一条", ["第二条"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["另例法", "2010-05-01", "2023-09-01"], "不等于不存在"),
        (
            ["样例法", "1999-01-01", "2023-09-01"],
            "1999-01-01 的版本。现有：2010-05-01、2023-09-01。条文库核对到 2025-04-19",
        ),
    ],
)
def test_what_cannot_be_compared(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "diff", *words]) == 1
    assert said in capsys.readouterr().err
