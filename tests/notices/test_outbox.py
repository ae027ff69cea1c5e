"""A message has one owner at a time, comes back when its owner dies or fails, and is done once."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from claiming import claim_all
from django.db import connection

from fazhi.notices.models import Message
from fazhi.notices.outbox import (
    Delivery,
    Outgoing,
    claim,
    done,
    failed,
    pause_after,
    prepare,
    run_once,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LEASE = timedelta(minutes=5)


def put(count: int = 1, kind: str = "due_soon", not_before: datetime | None = None) -> list[Message]:
    """Put messages into the outbox."""
    rows = prepare([Outgoing(kind, f"unit-{i}", {"task": i}, not_before) for i in range(count)], NOW)
    return Message.objects.bulk_create(rows)


@pytest.mark.django_db
def test_a_claimed_message_belongs_to_its_worker_until_the_lease_ends() -> None:
    (row,) = put()
    assert [message.pk for message in claim("a", 5, LEASE, NOW)] == [row.pk]
    assert claim("b", 5, LEASE, NOW + LEASE - timedelta(seconds=1)) == []
    (again,) = claim("b", 5, LEASE, NOW + LEASE)
    assert (again.pk, again.leased_by, again.attempts) == (row.pk, "b", 2)


@pytest.mark.django_db
def test_who_lost_the_lease_can_no_longer_finish_the_message() -> None:
    (row,) = put()
    claim("a", 1, LEASE, NOW)
    claim("b", 1, LEASE, NOW + LEASE)
    assert not done(row.pk, "a", NOW + LEASE)
    assert not failed(row.pk, "a", "late", NOW + LEASE)
    assert done(row.pk, "b", NOW + LEASE)
    assert not done(row.pk, "b", NOW + LEASE)
    assert claim("c", 1, LEASE, NOW + 10 * LEASE) == []


@pytest.mark.django_db
def test_a_failed_message_comes_back_after_a_pause() -> None:
    (row,) = put()
    claim("a", 1, LEASE, NOW)
    assert failed(row.pk, "a", "line busy", NOW)
    assert claim("a", 1, LEASE, NOW + timedelta(seconds=29)) == []
    (again,) = claim("a", 1, LEASE, NOW + timedelta(seconds=30))
    assert (again.last_error, again.attempts) == ("line busy", 2)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 30), (1, 30), (2, 60), (3, 120), (10, 15360), (11, 21600), (5000, 21600)]
)
def test_the_pause_doubles_up_to_six_hours(attempts: int, seconds: int) -> None:
    assert pause_after(attempts) == timedelta(seconds=seconds)


@pytest.mark.django_db
def test_messages_are_claimed_oldest_first_and_never_before_their_time() -> None:
    put(kind="later", not_before=NOW + timedelta(hours=1))
    put(kind="second", not_before=NOW)
    put(kind="first", not_before=NOW - timedelta(hours=1))
    assert [message.kind for message in claim("a", 2, LEASE, NOW)] == ["first", "second"]
    assert claim("a", 2, LEASE, NOW) == []


@pytest.mark.django_db
def test_a_run_delivers_what_it_can_and_keeps_the_reason_for_the_rest() -> None:
    put(2, "good")
    put(1, "bad")
    put(1, "unknown")
    delivered: list[Any] = []

    def refuse(message: Message) -> None:
        raise ConnectionError("no line")

    handlers = {"good": lambda message: delivered.append(message.to), "bad": refuse}
    assert run_once(handlers, worker="a", clock=lambda: NOW) == Delivery(done=2, failed=2)
    assert sorted(delivered) == ["unit-0", "unit-1"]
    assert Message.objects.get(kind="bad").last_error == "ConnectionError: no line"
    assert "没有办理“unknown”类消息的程序" in Message.objects.get(kind="unknown").last_error
    assert run_once(handlers, worker="a", clock=lambda: NOW) == Delivery()


@pytest.fixture
def outbox_on_disk(tmp_path: Path) -> dict[str, str]:
    """Return the environment of processes that share one outbox outside this test's transaction."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL 上由本进程的线程测试")
    environ = {key: value for key, value in os.environ.items() if key != "DB"}
    return environ | {"FAZHI_SQLITE": str(tmp_path / "fazhi.sqlite3")}


def test_of_eight_workers_on_sqlite_one_wins_each_of_150_messages(outbox_on_disk: dict[str, str]) -> None:
    command = [sys.executable, str(Path(__file__).with_name("claim_load.py"))]
    ran = subprocess.run(command, env=outbox_on_disk, capture_output=True, text=True, timeout=60, check=False)
    assert (ran.returncode, ran.stdout.split()) == (0, ["150", "1", "0"]), ran.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite 上由另一进程在磁盘文件上测试")
def test_of_eight_workers_on_postgresql_one_wins_each_of_150_messages() -> None:
    put(150)
    claims, errors = claim_all(8)
    assert errors == []
    assert (len(claims), set(claims.values())) == (150, {1})
    assert not Message.objects.filter(done_at__isnull=True).exists()
