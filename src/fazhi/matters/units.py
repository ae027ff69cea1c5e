"""Which units serve a region: looked up once a minute, for units change by the day and messages come by the second."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fazhi.people.models import Region, Unit
from fazhi.people.models.dated import true_on

KEPT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A unit as routing sees it."""

    id: str
    name: str
    kind: str
    region: str


class Directory:
    """The units in being on a day, by id and by kind."""

    def __init__(self, units: list[Served], regions: frozenset[str]) -> None:
        self._regions = regions
        self.by_id: Mapping[str, Served] = {u.id: u for u in units}
        self._by_kind: dict[str, list[Served]] = {}
        for unit in units:
            self._by_kind.setdefault(unit.kind, []).append(unit)

    def serving(self, kind: str, region: str) -> Served | None:
        """Return the unit of `kind` nearest to `region`: its own, else the one above; None where there is none."""
        found = [u for u in self._by_kind.get(kind, ()) if region.startswith(u.region)]
        return max(found, key=lambda u: len(u.region), default=None)

    def has_region(self, code: str) -> bool:
        """Whether there is a region with this code."""
        return code in self._regions

    def of_kind(self, kind: str) -> list[Served]:
        """Return all units of a kind."""
        return self._by_kind.get(kind, [])

    def name(self, id: str) -> str:
        """Return a unit's name, or its id where it is no longer in being."""
        return self.by_id[id].name if id in self.by_id else id


_kept: tuple[float, date, Directory] | None = None


def directory(today: date) -> Directory:
    """Return the units in being today."""
    global _kept
    now = time.monotonic()
    if _kept is None or now - _kept[0] > KEPT_SECONDS or _kept[1] != today:
        rows = Unit.objects.filter(true_on(today)).values_list("id", "name", "kind", "region_id")
        codes = frozenset(Region.objects.values_list("code", flat=True))
        _kept = (now, today, Directory([Served(*row) for row in rows], codes))
    return _kept[2]


def forget() -> None:
    """Look units up anew at the next question; called when units were changed."""
    global _kept
    _kept = None
