"""Which unit a message is for: the ranker's subjects turned into units of this city, with confidence and reasons."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import timezone

from fazhi.matters.catalogue import CATALOGUE
from fazhi.matters.units import Directory, directory
from fazhi.triage import Candidate, Ranker, TriageError, compose, load
from fazhi.triage.keywords import Duties, keyword_model, read_duties
from fazhi.triage.routing import RoutingTable, UnitCandidate, route, table_of, units_of

OFFERED = 3
log = logging.getLogger("fazhi.triage")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One unit that may be responsible, how sure the machine is (0–1), and the words that speak for it."""

    unit: str
    name: str
    subject: str
    confidence: float
    reasons: tuple[str, ...] = ()
    model: str = ""

    @property
    def percent(self) -> int:
        """Return the confidence as a whole number of per cent."""
        return round(self.confidence * 100)


def suggest(title: str, text: str, region: str, at: datetime) -> tuple[Suggestion, ...]:
    """Return the units that may be responsible for a message, the likeliest first."""
    message, model = compose(title, text), ranker()
    return _suggestions(model.rank(message, OFFERED), region, message, directory(timezone.localdate(at)), model)


def suggest_many(messages: Sequence[tuple[str, str, str]], at: datetime) -> list[tuple[Suggestion, ...]]:
    """Return for each (title, text, region) what `suggest` would, much faster and without the model's own reasons."""
    model, units = ranker(), directory(timezone.localdate(at))
    texts = [compose(title, text) for title, text, _ in messages]
    ranked = model.rank_many(texts, OFFERED)
    return [
        _suggestions(found, region, message, units, model)
        for found, message, (_, _, region) in zip(ranked, texts, messages, strict=True)
    ]


def _suggestions(
    ranked: tuple[Candidate, ...], region: str, message: str, units: Directory, model: Ranker
) -> tuple[Suggestion, ...]:
    named = [candidate for candidate in ranked if candidate.label in units.by_id]
    found: Sequence[UnitCandidate] = units_of(named) if named else route(ranked, table(), region, message)
    return tuple(
        Suggestion(one.unit, units.name(one.unit), one.subject, one.confidence, one.reasons, model.edition)
        for one in found[:OFFERED]
        if one.unit in units.by_id
    )


@lru_cache(maxsize=1)
def duties() -> Duties:
    """Return the subjects with the kinds of department that answer for them."""
    return read_duties(CATALOGUE / "routing" / "subjects.yaml")


@lru_cache(maxsize=1)
def table() -> RoutingTable:
    """Return which units of this city answer for which subject, from the city's own routing file."""
    path = CATALOGUE / "routing" / f"{settings.FAZHI_CITY}.yaml"
    given: dict[str, Any] = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    return table_of(duties(), {kind: tuple(map(str, units)) for kind, units in given.items()})


@lru_cache(maxsize=1)
def ranker() -> Ranker:
    """Return the trained model of this installation, or the table of words where there is none that can be read."""
    path = Path(settings.FAZHI_TRIAGE_MODEL)
    try:
        return load(path) if path.exists() else keyword_model(duties())
    except TriageError as wrong:  # a message must not be lost because of it; `fazhi doctor` says it too
        log.error("%s", wrong)
        return keyword_model(duties())
