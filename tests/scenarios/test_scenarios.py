"""The scenarios of every procedure: each comes out as written, and together they reach every part of it."""

from pathlib import Path

import pytest
from playing import FILES, HERE, PROCEDURES, edition_of, played

from fazhi.procedure.reached import unreached


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_comes_out_as_written(path: Path) -> None:
    assert [str(failure) for failure in played(path).failures] == []


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda path: path.stem)
def test_every_part_is_reached(procedure: Path) -> None:
    stories = [played(path) for path in sorted((HERE / procedure.stem).glob("*.yaml"))]
    assert unreached(edition_of(procedure.stem), stories) == []
