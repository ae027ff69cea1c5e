"""Townships and villages of the city, to choose a place from; looked up once, for they change by the year."""

from functools import lru_cache

from fazhi.matters.catalogue import profile
from fazhi.people.models import Region

TOWNSHIP_DIGITS, VILLAGE_DIGITS = 9, 12
Named = tuple[str, str]


@lru_cache(maxsize=1)
def _regions() -> tuple[Named, ...]:
    inside = Region.objects.filter(code__startswith=profile().code).order_by("code")
    return tuple(inside.values_list("code", "name"))


def townships() -> list[Named]:
    """Return (code, name) of each township."""
    return [one for one in _regions() if len(one[0]) == TOWNSHIP_DIGITS]


def villages(township: str) -> list[Named]:
    """Return (code, name) of each village of a township."""
    return [one for one in _regions() if township and len(one[0]) == VILLAGE_DIGITS and one[0].startswith(township)]


def full_name(township: str, village: str) -> str:
    """Return the names of township and village joined, or the city's name where neither was chosen."""
    names = dict(_regions())
    return " ".join(names[code] for code in (township, village) if code in names) or profile().name


def forget() -> None:
    """Look regions up anew; called when they were changed."""
    _regions.cache_clear()
