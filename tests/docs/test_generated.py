"""The generated pages are what the code says today."""

from pathlib import Path

import pytest

from fazhi.site.main import parser
from tests.docs.pages import ROOT

REFERENCE = ROOT / "docs" / "reference"


def run(*words: str) -> int:
    given = parser().parse_args(["docs", *words])
    return int(given.run(given))


def test_the_generated_pages_are_up_to_date() -> None:
    assert run("--check", "--folder", str(REFERENCE)) == 0, "run `fazhi docs`"


def test_a_page_that_differs_is_named_and_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("cli.md", "indicators.md", "city-profile.md"):
        (tmp_path / name).write_text((REFERENCE / name).read_text("utf-8"), "utf-8")
    (tmp_path / "cli.md").write_text("旧的", "utf-8")
    assert run("--check", "--folder", str(tmp_path)) == 1
    assert "cli.md" in capsys.readouterr().err
    assert run("--folder", str(tmp_path)) == 0
    assert (tmp_path / "cli.md").read_text("utf-8") == (REFERENCE / "cli.md").read_text("utf-8")


def test_a_missing_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--folder", str(tmp_path / "nowhere")) == 1
    assert "请在源代码的根目录下运行" in capsys.readouterr().err


def test_every_command_stands_in_the_reference() -> None:
    page = (REFERENCE / "cli.md").read_text("utf-8")
    for name in ("fazhi ledger verify", "fazhi import messages", "fazhi account add", "fazhi docs"):
        assert f"# {name}\n" in page
