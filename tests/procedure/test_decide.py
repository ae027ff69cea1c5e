"""Deciding: what is refused and why, and what an act does when it is not."""

from typing import Any

import pytest
from procedure_cases import (
    APPLICANT,
    ASKED,
    ASKED_TOO,
    CALENDAR,
    CLOCK,
    HEAD,
    OFFICER,
    accepted,
    applied,
    at,
    do,
    licence,
)

from fazhi.procedure import START, Actor, Command, Event, Refused, State, allowed, decide, fold, from_body, to_body

EDITION = licence()
APPLIED = applied(EDITION)
ACCEPTED = accepted(EDITION)
DONE = do(EDITION, ACCEPTED, "decide", HEAD, "2026-03-05", result="granted")
ASKING = do(EDITION, ACCEPTED, "ask", OFFICER, "2026-03-04", units=["fire", "health"])
STRANGER = Actor("s1", {"annex": frozenset({"officer"})})
OTHER_PARTY = Actor("a2", party="p2")

REFUSED: list[tuple[list[Event], str, Actor, dict[str, Any], str, str]] = [
    # what happened, action, who, data, code, why
    (APPLIED, "fly", OFFICER, {}, "unknown_action", "没有“fly”这一办理事项"),
    (APPLIED, "decide", HEAD, {"result": "granted"}, "wrong_stage", "现在是“受理审查”环节，“作出决定”在“审查”环节办理"),
    ([], "accept", OFFICER, {"track": "simple"}, "wrong_stage", "现在是“未登记”环节"),
    (DONE, "extend", HEAD, {"days": 1}, "ended", "本件已办结（已办结）"),
    (APPLIED, "accept", HEAD, {"track": "simple"}, "not_yours", "“受理”由经办人办理"),
    (APPLIED, "accept", STRANGER, {"track": "simple"}, "not_yours", "“受理”由经办人办理"),
    (APPLIED, "accept", APPLICANT, {"track": "simple"}, "not_yours", "“受理”由经办人办理"),
    (APPLIED, "withdraw", OTHER_PARTY, {}, "not_yours", "“撤回申请”由申请人办理"),
    (APPLIED, "deemed_accept", OFFICER, {}, "not_yours", "“视为受理”由期限办理"),
    (ASKING, "answer", STRANGER, {"answer": "agree"}, "not_yours", "由被征求意见的单位办理"),
    (APPLIED, "accept", OFFICER, {}, "fields", "请填写“程序”"),
    (APPLIED, "accept", OFFICER, {"track": "fast"}, "fields", "须从下列选项中选：普通、简易"),
    (APPLIED, "accept", OFFICER, {"track": "simple", "colour": "red"}, "fields", "“受理”没有这一项"),
    (ACCEPTED, "hear", OFFICER, {"held_on": "明天"}, "fields", "“听证之日”不是有效日期"),
    (ACCEPTED, "extend", HEAD, {"days": "many"}, "fields", "“延长日数”须填整数"),
    (ACCEPTED, "extend", HEAD, {"days": 31}, "extension", "延长最多30日"),
    (ACCEPTED, "extend", HEAD, {"days": 0}, "extension", "延长最多30日"),
    (ACCEPTED, "call_back", OFFICER, {}, "guard", "须由其他人员办理"),
    (APPLIED, "give_supplement", APPLICANT, {}, "guard", "须先办理“通知补正”"),
]


@pytest.mark.parametrize(("events", "action", "actor", "data", "code", "why"), REFUSED)
def test_what_may_not_be_done_is_refused_with_its_reason(
    events: list[Event], action: str, actor: Actor, data: dict[str, Any], code: str, why: str
) -> None:
    command = Command(action, actor, at("2026-03-06"), at("2026-03-06"), data)
    with pytest.raises(Refused) as caught:
        decide(EDITION, fold(events), command, calendar=CALENDAR)
    assert caught.value.code == code
    assert why in str(caught.value)


@pytest.mark.parametrize(
    ("occurred", "recorded", "reason", "code"),
    [
        (at("2026-03-06"), at("2026-03-05"), "", "future"),
        (at("2026-03-01"), at("2026-03-01", "10:00"), "", "before_start"),
        (at("2026-03-03"), at("2026-03-04", "09:01"), "", "late_reason"),
        (at("2026-03-03"), at("2026-03-04", "09:01"), "送达回证后到", ""),
        (at("2026-03-03"), at("2026-03-04", "09:00"), "", ""),
        (at("2026-03-03", "09:05"), at("2026-03-03"), "", ""),
    ],
)
def test_the_two_times_must_make_sense(occurred: Any, recorded: Any, reason: str, code: str) -> None:
    command = Command("accept", OFFICER, occurred, recorded, {"track": "simple"}, reason)
    if code:
        with pytest.raises(Refused) as caught:
            decide(EDITION, fold(APPLIED), command, calendar=CALENDAR)
        assert caught.value.code == code
    else:
        assert decide(EDITION, fold(APPLIED), command, calendar=CALENDAR).late == reason


def test_the_clock_needs_no_reason_to_be_late() -> None:
    command = Command("deemed_accept", CLOCK, at("2026-03-09", "23:59"), at("2026-04-01"))
    assert decide(EDITION, fold(APPLIED), command, calendar=CALENDAR).occurred_at == at("2026-03-09", "23:59")


def test_an_event_says_what_decided_it() -> None:
    event = do(EDITION, ACCEPTED, "extend", HEAD, "2026-03-04", days=10)[-1]
    assert event.decided["edition"] == EDITION.id
    assert event.decided["digest"] == EDITION.digest
    assert event.decided["calendar"] == CALENDAR.edition
    assert event.decided["guards"] == ["at_most", "not_overdue"]
    assert event.decided["units"] == ["bureau"]


