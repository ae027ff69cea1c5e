"""`fazhi doctor` finds what is wrong and says what to do."""

import argparse
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from fazhi.cli import doctor
from fazhi.matters import dispatching, frozen, shelf
from fazhi.matters.attachments import opened
from fazhi.matters.intake import Received
from fazhi.matters.models import Attachment, Matter
from fazhi.vault.keys import master_key
from tests.matters.cast import NOW, county, sent

__all__ = ["county", "sent"]

Send = Callable[..., Received]


def wrong() -> list[str]:
    return [one.what for one in doctor.findings() if not one.ok]


def test_a_file_of_an_edition_in_use_that_was_changed(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen.hold()
    sent()
    assert not [what for what in wrong() if "程序版本" in what]
    monkeypatch.setattr(frozen, "text_digest", lambda edition: "other")
    assert "使用中的程序版本被改动：grid_matter@1" in wrong()


def test_a_matter_without_a_unit(sent: Send) -> None:
    sent()
    Matter.objects.unscoped("测试").update(unit="")
    assert "没有责任单位的在办件 1 件" in wrong()


def test_a_master_key_that_others_can_read(db: None) -> None:
    master_key()
    path = Path(settings.FAZHI_MASTER_KEY)
    path.chmod(0o644)
    try:
        assert f"主密钥 {path}" in wrong()
    finally:
        path.chmod(0o600)
    assert f"主密钥 {path}" not in wrong()


def test_an_empty_city(db: None) -> None:
    assert "行政区划 0 个，单位 0 个，账号 0 个" in wrong()


def test_a_wrong_file_of_the_city_leaves_the_other_checks_to_be_made(db: None, wrong_overlay: Path) -> None:
    found = {one.what: one for one in doctor.findings()}
    assert found["程序：程序文件有 1 处错误"].remedy == "请运行 fazhi procedure check"
    assert not found["程序：程序文件有 1 处错误"].ok
    assert "行政区划 0 个，单位 0 个，账号 0 个" in found
    assert "界面所用的第三方文件" in found


def test_files_from_before_they_were_sealed(
    sent: Send, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)
    digest = hashlib.sha256(b"plain").hexdigest()
    (tmp_path / digest[:2]).mkdir()
    (tmp_path / digest[:2] / digest).write_bytes(b"plain")
    row = Attachment(matter_id=sent().matter, name="a.txt", type="text/plain", size=5, digest=digest, uploaded_at=NOW)
    row.save(force_insert=True)
    assert "没有密封的附件 1 个" in wrong()
    doctor._run(argparse.Namespace(fix=True))
    assert "已密封 1 个以前的附件" in capsys.readouterr().out
    assert not [what for what in wrong() if "附件" in what]
    row.refresh_from_db()
    assert b"".join(opened(row)) == b"plain"
    shelf.remove(row.id)
    assert "最近的附件中，文件不在的 1 个" in wrong()


def test_a_model_of_dispatch_that_cannot_be_read(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = tmp_path / "triage.model"
    model.write_bytes(b"not a model")
    monkeypatch.setattr(settings, "FAZHI_TRIAGE_MODEL", str(model))
    dispatching.ranker.cache_clear()
    try:
        assert any("分办模型" in what and "现按词表判断" in what for what in wrong())
        assert dispatching.ranker().rank("窨井盖没有了，路面塌陷", 1), (
            "messages are still understood by the table of words"
        )
    finally:
        dispatching.ranker.cache_clear()
