"""Many threads, several processes and a kill: what was acknowledged is there, and every chain is whole."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MIGRATE = (
    "import load; from django.core.management import call_command as call;"
    "[call('migrate', app, verbosity=0) for app in ('ledger', 'vault', 'notices')]"
)
VERIFY = (
    "import load; from fazhi.ledger.verifying import verify; found = verify(); print(found.events, len(found.faults))"
)

Process = subprocess.Popen[str]


def python(database: Path, *arguments: str) -> Process:
    """Start Python on a database file, beside the load script."""
    environ = {key: value for key, value in os.environ.items() if key != "DB"}
    environ |= {"FAZHI_SQLITE": str(database), "PYTHONPATH": str(HERE)}
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE, env=environ)


def acknowledged(process: Process) -> list[str]:
    """Return the streams a finished process said were written; a last line cut by a kill was never said."""
    assert process.stdout is not None
    return [line.strip() for line in process.stdout.read().splitlines(keepends=True) if line.endswith("\n")]


def stored(database: Path) -> tuple[set[str], int]:
    """Return the streams in the database and the number of messages, read without Django."""
    with sqlite3.connect(database) as reader:
        streams = reader.execute("SELECT DISTINCT stream_id FROM ledger_event WHERE seq = 2").fetchall()
        (messages,) = reader.execute("SELECT COUNT(*) FROM notices_message").fetchone()
    return {stream for (stream,) in streams}, messages


def verified(database: Path) -> tuple[int, int]:
    """Return how many events `verify` walked and how many faults it found."""
    events, faults = acknowledged(python(database, "-c", VERIFY))[-1].split()
    return int(events), int(faults)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Return an empty database on disk."""
    path = tmp_path / "fazhi.sqlite3"
    assert python(path, "-c", MIGRATE).wait(60) == 0
    return path


@pytest.mark.parametrize("processes", [1, 2])
def test_nothing_is_lost_with_eight_threads_in_each_process(database: Path, processes: int) -> None:
    writes = 200 // processes
    running = [python(database, "load.py", "8", str(writes), "1") for _ in range(processes)]
    said = [stream.replace("-", "") for process in running for stream in acknowledged(process)]
    streams, messages = stored(database)
    assert [process.wait(60) for process in running] == [0] * processes
    assert len(said) == 1600
    assert streams == set(said)
    assert messages == 1600
    assert verified(database) == (3200, 0)


def test_a_killed_process_loses_nothing_it_acknowledged(database: Path) -> None:
    process = python(database, "load.py", "8", "100000", "1")
    assert process.stdout is not None
    first = process.stdout.readline().strip()
    time.sleep(1)
    process.send_signal(signal.SIGKILL)
    said = {stream.replace("-", "") for stream in [first, *acknowledged(process)]}
    assert process.wait(10) == -signal.SIGKILL
    streams, messages = stored(database)
    assert len(said) > 1
    assert said <= streams
    assert messages == len(streams)
    assert verified(database) == (2 * len(streams), 0)


BESIDE = """
import os, threading, load
from django.db import transaction
from fazhi.ledger.queue import turn
from fazhi.notices.models import Message
from ledger_cases import MOMENT
queued = threading.Thread(target=load.work, args=(20, 1))
with turn():
    queued.start()
    queued.join(1)
    os.write(1, b"queued\\n" if queued.is_alive() else b"overtaken\\n")
queued.join()
with turn(), transaction.atomic(), turn():  # inside a transaction there is nothing more to wait for
    Message.objects.create(kind="beside", to="unit-3", created=MOMENT, not_before=MOMENT)
"""


def test_the_queue_waits_for_whoever_has_its_turn(database: Path) -> None:
    process = python(database, "-c", BESIDE)
    said = acknowledged(process)
    assert process.wait(60) == 0
    assert said[0] == "queued"
    assert stored(database)[1] == 21
