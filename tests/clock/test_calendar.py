"""The official calendar and calendars given by table."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from fazhi.clock import BadCalendar, OutOfRange, TableCalendar, official_calendar

CALENDAR = official_calendar()
PLAIN_2025 = TableCalendar("2025", frozenset(), frozenset(), date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2024, 2, 9),
        date(2024, 2, 18),
        date(2025, 1, 26),
        date(2025, 2, 8),
        date(2025, 4, 27),
        date(2025, 9, 28),
        date(2025, 10, 11),
        date(2026, 1, 4),
        date(2026, 2, 14),
        date(2026, 2, 28),
        date(2026, 5, 9),
        date(2026, 9, 20),
        date(2026, 10, 10),
    ],
)
def test_working_days_of_the_notices(day: date) -> None:
    assert CALENDAR.is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 1, 28),
        date(2025, 2, 4),
        date(2025, 10, 8),
        date(2025, 11, 16),
        date(2026, 1, 2),
        date(2026, 2, 16),
        date(2026, 2, 23),
        date(2026, 6, 19),
        date(2026, 9, 25),
        date(2026, 10, 7),
    ],
)
def test_rest_days_of_the_notices(day: date) -> None:
    assert not CALENDAR.is_working_day(day)


def test_the_last_published_day_may_rest() -> None:
    last = date(2025, 12, 31)
    assert not TableCalendar("2025", frozenset({last}), frozenset(), date(2025, 1, 1), last).is_working_day(last)


def test_every_published_day_is_as_the_package_says() -> None:
    days = (CALENDAR.published_until - CALENDAR.published_from).days + 1
    published = [CALENDAR.published_from + timedelta(n) for n in range(days)]
    assert [CALENDAR.is_working_day(d) for d in published] == [chinese_calendar.is_workday(d) for d in published]


def test_edition_names_package_and_last_year() -> None:
    year = CALENDAR.published_until.year
    assert CALENDAR.edition == f"chinesecalendar {chinese_calendar.__version__}（至{year}年）"
    assert CALENDAR.published_until == date(year, 12, 31)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 1, 1), False),
        (date(2026, 1, 2), True),
        (date(2026, 5, 1), False),
        (date(2027, 10, 1), False),
        (date(2026, 2, 17), True),
        (date(2026, 1, 3), False),
        (date(2025, 1, 1), True),
    ],
    ids=["元旦", "平日", "劳动节", "国庆", "春节不猜", "周六", "已公布的年份照表"],
)
def test_unpublished_years_rest_on_weekends_and_fixed_feasts(day: date, working: bool) -> None:
    assert PLAIN_2025.is_working_day(day) is working


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2025, 1, 24), 1, date(2025, 1, 26)),
        (date(2025, 1, 24), 0, date(2025, 1, 24)),
        (date(2025, 2, 5), -1, date(2025, 1, 27)),
        (date(2025, 2, 1), -1, date(2025, 1, 27)),
        (date(2025, 2, 1), 1, date(2025, 2, 5)),
        (date(2025, 1, 26), -1, date(2025, 1, 24)),
    ],
)
def test_add_working_days(day: date, n: int, expected: date) -> None:
    assert CALENDAR.add_working_days(day, n) == expected


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        (date(2025, 1, 24), date(2025, 2, 5), 3),
        (date(2025, 1, 27), date(2025, 2, 4), 0),
        (date(2025, 2, 5), date(2025, 2, 5), 0),
        (date(2025, 2, 5), date(2025, 1, 24), 0),
        (date(2024, 12, 31), date(2025, 12, 31), 248),
    ],
)
def test_working_days_between(after: date, until: date, count: int) -> None:
    assert CALENDAR.working_days_between(after, until) == count


def test_a_year_published_later_is_added() -> None:
    added = PLAIN_2025.with_year(2026, [date(2026, 2, 17), date(2025, 12, 31)], [date(2026, 2, 14)], "2026年通知")

    assert added.published_until == date(2026, 12, 31)
    assert added.edition == "2026年通知"
    assert not added.is_working_day(date(2026, 2, 17))
    assert not added.is_working_day(date(2025, 12, 31))
    assert added.is_working_day(date(2026, 2, 14))
    assert PLAIN_2025.is_working_day(date(2026, 2, 17))


def test_a_published_year_is_put_right_without_touching_others() -> None:
    first = PLAIN_2025.with_year(2026, [date(2026, 2, 17)], [date(2026, 2, 14)], "初稿")
    second = first.with_year(2025, [date(2025, 1, 28)], [], "更正")

    assert not second.is_working_day(date(2025, 1, 28))
    assert not second.is_working_day(date(2026, 2, 17))
    assert second.published_until == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("year", "holidays", "message"),
    [
        (2027, [], "还有未导入的年份"),
        (2024, [], "还有未导入的年份"),
        (2026, [date(2027, 1, 1)], "不属于2026年"),
        (2026, [date(2025, 11, 30)], "不属于2026年"),
    ],
)
def test_a_year_that_does_not_fit_is_refused(year: int, holidays: list[date], message: str) -> None:
    with pytest.raises(BadCalendar, match=message):
        PLAIN_2025.with_year(year, holidays, [], "错")


@pytest.mark.parametrize(
    ("holidays", "makeup", "message"),
    [
        ({date(2025, 2, 8)}, {date(2025, 2, 8)}, "既是放假日又是补班日"),
        (set(), {date(2025, 2, 7)}, "不是周六、周日"),
        ({date(2026, 1, 1)}, set(), "公布的年份之内"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(holidays: set[date], makeup: set[date], message: str) -> None:
    with pytest.raises(BadCalendar, match=message):
        TableCalendar("错", frozenset(holidays), frozenset(makeup), date(2025, 1, 1), date(2025, 12, 31))


def test_a_calendar_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(BadCalendar, match="起始不得晚于截止"):
        TableCalendar("错", frozenset(), frozenset(), date(2026, 1, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("day", "n"), [(date(1949, 9, 30), 1), (date(2150, 1, 1), -1), (date(2149, 12, 31), 1), (date(1949, 10, 1), -1)]
)
def test_days_beyond_the_table_are_refused(day: date, n: int) -> None:
    with pytest.raises(OutOfRange):
        CALENDAR.add_working_days(day, n)


def test_the_first_day_of_the_table_can_be_asked() -> None:
    assert not CALENDAR.is_working_day(date(1949, 10, 1))
    assert CALENDAR.add_working_days(date(1949, 10, 1), 1) == date(1949, 10, 3)
