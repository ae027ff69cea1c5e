"""Weeks, months and ages: they follow each other and leave no day out."""

import itertools
from datetime import date, timedelta

import pytest

from fazhi.figures.periods import LONG_AGO, ages, buckets, buckets_before
from fazhi.figures.scope import Scope, scope_from_json


@pytest.mark.parametrize(
    ("since", "until", "step", "firsts"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), "week", ["11-23"]),
        (date(2026, 11, 22), date(2026, 11, 23), "week", ["11-22", "11-23"]),  # a Sunday and the Monday after it
        (date(2025, 12, 30), date(2026, 1, 6), "week", ["12-30", "01-05"]),
        (date(2025, 11, 15), date(2026, 2, 1), "month", ["11-15", "12-01", "01-01", "02-01"]),
        (date(2024, 2, 29), date(2024, 3, 1), "month", ["02-29", "03-01"]),
    ],
)
def test_buckets(since: date, until: date, step: str, firsts: list[str]) -> None:
    found = buckets(Scope(since, until), step)  # type: ignore[arg-type]
    assert [one.first.strftime("%m-%d") for one in found] == firsts
    assert found[-1].last == until
    assert all(after.first - before.last == timedelta(days=1) for before, after in itertools.pairwise(found))


def test_ages_fill_the_past() -> None:
    today = date(2026, 3, 1)
    found = ages(today)
    assert (found[0].first, found[-1].last) == (LONG_AGO, today)
    assert all(after.first - before.last == timedelta(days=1) for before, after in itertools.pairwise(found))
    assert [one.label for one in found] == ["60 日以上", "31—60 日", "16—30 日", "8—15 日", "7 日以内"]


def test_a_scope_is_read_back_from_json() -> None:
    scope = Scope(date(2026, 1, 1), date(2026, 6, 30), procedure="grid_matter", region="410922", subject="路灯")
    assert scope_from_json(scope.to_json()) == scope


@pytest.mark.parametrize(
    ("since", "until", "step", "days"),
    [
        (date(2026, 1, 1), date(2026, 1, 6), "week", ["2025-01-01", "2025-01-05", "2025-01-06"]),
        (date(2025, 2, 1), date(2025, 3, 31), "month", ["2024-02-01", "2024-03-01", "2024-03-31"]),
        (date(2025, 2, 1), date(2025, 2, 28), "month", ["2024-02-01", "2024-02-29"]),
        (date(2024, 2, 20), date(2024, 2, 29), "week", ["2023-02-20", "2023-02-26", "2023-02-28"]),
        (date(2024, 2, 29), date(2024, 2, 29), "week", ["2023-02-28", "2023-02-28"]),
    ],
)
def test_the_year_before_leaves_no_day_out(since: date, until: date, step: str, days: list[str]) -> None:
    found = buckets_before(buckets(Scope(since, until), step))  # type: ignore[arg-type]
    assert [*(str(one.first) for one in found), str(found[-1].last)] == days
    assert all(after.first - before.last == timedelta(days=1) for before, after in itertools.pairwise(found))
