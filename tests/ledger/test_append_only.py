"""The database itself refuses to change the past."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from ledger_cases import MOMENT, write

from fazhi.ledger.guards import TABLES
from fazhi.ledger.models import Checkpoint, CheckpointHead, Event
from fazhi.ledger.writing import commit

pytestmark = pytest.mark.django_db

CHANGES = ["UPDATE ledger_event SET body = '{}'", "DELETE FROM ledger_event"]
REPLACE = (
    "INSERT OR REPLACE INTO ledger_event SELECT stream_kind, stream_id, {seq}, type, occurred_at, recorded_at,"
    " 'intruder', command_id, part, batch_id, body, algorithm, prev, digest, txid FROM ledger_event"
)


def refused(sql: str) -> None:
    with pytest.raises(DatabaseError, match="账本只增不改"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("sql", CHANGES)
def test_an_event_is_neither_changed_nor_deleted(stream: UUID, sql: str) -> None:
    commit(write(stream, 0))
    refused(sql)
    assert Event.objects.get().body == '{"number":0}'


def test_a_checkpoint_is_neither_changed_nor_deleted() -> None:
    Checkpoint.objects.create(number=1, made_at=MOMENT, upto_txid=1, heads=0, root=b"", prev=b"", digest=b"")
    refused("UPDATE ledger_checkpoint SET heads = 9")
    refused("DELETE FROM ledger_checkpoint")
    assert Checkpoint.objects.get().heads == 0


@pytest.mark.parametrize("change", ["UPDATE ledger_checkpointhead SET seq = 9", "DELETE FROM ledger_checkpointhead"])
def test_a_head_of_a_checkpoint_is_neither_changed_nor_deleted(stream: UUID, change: str) -> None:
    CheckpointHead.objects.create(stream_kind="matter", stream_id=stream, checkpoint=1, seq=3, digest=b"d")
    refused(change)
    assert CheckpointHead.objects.get().seq == 3


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite 没有 TRUNCATE")
def test_no_table_is_emptied(table: str) -> None:
    refused(f"TRUNCATE {table}")


@pytest.mark.parametrize("seq", [1, 2])
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL 没有 INSERT OR REPLACE")
def test_an_event_is_not_replaced_by_its_number_or_its_command(stream: UUID, seq: int) -> None:
    commit(write(stream, 0, command="c-1"))
    refused(REPLACE.format(seq=seq))
    assert Event.objects.get().actor == "person-7"
