"""`fazhi doctor` finds what is wrong and says what to do."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from fazhi.cli import doctor
from fazhi.matters import catalogue
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from fazhi.vault.keys import master_key
from tests.matters.cast import county, sent

__all__ = ["county", "sent"]

Send = Callable[..., Received]


def wrong() -> list[str]:
    return [one.what for one in doctor.findings() if not one.ok]


def test_a_file_of_an_edition_in_use_that_was_changed(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    sent()
    assert not [what for what in wrong() if "程序版本" in what]
    changed = {k: replace(e, digest="other") for k, e in catalogue.editions().items()}
    monkeypatch.setattr(doctor, "editions", lambda: changed)
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
