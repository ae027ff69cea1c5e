"""Names by which people call an instrument beside its title: well known ones, and a title without its issuer."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from fazhi.law import names

# 最高人民法院关于审理…的解释 is cited as 《关于审理…的解释》.
_ISSUER = re.compile(
    r"^(?:、?(?:最高人民法院|最高人民检察院|公安部|司法部|国务院|全国人民代表大会(?:常务委员会)?))+(?=关于)"
)


def of(instruments: Iterable[tuple[int, str, str]]) -> set[tuple[str, int]]:
    """Return further names with the instruments (id, title, place) that bear them; an unknown full name is skipped."""
    national = [(id, title) for id, title, place in instruments if not place]
    by_name = {names.loose(title): id for id, title in national}
    known = {(short, by_name[full]) for short, full in abbreviations() if full in by_name and short not in by_name}
    return known | set(_without_issuer(national))


@cache
def abbreviations() -> tuple[tuple[str, str], ...]:
    """Return the well-known short names, each with the loose form of the title it means."""
    lines = files("fazhi.law.store").joinpath("abbreviations.txt").read_text("utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return tuple((short, names.loose(full)) for short, full in pairs)


def _without_issuer(national: Iterable[tuple[int, str]]) -> Iterator[tuple[str, int]]:
    for id, title in national:
        rest = _ISSUER.sub("", title)
        if rest != title:
            yield from ((rest, id), (names.loose(rest), id))
