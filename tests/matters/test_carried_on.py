"""Rows carried on from act to act are the rows that a rebuild makes of all events, in every scenario there is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Model

from fazhi.ledger.writing import New, Write
from fazhi.matters import projection, sight
from fazhi.procedure import Event
from fazhi.procedure.effects import Assign
from fazhi.procedure.fold import history
from tests.scenarios.playing import FILES, played

MATTER = UUID(int=7)
KEYS = {model: [field.attname for field in model._meta.pk_fields] for model in projection.MODELS}


class Table:
    """Rows as the writes leave them."""

    def __init__(self) -> None:
        self.rows: list[tuple[type[Model], dict[str, Any]]] = []

    def take(self, write: Write) -> None:
        """Delete, insert and change, in the order of the write queue."""
        for model, same in write.deletes:
            assert isinstance(same, Mapping)
            there = [row for row in self.rows if row[0] is model and same.items() <= row[1].items()]
            assert there, same
            self.rows = [row for row in self.rows if row not in there]
        for new in write.inserts:
            assert isinstance(new, New)
            self.rows.append((new.model, dict(new.fields)))
        for change in write.changes:
            key = change.pk if isinstance(change.pk, tuple) else (change.pk,)
            same = dict(zip(KEYS[change.model], key, strict=True))
            (row,) = [fields for model, fields in self.rows if model is change.model and same.items() <= fields.items()]
            row.update(change.fields)

    def sorted(self) -> list[str]:
        return sorted(f"{model.__name__} {sorted(fields.items())}" for model, fields in self.rows)


def carried_on(events: list[Event]) -> None:
    table, past = Table(), history([])
    for n, event in enumerate(events, 1):
        write = Write()
        projection.project(write, MATTER, past, [event])
        table.take(write)
        afresh = Table()
        afresh.take(Write(inserts=list(projection.new_rows(MATTER, events[:n]))))
        assert table.sorted() == afresh.sorted(), event


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_in_every_scenario(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = played(path)
    for room in (projection, sight):
        monkeypatch.setattr(room, "editions", lambda: story.editions)
    streams = [events for events in story.matters.values() if events]
    assert streams
    for events in streams:
        carried_on(events)


def test_a_late_entry_is_seen_in_the_order_recorded_as_a_rebuild_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    story = next(played(path) for path in FILES if path.parent.name == "grid_matter")
    for room in (projection, sight):
        monkeypatch.setattr(room, "editions", lambda: story.editions)
    first, *_ = next(iter(story.matters.values()))
    edition = story.editions[str(first.decided["edition"])]
    role = next(role.id for role in edition.roles.values() if role.kind == "unit")
    given = replace(first, seq=2, occurred_at=first.occurred_at + timedelta(hours=2), effects=(Assign(role, "one"),))
    late = replace(given, seq=3, occurred_at=first.occurred_at, late="补录", effects=(Assign(role, "another"),))
    carried_on([first, given, late])
