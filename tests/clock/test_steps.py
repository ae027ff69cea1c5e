"""The lines a clerk reads."""

from dataclasses import fields
from datetime import date, datetime

import pytest

from fazhi.clock import (
    BEIJING,
    READINGS,
    CountingRules,
    Direction,
    Extension,
    Interval,
    Term,
    Unit,
    official_calendar,
    reckon,
    stated_readings,
)


def at(year: int, month: int, day: int, hour: int = 9) -> datetime:
    return datetime(year, month, day, hour, tzinfo=BEIJING)


def pause(kind: str, start: datetime, end: datetime | None) -> Interval:
    return Interval(kind, start, end)  # type: ignore[arg-type]


def lines(term: Term, start: datetime, *intervals: Interval, extend: tuple[Term, ...] = ()) -> list[str]:
    extensions = [Extension(more) for more in extend]
    reckoning = reckon(term, start, official_calendar(), intervals=intervals, extensions=extensions)
    return [step.label for step in reckoning.steps]


SIXTY = Term(60, Unit.CALENDAR_DAY, roll=True)


def test_rest_and_make_up_days_are_named() -> None:
    assert lines(Term(5, Unit.WORKING_DAY), at(2025, 1, 24)) == [
        "起算：2025年1月24日当日不计入，自次日起算（民法典第二百零一条）",
        "不计的日子：休息日、放假日共9日（1月25日、1月28日至2月4日）",
        "补班日：2025年1月26日为工作日，计入",
        "届满：计满5个工作日为2025年2月7日",
        "结果：最迟2025年2月7日24时",
    ]


def test_suspension_extension_and_roll_are_told_in_order() -> None:
    suspended = pause("suspend", at(2025, 3, 10), at(2025, 3, 15))
    assert lines(SIXTY, at(2025, 3, 3), suspended, extend=(Term(25, Unit.CALENDAR_DAY),))[1:] == [
        "中止：2025年3月10日至2025年3月14日不计，共5日",
        "届满：计满60日为2025年5月7日",
        "延长：25日，至2025年6月1日",
        "顺延：2025年6月1日为休假日，顺延至2025年6月3日（民事诉讼法第八十五条）",
        "结果：最迟2025年6月3日24时",
    ]


def test_a_running_suspension_says_what_is_left() -> None:
    assert lines(SIXTY, at(2025, 3, 3), pause("suspend", at(2025, 4, 1), None))[1:] == [
        "中止：自2025年4月1日9时00分起，尚未结束",
        "结果：期间停止计算，尚余32日，恢复后续算",
    ]


def test_a_suspension_running_at_the_start_is_told_from_the_first_day_counted() -> None:
    early = pause("suspend", at(2025, 2, 20), at(2025, 3, 6))
    assert lines(SIXTY, at(2025, 3, 3), early)[1] == "中止：2025年3月4日至2025年3月5日不计，共2日"


def test_a_suspension_before_an_extension_could_begin() -> None:
    running = pause("suspend", at(2025, 4, 1), None)
    told = lines(SIXTY, at(2025, 3, 3), running, extend=(Term(30, Unit.CALENDAR_DAY),))
    assert told[-1] == "结果：期间停止计算，尚余32日，恢复后续算"
    assert len(told) == 3


def test_rest_days_inside_a_suspension_are_not_told_twice() -> None:
    suspended = pause("suspend", at(2025, 1, 27), at(2025, 2, 6))
    assert lines(Term(5, Unit.WORKING_DAY), at(2025, 1, 24), suspended)[1:] == [
        "中止：2025年1月27日至2025年2月5日不计，共10日",
        "不计的日子：休息日、放假日共2日（1月25日、2月9日）",
        "补班日：2025年1月26日为工作日，计入",
        "补班日：2025年2月8日为工作日，计入",
        "届满：计满5个工作日为2025年2月10日",
        "结果：最迟2025年2月10日24时",
    ]


def test_a_pause_that_begins_on_a_rest_day_takes_it_out_of_the_rest_days() -> None:
    suspended = pause("suspend", at(2025, 6, 7), at(2025, 6, 10))
    assert lines(Term(3, Unit.WORKING_DAY), at(2025, 6, 5), suspended)[1:3] == [
        "中止：2025年6月7日至2025年6月9日不计，共3日",
        "届满：计满3个工作日为2025年6月11日",
    ]


def test_a_make_up_day_on_which_a_count_back_ends_is_named() -> None:
    told = lines(Term(3, Unit.WORKING_DAY, Direction.BEFORE), at(2025, 2, 6))
    assert "补班日：2025年1月26日为工作日，计入" in told


