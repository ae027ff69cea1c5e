"""Many at once on a real database: the same key opens one matter; different keys lose none."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

HERE = Path(__file__).parent
POSTGRES = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
CROWD = 20 if POSTGRES else 50  # each is a connection, of which a server has a hundred
COUNT = "SELECT count(*) FROM matters_matter"


@dataclass(frozen=True)
class Database:
    """An empty database of its own: what leads a process to it, and how many matters are in it."""

    environ: Mapping[str, str]
    matters: Callable[[], int]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return one on the engine that the tests run on."""
    yield from (_on_the_server() if POSTGRES else _in_a_file(tmp_path / "db.sqlite3"))


def _in_a_file(path: Path) -> Iterator[Database]:
    def matters() -> int:
        with closing(sqlite3.connect(path)) as database:
            return int(database.execute(COUNT).fetchone()[0])

    yield Database({"FAZHI_SQLITE": str(path)}, matters)


def _on_the_server() -> Iterator[Database]:
    import psycopg

    name = f"at_once_{uuid4().hex}"

    def matters() -> int:
        with psycopg.connect(dbname=name) as database:
            return int(database.execute(COUNT).fetchone()[0])

    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield Database({"PGDATABASE": name}, matters)
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def answers(database: Database, folder: Path, *arguments: object) -> list[tuple[str, str]]:
    """Run the load in a process of its own; return (status, number) of every answer."""
    environ = {**os.environ, **database.environ, "FAZHI_VAR": str(folder)}
    done = subprocess.run(
        [sys.executable, str(HERE / "load.py"), *map(str, arguments)],
        env=environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = [line.split(" ", 1) for line in done.stdout.splitlines()]
    return [(status, number) for status, number in lines]


def test_a_crowd_with_one_key_opens_one_matter(database: Database, tmp_path: Path) -> None:
    told = answers(database, tmp_path, "same", CROWD, 1)
    assert len(told) == CROWD
    assert {status for status, _ in told} == {"200", "201"}
    assert [status for status, _ in told].count("201") == 1
    assert len({number for _, number in told}) == 1
    assert database.matters() == 1


def test_own_keys_lose_nothing_and_share_no_number(database: Database, tmp_path: Path) -> None:
    told = answers(database, tmp_path, "own", 8, 10)
    assert {status for status, _ in told} == {"201"}
    assert len({number for _, number in told}) == database.matters() == 80
