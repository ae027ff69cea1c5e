"""The version switcher: every wording of an instrument, and where one provision of it stands in each."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fazhi.law.model import Number
from fazhi.law.store.corpus import Instrument, Version
from fazhi.screens.lawbook.book import Lawbook
from fazhi.screens.lawbook.contents import label
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.standing import Standing, edition, standing


@dataclass(frozen=True, slots=True)
class Edition:
    """A version in the switcher; `place` says where the provision stands there, `url` is empty where it does not."""

    words: str
    standing: Standing
    url: str
    here: bool
    place: str = ""
    compare: str = ""
    gone: str = ""


def editions(book: Lawbook, door: Door, instrument: Instrument, here: Version, today: date) -> list[Edition]:
    """Return every version of an instrument, the newest first."""
    return [
        Edition(
            edition(one), standing(one, today), door.url(book.address(instrument, one)), one.id == here.id,
            compare=_compared(book, door, instrument, here, one),
        )
        for one in reversed(book.versions(instrument.id))
    ]  # fmt: skip


def provisions(
    book: Lawbook, door: Door, instrument: Instrument, here: Version, number: Number, today: date
) -> list[Edition]:  # fmt: skip
    """Return every version of an instrument with where the article stands in it, the newest first."""
    found = []
    for one in reversed(book.versions(instrument.id)):
        there = number if one.id == here.id else counterpart(book, here, number, one)
        url = door.url(book.address(instrument, one, there)) if there else ""
        compare = _compared(book, door, instrument, here, one, number) if there else ""
        place = label(there) if there and there != number else ""
        gone = "" if there else _("这一版本里没有对应的条文。")
        found.append(Edition(edition(one), standing(one, today), url, one.id == here.id, place, compare, gone))
    return found


def counterpart(book: Lawbook, here: Version, number: Number, there: Version) -> Number | None:
    """Return the number under which an article of one version stands in another; None where it is not in it."""
    versions = book.versions(here.instrument)
    at, to = _place(versions, here), _place(versions, there)
    step = 1 if to > at else -1
    numbers: tuple[Number, ...] = (number,)
    for n in range(at, to, step):
        numbers = _next(book, versions[n], versions[n + step], numbers)
    return numbers[0] if numbers else None


def _next(book: Lawbook, here: Version, there: Version, numbers: tuple[Number, ...]) -> tuple[Number, ...]:
    """Return where articles stand in the neighbouring version; its own number first, where it kept that."""
    newer = there.day is not None and (here.day is None or here.day <= there.day)
    found = book.map(here.id, there.id) if newer else book.map(there.id, here.id)
    reached = [
        to
        for number in numbers
        for to in ([link.to for link in found.links.get(number, ())] if newer else found.origins.get(number, ()))
    ]
    return tuple(sorted(dict.fromkeys(reached), key=lambda one: (one not in numbers, one)))


def _place(versions: tuple[Version, ...], one: Version) -> int:
    return next(n for n, version in enumerate(versions) if version.id == one.id)


def _compared(
    book: Lawbook, door: Door, instrument: Instrument, here: Version, other: Version, number: Number | None = None
) -> str:  # fmt: skip
    if here.id == other.id or here.day is None or other.day is None:
        return ""
    return door.url(book.address(instrument, here, number), compare=other.day)
