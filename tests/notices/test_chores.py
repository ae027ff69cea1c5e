"""Chores run when their time has come, and one that fails stops none of the others."""

from datetime import UTC, datetime, timedelta

import pytest

from fazhi.notices import chores
from fazhi.notices.chores import Chore, known, run_due

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(chores, "_chores", {})
    chores.register(Chore("hourly", timedelta(hours=1), lambda now: found.append("hourly")))
    chores.register(Chore("broken", timedelta(0), lambda now: 1 / 0))
    chores.register(Chore("always", timedelta(0), lambda now: found.append("always")))
    return found


def test_each_runs_when_its_time_has_come(done: list[str]) -> None:
    last: dict[str, datetime] = {}
    assert run_due(NOW, last) == ["broken"]
    assert done == ["always", "hourly"]
    run_due(NOW + timedelta(minutes=59), last)
    run_due(NOW + timedelta(minutes=60), last)
    assert done == ["always", "hourly", "always", "always", "hourly"]


def test_the_rooms_have_said_theirs() -> None:
    assert {chore.name for chore in known()} >= {"sweep", "recalendar", "checkpoint", "drafts"}
