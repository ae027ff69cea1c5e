"""The words of a message that spoke for a label, in a form that a dispatcher can read."""

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fazhi.triage.reading import LONGEST, Floats, Keys, runs_of

MOST: Final = 4
"""Reasons shown for one candidate."""
LOOKED_AT: Final = 24
LOOSE: Final = (
    "的了是在我你他她它们这那有和与及就都而也不没到对为把被让给请得着过吗呢吧之其或并还要会能"
    "可以所于中上下里一将从向又很更最太再等后前个某各该此么什怎样省市县区乡镇村"
)
"""Characters that rarely begin or end a word that says something of the matter by itself."""


def _telling() -> NDArray[np.bool_]:
    """Mark the 16-bit codes that may stand at the end of a readable word."""
    table = np.zeros(65_536, np.bool_)
    table[0x3400:0xA000] = True
    table[[ord(character) for character in LOOSE]] = False
    return table


_TELLING: Final = _telling()
_LOW: Final = np.uint64(0xFFFF)


def readable(keys: Keys) -> NDArray[np.bool_]:
    """Say which runs can stand as words: two or more characters, Han at both ends, no loose one there."""
    first = keys.copy()
    for _ in range(LONGEST - 1):
        first = np.where(first > _LOW, first >> np.uint64(16), first)
    last = keys & _LOW
    told: NDArray[np.bool_] = (keys > _LOW) & _TELLING[first.astype(np.int64)] & _TELLING[last.astype(np.int64)]
    return told


def reasons_in(keys: Keys, support: Floats) -> tuple[str, ...]:
    """Return up to four words that support a label most, the strongest first, given the support of distinct runs."""
    likely = np.flatnonzero(support > 0)
    worth = support.take(likely)
    if worth.size > LOOKED_AT:
        strong = np.flatnonzero(worth >= np.partition(worth, -LOOKED_AT)[-LOOKED_AT])
        likely, worth = likely.take(strong), worth.take(strong)
    strongest = likely.take(np.argsort(-worth, kind="stable")[:LOOKED_AT])
    return _apart(runs_of(keys.take(strongest)))


def _apart(words: Iterable[str]) -> tuple[str, ...]:
    """Keep the strongest words, leaving out those that overlap one already kept.

    Two overlap where they share two characters side by side, or one ends as the other begins.
    """
    kept: list[str] = []
    firsts, lasts, pieces = set[str](), set[str](), set[str]()
    for word in words:
        if word[0] in lasts or word[-1] in firsts:
            continue
        its = [word[at : at + 2] for at in range(len(word) - 1)]
        if not pieces.isdisjoint(its):
            continue
        kept.append(word)
        if len(kept) == MOST:
            break
        firsts.add(word[0])
        lasts.add(word[-1])
        pieces.update(its)
    return tuple(kept)
