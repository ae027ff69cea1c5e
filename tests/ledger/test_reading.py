"""A reader that goes on from its position sees every event once, whoever commits when."""

import threading
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from ledger_cases import MOMENT, write

from fazhi.ledger.checkpoints import make_checkpoint
from fazhi.ledger.models import Event
from fazhi.ledger.reading import START, Position, find_command, read_after, read_all, read_stream
from fazhi.ledger.writing import commit


class ReadingTests(TestCase):
    """What a reader sees between any writes, with any page size."""

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3), st.integers(0, 4)), max_size=12))
    def test_every_event_is_read_once_in_the_order_of_its_stream(self, steps: list[tuple[int, int, int]]) -> None:
        streams, heads = [uuid4() for _ in range(4)], [0] * 4
        position, read = START, []
        for which, count, limit in [*steps, (0, 1, 1000)]:
            commit(write(streams[which], heads[which], count))
            heads[which] += count
            if limit and connection.vendor == "sqlite":  # on PostgreSQL this test's own transaction is in flight
                events, position = read_after(position, limit)
                read += [(event.stream_id, event.seq) for event in events]
        if connection.vendor == "sqlite":
            assert len(read) == len(set(read)) == sum(heads)
            for stream, head in zip(streams, heads, strict=True):
                assert [seq for read_from, seq in read if read_from == stream] == list(range(1, head + 1))
        else:
            assert read_after(START, 1000) == ([], START)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite 只有一个写入者，提交次序就是编号次序")
@pytest.mark.django_db(transaction=True)
def test_a_late_commit_is_not_skipped() -> None:
    slow, quick = uuid4(), uuid4()
    written, go_on = threading.Event(), threading.Event()

    def commit_late() -> None:
        with transaction.atomic():
            commit(write(slow, 0))
            written.set()
            go_on.wait(10)
        connections.close_all()

    thread = threading.Thread(target=commit_late)
    thread.start()
    assert written.wait(10)
    commit(write(quick, 0))
    before, position = read_after(START, 10)
    go_on.set()
    thread.join()
    after, _ = read_after(position, 10)
    assert before == []
    assert [event.stream_id for event in after] == [slow, quick]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite 的一个文件就是一个数据库")
@pytest.mark.django_db(transaction=True)
def test_what_is_in_flight_in_another_database_holds_nobody_up(stream: UUID) -> None:
    import psycopg

    with psycopg.connect(dbname="postgres") as other:
        other.execute("SELECT pg_current_xact_id()")
        commit(write(stream, 0))
        events, _ = read_whole()
        made = next((made for made in (make_checkpoint(MOMENT) for _ in range(100)) if made), None)
    assert [event.stream_id for event in events] == [stream]
    assert made is not None


def read_whole() -> tuple[list[Event], Position]:
    """Read from the start: again, where a transaction elsewhere ended while it was looked up and counted as ours."""
    return next((found for found in (read_after(START, 10) for _ in range(100)) if found[0]), ([], START))


@pytest.mark.django_db
def test_a_position_survives_as_text(stream: UUID) -> None:
    position = Position(7, "matter", stream, 3)
    assert Position.parse(str(position)) == position


@pytest.mark.django_db
def test_one_stream_and_one_command_are_read_in_order(stream: UUID) -> None:
    commit(write(stream, 0, 2, command="c-1"))
    commit(write(stream, 2, 3, command="c-2"))
    commit(write(uuid4(), 0))
    assert [event.seq for event in read_stream("matter", stream, after_seq=1)] == [2, 3, 4, 5]
    assert [event.seq for event in find_command("matter", stream, "c-2")] == [3, 4, 5]
    assert sorted(len(events) for events in read_all()) == [1, 5]
    assert list(read_all(("request",))) == []
