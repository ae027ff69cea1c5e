"""Whoever stands in the row of a matter or a task has a part in it: what the short way to sight rests on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playing import FILES, played

from fazhi.matters import sight
from fazhi.matters.projection import responsible, tasks_of
from fazhi.people.models import Level
from fazhi.procedure import Edition, State, fold


def prefixes(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Edition, State]]:
    """Yield the state after each event of each matter in a scenario, with its edition."""
    story = played(path)
    monkeypatch.setattr(sight, "editions", lambda: story.editions)
    for events in story.matters.values():
        for n in range(1, len(events) + 1):
            state = fold(events[:n])
            yield story.editions[state.edition], state


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_whoever_stands_in_a_row_has_a_part(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for edition, state in prefixes(path, monkeypatch):
        units = {responsible(edition, state), *(unit for unit, _, _ in tasks_of(edition, state))} - {""}
        levels = {unit: sight.subjects_of(state).get(f"unit:{unit}") for unit in units}
        assert set(levels.values()) <= {Level.WORK}, (state.seq, levels)
