"""The city's own files: a new procedure, and an overlay that shortens a term, take effect by being there."""

from datetime import date
from pathlib import Path

import pytest

from fazhi.matters.catalogue import read_editions
from fazhi.procedure import BadDefinition
from fazhi.procedure.editions import edition_on

SHORTER = """
overlays: grid_matter@1
city: qingfeng
settings:
  handle: {n: 3, unit: working_day, basis: 演示制度}
"""


def overlay(folder: Path, text: str) -> Path:
    (folder / "overlays").mkdir(exist_ok=True)
    (folder / "overlays" / "grid_matter.yaml").write_text(text, "utf-8")
    return folder


def test_an_overlay_goes_before_what_it_changes(tmp_path: Path) -> None:
    found = read_editions(overlay(tmp_path, SHORTER))
    edition = edition_on(found, "grid_matter", date(2026, 11, 23))
    assert edition.id == "grid_matter@1+qingfeng"
    term = edition.obligations["handle"].terms[0].term
    assert term is not None
    assert term.n == 3
    assert edition_on(read_editions(tmp_path / "none"), "grid_matter", date(2026, 11, 23)).id == "grid_matter@1"


def test_an_overlay_that_lengthens_a_statutory_term_stops_the_start(tmp_path: Path) -> None:
    text = "overlays: reconsideration@2024-01-01\ncity: qingfeng\nterms:\n  review: {n: 7, unit: working_day}\n"
    with pytest.raises(BadDefinition, match=r"grid_matter\.yaml:4"):
        read_editions(overlay(tmp_path, text))


def test_an_overlay_over_nothing_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(BadDefinition, match="可用：grid_matter@1"):
        read_editions(overlay(tmp_path, SHORTER.replace("grid_matter@1", "grid_matter@9")))
