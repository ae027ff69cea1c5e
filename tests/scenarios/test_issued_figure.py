"""An issued figure is frozen with what was known; what is recorded later restates it and names the records."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

import pytest
from playing import HERE, played

from fazhi.clock import BEIJING, local_day
from fazhi.procedure import Event, fold


@dataclass(frozen=True)
class Figure:
    """On-time decisions among those due in the period, as known at a moment."""

    known_at: datetime
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]

    @property
    def value(self) -> Fraction:
        return Fraction(len(self.numerator), len(self.denominator))

    @property
    def digest(self) -> str:
        """Return the digest of the ids that the figure rests on."""
        return hashlib.sha256("\n".join((*self.numerator, "", *self.denominator)).encode()).hexdigest()


def decided_on_time(matters: Mapping[str, Sequence[Event]], first: date, last: date, known_at: datetime) -> Figure:
    due, kept = [], []
    for id, events in sorted(matters.items()):
        for obligation in fold(events, known_at=known_at).obligations.values():
            if obligation.rule == "decide" and obligation.due and first <= local_day(obligation.due) <= last:
                due.append(id)
                kept += [id] if obligation.on_time else []
    return Figure(known_at, tuple(kept), tuple(due))


ISSUED = datetime(2025, 5, 10, 18, tzinfo=BEIJING)
LATER = datetime(2025, 5, 12, 18, tzinfo=BEIJING)
PERIOD = date(2025, 5, 1), date(2025, 5, 31)


@pytest.fixture
def matters() -> Mapping[str, Sequence[Event]]:
    return played(HERE / "reconsideration" / "figure.yaml").matters


def test_as_issued(matters: Mapping[str, Sequence[Event]]) -> None:
    issued = decided_on_time(matters, *PERIOD, ISSUED)
    assert (issued.value, issued.numerator, issued.denominator) == (
        Fraction(1, 3), ("按期",), ("按期", "补录", "逾期"),
    )  # fmt: skip


def test_what_is_recorded_later_restates_it_and_names_the_record(matters: Mapping[str, Sequence[Event]]) -> None:
    issued, restated = (decided_on_time(matters, *PERIOD, known) for known in (ISSUED, LATER))
    assert restated.value == Fraction(2, 3)
    assert set(restated.numerator) ^ set(issued.numerator) == {"补录"}
    assert restated.digest != issued.digest


def test_the_issued_figure_can_be_had_again_after_the_restatement(matters: Mapping[str, Sequence[Event]]) -> None:
    only_then = {id: [e for e in events if e.recorded_at <= ISSUED] for id, events in matters.items()}
    again, then = (decided_on_time(m, *PERIOD, ISSUED) for m in (matters, only_then))
    assert (again.digest, again.value) == (then.digest, Fraction(1, 3))
