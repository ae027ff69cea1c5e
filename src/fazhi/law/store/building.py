"""Building a corpus: each import goes into a copy, which takes the file's place only when it is whole."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fazhi.law.model import Problem, Text
from fazhi.law.store.rows import iso
from fazhi.law.store.schema import TABLES, VERSION
from fazhi.law.store.settling import settle
from fazhi.law.store.taking import digest_of, instrument_of, version_of

_TOLD = ("source", "instrument", "name", "version", "link", "problem")  # where a change of anything is seen


@dataclass(frozen=True, slots=True)
class Source:
    """Where texts come from: up to which day it was checked, and its rank where two hold one version (higher wins).

    `origin` is the path or address from which it can be read again; empty where none is kept.
    """

    name: str
    kind: str
    checked_to: date
    rank: int = 0
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to, in versions; `problems` are listed in the corpus too."""

    new: int
    changed: int
    same: int
    problems: tuple[Problem, ...]


def build(path: Path, source: Source, texts: Iterable[Text | Problem]) -> Imported:
    """Import `texts` into the corpus at `path`, making it where there is none; the same texts again change nothing.

    A file that could not be read comes as a Problem among them, and is kept as such.
    """
    with _beside(path, path if path.exists() and _is_current(path) else None) as connection:
        return _taken(connection, source, texts)


def rebuild(path: Path, sources: Iterable[tuple[Source, Iterable[Text | Problem]]]) -> tuple[Imported, ...]:
    """Build the corpus at `path` anew from all its sources, in their order; what was there is replaced when done."""
    with _beside(path, None) as connection:
        return tuple(_taken(connection, source, texts) for source, texts in sources)


def sources(path: Path) -> tuple[Source, ...]:
    """Return the sources of the corpus at `path` in the order of their names; none where there is no such corpus."""
    if not path.exists() or not _is_current(path):
        return ()
    with closing(_reading(path)) as connection:
        rows = connection.execute("SELECT name, kind, checked_to, rank, origin FROM source ORDER BY name").fetchall()
    return tuple(Source(name, kind, date.fromisoformat(day), rank, origin) for name, kind, day, rank, origin in rows)


@contextmanager
def _beside(path: Path, old: Path | None) -> Iterator[sqlite3.Connection]:
    """Give a copy of `old` or an empty corpus to write in; it takes its place at `path` when all went well.

    A copy in which nothing changed takes nobody's place: the file stays as it is to the byte.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(_opened(old, part)) as connection:
            yield connection
            settle(connection)
            connection.commit()
            if old is not None and _says_the_same(connection, old):
                return
            connection.execute("VACUUM")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _says_the_same(connection: sqlite3.Connection, old: Path) -> bool:
    """Tell whether a corpus says what `old` says; articles and what else hangs on a version change with its digest."""
    connection.execute("ATTACH ? AS old", (str(old),))
    return all(_rows_same(connection, f"main.{table}", f"old.{table}") for table in _TOLD)


def _rows_same(connection: sqlite3.Connection, one: str, other: str) -> bool:
    counts = connection.execute(f"SELECT (SELECT COUNT(*) FROM {one}), (SELECT COUNT(*) FROM {other})").fetchone()  # noqa: S608
    new = connection.execute(f"SELECT * FROM {one} EXCEPT SELECT * FROM {other}").fetchone()  # noqa: S608
    return bool(counts[0] == counts[1]) and new is None


def _opened(old: Path | None, part: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(part)
    if old is not None:
        with closing(_reading(old)) as before:
            before.backup(connection)
    else:
        connection.executescript(TABLES)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    return connection


def _reading(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def _is_current(path: Path) -> bool:
    with closing(_reading(path)) as connection:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == VERSION)


def _taken(connection: sqlite3.Connection, source: Source, texts: Iterable[Text | Problem]) -> Imported:
    connection.execute(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET kind = excluded.kind,"
        " checked_to = excluded.checked_to, rank = excluded.rank, origin = excluded.origin",
        (source.name, source.kind, source.checked_to.isoformat(), source.rank, source.origin),
    )
    connection.execute("DELETE FROM problem WHERE source = ?", (source.name,))
    counts = {"new": 0, "changed": 0, "same": 0}
    problems: list[Problem] = []
    first: dict[tuple[int, str], tuple[str, str]] = {}
    for text in texts:
        if isinstance(text, Problem):
            problems.append(text)
            continue
        problems += text.problems
        key = instrument_of(connection, text), iso(text.version)
        digest = digest_of(text)
        if key not in first:
            first[key] = text.file, digest
            counts[version_of(connection, source.name, key[0], text)] += 1
        elif digest != first[key][1]:
            problems.append(Problem(text.file, 1, f"与 {first[key][0]} 同名同日而文字不同，没有收入"))
    rows = [(source.name, one.file, one.line, one.what) for one in problems]
    connection.executemany("INSERT INTO problem VALUES (?, ?, ?, ?)", rows)
    return Imported(counts["new"], counts["changed"], counts["same"], tuple(problems))