@pytest.mark.parametrize(
    ("track", "due"), [("simple", "2026-03-17T23:59:59+08:00"), ("ordinary", "2026-05-06T23:59:59+08:00")]
)
def test_the_first_period_whose_condition_holds_runs(track: str, due: str) -> None:
    # 60 days from 3 March end on 2 May, a holiday; the make-up and feast days roll it to 6 May 2026.
    owed = fold(accepted(EDITION, track)).open_of("decide")
    assert owed is not None
    assert owed.due is not None
    assert owed.due.isoformat() == due


def test_an_extension_lengthens_and_is_used_up() -> None:
    events = do(EDITION, accepted(EDITION, "simple"), "extend", HEAD, "2026-03-04", days=10)
    owed = fold(events).open_of("decide")
    assert owed is not None
    assert owed.due == at("2026-03-27", "23:59:59")
    with pytest.raises(Refused, match="以1次为限"):
        do(EDITION, events, "extend", HEAD, "2026-03-05", days=5)


def test_a_pause_stops_the_clock_and_a_resumption_gives_the_days_back() -> None:
    paused = do(EDITION, accepted(EDITION, "simple"), "suspend", HEAD, "2026-03-04")
    state = fold(paused)
    owed = state.open_of("decide")
    assert state.paused
    assert owed is not None
    assert owed.due is None
    assert state.stage == "suspended"
    resumed = fold(do(EDITION, paused, "resume", HEAD, "2026-03-18"))
    owed = resumed.open_of("decide")
    assert resumed.stage == "review"
    assert owed is not None
    # No day had run by the 4th, on which the clock stopped; ten working days from the 18th on, that day included.
    assert owed.due == at("2026-03-31", "23:59:59")


def test_a_round_asks_each_unit_once_and_leads_on_when_all_have_answered() -> None:
    state = fold(do(EDITION, ACCEPTED, "ask", OFFICER, "2026-03-04", units=["fire", "health", "fire"]))
    assert [r.to for r in state.requests_of("opinions")] == ["fire", "health"]
    assert [o.holder for o in state.open_obligations() if o.request] == ["fire", "health"]
    half = do(EDITION, ASKING, "answer", ASKED, "2026-03-05", answer="agree")
    assert fold(half).stage == "opinions"
    whole = fold(do(EDITION, half, "answer", ASKED_TOO, "2026-03-06", answer="object"))
    assert whole.stage == "review"
    assert [r.answer for r in whole.requests_of("opinions")] == ["agree", "object"]
    with pytest.raises(Refused):
        do(EDITION, half, "answer", ASKED, "2026-03-06", answer="object")


def test_silence_has_the_effect_of_the_law_on_the_laws_day() -> None:
    state = fold(do(EDITION, APPLIED, "deemed_accept", CLOCK, "2026-03-10"))
    assert state.obligations["accept#1"].lapsed_at == at("2026-03-10")
    assert state.stage == "review"
    assert state.open_of("decide") is not None


def test_an_end_closes_what_was_open_and_fixes_the_outcome() -> None:
    state = fold(DONE)
    assert (state.stage, state.outcome, state.ended_at) == ("done", "granted", at("2026-03-05"))
    assert not list(state.open_obligations())
    assert state.obligations["decide#1"].on_time is True
    assert state.obligations["call#1"].dropped_at == at("2026-03-05")


def test_a_period_counts_back_from_the_day_that_is_named() -> None:
    owed = fold(do(EDITION, ACCEPTED, "hear", OFFICER, "2026-03-04", held_on="2026-03-20")).open_of("hearing_notice")
    assert owed is not None
    assert owed.due == at("2026-03-13", "23:59:59")


def test_allowed_and_decide_agree_on_every_action() -> None:
    # A button that may be pressed must not be refused for anything but what has to be filled in.
    histories: list[list[Event]] = [[], APPLIED, ACCEPTED, ASKING, DONE]
    for events in histories:
        state = fold(events) if events else State()
        for actor in (OFFICER, HEAD, APPLICANT, ASKED, STRANGER):
            for choice in allowed(EDITION, state, actor, at("2026-03-06")):
                command = Command(choice.action.id, actor, at("2026-03-06"), at("2026-03-06"))
                try:
                    decide(EDITION, state, command, calendar=CALENDAR)
                    refused = ""
                except Refused as error:
                    refused = error.code
                assert choice.ok == (refused in ("", "fields", "extension")), (choice.action.id, refused)


def test_what_may_not_be_done_says_why_and_whose_it_is() -> None:
    found = {c.action.id: c for c in allowed(EDITION, fold(APPLIED), HEAD, at("2026-03-06"))}
    assert not found["accept"].ok
    assert not found["accept"].mine
    assert found["accept"].reasons == ("由经办人办理",)
    assert found["decide"].mine
    assert "deemed_accept" not in found, "what only the clock does is no button"
    assert {c.action.id for c in allowed(EDITION, State(), APPLICANT, at("2026-03-02")) if c.ok} == {"apply"}


def test_an_event_survives_the_ledger_word_for_word() -> None:
    for event in (*ASKING, *DONE):
        kept = from_body(
            event.seq, event.kind, event.occurred_at, event.recorded_at, event.actor, to_body(event)
        )  # fmt: skip
        assert kept == event


def test_deciding_changes_neither_the_state_nor_the_command() -> None:
    state, before = fold(ACCEPTED), fold(ACCEPTED)
    data = {"units": ["fire"]}
    decide(EDITION, state, Command("ask", OFFICER, at("2026-03-04"), at("2026-03-04"), data), calendar=CALENDAR)
    assert state == before
    assert data == {"units": ["fire"]}
    assert fold([]).stage == START
    assert fold(ACCEPTED).last_at == at("2026-03-03")
