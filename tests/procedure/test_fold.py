"""Folding: total, and able to say what was true on a day and what we knew of it on a day."""

from dataclasses import replace
from typing import Any

from procedure_cases import APPLICANT, CALENDAR, HEAD, OFFICER, accepted, applied, at, do, licence

from fazhi.procedure import START, Command, Event, decide, fold, timeline
from fazhi.procedure import effects as fx

EDITION = licence()
APPLIED = applied(EDITION)
ACCEPTED = accepted(EDITION)
DONE = do(EDITION, ACCEPTED, "decide", HEAD, "2026-03-05", result="granted")


def correction(kind: Any, target: int, seq: int, day: str, **more: Any) -> Event:
    return Event(seq, kind, kind, at(day), at(day), "h1", target=target, **more)


def test_nothing_folds_to_the_start() -> None:
    state = fold([])
    assert (state.stage, state.seq, state.opened_at) == (START, 0, None)


def test_every_prefix_of_a_history_folds() -> None:
    stages = [fold(DONE[:n]).stage for n in range(len(DONE) + 1)]
    assert stages == ["start", "received", "review", "done"]


def test_what_was_true_on_a_day() -> None:
    assert fold(DONE, effective_at=at("2026-03-02", "08:59")).stage == START
    assert fold(DONE, effective_at=at("2026-03-02")).stage == "received"
    assert fold(DONE, effective_at=at("2026-03-04")).stage == "review"
    assert fold(DONE, effective_at=at("2026-03-05")).outcome == "granted"


def test_what_we_knew_on_a_day() -> None:
    command = Command("accept", OFFICER, at("2026-03-03"), at("2026-03-20"), {"track": "simple"}, "送达回证后到")
    events = [*APPLIED, decide(EDITION, fold(APPLIED), command, calendar=CALENDAR)]
    assert fold(events, known_at=at("2026-03-19")).stage == "received"
    assert fold(events, known_at=at("2026-03-20")).stage == "review"
    assert fold(events, effective_at=at("2026-03-04"), known_at=at("2026-03-19")).stage == "received"
    assert fold(events, effective_at=at("2026-03-04")).stage == "review"


def test_events_count_in_the_order_in_which_they_took_effect() -> None:
    late = replace(ACCEPTED[-1], seq=3, recorded_at=at("2026-03-10"))
    note = Event(2, "remark", "remark", at("2026-03-06"), at("2026-03-06"), "o1")
    assert [e.event.seq for e in timeline([APPLIED[0], note, late])] == [1, 3, 2]
    assert fold([APPLIED[0], note, late]).last_at == at("2026-03-06")


def test_a_void_takes_an_event_out_from_when_it_is_known() -> None:
    events = [*DONE, correction("void", 3, 4, "2026-03-08")]
    assert fold(events).stage == "review"
    assert fold(events).outcome == ""
    assert fold(events, known_at=at("2026-03-07")).outcome == "granted"
    assert fold(events).seq == 4


def test_a_void_of_a_void_brings_the_event_back() -> None:
    events = [*DONE, correction("void", 3, 4, "2026-03-08"), correction("void", 4, 5, "2026-03-09")]
    assert fold(events).outcome == "granted"


def test_the_last_amendment_wins_and_one_that_is_voided_does_not_count() -> None:
    events = [
        *DONE,
        correction("amend", 3, 4, "2026-03-08", data={"values": {"result": "denied"}}),
        correction("amend", 3, 5, "2026-03-09", data={"values": {"note": "x"}}),
    ]
    entry = next(e for e in timeline(events) if e.event.seq == 3)
    assert entry.data == {"result": "denied", "note": "x"}
    entry = next(e for e in timeline([*events, correction("void", 4, 6, "2026-03-10")]) if e.event.seq == 3)
    assert entry.data == {"result": "granted", "note": "x"}


def test_replaced_effects_hold_and_fall_with_the_correction_that_made_them() -> None:
    instead = {2: (fx.Enter("opinions"),)}
    events = [*ACCEPTED, correction("amend", 2, 3, "2026-03-08", replaces=instead)]
    assert fold(events).stage == "opinions"
    assert fold([*events, correction("void", 3, 4, "2026-03-09")]).stage == "review"


def test_a_fold_never_refuses_what_it_does_not_know() -> None:
    strange = Event(
        2, "act", "unheard", at("2026-03-03"), at("2026-03-03"), "x",
        effects=(
            fx.Enter("nowhere"), fx.Meet("none#1"), fx.Drop("none#1"), fx.Lapse("none#1"), fx.Answer("none#1", "x"),
            fx.Silent("none#1"), fx.Resume(at("2026-03-03")), fx.Redue("none#1", None), fx.CloseRound("none", "x"),
            fx.Paper("x"), fx.Tell("x", "y"), fx.Relate("duplicate_of", "m1"), fx.Reopen(),
        ),
    )  # fmt: skip
    state = fold([*APPLIED, strange])
    assert state.stage == "nowhere"
    assert state.relations == [("duplicate_of", "m1")]


def test_sealing_and_erasing_show() -> None:
    sealed = correction("seal", 0, 3, "2026-03-08", data={"sealed": True})
    assert fold([*ACCEPTED, sealed]).sealed
    assert not fold([*ACCEPTED, sealed, correction("seal", 0, 4, "2026-03-09", data={"sealed": False})]).sealed
    assert fold([*ACCEPTED, correction("erase", 0, 3, "2026-03-08")]).erased


def test_folding_leaves_the_events_as_they_were_and_gives_the_same_again() -> None:
    first = fold(DONE)
    first.facts["track"] = "spoilt"
    first.obligations["decide#1"].met_at = None
    assert fold(DONE).facts["track"] == "ordinary"
    assert fold(DONE) == fold(DONE)


def test_a_party_may_leave_at_an_open_stage() -> None:
    state = fold(do(EDITION, ACCEPTED, "withdraw", APPLICANT, "2026-03-04"))
    assert (state.stage, state.outcome) == ("done", "withdrawn")


def test_what_a_role_owes_goes_with_the_role() -> None:
    def act(seq: int, *effects: fx.Effect) -> Event:
        return Event(seq, "act", "some", at("2026-03-02"), at("2026-03-02"), "h1", effects=effects)

    def owed(id: str, bearer: str, request: str = "") -> fx.Open:
        return fx.Open(id, "some", bearer, "old", at("2026-03-02"), at("2026-03-09"), request=request)

    opened = act(
        1, owed("runs", "office"), owed("ends", "office"), owed("other", "court"), owed("asked", "office", "r1")
    )
    state = fold([opened, act(2, fx.Assign("office", "new"), fx.Drop("ends"))])
    assert {id: one.holder for id, one in state.obligations.items()} == {
        "runs": "new", "ends": "old", "other": "old", "asked": "old",
    }  # fmt: skip
