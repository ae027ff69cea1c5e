"""Which days a law counts in working days, and ages."""

from datetime import date

import pytest

from fazhi.clock import DAY_RULES, BadTerm, OutOfRange, Unit, age_on, day_rule

WORKING, CALENDAR = Unit.WORKING_DAY, Unit.CALENDAR_DAY


@pytest.mark.parametrize(
    ("law", "n", "unit"),
    [
        ("行政处罚法", 2, WORKING),
        ("行政处罚法", 3, WORKING),
        ("行政处罚法", 5, WORKING),
        ("行政处罚法", 7, WORKING),
        ("行政处罚法", 1, CALENDAR),
        ("行政处罚法", 10, CALENDAR),
        ("行政处罚法", 15, CALENDAR),
        ("行政处罚法", 90, CALENDAR),
        ("行政复议法", 3, WORKING),
        ("行政复议法", 5, WORKING),
        ("行政复议法", 7, WORKING),
        ("行政复议法", 10, WORKING),
        ("行政复议法", 2, CALENDAR),
        ("行政复议法", 30, CALENDAR),
        ("行政复议法", 60, CALENDAR),
        ("行政强制法", 1, WORKING),
        ("行政强制法", 10, WORKING),
        ("行政强制法", 11, CALENDAR),
        ("行政强制法", 30, CALENDAR),
        ("行政许可法", 5, WORKING),
        ("行政许可法", 45, WORKING),
        ("信访工作条例", 15, CALENDAR),
        ("法律援助法", 7, CALENDAR),
        ("社区矫正法", 10, CALENDAR),
        ("《中华人民共和国行政处罚法》", 5, WORKING),
        ("中华人民共和国行政复议法", 60, CALENDAR),
    ],
)
def test_day_rule(law: str, n: int, unit: Unit) -> None:
    assert day_rule(law, n) is unit


def test_day_rule_refuses_no_days() -> None:
    with pytest.raises(BadTerm):
        day_rule("行政许可法", 0)


def test_every_day_rule_names_its_article() -> None:
    assert {law: rule.article for law, rule in DAY_RULES.items()} == {
        "行政处罚法": "第八十五条",
        "行政复议法": "第八十八条",
        "行政强制法": "第六十九条",
        "行政许可法": "第八十二条",
    }


@pytest.mark.parametrize(
    ("birth", "day", "by_birthday", "by_day_after"),
    [
        (date(2007, 6, 15), date(2025, 6, 14), 17, 17),
        (date(2007, 6, 15), date(2025, 6, 15), 18, 17),
        (date(2007, 6, 15), date(2025, 6, 16), 18, 18),
        (date(2008, 2, 29), date(2025, 2, 27), 16, 16),
        (date(2008, 2, 29), date(2025, 2, 28), 17, 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17, 17),
        (date(2008, 2, 29), date(2024, 2, 28), 15, 15),
        (date(2008, 2, 29), date(2024, 2, 29), 16, 15),
        (date(2011, 12, 31), date(2025, 1, 1), 13, 13),
        (date(2025, 3, 3), date(2025, 3, 3), 0, 0),
    ],
)
def test_age_on(birth: date, day: date, by_birthday: int, by_day_after: int) -> None:
    assert age_on(birth, day) == by_birthday
    assert age_on(birth, day, from_day_after_birthday=True) == by_day_after


def test_age_before_birth_is_refused() -> None:
    with pytest.raises(OutOfRange, match="出生日期"):
        age_on(date(2025, 3, 3), date(2025, 3, 2))
