"""One folder of secrets and files for a test run, gone after it, and an append-only ledger that tests can empty."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings

from tests import scratch

# The settings are read before this file is, so both they and the environment of subprocesses have to be told.
VAR = scratch.folder()
os.environ["FAZHI_VAR"] = str(VAR)
settings.FAZHI_MASTER_KEY = VAR / "master.key"
settings.FAZHI_TRIAGE_MODEL = VAR / "triage.model"
settings.FAZHI_LAW = VAR / "law.sqlite3"
settings.MEDIA_ROOT = VAR / "files"
settings.STATIC_ROOT = VAR / "static"


def pytest_unconfigure() -> None:
    """Leave nothing behind, in every worker too: a worker's process ends without its `atexit`."""
    scratch.remove(VAR)


@contextmanager
def ledger_unguarded() -> Iterator[None]:
    """Lift the triggers that refuse to change the ledger, and set them again."""
    from django.db import connection

    from fazhi.ledger import guards

    lift = [f"DROP TRIGGER {name}" for name in guards.sqlite_trigger_names()]
    restore = guards.sqlite_triggers()
    if connection.vendor == "postgresql":
        lift = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in guards.TABLES]
        restore = [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in guards.TABLES]
    with connection.cursor() as cursor:
        for statement in lift:
            cursor.execute(statement)
        yield
        for statement in restore:
            cursor.execute(statement)


@pytest.fixture(autouse=True, scope="session")
def _flush_empties_the_ledger() -> Iterator[None]:
    """Let a test with real transactions be flushed afterwards: only here is the ledger ever emptied."""
    from django.test import TransactionTestCase

    from fazhi.ledger import queue

    flush = TransactionTestCase._fixture_teardown

    def teardown(self: Any) -> None:
        queue.stop()  # a connection left open would keep the test database from being dropped
        with ledger_unguarded():
            flush(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture
def unguarded() -> Any:
    """Give a test that plays the intruder the way round the triggers."""
    return ledger_unguarded
