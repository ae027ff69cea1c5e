"""An import killed half way leaves nothing half done: run again, it goes on, and every row is there once."""

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

CAST = Path(__file__).parent.parent / "api"
GOOD, BAD = 2495, 5
MATTERS = "SELECT count(*), count(DISTINCT number) FROM matters_matter"
STREAMS = "SELECT count(DISTINCT stream_id) FROM ledger_event WHERE stream_kind = 'matter'"


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    """Return what leads a process to a small county in a database file of its own."""
    given = {key: value for key, value in os.environ.items() if key != "DB"}
    given |= {"FAZHI_SQLITE": str(tmp_path / "db.sqlite3"), "FAZHI_VAR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", "import load; load.cast()"], cwd=CAST, env=given, check=True)
    return given


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "letters.csv"
    rows = [(n, f"东街第{n}盏路灯不亮。") for n in range(GOOD)] + [(GOOD + n, "") for n in range(BAD)]
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("编号", "内容"), *rows])
    return path


def importing(file: Path, environ: Mapping[str, str], workers: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "fazhi.site.main", "import", "messages", str(file), "--yes"]
    return subprocess.Popen(
        [*command, f"--workers={workers}"], env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def asked(environ: Mapping[str, str], sql: str) -> tuple[int, ...]:
    with closing(sqlite3.connect(environ["FAZHI_SQLITE"])) as database:
        found: tuple[int, ...] = database.execute(sql).fetchone()
        return found


@pytest.mark.parametrize("workers", [1, 2])
def test_killed_half_way_and_run_again(environ: Mapping[str, str], file: Path, workers: int) -> None:
    process = importing(file, environ, workers)
    while process.poll() is None and not asked(environ, MATTERS)[0]:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)  # until the last of its processes has let go of the pipe
    assert process.returncode == -signal.SIGKILL
    before, _ = asked(environ, MATTERS)
    assert 0 < before < GOOD

    again = importing(file, environ, workers)
    said, _ = again.communicate(timeout=120)
    assert again.returncode == 0
    assert f"共 {GOOD + BAD} 行：新登记 {GOOD - before} 件" in said
    assert f"已登记过 {before} 行，未导入 {BAD} 行" in said
    assert asked(environ, MATTERS) == (GOOD, GOOD)
    assert asked(environ, STREAMS) == (GOOD,)
