"""A reader that follows many writers at once sees every event once, whoever commits first (PostgreSQL)."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections, transaction
from ledger_cases import write

from fazhi.ledger.reading import START, read_after
from fazhi.ledger.writing import commit

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite 只有一个写入者，提交次序就是编号次序"),
]
WRITERS, ROUNDS = 6, 12
Seen = list[tuple[UUID, int]]


def overlapping(streams: list[UUID], held: threading.Barrier) -> None:
    """Write in long transactions that begin in one order and commit in another."""
    for number in range(ROUNDS):
        held.wait(60)
        with transaction.atomic():
            for stream in streams:
                commit(write(stream, number))
            threading.Event().wait(random.random() / 50)
    connections.close_all()


@contextmanager
def writing(streams: list[list[UUID]]) -> Iterator[list[threading.Thread]]:
    held = threading.Barrier(len(streams))
    threads = [threading.Thread(target=overlapping, args=(own, held)) for own in streams]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        for thread in threads:
            thread.join()


def test_a_reader_that_follows_skips_nothing_and_repeats_nothing() -> None:
    streams = [[uuid4(), uuid4()] for _ in range(WRITERS)]
    position, seen, limits = START, Seen(), random.Random(7)
    with writing(streams) as threads:
        while any(thread.is_alive() for thread in threads):
            events, position = read_after(position, limits.randint(1, 9))
            seen += [(event.stream_id, event.seq) for event in events]
    for _ in range(200):  # a transaction elsewhere that ends while it is looked up counts as ours
        events, position = read_after(position, 7)
        seen += [(event.stream_id, event.seq) for event in events]
        if len(seen) >= WRITERS * 2 * ROUNDS:
            break
        threading.Event().wait(0 if events else 0.1)
    assert len(seen) == len(set(seen)), "an event was read twice"
    for stream in (stream for own in streams for stream in own):
        assert [seq for read, seq in seen if read == stream] == list(range(1, ROUNDS + 1))
