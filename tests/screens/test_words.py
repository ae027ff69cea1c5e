"""How dates, terms, counts and rates are written."""

from datetime import UTC, date, datetime

import pytest

from fazhi.clock import BEIJING, ClockError
from fazhi.screens import words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2026, 11, 23), "2026年11月23日（周一）"),
        (date(2026, 2, 1), "2026年2月1日（周日）"),
        (datetime(2026, 11, 22, 16, 30, tzinfo=UTC), "2026年11月23日（周一）"),  # already Monday in Beijing
    ],
)
def test_long_date(value: date, expected: str) -> None:
    assert words.long_date(value) == expected


def test_moment_without_zone_is_refused() -> None:
    with pytest.raises(ClockError):
        words.long_date(datetime(2026, 11, 23, 9, 30))


def test_clock_time_is_beijing_time() -> None:
    assert words.clock_time(datetime(2026, 11, 23, 1, 30, tzinfo=UTC)) == "09:30"
    assert words.clock_time(datetime(2026, 11, 23, 23, 5, tzinfo=BEIJING)) == "23:05"


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (51758, 56520, "91.57%（51,758／56,520 件）"),
        (0, 8, "0.00%（0／8 件）"),
        (1, 3, "33.33%（1／3 件）"),
        (1, 800, "0.13%（1／800 件）"),  # 0.125 rounds up, as an accountant rounds
        (0, 0, "—（0／0 件）"),
    ],
)
def test_rate_carries_numerator_and_denominator(numerator: int, denominator: int, expected: str) -> None:
    assert words.rate_words(numerator, denominator, "件") == expected


@pytest.mark.parametrize(("value", "unit", "expected"), [(56520, "件", "56,520 件"), (0, "", "0"), (None, "件", "—")])
def test_count(value: int | None, unit: str, expected: str) -> None:
    assert words.count_words(value, unit) == expected


@pytest.mark.parametrize(
    ("due", "provisional", "expected"),
    [
        (
            date(2027, 1, 1),
            "次年放假安排未公布",
            "自 11月2日 受理起 60 日，至 2027年1月1日（暂定：次年放假安排未公布）",
        ),
        (date(2027, 1, 1), "", "自 11月2日 受理起 60 日，至 2027年1月1日"),
        (None, "", "自 11月2日 受理起 60 日，期间中止，恢复后续算"),
    ],
)
def test_period(due: date | None, provisional: str, expected: str) -> None:
    assert words.period_words(words.Period(date(2026, 11, 2), "受理", "60 日", due, provisional)) == expected
