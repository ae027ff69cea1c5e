"""A file of the city that is wrong stops every command that needs it, with its line, and never with a traceback."""

from pathlib import Path

import pytest
from django.db import OperationalError

from fazhi.cli import ledgers, serving
from fazhi.site.main import main


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
