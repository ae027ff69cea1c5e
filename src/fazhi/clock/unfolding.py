"""Unfolding a reckoning line by line, in the words a clerk checks it with."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from fazhi.clock.calendar import SATURDAY, Calendar
from fazhi.clock.course import Course, Pauses
from fazhi.clock.intervals import Interval, blocked_days
from fazhi.clock.moments import ONE_DAY, in_beijing
from fazhi.clock.readings import READINGS, CountingRules
from fazhi.clock.terms import Direction, Term, Unit

MOST_RUNS_LISTED = 12
INTERVAL_NAMES = {"suspend": "中止", "exclude": "扣除"}


class StepKind(StrEnum):
    """Which line of the reckoning a step is."""

    START = "start"
    PAUSE = "pause"
    SKIPPED = "skipped"
    MAKEUP = "makeup"
    END = "end"
    EXTENSION = "extension"
    ROLL = "roll"
    PROVISIONAL = "provisional"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Step:
    """One line: what was done, in Chinese, and the day or moment it led to (None where it leads to none)."""

    kind: StepKind
    label: str
    value: date | datetime | None = None


class Account(NamedTuple):
    """Everything a reckoning was made from, and what it came to."""

    chain: Sequence[Term]
    start: datetime
    calendar: Calendar
    pauses: Pauses
    rules: CountingRules
    course: Course
    due: datetime | None


def unfold(account: Account) -> tuple[Step, ...]:
    """The lines of a reckoning in the order in which a clerk would work them."""
    return (
        _start(account),
        *_pauses(account),
        *_rest_days(account),
        *_ends(account),
        *_roll(account),
        *_provisional(account),
        _result(account),
    )


def written(value: date | datetime) -> str:
    """A day or moment as official papers write it: 2025年3月3日, 2025年3月3日9时05分."""
    day = f"{value.year}年{value.month}月{value.day}日"
    return f"{day}{value.hour}时{value.minute:02d}分" if isinstance(value, datetime) else day


def _start(account: Account) -> Step:
    term, rules = account.chain[0], account.rules
    if term.unit is Unit.HOUR:
        reading = READINGS["hours_from_next_full_hour"][rules.hours_from_next_full_hour]
        return Step(StepKind.START, f"起算：{written(account.start)}，{reading}", account.start)
    day = account.start.date()
    if term.direction is Direction.BEFORE:
        reading = READINGS["before_clear_days"][rules.before_clear_days]
        return Step(StepKind.START, f"倒算：以{written(day)}为准，{reading}", day)
    return Step(StepKind.START, f"起算：{written(day)}当日不计入，自次日起算（民法典第二百零一条）", day)


def _pauses(account: Account) -> Iterator[Step]:
    if account.chain[0].direction is Direction.BEFORE:
        return
    last = _last_day(account)
    for interval in account.pauses.intervals:
        # An interval that began once the term was over changed nothing; a line on it would mislead.
        if in_beijing(interval.start).date() <= last or interval.end is None:
            yield from _pause(interval, account)


def _pause(interval: Interval, account: Account) -> Iterator[Step]:
    name, began = INTERVAL_NAMES[interval.kind], in_beijing(interval.start)
    if interval.end is None:
        if account.due is None:
            yield Step(StepKind.PAUSE, f"{name}：自{written(began)}起，尚未结束", began.date())
        return
    ended = in_beijing(interval.end)
    if account.chain[0].unit is Unit.HOUR:
        yield Step(StepKind.PAUSE, f"{name}：{written(began)}至{written(ended)}不计", ended)
        return
    days = blocked_days(interval, account.rules)
    if days and days.last and days.last > account.start.date():
        first = max(days.first, account.start.date() + ONE_DAY)
        count = (days.last - first).days + 1
        yield Step(StepKind.PAUSE, f"{name}：{written(first)}至{written(days.last)}不计，共{count}日", days.last)


def _rest_days(account: Account) -> Iterator[Step]:
    """The rest days passed over, and the make-up days counted, by the terms in working days."""
    calendar = account.calendar
    days = _days_counted_over(account)
    rest = [day for day in days if not calendar.is_working_day(day)]
    if rest:
        runs = _runs(rest)
        named = f"（{'、'.join(runs)}）" if len(runs) <= MOST_RUNS_LISTED else ""
        yield Step(StepKind.SKIPPED, f"不计的日子：休息日、放假日共{len(rest)}日{named}", rest[-1])
    for day in days:
        if day.weekday() >= SATURDAY and calendar.is_working_day(day):
            yield Step(StepKind.MAKEUP, f"补班日：{written(day)}为工作日，计入", day)


def _days_counted_over(account: Account) -> list[date]:
    ends = [_as_day(end) for end in account.course.ends]
    event = account.start.date()
    if account.chain[0].direction is Direction.BEFORE:
        last = event - ONE_DAY if account.rules.before_clear_days else event
        return _days(ends[0] - ONE_DAY, last) if account.chain[0].unit is Unit.WORKING_DAY else []
    legs = zip(account.chain, [event, *ends], ends, strict=False)
    days = [day for term, after, until in legs if term.unit is Unit.WORKING_DAY for day in _days(after, until)]
    blocked = account.pauses.blocked
    return [day for day in days if not any(b.first <= day and (b.last is None or day <= b.last) for b in blocked)]


def _days(after: date, until: date) -> list[date]:
    return [date.fromordinal(n) for n in range(after.toordinal() + 1, until.toordinal() + 1)]


def _runs(days: Sequence[date]) -> list[str]:
    """Consecutive days written as one: 1月28日至2月4日."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_short(run[0]) if len(run) == 1 else f"{_short(run[0])}至{_short(run[-1])}" for run in runs]


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _ends(account: Account) -> Iterator[Step]:
    ends, stopped = account.course.ends, account.due is None
    for at, (term, end) in enumerate(zip(account.chain, ends, strict=False)):
        # A term that an open interval stopped has no end to show.
        if stopped and at == len(ends) - 1 and account.course.left:
            return
        if at:
            yield Step(StepKind.EXTENSION, f"延长：{term}，至{written(end)}", end)
        elif term.direction is Direction.BEFORE:
            yield Step(StepKind.END, f"倒算{term}：{written(end)}", end)
        else:
            article = "（民法典第二百零二条）" if term.unit in (Unit.MONTH, Unit.YEAR) else ""
            yield Step(StepKind.END, f"届满：计满{term}为{written(end)}{article}", end)


