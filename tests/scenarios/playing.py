"""The catalogue with its scenarios, played once for all tests of a run."""

from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from fazhi.clock import official_calendar
from fazhi.procedure import Edition, load_edition
from fazhi.procedure.scenario import Played, play

HERE = Path(__file__).parent
CATALOGUE = Path(str(resources.files("fazhi.catalogue")))
PROCEDURES = sorted((CATALOGUE / "procedures").glob("*.yaml"))
FILES = [path for procedure in PROCEDURES for path in sorted((HERE / procedure.stem).glob("*.yaml"))]


@cache
def edition_of(procedure: str) -> Edition:
    """Load one procedure, with the settings of the demonstration city; a mistake in another does not hide this one."""
    city = yaml.safe_load((CATALOGUE / "cities" / "qingfeng.yaml").read_text("utf-8"))
    return load_edition(CATALOGUE / "procedures" / f"{procedure}.yaml", settings=city["settings"].get(procedure))


@cache
def played(path: Path) -> Played:
    """Play a scenario file; the folder that it lies in names its procedure."""
    edition = edition_of(path.parent.name)
    return play(path, {edition.id: edition}, official_calendar())
