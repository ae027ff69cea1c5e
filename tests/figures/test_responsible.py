"""Whoever stands in the row of a matter or a task has a part in it: what the short way to sight rests on."""

from pathlib import Path

import pytest
from playing import FILES, played

from fazhi.matters import sight
from fazhi.matters.projection import responsible, tasks_of
from fazhi.people.models import Level
from fazhi.procedure import fold


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_responsible_unit_always_has_a_part(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = played(path)
    monkeypatch.setattr(sight, "editions", lambda: story.editions)
    for events in story.matters.values():
        for n in range(1, len(events) + 1):
            state = fold(events[:n])
            if unit := responsible(story.editions[state.edition], state):
                assert sight.subjects_of(state).get(f"unit:{unit}") is Level.WORK, (n, unit)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_unit_of_a_task_always_has_a_part(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = played(path)
    monkeypatch.setattr(sight, "editions", lambda: story.editions)
    for events in story.matters.values():
        for n in range(1, len(events) + 1):
            state = fold(events[:n])
            for unit, key, _ in tasks_of(story.editions[state.edition], state):
                if unit:
                    assert sight.subjects_of(state).get(f"unit:{unit}") is Level.WORK, (n, unit, key)
