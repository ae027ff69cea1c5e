"""From subjects to responsible units, and from what units did with a matter back to examples."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from fazhi.triage.errors import TriageError
from fazhi.triage.examples import Candidate, Example
from fazhi.triage.reading import MAX_READ
from fazhi.triage.spotting import Spotter, spotter_of

OFFERED: Final = 3
"""Units offered to a dispatcher."""
PULL: Final = 3.0
"""How much a word of a unit's own duties found in the message adds to the unit's share."""
RETURN_WEIGHT: Final = 2.0
"""A return, or a re-dispatch, was decided by a person: it counts twice an ordinary example."""


@dataclass(frozen=True, slots=True)
class Route:
    """A unit that answers for a subject.

    `region` is the beginning of the division codes where it does so ("" everywhere): a township's own unit has the
    township's code, a county department the county's. The lowest `priority` goes first; then the longest region.
    Units level in both share the subject by `share`, and by which of their `words` the message has.
    """

    subject: str
    unit: str
    region: str = ""
    priority: int = 0
    share: float = 1.0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutingTable:
    """Every route of a city, and what finds the words of their duties in a message."""

    routes: tuple[Route, ...]
    spotter: Spotter = field(init=False, repr=False, compare=False)
    _of_subject: Mapping[str, tuple[Route, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Lay out the routes by subject, those that come first in front; refuse shares that are not positive."""
        of_subject: dict[str, tuple[Route, ...]] = {}
        for one in sorted(self.routes, key=_order):
            if one.share <= 0:
                raise TriageError(f"单位 {one.unit} 在“{one.subject}”的份额不是正数。请改为大于零的数。")
            of_subject[one.subject] = (*of_subject.get(one.subject, ()), one)
        object.__setattr__(self, "_of_subject", of_subject)
        object.__setattr__(self, "spotter", spotter_of(word for one in self.routes for word in one.words))

    def answering(self, subject: str, region: str) -> tuple[Route, ...]:
        """Return the routes that come first for a subject in a region (its division code); empty where none does."""
        matching = (one for one in self._of_subject.get(subject, ()) if region.startswith(one.region))
        return next((tuple(level) for _, level in groupby(matching, key=_order)), ())


@dataclass(frozen=True, slots=True)
class UnitCandidate:
    """A unit that may be responsible, how sure we are (0–1), for which subject, and why."""

    unit: str
    confidence: float
    subject: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Auto:
    """Sure enough: send the matter to this unit."""

    unit: UnitCandidate


@dataclass(frozen=True, slots=True)
class Manual:
    """Not sure enough: a dispatcher chooses, with these offered."""

    offered: tuple[UnitCandidate, ...]


def route(
    candidates: Sequence[Candidate], table: RoutingTable, region: str, text: str = ""
) -> tuple[UnitCandidate, ...]:
    """Return the responsible units, the surest first; a subject's confidence is divided among the units that share it.

    A subject that no unit answers for gives none, so its confidence is lost rather than given to another. Of the text,
    the first 2,000 characters are read, as the rankers do.
    """
    spotted = table.spotter.words_in(text[:MAX_READ])
    confidence: dict[str, float] = {}
    best: dict[str, tuple[float, str, tuple[str, ...]]] = {}
    for candidate in candidates:
        for one, part, words in _parts(table.answering(candidate.label, region), spotted):
            unit, sure = one.unit, candidate.confidence * part
            confidence[unit] = confidence.get(unit, 0.0) + sure
            if unit not in best or (sure, candidate.label) > best[unit][:2]:
                best[unit] = (sure, candidate.label, words + candidate.reasons)
    ordered = sorted(confidence.items(), key=lambda of: (-of[1], of[0]))
    return tuple([_candidate(unit, sure, *best[unit][1:]) for unit, sure in ordered])


def _candidate(unit: str, sure: float, subject: str, reasons: Sequence[str]) -> UnitCandidate:
    """Several subjects may speak for one unit, and a word of its duties may be a reason of the ranker's as well."""
    return UnitCandidate(unit, min(sure, 1.0), subject, tuple(dict.fromkeys(reasons)))


def units_of(candidates: Iterable[Candidate]) -> tuple[UnitCandidate, ...]:
    """Return candidates as units, for a model that was trained on units instead of subjects."""
    return tuple(UnitCandidate(one.label, one.confidence, "", one.reasons) for one in candidates)


def decide(candidates: Sequence[UnitCandidate], threshold: float) -> Auto | Manual:
    """Send to the first unit where its confidence reaches the city's threshold (0–1), else to a dispatcher."""
    if not 0 <= threshold <= 1:
        raise TriageError("自动分办的阈值必须在 0 与 1 之间。请改正该城市的设置。")
    if candidates and candidates[0].confidence >= threshold:
        return Auto(candidates[0])
    return Manual(tuple(candidates[:OFFERED]))


def lessons(text: str, returned_by: Sequence[str], taken_by: str | None, group: str = "") -> tuple[Example, ...]:
    """Return what to learn of a matter: a unit that returned it speaks against itself, the one that took it for itself.

    A unit that returned a matter and took it in the end is learnt as having taken it.
    """
    against = (
        Example(text, unit, group, RETURN_WEIGHT, against=True)
        for unit in dict.fromkeys(returned_by)
        if unit != taken_by
    )
    weight = RETURN_WEIGHT if returned_by else 1.0
    taken = () if taken_by is None else (Example(text, taken_by, group, weight),)
    return (*against, *taken)


def table_of(duties: Mapping[str, Mapping[str, Sequence[str]]], units: Mapping[str, Sequence[str]]) -> RoutingTable:
    """Build a table from duties (subject → kind of department → words) and a city's units (kind → unit codes)."""
    return RoutingTable(
        tuple(
            Route(subject, unit, words=tuple(words))
            for subject, kinds in duties.items()
            for kind, words in kinds.items()
            for unit in units.get(kind, ())
        )
    )


def _order(one: Route) -> tuple[int, int]:
    return one.priority, -len(one.region)


def _parts(routes: Sequence[Route], spotted: Set[str]) -> list[tuple[Route, float, tuple[str, ...]]]:
    """Return each route with its part (0–1) of the subject and the words of its duties found in the message."""
    found = [tuple([word for word in one.words if word in spotted]) for one in routes]
    weights = [one.share * (1.0 + PULL * len(words)) for one, words in zip(routes, found, strict=True)]
    whole = sum(weights)
    return [(one, weight / whole, words) for one, weight, words in zip(routes, weights, found, strict=True)]
