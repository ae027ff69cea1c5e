"""The editions and the profile that this installation runs under, read once."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from fazhi import catalogue
from fazhi.clock import Calendar, official_calendar
from fazhi.procedure import Edition
from fazhi.procedure.editions import Profile, catalogue_editions, edition_on, read_profile

CATALOGUE = Path(catalogue.__file__).parent


@lru_cache(maxsize=1)
def profile() -> Profile:
    """Return the profile of the city that this installation serves."""
    return read_profile(CATALOGUE / "cities" / f"{settings.FAZHI_CITY}.yaml")


@lru_cache(maxsize=1)
def editions() -> Mapping[str, Edition]:
    """Return all editions by id, local terms filled from the city's profile."""
    return catalogue_editions(CATALOGUE / "procedures", profile())


def current(procedure: str, day: date) -> Edition:
    """Return the edition of `procedure` in force on `day`."""
    return edition_on(editions(), procedure, day)


def calendar() -> Calendar:
    """Return the official calendar."""
    return official_calendar()
