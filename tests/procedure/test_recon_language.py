"""What reconsideration needed of the language: each on the smallest procedure that shows it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.clock import BEIJING, local_day, official_calendar
from fazhi.procedure import Actor, BadDefinition, Command, Edition, Event, Refused, decide, fold, parse_edition

TEXT = """
procedure: small
name: 小程序
edition: 1
roles:
  clerk: {name: 经办人, posts: [handler]}
  party: {name: 申请人, kind: party}
stages:
  work: {name: 办理, role: clerk}
  over: {name: 办结, end: true}
outcomes:
  kept: {name: 维持}
  undone: {name: 撤销}
obligations:
  ask: {name: 申请, bearer: party, term: {n: 60, unit: calendar_day, roll: true, basis: 某法}}
  do:
    name: 办理
    bearer: clerk
    pausable: true
    terms:
      - {when: {track: [short]}, n: 30, unit: calendar_day, basis: 某法}
      - {n: 60, unit: calendar_day, basis: 某法}
  fixed: {name: 写明的日子, bearer: clerk, pausable: true, term: {field: fixed_on, basis: 某法}}
  sue: {name: 起诉, bearer: party, term: {n: 15, unit: calendar_day, basis: 某法}}
actions:
  open:
    name: 登记
    from: start
    to: work
    who: [clerk]
    fields:
      known_on: {name: 知道之日, type: date}
      asked_on: {name: 申请之日, type: date}
      obstacle_from: {name: 障碍起, type: date, required: false}
      obstacle_until: {name: 障碍止, type: date, required: false}
      fixed_on: {name: 写明的日子, type: date, required: false}
    guards: [{together: {fields: [obstacle_from, obstacle_until], reason: 须一并填写}}]
    sets: {track: long}
    starts:
      - {obligation: ask, at: known_on, met: asked_on, without: [obstacle_from, obstacle_until]}
      - do
      - fixed
  shorten: {name: 缩短, from: work, who: [clerk], sets: {track: short}, rechooses: [do]}
  stop: {name: 中止, from: work, who: [clerk], pauses: true}
  again: {name: 再办, from: work, who: [clerk], starts: [do]}
  go_on: {name: 恢复, from: work, who: [clerk], resumes: true}
  longer:
    name: 延长
    from: work
    who: [clerk]
    fields: {days: {name: 日数, type: number}}
    extends: {obligation: do, by: {n: 30, unit: calendar_day}, times: 0}
  silent: {name: 沉默, from: work, who: [clerk], starts: [{obligation: sue, after: do}]}
  timely: {name: 核对, from: work, who: [clerk], guards: [{met_on_time: {obligations: [ask], reason: 申请逾期}}]}
  short_only:
    name: 短期才能办
    from: work
    who: [clerk]
    guards: [{nothing_owed: {obligations: [do], when: {track: [short]}}}]
  end:
    name: 办结
    from: work
    to: over
    who: [clerk]
    fields: {result: {name: 结果, type: choice, choices: {kept: 维持, undone: 撤销}}}
    ends: [do]
    drops: [sue, fixed]
    outcome: {field: result}
