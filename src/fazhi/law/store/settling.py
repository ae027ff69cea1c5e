"""What can be said only when all texts are in: names, who acts on whom, from when to when each version holds."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from fazhi.law import names
from fazhi.law.model import LinkKind, Status
from fazhi.law.reading.sources import Kind
from fazhi.law.store import aliases

OWN = ""  # the source of problems that the corpus itself finds, not one of its sources


@dataclass(frozen=True, slots=True)
class _Row:
    """A version as its source states it."""

    instrument: int
    id: int
    day: str
    since: str
    until: str
    status: str
    checked_to: str
    kind: str
    file: str


@dataclass(frozen=True, slots=True)
class _Repeal:
    """A repeal of a whole instrument that a text tells, from a day on."""

    day: str
    by: str


def settle(connection: sqlite3.Connection) -> None:
    """Settle names, links and intervals over everything the corpus holds; done again after every import."""
    connection.execute("DELETE FROM problem WHERE source = ?", (OWN,))
    _name(connection)
    _link(connection)
    repeals = _repeals(connection)
    for instrument, group in groupby(_stated(connection), key=lambda one: one.instrument):
        versions = list(group)
        settled = list(_settled(versions, repeals.get(instrument)))
        connection.executemany(
            "UPDATE version SET preferred = ?, in_force_from = ?, in_force_to = ?, status = ? WHERE id = ?", settled
        )
        _contradictions(connection, versions, repeals.get(instrument))


def _name(connection: sqlite3.Connection) -> None:
    """Give every instrument its names: title, short title, spelling without marks, well-known abbreviations."""
    connection.execute("DELETE FROM name")
    rows = connection.execute("SELECT id, title, short, place FROM instrument ORDER BY id").fetchall()
    called = {(name, id) for id, title, short, _ in rows for name in (title, short, names.loose(title))}
    called |= aliases.of((id, title, place) for id, title, _, place in rows)
    connection.executemany("INSERT INTO name VALUES (?, ?)", sorted(called))


def _link(connection: sqlite3.Connection) -> None:
    """Find the instruments that links name, where the corpus has exactly one of that name in that place."""
    places = dict(connection.execute("SELECT id, place FROM instrument").fetchall())
    called: dict[tuple[str, str], set[int]] = defaultdict(set)
    for name, instrument in connection.execute("SELECT name, instrument FROM name"):
        called[name, places[instrument]].add(instrument)
    rows = connection.execute(
        "SELECT l.rowid, l.by_title, l.title, i.place FROM link l JOIN version v ON v.id = l.version"
        " JOIN instrument i ON i.id = v.instrument"
    ).fetchall()
    connection.executemany(
        "UPDATE link SET actor = ?, target = ? WHERE rowid = ?",
        [(_only(called, by, place), _only(called, title, place), id) for id, by, title, place in rows],
    )


def _only(called: dict[tuple[str, str], set[int]], title: str, place: str) -> int | None:
    for name in (names.normal(title), names.loose(title)):
        found = called.get((name, place), set())
        if len(found) == 1:
            return next(iter(found))
    return None


def _repeals(connection: sqlite3.Connection) -> dict[int, _Repeal]:
    """Return the earliest repeal told of each instrument by another one, as a whole and from a known day."""
    rows = connection.execute(
        "SELECT target, MIN(day), by_title FROM link WHERE what IN (?, ?) AND whole = 1 AND day <> ''"
        " AND target IS NOT NULL AND actor IS NOT NULL AND actor <> target GROUP BY target",
        (LinkKind.REPEALS.value, LinkKind.REPLACES.value),
    )
    return {target: _Repeal(day, by) for target, day, by in rows}


def _stated(connection: sqlite3.Connection) -> Iterator[_Row]:
    """Yield the versions by instrument and day, of one day the preferred source's first."""
    rows = connection.execute(
        "SELECT v.instrument, v.id, v.day, v.stated_from, v.stated_to, v.stated_status, s.checked_to, s.kind, v.file"
        " FROM version v JOIN source s ON s.name = v.source"
        " ORDER BY v.instrument, v.day, s.rank DESC, s.checked_to DESC, v.source"
    ).fetchall()
    return (_Row(*row) for row in rows)


def _settled(versions: list[_Row], repeal: _Repeal | None) -> Iterable[tuple[int, str, str, str, int]]:
    """Yield (preferred, from, to, status, id): of one day's the first is preferred; each ends with the next.

    What one source leaves open, another that holds the same version may tell.
    """
    days = {day: list(group) for day, group in groupby(versions, key=lambda one: one.day)}
    begins = {day: _first(row.since for row in rows) or day for day, rows in days.items()}
    following = dict(pairwise(days))
    for day, rows in days.items():
        later = following.get(day)
        ends = _first(row.until for row in rows) or (begins[later] if later else "")
        status = _status(rows, begins[day], later is not None)
        if repeal and begins[day] < repeal.day and (not ends or repeal.day < ends):
            ends = repeal.day
            status = status if later else Status.REPEALED.value
        for place, row in enumerate(rows):
            yield int(place == 0), begins[day], ends, status, row.id


def _status(rows: list[_Row], begins: str, later: bool) -> str:
    if later:
        return Status.AMENDED.value
    stated = _first(row.status for row in rows if row.status != Status.UNKNOWN.value and not _alone(row))
    if not stated and begins > max(row.checked_to for row in rows):
        return Status.PENDING.value
    return stated or Status.UNKNOWN.value


def _alone(row: _Row) -> bool:
    """Tell a mark of repeal by the embedded texts: some that it bears are in force, so it ends nothing by itself."""
    return row.kind == Kind.EMBEDDED.value and row.status == Status.REPEALED.value


def _first(values: Iterable[str]) -> str:
    return next(filter(None, values), "")


def _contradictions(connection: sqlite3.Connection, versions: list[_Row], repeal: _Repeal | None) -> None:
    """Note a source that says 有效, checked after the day on which another text repealed the instrument."""
    for row in versions if repeal else ():
        late = row.day == versions[-1].day and row.status == Status.IN_FORCE.value
        if repeal and late and row.day < repeal.day <= row.checked_to:
            what = f"来源说现行有效，而《{repeal.by}》写明自 {repeal.day} 起废止；按废止处理"
            connection.execute("INSERT INTO problem VALUES (?, ?, ?, ?)", (OWN, row.file, 1, what))
