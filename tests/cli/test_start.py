"""A file of the city that is wrong stops every command that needs it, with its line, and never with a traceback."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from fazhi.cli import ledgers, serving
from fazhi.matters import catalogue
from fazhi.site.main import main

LONGER = "overlays: reconsideration@2024-01-01\ncity: qingfeng\nterms:\n  review: {n: 7, unit: working_day}\n"


@pytest.fixture
def wrong_overlay(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """An overlay that lengthens a statutory term lies in the city's own folder."""
    settings.FAZHI_LOCAL_CATALOGUE = tmp_path
    file = tmp_path / "overlays" / "longer.yaml"
    file.parent.mkdir()
    file.write_text(LONGER, "utf-8")
    catalogue.editions.cache_clear()
    yield file
    catalogue.editions.cache_clear()


@pytest.mark.parametrize("words", [["serve"], ["import", "messages", "x.csv"], ["procedure", "check"]])
def test_a_term_that_was_lengthened(
    wrong_overlay: Path, words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "call_command", lambda *given, **more: pytest.fail("it began all the same"))
    assert main(words) == 1
    err = capsys.readouterr().err
    assert f"{wrong_overlay}:4: " in err
    assert "本地不得延长为 7 个工作日。请写不大于 5 的数" in err


def test_a_database_that_is_not_there(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(trusted: object) -> None:
        raise OperationalError("no such table: ledger_event")

    monkeypatch.setattr(ledgers, "verify", missing)
    assert main(["ledger", "verify"]) == 1
    assert "请运行 fazhi doctor" in capsys.readouterr().err
