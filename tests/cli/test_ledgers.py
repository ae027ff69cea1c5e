"""`fazhi ledger` at the terminal: verify, checkpoint, export, rebuild."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import timezone

from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from fazhi.site.main import main
from tests.matters.cast import county, sent

__all__ = ["county", "sent"]

Send = Callable[..., Received]
Capture = pytest.CaptureFixture[str]
pytestmark = pytest.mark.django_db(transaction=True)


def ran(capsys: Capture, *words: object) -> tuple[int, str]:
    code = main(["ledger", *map(str, words)])
    out, err = capsys.readouterr()
    return code, out + err


def test_a_kept_checkpoint_proves_the_ledger_later(sent: Send, capsys: Capture) -> None:
    sent()
    code, said = ran(capsys, "checkpoint")
    kept = re.search(r"检查点 (\d+)：\d+ 条流，摘要 ([0-9a-f]{64})", said)
    assert code == 0
    assert kept is not None
    assert "没有新的记录" in ran(capsys, "checkpoint")[1]
    assert ran(capsys, "verify", "--trusted", f"{kept[1]}:{kept[2]}")[0] == 0
    code, said = ran(capsys, "verify", "--trusted", f"{kept[1]}:{'0' * 64}")
    assert code == 1
    assert "与外部留存的摘要不符" in said
    code, said = ran(capsys, "verify", "--trusted", "yesterday")
    assert code == 1
    assert "请写成“编号:摘要”" in said


def test_the_report_bears_the_time_of_the_country(db: None, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert ran(capsys, "verify")[1].startswith("2026-11-24 07:30 核验")


def test_an_export_says_how_to_verify_it(sent: Send, capsys: Capture, tmp_path: Path) -> None:
    sent()
    code, said = ran(capsys, "export", tmp_path / "ledger.jsonl")
    assert code == 0
    assert f"verify_export.py {tmp_path / 'ledger.jsonl'}" in said
    code, said = ran(capsys, "export", tmp_path / "nowhere" / "ledger.jsonl")
    assert code == 1
    assert "请核对路径和权限" in said


def test_a_rebuild_compares_and_mends(sent: Send, capsys: Capture) -> None:
    received = sent()
    assert ran(capsys, "rebuild")[0] == 0
    rows = Matter.objects.unscoped("测试").filter(id=received.matter)
    rows.update(stage="closed")
    code, said = ran(capsys, "rebuild", "--check", "matters")
    assert code == 1
    assert str(received.matter) in said
    assert rows.get().stage == "closed"
    assert ran(capsys, "rebuild", "matters")[0] == 1, "what was mended is told"
    assert rows.get().stage != "closed"
    assert ran(capsys, "rebuild", "--check", "matters")[0] == 0
    assert "没有投影：frob。可用：figures、matters" in ran(capsys, "rebuild", "frob")[1]
