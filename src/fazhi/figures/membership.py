"""Which records a figure counts, now and as it was known at a past moment.

What no event has touched since then is asked of the projections; the rest is folded anew from the ledger and held
against the same conditions, so that both ways give the same answer.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from fazhi.figures.conditions import OWED
from fazhi.figures.definitions import Indicator
from fazhi.figures.records import records
from fazhi.figures.scope import Scope
from fazhi.figures.sources import source_of
from fazhi.ledger.models import Event as Stored
from fazhi.matters import streams
from fazhi.matters.models import Matter, Obligation, Request
from fazhi.matters.projection import rows_of
from fazhi.people.viewers import system_viewer
from fazhi.procedure import Event
from fazhi.procedure.fold import timeline

Hit: TypeAlias = tuple[UUID, str, bool]  # the matter, the key of what is counted, whether in the numerator


@dataclass(frozen=True, slots=True)
class Membership:
    """The keys of what a figure counts, and of those in its numerator (of a count: all)."""

    all: frozenset[str]
    above: frozenset[str]

    @property
    def digest(self) -> str:
        """SHA-256 of the sorted keys, each with whether it is in the numerator."""
        lines = "\n".join(f"{key} {int(key in self.above)}" for key in sorted(self.all))
        return hashlib.sha256(lines.encode()).hexdigest()

    def counts(self, indicator: Indicator) -> tuple[int, int | None]:
        """Return numerator and denominator; a count has no denominator."""
        return (len(self.above), len(self.all)) if indicator.is_rate else (len(self.all), None)


def members(indicator: Indicator, scope: Scope, now: datetime) -> Membership:
    """Return what the figure counts as of `now`, by the projections."""
    return _membership(_projected(indicator, scope, now))


def members_at(indicator: Indicator, scope: Scope, at: datetime, *, known_at: datetime | None = None) -> Membership:
    """Return what the figure counted as of a past moment, as known then.

    With `known_at`, what it counts as of that moment by all that was known at the later one: late entries included.
    """
    touched = _touched_since(at)
    hits = [hit for hit in _projected(indicator, scope, at) if hit[0] not in touched]
    for id, events in streams.read_many(touched):
        known = [e for e in events if e.recorded_at <= (known_at or at)]
        then = known if known_at is None else _effective(known, at)
        if then:
            hits.extend(_folded(indicator, scope, at, id, then))
    return _membership(hits)


def rows_for(indicator: Indicator, id: UUID, events: Sequence[Event]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the records that a matter's events make, with the columns that conditions ask for, each with its key."""
    found = rows_of(id, events)
    matter = found[Matter, (id,)]
    if indicator.records == "matter":
        owed = frozenset(row["rule"] for (model, _), row in found.items() if model is Obligation)
        yield str(matter["party"]) if indicator.counts == "parties" else str(id), {**matter, OWED: owed}
        return
    for (model, key), row in found.items():
        if model is Request:
            of_matter = {name: matter[name] for name in source_of(indicator).elsewhere}
            yield f"{id}/{key[1]}", {**of_matter, **row}


def counts_row(indicator: Indicator, scope: Scope, row: Mapping[str, Any], as_of: datetime) -> bool:
    """Whether the figure counts the record: the same question that `compute.population` asks of the database."""
    placed = indicator.is_stock or scope.covers(indicator.placed_at(row))
    named = indicator.counts != "parties" or bool(row["party"])
    return placed and named and scope.holds(row) and indicator.counts_in(row, as_of)


def _projected(indicator: Indicator, scope: Scope, as_of: datetime) -> Iterator[Hit]:
    rows = records(indicator, scope, system_viewer("发布和核对统计数", as_of), as_of)
    key = source_of(indicator).key
    columns = (key[0], "party" if indicator.counts == "parties" else key[-1], "in_numerator")
    for id, last, above in rows.values_list(*columns).iterator():
        yield id, f"{id}/{last}" if len(key) > 1 else str(last), above


def _folded(indicator: Indicator, scope: Scope, as_of: datetime, id: UUID, events: Sequence[Event]) -> Iterator[Hit]:
    for key, row in rows_for(indicator, id, events):
        if counts_row(indicator, scope, row, as_of):
            yield id, key, indicator.counts_above(row, as_of)


def _membership(hits: Iterable[Hit]) -> Membership:
    found = list(hits)
    return Membership(frozenset(key for _, key, _ in found), frozenset(key for _, key, above in found if above))


def _touched_since(at: datetime) -> set[UUID]:
    later = Stored.objects.filter(stream_kind=streams.KIND, recorded_at__gt=at)
    return set(later.values_list("stream_id", flat=True).distinct())


def _effective(events: Sequence[Event], at: datetime) -> list[Event]:
    """Return the events that had taken effect by `at`, as corrections left them, as if nothing else had happened."""
    return [
        replace(entry.event, data=entry.data, effects=entry.effects, target=0, replaces={})
        for entry in timeline(events, effective_at=at)
    ]
