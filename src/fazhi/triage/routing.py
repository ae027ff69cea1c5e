"""From subjects to responsible units, and from what units did with a matter back to examples."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fazhi.triage.errors import TriageError
from fazhi.triage.examples import Candidate, Example

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
    """Every route of a city."""

    routes: tuple[Route, ...]

    def __post_init__(self) -> None:
        """Refuse shares that are not positive."""
        for one in self.routes:
            if one.share <= 0:
                raise TriageError(f"单位 {one.unit} 在“{one.subject}”的份额不是正数。请改为大于零的数。")

    def answering(self, subject: str, region: str) -> tuple[Route, ...]:
        """Return the routes that come first for a subject in a region (its division code); empty where none does."""
        matching = [one for one in self.routes if one.subject == subject and region.startswith(one.region)]
        if not matching:
            return ()
        first = min(_order(one) for one in matching)
        return tuple(one for one in matching if _order(one) == first)


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

    A subject that no unit answers for gives none, so its confidence is lost rather than given to another.
    """
    confidence: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, str, tuple[str, ...]]] = {}
    for candidate in candidates:
        for one, part, words in _parts(table.answering(candidate.label, region), text):
            sure = candidate.confidence * part
            confidence[one.unit] += sure
            reasons = tuple(dict.fromkeys((*words, *candidate.reasons)))
            best[one.unit] = max(best.get(one.unit, (-1.0, "", ())), (sure, candidate.label, reasons))
    found = [UnitCandidate(unit, min(sure, 1.0), *best[unit][1:]) for unit, sure in confidence.items()]
    return tuple(sorted(found, key=lambda one: (-one.confidence, one.unit)))


def units_of(candidates: Iterable[Candidate]) -> tuple[UnitCandidate, ...]:
    """Return candidates as units, for a model that was trained on units instead of subjects."""
    return tuple(UnitCandidate(one.label, one.confidence, "", one.reasons) for one in candidates)


def decide(candidates: Sequence[UnitCandidate], threshold: float) -> Auto | Manual:
    """Send to the first unit where its confidence reaches the city's threshold (0–1), else to a dispatcher."""
    if not 0 <= threshold <= 1:
        raise TriageError("自动分派的阈值必须在 0 与 1 之间。请改正该城市的设置。")
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


def _parts(routes: Sequence[Route], text: str) -> list[tuple[Route, float, tuple[str, ...]]]:
    """Return each route with its part (0–1) of the subject and the words of its duties found in the message."""
    found = [tuple(word for word in one.words if word in text) for one in routes]
    weights = [one.share * (1.0 + PULL * len(words)) for one, words in zip(routes, found, strict=True)]
    return [(one, weight / sum(weights), words) for one, weight, words in zip(routes, weights, found, strict=True)]
