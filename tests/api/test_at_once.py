"""Many at once on a real database file: the same key opens one matter; different keys lose none."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def answers(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    """Run the load in a process of its own; return (status, number) of every answer."""
    environ = {key: value for key, value in os.environ.items() if key != "DB"}
    environ |= {"FAZHI_SQLITE": str(folder / "db.sqlite3"), "FAZHI_VAR": str(folder)}
    done = subprocess.run(
        [sys.executable, str(HERE / "load.py"), *arguments], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    return [(status, number) for status, number in lines]


def matters(folder: Path) -> int:
    with sqlite3.connect(folder / "db.sqlite3") as database:
        return int(database.execute("SELECT count(*) FROM matters_matter").fetchone()[0])


def test_fifty_threads_with_one_key_open_one_matter(tmp_path: Path) -> None:
    told = answers(tmp_path, "same", "50", "1")
    assert len(told) == 50
    assert {status for status, _ in told} == {"200", "201"}
    assert [status for status, _ in told].count("201") == 1
    assert len({number for _, number in told}) == 1
    assert matters(tmp_path) == 1


@pytest.mark.parametrize("threads", ["8"])
def test_own_keys_lose_nothing_and_share_no_number(tmp_path: Path, threads: str) -> None:
    told = answers(tmp_path, "own", threads, "10")
    assert {status for status, _ in told} == {"201"}
    assert len({number for _, number in told}) == matters(tmp_path) == int(threads) * 10
