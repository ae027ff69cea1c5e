"""A state carried on from event to event is what a fold of all events gives, after corrections and late entries too."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playing import FILES, played

from fazhi.procedure import Event, fold
from fazhi.procedure.fold import history

EVER = datetime(9999, 1, 1, tzinfo=UTC)  # to ask for what was known at a moment sorts and corrects from the beginning


def carried_on(events: list[Event]) -> None:
    carried = history([])
    for n, event in enumerate(events, 1):
        carried.record(event)
        assert carried.state == fold(events[:n], known_at=EVER), event
        assert fold(events[:n]) == carried.state
    assert carried.events == events


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_in_every_scenario(path: Path) -> None:
    streams = [events for events in played(path).matters.values() if events]
    assert streams
    for events in streams:
        carried_on(events)


def test_scenarios_have_corrections_and_late_entries() -> None:
    histories = [history(events) for path in FILES for events in played(path).matters.values()]
    assert {h.plain for h in histories} == {True, False}


def test_what_was_recorded_after_a_late_entry_is_still_carried_on() -> None:
    path = next(p for p in FILES for events in played(p).matters.values() if len(events) > 3)
    events = next(events for events in played(path).matters.values() if len(events) > 3)
    late = replace(events[1], seq=len(events) + 1, late="补录")
    carried_on([*events, late, replace(events[-1], seq=len(events) + 2)])
