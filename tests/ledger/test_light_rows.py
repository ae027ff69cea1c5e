"""A row given by its fields is stored as the same row given as an instance, column by column, on either engine."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Model
from ledger_cases import MOMENT, write

from fazhi.ledger.writing import Change, New, Write, commit, commit_many
from fazhi.matters.models import Attachment, Gist, Matter, Obligation, Relation, Request, Task
from fazhi.notices.models import Message
from fazhi.people.models import Grant, Level, Party
from fazhi.vault.models import SealedText, SubjectKey

pytestmark = pytest.mark.django_db

ONE, OTHER = UUID(int=1), UUID(int=2)
DUE = MOMENT + timedelta(days=3, microseconds=7)
TASK = {"unit": "housing", "key": "handle", "role": "holder", "name": "办理", "order": DUE, "since": MOMENT}
OWED = {"key": "reply", "rule": "reply", "bearer": "holder", "start": MOMENT, "state": "open"}
MATTER = {
    "number": "清20260302-00001", "procedure": "grid_matter", "edition": "grid_matter/1", "stage": "handling",
    "opened_at": MOMENT, "entered_at": MOMENT, "due": DUE, "on_time": None, "seq": 2,
}  # fmt: skip
# Left out of a row: whatever the model gives by itself. Ids that the model makes are given, so that rows can be equal.
ROWS: list[tuple[type[Model], dict[str, Any]]] = [
    (Matter, {"id": ONE, **MATTER}),
    (Matter, {"id": ONE, **MATTER, "on_time": True, "paused": True, "wake_at": DUE, "returned": 3}),
    (Gist, {"matter_id": ONE, "text": "路灯不亮"}),
    (Task, {"matter_id": ONE, **TASK}),
    (Task, {"matter_id": ONE, **TASK, "due": DUE, "request": "r-1"}),
    (Obligation, {"matter_id": ONE, **OWED}),
    (Obligation, {"matter_id": ONE, **OWED, "ours": False, "on_time": False, "ended_at": DUE}),
    (Request, {"matter_id": ONE, "key": "r-1", "round": "consult", "unit": "water", "asked_at": MOMENT}),
    (Relation, {"matter_id": ONE, "kind": "arose_from", "other": OTHER}),
    (Attachment, {"id": ONE, "matter_id": OTHER, "name": "图.jpg", "type": "image/jpeg", "size": 2**40, "digest": "d",
                  "uploaded_by": "person", "uploaded_at": MOMENT}),
    (Grant, {"subject": "unit:housing", "object_id": ONE, "level": Level.WORK, "valid_from": MOMENT,
             "granted_by": "matter/1/1"}),
    (Party, {"id": ONE, "display_name": "张*", "sealed_name": OTHER}),
    (Message, {"id": ONE, "kind": "due_soon", "to": "unit-3", "created": MOMENT, "not_before": DUE,
               "payload": {"票据": ["一", 2, None]}}),
    (Message, {"id": ONE, "kind": "due_soon", "to": "unit-3", "created": MOMENT, "not_before": DUE}),
    (SubjectKey, {"subject_kind": "matter", "subject_id": ONE, "wrapped": b"\0\xff", "master": "m", "made_at": MOMENT}),
    (SealedText, {"id": ONE, "subject_kind": "matter", "subject_id": ONE, "purpose": "report.text", "box": b"\0'\xff",
                  "digest": b"\1" * 32, "made_at": MOMENT}),
]  # fmt: skip


def stored(model: type[Model]) -> list[dict[str, Any]]:
    """Return a table's rows as the database holds them, but for the key that it gives out itself."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")
        names = [column[0] for column in cursor.description]
        own = {"id"} if model is Grant else set()
        return [{k: v for k, v in zip(names, row, strict=True) if k not in own} for row in cursor.fetchall()]


@pytest.mark.parametrize(("model", "fields"), ROWS, ids=[f"{m.__name__}-{n}" for n, (m, _) in enumerate(ROWS)])
def test_a_light_row_is_stored_as_its_instance_is(model: type[Model], fields: dict[str, Any]) -> None:
    commit(Write(inserts=[model(**fields)]))
    as_instance = stored(model)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
    commit(Write(inserts=[New(model, fields)]))
    assert stored(model) == as_instance
    assert len(as_instance) == 1


def test_what_the_model_makes_is_made_for_each_row() -> None:
    fields = {"kind": "due_soon", "to": "unit-3", "created": MOMENT, "not_before": MOMENT}
    commit(Write(inserts=[New(Message, fields), New(Message, fields)]))
    ids = [message.id for message in Message.objects.all()]
    assert len(set(ids)) == 2
    assert {id.version for id in ids} == {7}


def test_what_the_database_alone_would_give_must_be_given() -> None:
    fields = {k: v for k, v in dict(ROWS)[Attachment].items() if k != "uploaded_at"}
    with pytest.raises(TypeError):
        commit(Write(inserts=[New(Attachment, fields)]))


def test_a_field_that_is_not_there_is_refused() -> None:
    with pytest.raises(TypeError):
        commit(Write(inserts=[New(Gist, {"matter_id": ONE, "colour": "red"})]))


def test_a_light_row_and_changes_to_it_keep_their_order() -> None:
    key = uuid4()
    row = New(Message, {"id": key, "kind": "due_soon", "to": "unit-1", "created": MOMENT, "not_before": MOMENT})
    changes = [Write(changes=[Change(Message, key, {"to": f"unit-{n}", "attempts": n})]) for n in (2, 3)]
    commit_many([Write(inserts=[row]), *changes])
    assert [(m.to, m.attempts) for m in Message.objects.all()] == [("unit-3", 3)]


def test_a_light_row_that_is_refused_fails_alone() -> None:
    key, stream = uuid4(), uuid4()
    row = New(Message, {"id": key, "kind": "due_soon", "to": "unit-1", "created": MOMENT, "not_before": MOMENT})
    outcomes = commit_many([Write(inserts=[row]), Write(inserts=[row]), write(stream, 0)])
    assert [type(outcome).__name__ for outcome in outcomes] == ["Committed", "IntegrityError", "Committed"]
