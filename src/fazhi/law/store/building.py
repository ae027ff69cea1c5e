"""Building a corpus: each import goes into a copy, which takes the file's place only when it is whole."""

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from fazhi.law import names
from fazhi.law.model import Problem, Status, Text
from fazhi.law.store.schema import TABLES, VERSION

_COLUMNS = (
    "instrument, day, stated_from, stated_to, in_force_from, in_force_to, stated_status, status, document_number, head,"
    " unnumbered, source, file, digest"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where texts come from: up to which day it was checked, and its rank where two hold one version (higher wins)."""

    name: str
    kind: str
    checked_to: date
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import came to, in versions; `problems` are listed in the corpus too."""

    new: int
    changed: int
    same: int
    problems: tuple[Problem, ...]


def build(path: Path, source: Source, texts: Iterable[Text]) -> Imported:
    """Import `texts` into the corpus at `path`, making it where there is none; the same texts again change nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(_opened(path, part)) as connection:
            imported = _taken(connection, source, texts)
            _settle(connection)
            connection.commit()
            connection.execute("VACUUM")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return imported


def _opened(path: Path, part: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(part)
    if path.exists() and _is_current(path):
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as old:
            old.backup(connection)
    else:
        connection.executescript(TABLES)
        connection.execute(f"PRAGMA user_version = {VERSION}")
    return connection


def _is_current(path: Path) -> bool:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == VERSION)


def _taken(connection: sqlite3.Connection, source: Source, texts: Iterable[Text]) -> Imported:
    connection.execute(
        "INSERT INTO source VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET kind = excluded.kind,"
        " checked_to = excluded.checked_to, rank = excluded.rank",
        (source.name, source.kind, source.checked_to.isoformat(), source.rank),
    )
    connection.execute("DELETE FROM problem WHERE source = ?", (source.name,))
    counts = {"new": 0, "changed": 0, "same": 0}
    problems: list[Problem] = []
    first: dict[tuple[int, str], Text] = {}
    for text in texts:
        problems += text.problems
        instrument = _instrument(connection, text)
        before = first.setdefault((instrument, _day(text.version)), text)
        if before is text:
            counts[_version(connection, source.name, instrument, text)] += 1
        elif digest_of(before) != digest_of(text):
            problems.append(Problem(text.file, 1, f"与 {before.file} 同名同日而文字不同，没有收入"))
    rows = [(source.name, one.file, one.line, one.what) for one in problems]
    connection.executemany("INSERT INTO problem VALUES (?, ?, ?, ?)", rows)
    return Imported(counts["new"], counts["changed"], counts["same"], tuple(problems))


def _version(connection: sqlite3.Connection, source: str, instrument: int, text: Text) -> str:
    """Store one version; tell whether it was new, changed or the same as before."""
    digest = digest_of(text)
    found = connection.execute(
        "SELECT id, digest FROM version WHERE instrument = ? AND day = ? AND source = ?",
        (instrument, _day(text.version), source),
    ).fetchone()
    if found and found[1] == digest:
        return "same"
    if found:
        _forget(connection, found[0])
    row = (
        instrument, _day(text.version), _day(text.in_force_from), _day(text.in_force_to), "", "", text.status.value, "",
        text.document_number, text.head, text.unnumbered, source, text.file, digest,
    )  # fmt: skip
    version = connection.execute(
        f"INSERT INTO version ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608
        row,
    ).lastrowid
    _contents(connection, version or 0, text)
    return "changed" if found else "new"


def _instrument(connection: sqlite3.Connection, text: Text) -> int:
    title = names.normal(text.title)
    key = f"{text.place or 'cn'}/{title}"
    if found := connection.execute("SELECT id FROM instrument WHERE key = ?", (key,)).fetchone():
        return int(found[0])
    short = names.short(title)
    row = (key, title, short, text.level.value, text.place, text.issuer)
    made = connection.execute(
        "INSERT INTO instrument (key, title, short, level, place, issuer) VALUES (?, ?, ?, ?, ?, ?)", row
    ).lastrowid
    called = {(name, made) for name in (title, short)}
    connection.executemany("INSERT INTO name VALUES (?, ?)", sorted(called, key=str))
    return int(made or 0)


def _contents(connection: sqlite3.Connection, version: int, text: Text) -> None:
    connection.executemany(
        "INSERT INTO division VALUES (?, ?, ?, ?, ?, ?)",
        [(version, n, d.kind.value, d.number, d.heading, d.parent) for n, d in enumerate(text.divisions)],
    )
    connection.executemany(
        "INSERT INTO article (version, place, main, sub, text, division) VALUES (?, ?, ?, ?, ?, ?)",
        [(version, n, a.number.main, a.number.sub, a.text, a.division) for n, a in enumerate(text.articles)],
    )
    connection.executemany(
        "INSERT INTO event VALUES (?, ?, ?, ?)", [(version, e.what, e.day.isoformat(), e.by) for e in text.events]
    )


def _forget(connection: sqlite3.Connection, version: int) -> None:
    for table in ("division", "article", "event"):
        connection.execute(f"DELETE FROM {table} WHERE version = ?", (version,))  # noqa: S608
    connection.execute("DELETE FROM version WHERE id = ?", (version,))


def _settle(connection: sqlite3.Connection) -> None:
    """Say of each version from when to when it holds, seen beside the other versions of its instrument."""
    instruments: dict[int, list[tuple[int, str, str, str, str]]] = {}
    query = (
        "SELECT v.instrument, v.id, v.day, v.stated_from, v.stated_to, v.stated_status FROM version v"
        " JOIN source s ON s.name = v.source ORDER BY v.instrument, v.day, s.rank DESC, v.source"
    )
    for instrument, *row in connection.execute(query).fetchall():
        instruments.setdefault(instrument, []).append((row[0], row[1], row[2], row[3], row[4]))
    for versions in instruments.values():
        connection.executemany(
            "UPDATE version SET preferred = ?, in_force_from = ?, in_force_to = ?, status = ? WHERE id = ?",
            list(_settled(versions)),
        )


def _settled(versions: list[tuple[int, str, str, str, str]]) -> Iterable[tuple[int, str, str, str, int]]:
    """Yield (preferred, from, to, status, id): of one day's the first is preferred; each ends with the next."""
    days = sorted({day for _, day, *_ in versions})
    firsts = {day: next(row for row in versions if row[1] == day) for day in days}
    begins = {day: firsts[day][2] or day for day in days}
    following = dict(pairwise(days))
    for id, day, _, stated_to, stated in versions:
        later = following.get(day)
        ends = stated_to or (begins[later] if later else "")
        status = Status.AMENDED.value if later else stated
        yield int(firsts[day][0] == id), begins[day], ends, status, id


def digest_of(text: Text) -> str:
    """Return the SHA-256 of everything a version says, so that a changed file of the same day is noticed."""
    told = repr(
        (text.title, text.head, text.divisions, text.articles, text.unnumbered, text.in_force_from, text.status)
    )
    return hashlib.sha256(told.encode()).hexdigest()


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
