"""Many figures and series at once: each record is looked at once, whether it may be seen is asked once.

A record is fetched as the conditions that it fulfils, a bit each, and as its keys; the rest is counting. Databases
sort to group: five groupings of 100,000 matters took SQLite three times as long as fetching them does.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import add, or_
from typing import Any, TypeAlias

from django.db.models import Case, ExpressionWrapper, F, Field, IntegerField, Q, Value, When

from fazhi.clock import day_start
from fazhi.figures.compute import Figure, Row, in_period, region_below, within
from fazhi.figures.conditions import AnyOf, Clause, Condition
from fazhi.figures.definitions import Indicator
from fazhi.figures.hours import UtcHour, hour_of
from fazhi.figures.periods import Bucket
from fazhi.figures.scope import Scope
from fazhi.figures.sources import Rows, Source, compiled, source_of
from fazhi.people.viewers import Viewer

Placed: TypeAlias = tuple[str, ...]  # the columns whose first known moment must lie in the period
Atom: TypeAlias = Condition | Placed
CHUNK = 10_000  # records in memory at a time


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a tally is to answer: figures, series by a dimension, and over periods by a column of moments.

    Whatever is asked over periods by `opened_at` or `ended_at` and is not among `indicators` is counted of all times.
    """

    indicators: Sequence[Indicator]
    by: Mapping[str, Sequence[Indicator]] = field(default_factory=dict)
    over: Mapping[str, Sequence[Indicator]] = field(default_factory=dict)
    below: str = ""  # regions are those one level below this one

    @property
    def keyed(self) -> Mapping[str, Sequence[Indicator]]:
        """Return what is asked by which key."""
        return {**self.by, **self.over}

    @property
    def ever(self) -> Sequence[Indicator]:
        """Return what is counted whatever the period."""
        known = {one.id for one in self.indicators}
        asked = {one.id: one for found in self.over.values() for one in found if one.id not in known}
        return [*asked.values(), *(one for one in self.indicators if one.is_stock)]


