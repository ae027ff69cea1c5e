"""The names by which a text may call an instrument without book-title marks: those of a corpus, and of all statutes."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from fazhi.law import names
from fazhi.law.store.corpus import Corpus

_GENERIC = re.compile(r"(?:.{0,2}(?:条例|规定|办法|细则|解释|决定|通知|意见|规则|批复|公告|标准|目录|纲要|令))|.")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Names:
    """Names of instruments, to be looked up backwards from where one ends; built once and shared."""

    called: frozenset[str]
    lengths: Mapping[str, Sequence[int]]  # of names by their last two characters, the longest first


def before(text: str, end: int, called: Container[str], lengths: Mapping[str, Sequence[int]]) -> int:
    """Return where the longest name begins that ends at `end`, -1 for none."""
    for length in lengths.get(text[max(0, end - 2) : end], ()):
        if length <= end and text[end - length : end] in called:
            return end - length
    return -1


def collected(called: Iterable[str]) -> Names:
    """Return the names for looking up, without those that any instrument may bear (条例)."""
    kept = {one for one in called if 2 <= len(one) <= _LONGEST and not _GENERIC.fullmatch(one)}
    return Names(frozenset(kept), by_tails(kept))


def by_tails(called: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """Return the lengths of names by their last two characters, the longest first."""
    lengths: dict[str, set[int]] = {}
    for one in called:
        lengths.setdefault(one[-2:], set()).add(len(one))
    return MappingProxyType({tail: tuple(sorted(found, reverse=True)) for tail, found in lengths.items()})


@cache
def statutes() -> Names:
    """Return the short and full names of the nation's statutes, as the list that comes with this module has them."""
    lines = resources.files(__package__).joinpath("statutes.txt").read_text(encoding="utf-8").splitlines()
    return collected(_both(line for line in lines if line and not line.startswith("#")))


def names_of(corpus: Corpus) -> Names:
    """Return every name on record in a corpus, together with those of the statutes."""
    return collected(statutes().called.union(_both(name for name, _ in corpus.names())))


def _both(called: Iterable[str]) -> Iterable[str]:
    for one in called:
        yield one
        yield names.NATION + one if not one.startswith(names.NATION) else one.removeprefix(names.NATION)
