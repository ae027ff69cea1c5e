"""The table of cases worked by hand."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from fazhi.clock import (
    BEIJING,
    CountingRules,
    Direction,
    Extension,
    Interval,
    Reckoning,
    Term,
    Unit,
    day_end,
    official_calendar,
    reckon,
)

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
UNITS = {
    "W": Unit.WORKING_DAY,
    "C": Unit.CALENDAR_DAY,
    "M": Unit.MONTH,
    "Y": Unit.YEAR,
    "H": Unit.HOUR,
}


def as_term(written: str) -> Term:
    amount, *marks = written.split()
    direction = Direction.BEFORE if "before" in marks else Direction.AFTER
    return Term(int(amount[:-1]), UNITS[amount[-1]], direction, roll="roll" in marks, minimum="minimum" in marks)


def as_moment(value: date | datetime | str) -> datetime:
    """A bare day is taken at nine in the morning: no day-term may depend on the hour of its event."""
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return datetime.combine(value, time(9), BEIJING)


def as_interval(kind: Any, start: Any, end: Any) -> Interval:
    return Interval(kind, as_moment(start), None if end is None else as_moment(end))


def work(case: dict[str, Any], *, explain: bool = True) -> Reckoning:
    return reckon(
        as_term(case["term"]),
        as_moment(case["start"]),
        official_calendar(),
        intervals=[as_interval(*interval) for interval in case.get("intervals", ())],
        extensions=[Extension(as_term(term)) for term in case.get("extend", ())],
        rules=CountingRules(**case.get("rules", {})),
        explain=explain,
    )


def expected_due(case: dict[str, Any]) -> datetime | None:
    due = case["due"]
    if due is None:
        return None
    return day_end(due) if isinstance(due, date) else datetime.fromisoformat(due)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_reckoning_agrees_with_the_hand(case: dict[str, Any]) -> None:
    reckoning = work(case)

    assert reckoning.due == expected_due(case), case["why"]
    assert reckoning.provisional is case.get("provisional", False)
    assert reckoning.left == case.get("left")
    if "nominal" in case:
        nominal = case["nominal"]
        assert reckoning.nominal == (datetime.fromisoformat(nominal) if isinstance(nominal, str) else nominal)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_explaining_changes_nothing_but_the_steps(case: dict[str, Any]) -> None:
    plain, explained = work(case, explain=False), work(case)

    assert plain.steps == ()
    assert explained.steps[-1].value == explained.due
    assert (plain.due, plain.nominal, plain.provisional) == (
        explained.due,
        explained.nominal,
        explained.provisional,
    )


def test_every_case_has_its_own_name_and_its_working() -> None:
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert all(case["why"] for case in CASES)
