"""The scenarios of every procedure: each comes out as written, and together they reach every part of it."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
import yaml

from fazhi.clock import official_calendar
from fazhi.procedure import Edition, load_edition
from fazhi.procedure.reached import unreached
from fazhi.procedure.scenario import Played, play

HERE = Path(__file__).parent
FOLDERS = sorted(folder for folder in HERE.iterdir() if folder.is_dir() and any(folder.glob("*.yaml")))
FILES = [path for folder in FOLDERS for path in sorted(folder.glob("*.yaml"))]


@cache
def catalogue() -> Mapping[str, Edition]:
    """Load the procedures that have scenarios, with the settings of the demonstration city."""
    catalogue = Path(str(resources.files("fazhi.catalogue")))
    city = yaml.safe_load((catalogue / "cities" / "qingfeng.yaml").read_text("utf-8"))
    editions = [
        load_edition(catalogue / "procedures" / f"{folder.name}.yaml", settings=city["settings"].get(folder.name))
        for folder in FOLDERS
    ]
    return {edition.id: edition for edition in editions}


@cache
def played(path: Path) -> Played:
    return play(path, catalogue(), official_calendar())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_comes_out_as_written(path: Path) -> None:
    assert [str(failure) for failure in played(path).failures] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_part_is_reached(folder: Path) -> None:
    edition = next(e for e in catalogue().values() if e.procedure == folder.name)
    assert unreached(edition, [played(path) for path in sorted(folder.glob("*.yaml"))]) == []
