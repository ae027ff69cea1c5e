"""The writing thread outlives what befalls it, and every caller is told."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from ledger_cases import write

from fazhi.ledger.grouping import ConnectionLost
from fazhi.ledger.models import Event
from fazhi.ledger.queue import stop
from fazhi.ledger.writing import commit, commit_many

pytestmark = pytest.mark.django_db(transaction=True)


def cut_the_writers_off() -> int:
    """End every other connection to this database, as a restart of the server does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def test_a_lost_connection_is_told_and_the_next_write_succeeds(stream: UUID) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 没有连接可以中断")
    commit(write(stream, 0))
    assert cut_the_writers_off() > 0
    with pytest.raises(ConnectionLost, match="请刷新页面核对"):
        commit_many([write(stream, 1), write(uuid4(), 0)])
    assert commit(write(stream, 1)).appended[0].seqs == (2,)
    assert Event.objects.count() == 2


def test_a_queue_that_was_stopped_begins_anew(stream: UUID) -> None:
    commit(write(stream, 0))
    stop()
    assert commit(write(stream, 1)).appended[0].seqs == (2,)
