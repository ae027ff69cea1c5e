"""Guards: one table, with rows where each holds and rows where it does not; every guard is in it."""

from datetime import datetime
from typing import Any

import pytest
from procedure_cases import ASKED, CLOCK, HEAD, OFFICER, OTHER, accepted, applied, at, do, licence

from fazhi.procedure import Actor, Event, State, fold
from fazhi.procedure.guards import GUARDS, PROVIDED, Context, facts_needed, guard_book
from fazhi.procedure.guards import test as why_not

EDITION = licence()
APPLIED = applied(EDITION)
ACCEPTED = accepted(EDITION)
SIMPLE = accepted(EDITION, "simple")
DEEMED = do(EDITION, APPLIED, "deemed_accept", CLOCK, "2026-03-10")
ASKING = do(EDITION, ACCEPTED, "ask", OFFICER, "2026-03-04", units=["fire", "health"])
HALF = do(EDITION, ASKING, "answer", ASKED, "2026-03-05", answer="agree")
PAUSED = do(EDITION, ACCEPTED, "suspend", HEAD, "2026-03-04")
RESUMED = do(EDITION, PAUSED, "resume", HEAD, "2026-03-20")
LATER = at("2026-03-06")
NEW: list[Event] = []
OFFICE_FROM_AFAR = Actor("o3", {"bureau": frozenset({"officer"}), "annex": frozenset({"clerk"})})
ELSEWHERE = Actor("o4", {"annex": frozenset({"officer"})})

Row = tuple[str, dict[str, Any], list[Event], dict[str, Any], str]
ROWS: list[Row] = [
    # guard, parameters, what happened, {actor, data, facts, at}, why it does not hold ("" where it holds)
    ("done", {"actions": ["accept"]}, ACCEPTED, {}, ""),
    ("done", {"actions": ["accept"]}, APPLIED, {}, "须先办理“受理”"),
    ("done", {"actions": ["accept"], "reason": "尚未受理"}, APPLIED, {}, "尚未受理"),
    ("done", {"actions": ["ask"], "unless": {"track": "simple"}}, SIMPLE, {}, ""),
    ("done", {"actions": ["ask"], "unless": {"track": "simple"}}, ACCEPTED, {}, "须先办理“征求意见”"),
    ("not_done", {"actions": ["accept"]}, APPLIED, {}, ""),
    ("not_done", {"actions": ["accept"]}, ACCEPTED, {}, "已办理“受理”，不能再办"),
    ("done_by_another", {"actions": ["accept"]}, ACCEPTED, {"actor": OTHER}, ""),
    ("done_by_another", {"actions": ["accept"]}, ACCEPTED, {}, "您办理了“受理”，须由其他人员办理"),
    ("unit_differs", {"role": "officer"}, APPLIED, {"actor": ELSEWHERE}, ""),
    ("unit_differs", {"role": "officer"}, APPLIED, {}, "经办人不能核查自己办理的事项"),
    ("unit_differs", {"role": "officer"}, APPLIED, {"actor": OFFICE_FROM_AFAR}, "经办人不能核查自己办理的事项"),
    ("at_most", {"times": 2}, ACCEPTED, {}, ""),
    ("at_most", {"times": 1}, ACCEPTED, {}, "以1次为限，已办理1次"),
    ("fact_is", {"fact": "track", "in": ["simple"], "reason": "限简易程序"}, SIMPLE, {}, ""),
    ("fact_is", {"fact": "track", "in": ["simple"], "reason": "限简易程序"}, ACCEPTED, {}, "限简易程序"),
    ("fact_is", {"fact": "track", "in": ["simple"], "reason": "限简易程序"}, APPLIED, {}, "限简易程序"),
    ("field_is", {"field": "track", "in": ["simple"], "reason": "限简易"}, NEW, {"data": {"track": "simple"}}, ""),
    ("field_is", {"field": "track", "in": ["simple"], "reason": "限简易"}, NEW, {"data": {}}, "限简易"),
    ("needs_field", {"field": "track", "reason": "请选"}, NEW, {"data": {"track": "simple"}}, ""),
    ("needs_field", {"field": "track", "reason": "请选"}, NEW, {"data": {"track": ""}}, "请选"),
    ("needs_field", {"field": "x", "reason": "请填", "when": {"track": ["simple"]}}, ACCEPTED, {}, ""),
    ("needs_field", {"field": "x", "reason": "请填", "when": {"track": ["simple"]}}, SIMPLE, {}, "请填"),
    ("together", {"fields": ["a", "b"], "reason": "一并填"}, NEW, {"data": {"a": 1, "b": 2}}, ""),
    ("together", {"fields": ["a", "b"], "reason": "一并填"}, NEW, {"data": {}}, ""),
    ("together", {"fields": ["a", "b"], "reason": "一并填"}, NEW, {"data": {"a": 1}}, "一并填"),
    ("round_asked", {"round": "opinions"}, ASKING, {}, ""),
    ("round_asked", {"round": "opinions"}, ACCEPTED, {}, "尚未发起“征求意见”"),
    ("round_closed", {"round": "opinions"}, ACCEPTED, {}, ""),
    ("round_closed", {"round": "opinions"}, ASKING, {}, "“征求意见”还有 2 个单位没有答复"),
    ("round_closed", {"round": "opinions"}, HALF, {}, "“征求意见”还有 1 个单位没有答复"),
    ("overdue", {"obligations": ["accept"]}, APPLIED, {"at": at("2026-03-10")}, ""),
    ("overdue", {"obligations": ["accept"]}, APPLIED, {"at": at("2026-03-09", "23:59")}, "还没有超过办理期限"),
    ("overdue", {"obligations": ["accept"]}, ACCEPTED, {"at": at("2026-03-10")}, "还没有超过办理期限"),
    ("not_overdue", {"obligations": ["accept"]}, APPLIED, {}, ""),
    ("not_overdue", {"obligations": ["accept"]}, APPLIED, {"at": at("2026-03-10")}, "已经超过办理期限"),
    ("nothing_owed", {"obligations": ["accept"]}, ACCEPTED, {}, ""),
    ("nothing_owed", {"obligations": ["accept", "decide"]}, ACCEPTED, {}, "尚未完成：作出决定"),
    ("owed", {"obligations": ["accept", "decide"], "reason": "没有可答复的"}, ACCEPTED, {}, ""),
    ("owed", {"obligations": ["accept"], "reason": "没有可答复的"}, APPLIED, {"at": at("2026-03-10")}, ""),
    ("owed", {"obligations": ["accept"], "reason": "没有可答复的"}, ACCEPTED, {}, "没有可答复的"),
    ("met_on_time", {"obligations": ["accept"], "reason": "逾期"}, ACCEPTED, {}, ""),
    ("met_on_time", {"obligations": ["accept"], "reason": "逾期"}, DEEMED, {}, "逾期"),
    ("role_held", {"role": "officer", "reason": "未分办"}, APPLIED, {}, ""),
    ("role_held", {"role": "clock", "reason": "未分办"}, APPLIED, {}, "未分办"),
    ("not_paused", {}, ACCEPTED, {}, ""),
    ("not_paused", {}, PAUSED, {}, "已中止，须先恢复"),
    ("not_paused", {}, RESUMED, {}, ""),
    ("paused_for", {"days": 10}, PAUSED, {"at": at("2026-03-15", "00:00")}, ""),
    ("paused_for", {"days": 10}, PAUSED, {"at": at("2026-03-14", "23:00")}, "中止未满 10 日"),
    ("paused_for", {"days": 10}, RESUMED, {"at": at("2026-04-01")}, "没有中止"),
    (
        "paused_for", {"days": 1, "fact": "track", "grounds": ["simple"], "reason": "不属此类"},
        PAUSED, {"at": at("2026-04-01")}, "不属此类",
    ),
    ("fact_given", {"fact": "credential", "reason": "没有执法证"}, NEW, {"facts": {"credential": True}}, ""),
    ("fact_given", {"fact": "credential", "reason": "没有执法证"}, NEW, {"facts": {"credential": False}}, "没有执法证"),
    ("fact_given", {"fact": "credential", "reason": "没有执法证"}, NEW, {}, "没有执法证"),
]  # fmt: skip