def test_a_term_that_ran_out_before_its_roll_was_stopped() -> None:
    assert lines(SIXTY, at(2025, 3, 3), pause("suspend", at(2025, 5, 4), None))[2:] == [
        "届满：计满60日为2025年5月2日",
        "结果：期间停止计算，尚余0日，恢复后续算",
    ]


def test_pauses_outside_the_term_get_no_line() -> None:
    early = pause("exclude", at(2025, 2, 1), at(2025, 2, 3))
    late = pause("exclude", at(2025, 6, 1), at(2025, 6, 3))
    still = pause("suspend", at(2025, 7, 1), None)
    same_day = pause("suspend", at(2025, 4, 1), at(2025, 4, 1, 17))
    told = lines(Term(60, Unit.CALENDAR_DAY), at(2025, 3, 3), early, same_day, late, still)
    assert told[1:] == ["届满：计满60日为2025年5月2日", "结果：最迟2025年5月2日24时"]


def test_hours() -> None:
    paused = pause("exclude", at(2025, 6, 6, 12), at(2025, 6, 6, 14))
    assert lines(Term(24, Unit.HOUR), at(2025, 6, 6), paused) == [
        "起算：2025年6月6日9时00分，小时自事件发生的时刻起算（民法典第二百零一条）",
        "扣除：2025年6月6日12时00分至2025年6月6日14时00分不计",
        "届满：计满24小时为2025年6月7日11时00分",
        "结果：最迟2025年6月7日11时00分",
    ]
    running = pause("suspend", at(2025, 6, 6, 12), None)
    assert lines(Term(24, Unit.HOUR), at(2025, 6, 6), running)[-1] == "结果：期间停止计算，尚余21小时，恢复后续算"


def test_counting_back() -> None:
    assert lines(Term(7, Unit.WORKING_DAY, Direction.BEFORE), at(2025, 10, 15)) == [
        "倒算：以2025年10月15日为准，“若干日前”自事件前一日起倒算，事件当日不计",
        "不计的日子：休息日、放假日共9日（10月1日至10月8日、10月12日）",
        "补班日：2025年10月11日为工作日，计入",
        "倒算7个工作日：2025年9月29日",
        "结果：最迟2025年9月29日24时",
    ]


def test_a_provisional_day_says_so() -> None:
    told = lines(Term(5, Unit.WORKING_DAY), at(2026, 12, 29))
    assert told[-2] == (
        "暂定：2026年12月31日以后的放假安排尚未公布，暂按周末和日期固定的法定节日休假推算，公布后重新计算"
    )


def test_a_minimum_says_that_the_act_comes_after() -> None:
    told = lines(Term(1, Unit.MONTH, minimum=True), at(2025, 1, 31))
    assert told[1:] == [
        "届满：计满1个月为2025年2月28日（民法典第二百零二条）",
        "结果：不少于1个月，至2025年2月28日24时期满，期满后方可进行",
    ]


def test_a_long_term_counts_its_rest_days_without_listing_them() -> None:
    told = lines(Term(200, Unit.WORKING_DAY), at(2025, 1, 2))
    assert told[1].startswith("不计的日子：休息日、放假日共")
    assert told[1].endswith("日")


def test_a_step_carries_its_day() -> None:
    steps = reckon(SIXTY, at(2025, 3, 3), official_calendar()).steps
    assert [step.value for step in steps[:3]] == [date(2025, 3, 3), date(2025, 5, 2), date(2025, 5, 6)]


@pytest.mark.parametrize("name", [field.name for field in fields(CountingRules)])
def test_every_setting_states_both_its_readings(name: str) -> None:
    when_false, when_true = READINGS[name]
    assert when_false != when_true
    flipped = CountingRules(**{name: not getattr(CountingRules(), name)})
    assert len(set(stated_readings(flipped)) ^ set(stated_readings(CountingRules()))) == 2


def test_rest_days_of_an_extension_are_named_too() -> None:
    told = lines(Term(20, Unit.WORKING_DAY), at(2025, 9, 10), extend=(Term(10, Unit.WORKING_DAY),))
    assert told[1:] == [
        "不计的日子：休息日、放假日共18日（9月13日至9月14日、9月20日至9月21日、9月27日、"
        "10月1日至10月8日、10月12日、10月18日至10月19日、10月25日至10月26日）",
        "补班日：2025年9月28日为工作日，计入",
        "补班日：2025年10月11日为工作日，计入",
        "届满：计满20个工作日为2025年10月14日",
        "延长：10个工作日，至2025年10月28日",
        "结果：最迟2025年10月28日24时",
    ]
