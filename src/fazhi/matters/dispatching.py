"""Which unit a message is for: the ranker's subjects turned into units of this city, with confidence and reasons."""

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
from fazhi.triage import Candidate, Ranker, compose, load

OFFERED = 3


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
    model = ranker()
    ranked = model.rank(compose(title, text), OFFERED)
    return to_units(ranked, region, directory(timezone.localdate(at)), model.edition)


def suggest_many(messages: list[tuple[str, str, str]], at: datetime) -> list[tuple[Suggestion, ...]]:
    """Return for each (title, text, region) what `suggest` would, without reasons, much faster."""
    model, units = ranker(), directory(timezone.localdate(at))
    ranked = model.rank_many([compose(title, text) for title, text, _ in messages], OFFERED)
    return [
        to_units(found, region, units, model.edition) for found, (_, _, region) in zip(ranked, messages, strict=True)
    ]


def to_units(
    ranked: tuple[Candidate, ...], region: str, units: Directory, edition: str
) -> tuple[Suggestion, ...]:  # fmt: skip
    """Return the units that stand for ranked subjects: a unit the model names itself, else the subject's own."""
    found: dict[str, Suggestion] = {}
    for candidate in ranked:
        unit, subject = _unit_for(candidate.label, region, units)
        if unit and unit not in found:
            name = units.name(unit)
            found[unit] = Suggestion(unit, name, subject, candidate.confidence, candidate.reasons, edition)
    return tuple(found.values())


def _unit_for(label: str, region: str, units: Directory) -> tuple[str, str]:
    if label in units.by_id:
        return label, ""
    for unit in routing().get(label, ()):
        if unit in units.by_id:
            return unit, label
        if served := units.serving(unit, region):
            return served.id, label
    return "", label


@lru_cache(maxsize=1)
def routing() -> dict[str, tuple[str, ...]]:
    """Return, for each subject, the units of this city that answer for it, by id or by kind."""
    path = CATALOGUE / "routing" / f"{settings.FAZHI_CITY}.yaml"
    given: dict[str, Any] = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    return {subject: tuple(units) for subject, units in given.items()}


@lru_cache(maxsize=1)
def ranker() -> Ranker:
    """Return the trained model of this installation, or the keyword table it starts with."""
    path = Path(settings.FAZHI_TRIAGE_MODEL)
    if path.exists():
        return load(path)
    from fazhi.triage.keywords import keyword_model, read_subjects

    return keyword_model(read_subjects(CATALOGUE / "routing" / "subjects.yaml"))