def context(
    params: dict[str, Any], events: list[Event], actor: Actor = OFFICER, data: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None, at: datetime = LATER,
) -> Context:  # fmt: skip
    state = fold(events) if events else State()
    return Context(EDITION, state, EDITION.actions["accept"], actor, data or {}, facts or {}, at, params)


@pytest.mark.parametrize(("name", "params", "events", "more", "why"), ROWS)
def test_a_guard_holds_or_says_why_not(
    name: str, params: dict[str, Any], events: list[Event], more: dict[str, Any], why: str
) -> None:
    assert why_not(context(params, events, **more), name) == why


def test_every_guard_has_a_row_where_it_holds_and_one_where_it_does_not() -> None:
    assert {row[0] for row in ROWS if not row[4]} == set(GUARDS)
    assert {row[0] for row in ROWS if row[4]} == set(GUARDS)


def test_a_guard_with_a_condition_binds_only_under_it() -> None:
    params = {"actions": ["ask"], "when": {"track": ["simple"]}}
    assert why_not(context(params, ACCEPTED), "done") == ""
    assert why_not(context(params, SIMPLE), "done") == "须先办理“征求意见”"


def test_the_facts_to_gather_are_those_of_the_action_alone() -> None:
    edition = licence(
        "guards: [round_closed: {round: opinions}]", "guards: [fact_given: {fact: credential, reason: 没有执法证}]"
    )
    assert facts_needed(edition, "decide") == ("credential",)
    assert facts_needed(edition, "accept") == ()
    assert facts_needed(edition, "unheard") == ()


def test_a_book_knows_no_fact_without_a_provider() -> None:
    assert guard_book().facts == PROVIDED
    assert guard_book().guards.keys() == GUARDS.keys()
