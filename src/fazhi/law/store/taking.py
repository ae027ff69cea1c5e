"""Writing one version into a corpus with everything it says."""

import hashlib
import sqlite3

from fazhi.law import names
from fazhi.law.model import Number, Text
from fazhi.law.reading import closing
from fazhi.law.store.rows import iso

_COLUMNS = (
    "instrument, day, stated_from, stated_to, in_force_from, in_force_to, stated_status, status, document_number, head,"
    " unnumbered, source, file, digest"
)


def instrument_of(connection: sqlite3.Connection, text: Text) -> int:
    """Return the instrument of which `text` is a version, made where it is new."""
    title = names.normal(text.title)
    key = f"{text.place or 'cn'}/{names.loose(title)}"
    if found := connection.execute("SELECT id FROM instrument WHERE key = ?", (key,)).fetchone():
        return int(found[0])
    row = (key, title, names.short(title), text.level.value, text.place, text.issuer)
    made = connection.execute(
        "INSERT INTO instrument (key, title, short, level, place, issuer) VALUES (?, ?, ?, ?, ?, ?)", row
    ).lastrowid
    return int(made or 0)


def version_of(connection: sqlite3.Connection, source: str, instrument: int, text: Text) -> str:
    """Store one version; tell whether it was new, changed or the same as before."""
    digest = digest_of(text)
    found = connection.execute(
        "SELECT id, digest FROM version WHERE instrument = ? AND day = ? AND source = ?",
        (instrument, iso(text.version), source),
    ).fetchone()
    if found and found[1] == digest:
        return "same"
    if found:
        _forget(connection, found[0])
    row = (
        instrument, iso(text.version), iso(text.in_force_from), iso(text.in_force_to), "", "", text.status.value, "",
        text.document_number, text.head, text.unnumbered, source, text.file, digest,
    )  # fmt: skip
    version = connection.execute(
        f"INSERT INTO version ({_COLUMNS}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608
        row,
    ).lastrowid
    _contents(connection, version or 0, text)
    _what_it_does(connection, version or 0, text)
    return "changed" if found else "new"


def digest_of(text: Text) -> str:
    """Return the SHA-256 of everything a version says, so that a changed file of the same day is noticed."""
    told = repr(
        (
            text.title, text.level, text.head, text.divisions, text.articles, text.unnumbered, text.events,
            text.in_force_from, text.in_force_to, text.status, text.document_number, text.commencing,
        )
    )  # fmt: skip
    return hashlib.sha256(told.encode()).hexdigest()


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


def _what_it_does(connection: sqlite3.Connection, version: int, text: Text) -> None:
    """Store which of its articles commence apart, and whom it repeals, amends or renames."""
    apart: dict[Number, str] = {}
    for one in (*closing.commencing(text.articles, text.divisions), *text.commencing):
        held = (article.number for article in text.articles if one.first <= article.number <= one.last)
        apart |= dict.fromkeys(held, one.day.isoformat())
    connection.executemany(
        "INSERT INTO commencement VALUES (?, ?, ?, ?)", [(version, n.main, n.sub, day) for n, day in apart.items()]
    )
    nowhere = Number(0)
    connection.executemany(
        "INSERT INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        [
            (
                version, one.what.value, one.by, one.title, iso(one.day),
                (one.article or nowhere).main, (one.article or nowhere).sub, one.whole,
            )
            for one in closing.links(text)
        ],
    )  # fmt: skip


def _forget(connection: sqlite3.Connection, version: int) -> None:
    for table in ("division", "article", "event", "commencement", "link"):
        connection.execute(f"DELETE FROM {table} WHERE version = ?", (version,))  # noqa: S608
    connection.execute("DELETE FROM version WHERE id = ?", (version,))