def _roll(account: Account) -> Iterator[Step]:
    nominal, final = account.course.ends[-1], account.course.final
    if account.due is not None and final != nominal:
        label = f"顺延：{written(nominal)}为休假日，顺延至{written(final)}（民事诉讼法第八十五条）"
        yield Step(StepKind.ROLL, label, final)


def _provisional(account: Account) -> Iterator[Step]:
    if account.course.provisional:
        until = account.calendar.published_until
        label = f"暂定：{written(until)}以后的放假安排尚未公布，暂按周末和日期固定的法定节日休假推算，公布后重新计算"
        yield Step(StepKind.PROVISIONAL, label, until)


def _result(account: Account) -> Step:
    due, left = account.due, account.course.left
    if due is None:
        name = "小时" if account.chain[len(account.course.ends) - 1].unit is Unit.HOUR else "日"
        return Step(StepKind.RESULT, f"结果：期间停止计算，尚余{left}{name}，恢复后续算", None)
    in_days = not isinstance(account.course.final, datetime)
    moment = f"{written(due.date())}24时" if in_days else written(due)
    if account.chain[0].minimum and account.chain[0].direction is Direction.AFTER:
        return Step(StepKind.RESULT, f"结果：不少于{account.chain[0]}，至{moment}期满，期满后方可进行", due)
    return Step(StepKind.RESULT, f"结果：最迟{moment}", due)


def _last_day(account: Account) -> date:
    return _as_day(account.course.final)


def _as_day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value
