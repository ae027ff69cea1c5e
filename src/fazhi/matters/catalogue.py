"""The editions and the profile that this installation runs under, read once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from fazhi import catalogue
from fazhi.clock import Calendar, official_calendar
from fazhi.procedure import BadDefinition, Edition, Problem
from fazhi.procedure.editions import Profile, catalogue_editions, edition_on, read_profile
from fazhi.procedure.overlay import load_overlaid
from fazhi.procedure.source import read_text, read_yaml

CATALOGUE = Path(catalogue.__file__).parent


@lru_cache(maxsize=1)
def profile() -> Profile:
    """Return the profile of the city that this installation serves."""
    return read_profile(CATALOGUE / "cities" / f"{settings.FAZHI_CITY}.yaml")


@lru_cache(maxsize=1)
def editions() -> Mapping[str, Edition]:
    """Return all editions by id: those shipped, the city's own, and the city's overlays over both."""
    return read_editions(Path(settings.FAZHI_LOCAL_CATALOGUE))


def read_editions(local: Path) -> dict[str, Edition]:
    """Return all editions with those in the folder `local`; raise BadDefinition with every problem found."""
    found = catalogue_editions(CATALOGUE / "procedures", profile())
    if (local / "procedures").is_dir():
        found |= catalogue_editions(local / "procedures", replace(profile(), settings={}))
    for path in sorted((local / "overlays").glob("*.yaml")):
        edition = _overlaid(found, path)
        found[edition.id] = edition
    return found


def _overlaid(found: Mapping[str, Edition], path: Path) -> Edition:
    root = read_yaml(read_text(path), str(path))
    base = found.get(str(root.get("overlays", "")))
    if base is None:
        line = root.lines.get("overlays", 1)
        known = "、".join(found)
        raise BadDefinition([Problem(str(path), line, "没有要改动的版本", f"请在 overlays 写明版本号，可用：{known}")])
    values = profile().settings.get(base.procedure, {})
    return load_overlaid(Path(base.source), path, settings=values)


def current(procedure: str, day: date) -> Edition:
    """Return the edition of `procedure` in force on `day`."""
    return edition_on(editions(), procedure, day)


def calendar() -> Calendar:
    """Return the official calendar."""
    return official_calendar()
