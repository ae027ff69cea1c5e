"""Reading a corpus: instruments by any of their names, versions by day, articles by number. Nothing is written."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from fazhi.law import names
from fazhi.law.addresses import Address
from fazhi.law.model import Division, DivisionKind, Event, Number, Problem, Status
from fazhi.law.reading.tree import passage
from fazhi.law.store import rows as rows_of
from fazhi.law.store.rows import Found, Instrument, Relation, StoredArticle, Version, day_of
from fazhi.law.store.schema import VERSION

__all__ = ["Corpus", "Found", "Instrument", "NoCorpus", "Relation", "StoredArticle", "Version"]


class NoCorpus(Exception):
    """There is no corpus at this place, or one of another edition of the software."""


class Corpus:
    """An open corpus; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open the file read-only; NoCorpus where it is not there or of another edition."""
        if not path.exists():
            raise NoCorpus(f"没有法律条文库（{path}）。请运行 fazhi law import 导入。")
        self.path, self._local = path, threading.local()
        try:
            edition = self._rows("PRAGMA user_version")[0][0]
        except sqlite3.DatabaseError:
            raise NoCorpus(f"{path} 不是法律条文库。请移走这个文件，重新运行 fazhi law import。") from None
        if edition != VERSION:
            raise NoCorpus(f"法律条文库（{path}）是其他版本的系统建立的，请重新运行 fazhi law import。")

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return list(self._stream(sql, *values))

    def _stream(self, sql: str, *values: object) -> sqlite3.Cursor:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)
        return connection.execute(sql, values)

    @property
    def checked_to(self) -> date | None:
        """The day up to which every source was checked: the earliest of them; None for an empty corpus."""
        return day_of(self._rows("SELECT MIN(checked_to) FROM source")[0][0] or "")

    def instruments(self, name: str) -> tuple[Instrument, ...]:
        """Return the instruments called so: full or short title, alias; failing those, one that differs in marks only.

        The name may bear an edition (2021修订), spaces, book-title marks of any kind, the nation's name or not.
        """
        columns = ", ".join(f"i.{one}" for one in rows_of.INSTRUMENT.split(", "))
        for wanted in dict.fromkeys((names.normal(name), names.short(name), names.loose(name))):
            found = self._rows(
                f"SELECT {columns} FROM name n JOIN instrument i ON i.id = n.instrument WHERE n.name = ?"  # noqa: S608
                " ORDER BY i.place, i.id", wanted,
            )  # fmt: skip
            if found:
                return tuple(map(rows_of.instrument, found))
        return ()

    def by_number(self, number: str) -> tuple[Version, ...]:
        """Return the wordings issued under a document number (法释〔2023〕2号), whatever its brackets and spaces."""
        sql = f"SELECT {rows_of.VERSION} FROM version WHERE preferred = 1 AND REPLACE(document_number, ' ', '') = ?"  # noqa: S608
        return tuple(map(rows_of.version, self._rows(f"{sql} ORDER BY instrument, day", names.serial(number))))

    def names(self) -> Iterator[tuple[str, int]]:
        """Yield every name on record (full, short, alias) with the instrument it means; a name may mean several."""
        yield from self._rows("SELECT name, instrument FROM name ORDER BY name, instrument")

    def instrument(self, id: int) -> Instrument:
        """Return the instrument of that id; KeyError where there is none."""
        return rows_of.instrument(self._one("instrument", rows_of.INSTRUMENT, id))

    def version(self, id: int) -> Version:
        """Return the version of that id; KeyError where there is none."""
        return rows_of.version(self._one("version", rows_of.VERSION, id))

    def article_by_id(self, id: int) -> StoredArticle:
        """Return the article of that id; KeyError where there is none."""
        return rows_of.article(self._one("article", rows_of.ARTICLE, id))

    def _one(self, table: str, columns: str, id: int) -> Any:
        found = self._rows(f"SELECT {columns} FROM {table} WHERE id = ?", id)  # noqa: S608
        if not found:
            raise KeyError(id)
        return found[0]

    def all_instruments(self) -> tuple[Instrument, ...]:
        """Return every instrument, the nation's first."""
        found = self._rows(f"SELECT {rows_of.INSTRUMENT} FROM instrument ORDER BY place, id")  # noqa: S608
        return tuple(map(rows_of.instrument, found))

    def versions(self, instrument: int) -> tuple[Version, ...]:
        """Return the wordings of an instrument, the oldest first; of one day's only the preferred source's."""
        sql = f"SELECT {rows_of.VERSION} FROM version WHERE instrument = ? AND preferred = 1 ORDER BY day"  # noqa: S608
        return tuple(map(rows_of.version, self._rows(sql, instrument)))

    def beside(self, version: Version) -> tuple[Version, ...]:
        """Return the wordings of the same instrument and day that other sources hold, and that are kept unused."""
        sql = f"SELECT {rows_of.VERSION} FROM version WHERE instrument = ? AND day = ? AND id <> ? ORDER BY source"  # noqa: S608
        return tuple(map(rows_of.version, self._rows(sql, version.instrument, rows_of.iso(version.day), version.id)))

    def version_on(self, instrument: int, day: date) -> Version | None:
        """Return the wording in force on a day; None before the first, or after an end that is told.

        A repeal whose day no source tells is seen in the version's status, and cannot be placed in time.
        """
        return _in_force(self.versions(instrument), day)

    def current(self, instrument: int, on: date | None = None) -> Version | None:
        """Return the wording in force `on` a day, or the latest one where no day is given, repealed or not."""
        return self.version_on(instrument, on) if on else next(iter(reversed(self.versions(instrument))), None)

    def current_articles(self, on: date | None = None) -> Iterator[tuple[Instrument, Version, StoredArticle]]:
        """Yield every article in force `on` a day, version by version; without a day those not known to be repealed.

        One pass over the file: for building indexes and graphs.
        """
        wanted = {one.id: one for one in self._current_versions(on)}
        instruments = {one.id: one for one in self.all_instruments()}
        for row in self._stream(f"SELECT {rows_of.ARTICLE} FROM article ORDER BY version, place"):  # noqa: S608
            if version := wanted.get(row[1]):
                yield instruments[version.instrument], version, rows_of.article(row)

    def _current_versions(self, on: date | None) -> Iterator[Version]:
        sql = f"SELECT {rows_of.VERSION} FROM version WHERE preferred = 1 ORDER BY instrument, day"  # noqa: S608
        for _, group in groupby(map(rows_of.version, self._rows(sql)), key=lambda one: one.instrument):
            versions = list(group)
            found = _in_force(versions, on) if on else versions[-1]
            if found and (on or found.status is not Status.REPEALED):
                yield found

    def article(self, version: int, number: Number) -> StoredArticle | None:
        """Return the article of that number; the first where a text repeats it."""
        sql = f"SELECT {rows_of.ARTICLE} FROM article WHERE version = ? AND main = ? AND sub = ? ORDER BY place"  # noqa: S608
        found = self._rows(sql, version, number.main, number.sub)
        return rows_of.article(found[0]) if found else None

    def article_on(self, instrument: int, number: Number, day: date) -> StoredArticle | None:
        """Return the article of that number as it held on a day.

        Where the version in force gives the article a later day of its own, that of the version before it still holds.
        """
        held = _held(self.versions(instrument), day)
        if not held or _ended(held[-1], day):
            return None
        for version in reversed(held):
            found = self.article(version.id, number)
            begins = self.commencements(version.id).get(number) or version.in_force_from
            if found is None or (begins and begins <= day):
                return found
        return None

    def commencements(self, version: int) -> dict[Number, date]:
        """Return the articles of a version that come into force on a day of their own."""
        found = self._rows("SELECT main, sub, day FROM commencement WHERE version = ?", version)
        return {Number(main, sub): date.fromisoformat(day) for main, sub, day in found}

    def force(self, article: StoredArticle) -> tuple[date | None, date | None]:
        """Return from which day an article holds (None: not known) and from which no longer (None: no end known)."""
        version = self.version(article.version)
        return self.commencements(version.id).get(article.number) or version.in_force_from, version.in_force_to

    def relations(self, instrument: int) -> tuple[Relation, ...]:
        """Return what an instrument did to others and others to it: repealed, replaced, amended, renamed; by day."""
        sql = f"SELECT {rows_of.RELATION} FROM link WHERE actor = ? OR target = ? ORDER BY day, rowid"  # noqa: S608
        return tuple(map(rows_of.relation, self._rows(sql, instrument, instrument)))

    def articles(self, version: int) -> tuple[StoredArticle, ...]:
        """Return the articles of a version in their order."""
        sql = f"SELECT {rows_of.ARTICLE} FROM article WHERE version = ? ORDER BY place"  # noqa: S608
        return tuple(map(rows_of.article, self._rows(sql, version)))

    def numbered(self) -> Iterator[tuple[int, int, Number, int]]:
        """Yield id, version, number and division of every article of the corpus, without its words."""
        for id, version, main, sub, division in self._stream("SELECT id, version, main, sub, division FROM article"):
            yield id, version, Number(main, sub), division

    def unnumbered(self, version: int) -> str:
        """Return the body of a version that has no numbered articles: a reply, a decision, a list."""
        return str(self._rows("SELECT unnumbered FROM version WHERE id = ?", version)[0][0])

    def divisions(self, version: int) -> tuple[Division, ...]:
        """Return the headings of a version in their order."""
        found = self._rows(
            "SELECT kind, number, heading, parent FROM division WHERE version = ? ORDER BY place", version
        )
        return tuple(Division(DivisionKind(kind), number, heading, parent) for kind, number, heading, parent in found)

    def events(self, version: int) -> tuple[Event, ...]:
        """Return what the head of a version tells: adopted, amended, revised, commenced."""
        found = self._rows("SELECT what, day, words FROM event WHERE version = ? ORDER BY day", version)
        return tuple(Event(what, date.fromisoformat(day), words) for what, day, words in found)

    def mark(self) -> str:
        """Return a mark of all versions held: another one once any came, changed or went. For what is derived."""
        rows = self._rows("SELECT id, digest, in_force_from, in_force_to, status, preferred FROM version ORDER BY id")
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def problems(self) -> tuple[Problem, ...]:
        """Return what could not be read at the last import of each source, and what the sources contradict."""
        found = self._rows("SELECT file, line, what FROM problem ORDER BY source, file, line")
        return tuple(Problem(*row) for row in found)

    def at(self, address: Address, on: date | None = None) -> Found | None:
        """Return what an address leads to, in the version it names or the one in force `on` that day."""
        if address.article is None:
            return None
        for instrument in self.instruments(address.name):
            if instrument.place != address.place:
                continue
            article = self._meant(instrument.id, address, on)
            if article:
                words = passage(article.text, address.paragraph, address.item, address.point)
                return Found(instrument, self.version(article.version), article, words)
        return None

    def _meant(self, instrument: int, address: Address, on: date | None) -> StoredArticle | None:
        number = address.article or Number(0)
        if address.version is None and on:
            return self.article_on(instrument, number, on)
        versions = self.versions(instrument)
        if address.version is not None:
            versions = tuple(one for one in versions if one.day == address.version)
        return self.article(versions[-1].id, number) if versions else None


def _held(versions: Sequence[Version], day: date) -> list[Version]:
    return [one for one in versions if one.in_force_from is not None and one.in_force_from <= day]


def _ended(version: Version, day: date) -> bool:
    return version.in_force_to is not None and version.in_force_to <= day


def _in_force(versions: Sequence[Version], day: date) -> Version | None:
    held = _held(versions, day)
    return held[-1] if held and not _ended(held[-1], day) else None
