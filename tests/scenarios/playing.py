"""The catalogue with its scenarios, played once for all tests of a run."""

from collections.abc import Mapping
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
def catalogue() -> Mapping[str, Edition]:
    """Load every procedure, with the settings of the demonstration city."""
    city = yaml.safe_load((CATALOGUE / "cities" / "qingfeng.yaml").read_text("utf-8"))
    editions = [load_edition(path, settings=city["settings"].get(path.stem)) for path in PROCEDURES]
    return {edition.id: edition for edition in editions}


@cache
def played(path: Path) -> Played:
    return play(path, catalogue(), official_calendar())