"""
CLERK = Actor("c", {"u": frozenset({"handler"})})
NEEDED = {"known_on": "2025-01-20", "asked_on": "2025-03-03"}


@pytest.fixture(scope="module")
def small() -> Edition:
    return parse_edition(TEXT, "small.yaml")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=BEIJING)


def did(edition: Edition, *steps: tuple[str, str, Mapping[str, Any]]) -> list[Event]:
    events: list[Event] = []
    for day, action, data in steps:
        command = Command(action, CLERK, at(day), at(day), data)
        events.append(decide(edition, fold(events), command, calendar=official_calendar()))
    return events


def due(events: list[Event], id: str) -> date | None:
    found = fold(events).obligations[id].due
    return local_day(found) if found else None


OPENED = ("2025-03-03", "open", NEEDED)


@pytest.mark.parametrize(
    ("known", "asked", "obstacle", "on_time"),
    [
        ("2025-01-01", "2025-03-03", {}, True),  # the sixtieth day is a Sunday
        ("2025-01-01", "2025-03-04", {}, False),
        ("2024-12-30", "2025-03-01", {}, False),
        ("2024-12-30", "2025-03-11", {"obstacle_from": "2025-01-10", "obstacle_until": "2025-01-20"}, True),
        ("2024-12-30", "2025-03-12", {"obstacle_from": "2025-01-10", "obstacle_until": "2025-01-20"}, False),
    ],
)
def test_an_application_is_judged_by_the_day_of_filing(
    small: Edition, known: str, asked: str, obstacle: dict[str, str], on_time: bool
) -> None:
    events = did(small, ("2025-03-20", "open", {"known_on": known, "asked_on": asked, **obstacle}))
    assert fold(events).obligations["ask#1"].on_time is on_time


def test_a_late_application_is_refused_later_by_its_guard(small: Edition) -> None:
    late = ("2025-03-20", "open", {"known_on": "2024-12-30", "asked_on": "2025-03-20"})
    with pytest.raises(Refused, match="申请逾期"):
        did(small, late, ("2025-03-20", "timely", {}))
    assert did(small, OPENED, ("2025-03-03", "timely", {}))[-1].action == "timely"


def test_fields_that_belong_together_are_filled_in_together(small: Edition) -> None:
    with pytest.raises(Refused, match="须一并填写"):
        did(small, ("2025-03-03", "open", {**NEEDED, "obstacle_from": "2025-01-10"}))


def test_another_period_is_chosen_from_the_same_start(small: Edition) -> None:
    events = did(small, OPENED, ("2025-03-20", "shorten", {}))
    assert (due(events[:1], "do#1"), due(events, "do#1")) == (date(2025, 5, 2), date(2025, 4, 2))
    assert fold(events).obligations["do#1"].start == at("2025-03-03")


def test_a_period_chosen_anew_during_a_pause_waits(small: Edition) -> None:
    events = did(small, OPENED, ("2025-03-13", "stop", {}), ("2025-03-20", "shorten", {}), ("2025-03-23", "go_on", {}))
    # Nine days had run (4 to 12 March); the tenth is the 23rd, the thirtieth 12 April.
    assert (due(events[:3], "do#1"), due(events, "do#1")) == (None, date(2025, 4, 12))


def test_what_opens_during_a_pause_waits_for_its_end(small: Edition) -> None:
    events = did(small, OPENED, ("2025-03-04", "stop", {}), ("2025-03-10", "again", {}), ("2025-03-20", "go_on", {}))
    # The day of going on is the first of sixty.
    assert (due(events[:3], "do#2"), due(events, "do#2")) == (None, date(2025, 5, 18))


def test_a_day_that_a_paper_fixes_is_not_stretched_by_a_pause(small: Edition) -> None:
    fixed = ("2025-03-03", "open", {**NEEDED, "fixed_on": "2025-03-31"})
    events = did(small, fixed, ("2025-03-10", "stop", {}), ("2025-04-10", "go_on", {}))
    assert [due(events[:n], "fixed#1") for n in (1, 2, 3)] == [date(2025, 3, 31)] * 3


@pytest.mark.parametrize(
    ("days", "refused"),
    [((30,), ""), ((20, 10), ""), ((31,), "最多30日"), ((20, 11), "已延长20日"), ((0,), "最多"), ((-5,), "最多")],
)
def test_an_extension_is_held_to_its_maximum(small: Edition, days: tuple[int, ...], refused: str) -> None:
    steps = [("2025-03-04", "longer", {"days": n}) for n in days]
    if refused:
        with pytest.raises(Refused, match=refused):
            did(small, OPENED, *steps)
    else:
        assert due(did(small, OPENED, *steps), "do#1") == date(2025, 5, 2) + timedelta(days=30)


def test_nothing_is_extended_when_nothing_runs(small: Edition) -> None:
    state = fold(did(small, OPENED))
    state.obligations["do#1"].met_at = at("2025-03-04")
    command = Command("longer", CLERK, at("2025-03-05"), at("2025-03-05"), {"days": 1})
    with pytest.raises(Refused, match="没有正在计算"):
        decide(small, state, command, calendar=official_calendar())


def test_a_period_may_begin_when_another_is_over(small: Edition) -> None:
    events = did(small, OPENED, ("2025-05-10", "silent", {}))
    assert due(events, "sue#1") == date(2025, 5, 17)  # fifteen days from 2 May, not from the day it was noted


def test_a_guard_with_a_condition_binds_only_where_it_holds(small: Edition) -> None:
    assert did(small, OPENED, ("2025-03-04", "short_only", {}))
    with pytest.raises(Refused, match="尚未完成：办理"):
        did(small, OPENED, ("2025-03-04", "shorten", {}), ("2025-03-04", "short_only", {}))


@pytest.mark.parametrize("result", ["kept", "undone"])
def test_one_action_ends_in_the_outcome_that_was_chosen(small: Edition, result: str) -> None:
    assert fold(did(small, OPENED, ("2025-03-04", "end", {"result": result}))).outcome == result


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("outcome: {field: result}", "outcome: {field: verdict}", "verdict"),
        ("{kept: 维持, undone: 撤销}", "{kept: 维持, gone: 消失}", "结果“gone”没有定义"),
        ("rechooses: [do]", "rechooses: [dont]", "义务“dont”没有定义"),
        ("after: do", "after: dont", "义务“dont”没有定义"),
        ("met: asked_on", "met: never", "填写项“never”"),
        ("without: [obstacle_from, obstacle_until]", "without: [obstacle_from]", "两个日期项"),
        ("after: do", "since: do", "不认识的键“since”"),
    ],
)
def test_what_is_misspelt_is_refused_at_load(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(BadDefinition, match=said):
        parse_edition(TEXT.replace(old, new), "small.yaml")
