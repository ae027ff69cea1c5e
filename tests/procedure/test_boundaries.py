"""Where one rule meets another: the last second of a day, an end that is also a lapse, a move, a silence corrected."""

from dataclasses import replace

import pytest
import yaml
from procedure_cases import (
    ASKED_TOO,
    BOOK,
    CALENDAR,
    FILE,
    HEAD,
    LICENCE,
    OFFICER,
    accepted,
    applied,
    at,
    changed,
    do,
    licence,
)

from fazhi.procedure import Command, Edition, Event, Refused, decide, fold, parse_edition
from fazhi.procedure.corrections import MEND, decide_at, void
from fazhi.procedure.model import Transition
from fazhi.procedure.moves import move
from fazhi.procedure.timer import due_commands, tick

EDITION = licence()
BOTH = {EDITION.id: EDITION}


def edition_of(text: str) -> Edition:
    return parse_edition(text, FILE, book=BOOK)


def test_a_fraction_of_the_last_second_is_in_time() -> None:
    due = at("2026-03-09", "23:59:59")
    last = due.replace(microsecond=500_000)
    events = applied(EDITION)
    assert fold(events).obligations["accept#1"].due == due
    assert due_commands(EDITION, fold(events), last) == []
    accept = decide(
        EDITION, fold(events), Command("accept", OFFICER, last, last, {"track": "ordinary"}), calendar=CALENDAR
    )
    assert fold([*events, accept]).obligations["accept#1"].on_time is True
    assert not fold(events).obligations["accept#1"].late_at(last)
    assert fold(events).obligations["accept#1"].late_at(at("2026-03-10", "00:00"))


def test_what_lapses_into_an_end_has_lapsed() -> None:
    edition = edition_of(changed("actions", "deemed_accept", to="done", starts=None, outcome="denied"))
    found = tick({edition.id: edition}, applied(edition), at("2026-03-20"), CALENDAR)
    assert found is not None
    owed = fold([*applied(edition), found.event]).obligations["accept#1"]
    assert (owed.lapsed_at is not None, owed.dropped_at, owed.on_time) == (True, None, False)


def mended_later() -> list[Event]:
    """Return a matter whose acceptance was voided and done again, with what rested on it still to be looked at."""
    events = accepted(EDITION)
    done = void(
        BOTH,
        events,
        2,
        actor=OFFICER,
        confirmed_by="h1",
        reason="误登",
        recorded_at=at("2026-03-04"),
        calendar=CALENDAR,
    )
    return do(EDITION, [*events, done.event], "accept", OFFICER, "2026-03-05", track="ordinary")


def to_look_at(events: list[Event]) -> list[str]:
    return [o.id for o in fold(events).open_obligations() if o.rule == MEND]


def test_what_rested_on_an_error_is_still_to_be_looked_at_once_the_matter_has_ended() -> None:
    events = mended_later()
    assert to_look_at(events)
    assert to_look_at(do(EDITION, events, "decide", HEAD, "2026-03-06", result="granted")) == to_look_at(events)


def newer(**more: object) -> Edition:
    return replace(EDITION, id="licence@2027", transition=Transition(recompute=True), **more)  # type: ignore[arg-type]


def test_what_rested_on_an_error_is_still_to_be_looked_at_once_the_matter_has_moved() -> None:
    events = mended_later()
    moved = move(EDITION, newer(), events, actor=HEAD, at=at("2026-03-10"), calendar=CALENDAR)
    assert to_look_at([*events, moved]) == to_look_at(events)


def test_a_move_to_the_same_day_by_another_term_knows_that_term() -> None:
    rule = EDITION.obligations["decide"]
    new = newer(obligations={**EDITION.obligations, "decide": replace(rule, terms=rule.terms[1:])})
    events = accepted(EDITION)
    before = fold(events).obligations["decide#1"]
    after = fold([*events, move(EDITION, new, events, actor=HEAD, at=at("2026-03-10"), calendar=CALENDAR)])
    assert (before.term, before.due) == (1, after.obligations["decide#1"].due)
    assert after.obligations["decide#1"].term == 0


ASKING = do(EDITION, accepted(EDITION), "ask", OFFICER, "2026-03-04", units=["fire", "health"])


def test_a_move_ends_the_requests_of_a_round_that_there_is_no_more() -> None:
    new = newer(rounds={})
    events = [*ASKING, move(EDITION, new, ASKING, actor=HEAD, at=at("2026-03-05"), calendar=CALENDAR)]
    assert [o.rule for o in fold(events).open_obligations() if o.request] == []
    assert tick({EDITION.id: EDITION, new.id: new}, events, at("2026-03-20"), CALENDAR) is None


def test_who_answered_in_time_was_not_silent() -> None:
    root = yaml.safe_load(LICENCE)
    root["rounds"]["opinions"]["close"] = "deadline"
    edition = edition_of(yaml.safe_dump(root, allow_unicode=True, sort_keys=False))
    both = {edition.id: edition}
    events = do(edition, accepted(edition), "ask", OFFICER, "2026-03-04", units=["fire", "health"])
    while found := tick(both, events, at("2026-03-20"), CALENDAR):
        events = [*events, found.event]
    assert fold(events).closed_rounds == {"opinions": "deadline"}
    late = Command("answer", ASKED_TOO, at("2026-03-05"), at("2026-03-21"), {"answer": "agree"}, "回函后到")
    events = [*events, decide_at(both, events, late, calendar=CALENDAR).event]
    requests = fold(events).requests.values()
    assert [(r.to, r.silent_at is not None) for r in requests] == [("fire", True), ("health", False)]
    assert (fold(events).stage, fold(events).closed_rounds) == ("review", {"opinions": "deadline"})


@pytest.mark.parametrize("units", [5, True, {"fire": 1.5}])
def test_units_that_are_no_list_are_refused(units: object) -> None:
    wanted = Command("ask", OFFICER, at("2026-03-04"), at("2026-03-04"), {"units": units})
    with pytest.raises(Refused, match="单位"):
        decide(EDITION, fold(accepted(EDITION)), wanted, calendar=CALENDAR)


def test_a_day_beyond_the_calendar_is_refused_with_a_reason() -> None:
    wanted = Command("hear", OFFICER, at("2026-03-04"), at("2026-03-04"), {"held_on": "0001-01-02"})
    with pytest.raises(Refused):
        decide(EDITION, fold(accepted(EDITION)), wanted, calendar=CALENDAR)