class _Masked(dict[int, int]):
    """From a state to what of it matters to a key: few enough states make few enough groups."""

    def __init__(self, mask: int) -> None:
        super().__init__()
        self.mask = mask

    def __missing__(self, bits: int) -> int:
        self[bits] = bits & self.mask
        return self[bits]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records of a scope fulfil which atoms, in all and by each key: (bits, key) → records."""

    scope: Scope
    as_of: datetime
    atoms: Mapping[Atom, int]
    states: Counter[int] = field(default_factory=Counter)
    keyed: Mapping[str, Counter[tuple[int, str | None]]] = field(default_factory=dict)

    def figure(self, indicator: Indicator) -> Figure:
        """Return the figure: the same as `compute.figure` gives."""
        held, above = self._held(indicator, self.states, in_time=True)
        every, part = (sum(self.states[bits] for bits in found) for found in (held, above))
        return Figure(indicator, *_numbers(indicator, every, part), self.scope, self.as_of)

    def series(self, indicator: Indicator, by: str, within: str = "") -> list[Row]:
        """Return the series by a dimension, of the codes that begin with `within`: as `compute.series` gives it."""
        every, above = self._by(indicator, by, in_time=True)
        keys = sorted(key for key in every if key is not None and key.startswith(within))
        return [Row(indicator, *_numbers(indicator, every[key], above[key]), key) for key in keys]

    def over(self, indicator: Indicator, periods: Sequence[Bucket]) -> list[Row]:
        """Return the indicator, placed by one column, for periods that follow each other: as `compute.over` does."""
        ends = [hour_of(end) for end in (day_start(periods[0].first), *(period.end for period in periods))]
        found = [(Counter[int](), hours) for hours in self._by(indicator, indicator.placed_by[0], in_time=False)]
        for numbers, hours in found:
            for hour, n in hours.items():
                numbers[bisect_right(ends, hour) if hour else 0] += n
        (every, _), (above, _) = found
        return [
            Row(indicator, *_numbers(indicator, every[n], above[n]), str(n - 1), period)
            for n, period in enumerate(periods, start=1)
        ]

    def _by(self, indicator: Indicator, by: str, *, in_time: bool) -> tuple[Counter[str | None], Counter[str | None]]:
        held, part = self._held(indicator, {bits for bits, _ in self.keyed[by]}, in_time=in_time)
        every, above = Counter[str | None](), Counter[str | None]()
        for (bits, key), n in self.keyed[by].items():
            if bits in held:
                every[key] += n
                if bits in part:
                    above[key] += n
        return every, above

    def _held(self, indicator: Indicator, states: Iterable[int], *, in_time: bool) -> tuple[set[int], set[int]]:
        """Return the states of which a record is counted, and those of which it is in the numerator."""
        held = {
            bits
            for bits in states
            if self._holds(indicator.population, bits) and (not in_time or self._in_time(indicator, bits))
        }
        return held, {bits for bits in held if self._holds(indicator.numerator, bits)}

    def _in_time(self, indicator: Indicator, bits: int) -> bool:
        return indicator.is_stock or bool(bits & self.atoms[indicator.placed_by])

    def _holds(self, clause: Clause, bits: int) -> bool:
        return all(self._one(condition, bits) for condition in clause)

    def _one(self, condition: Condition, bits: int) -> bool:
        if isinstance(condition, AnyOf):
            return any(self._holds(clause, bits) for clause in condition.clauses)
        return bool(bits & self.atoms[condition])


def can_be_tallied(indicator: Indicator) -> bool:
    """Whether the indicator counts matters, each for itself: not requests, and not the persons behind them."""
    return indicator.counts != "parties" and indicator.records == "matter"


def tally(wanted: Wanted, scope: Scope, viewer: Viewer, now: datetime) -> Tally:
    """Look once at every matter that one of the indicators, all of which `can_be_tallied`, may count; one query."""
    source = source_of(wanted.indicators[0])
    atoms: dict[Atom, int] = {}
    for atom in (atom for one in (*wanted.indicators, *wanted.ever) for atom in _atoms(one)):
        atoms.setdefault(atom, 1 << len(atoms))
    keys = _keys(wanted, source)
    columns = {f"key_{name}": key for name, key in keys.items()}
    rows = within(source, scope, viewer).filter(_possible(wanted, source, scope, now)).order_by()
    rows = rows.annotate(bits=_bits(atoms, source, scope, now), **columns).values_list("bits", *columns)
    found = Tally(scope, now, atoms, Counter(), {name: Counter() for name in keys})
    masks = {name: _Masked(_mask(atoms, asked)) for name, asked in wanted.keyed.items()}
    _count(rows, found, masks)
    return found


def _count(rows: Rows, found: Tally, masks: Mapping[str, _Masked]) -> None:
    for chunk in _chunks(rows.iterator(CHUNK)):
        bits, *values = zip(*chunk, strict=True)
        found.states.update(bits)
        for (name, counter), of_key in zip(found.keyed.items(), values, strict=True):
            counter.update(zip(map(masks[name].__getitem__, bits), of_key, strict=True))


def _mask(atoms: Mapping[Atom, int], asked: Sequence[Indicator]) -> int:
    return reduce(or_, (atoms[atom] for one in asked for atom in _atoms(one)))


def _keys(wanted: Wanted, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {name: F(source.path(name)) for name in wanted.by}
    if "region" in found:
        found["region"] = region_below(source, wanted.below)
    return found | {name: UtcHour(source.path(name)) for name in wanted.over}


def _chunks(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _atoms(indicator: Indicator) -> Iterable[Atom]:
    yield from [] if indicator.is_stock else [indicator.placed_by]
    yield from _single((*indicator.population, *indicator.numerator))


def _single(clause: Clause) -> Iterable[Condition]:
    for condition in clause:
        if isinstance(condition, AnyOf):
            for one in condition.clauses:
                yield from _single(one)
        else:
            yield condition


def _bits(atoms: Mapping[Atom, int], source: Source, scope: Scope, now: datetime) -> Any:
    found = [
        Case(When(_condition(atom, source, scope, now), then=Value(bit)), default=Value(0))
        for atom, bit in atoms.items()
    ]
    total = reduce(add, found, Value(0, output_field=IntegerField()))
    # A field of no kind: of an integer Django would make an integer once more, 100,000 times.
    return ExpressionWrapper(total, output_field=Field())


def _condition(atom: Atom, source: Source, scope: Scope, now: datetime) -> Q:
    return in_period(atom, source, scope) if isinstance(atom, tuple) else compiled((atom,), source, now)


def _possible(wanted: Wanted, source: Source, scope: Scope, now: datetime) -> Q:
    """Return what at least one indicator may count: whether it may be seen is asked of these only."""
    periods = {one.placed_by for one in wanted.indicators if not one.is_stock}
    conditions = [in_period(placed, source, scope) for placed in sorted(periods)]
    always = {one.population for one in wanted.ever}
    return reduce(or_, [*conditions, *(compiled(clause, source, now) for clause in always)])


def _numbers(indicator: Indicator, every: int, above: int) -> tuple[int, int | None]:
    return (above, every) if indicator.is_rate else (every, None)
