"""Reading a corpus: instruments by any of their names, versions by day, articles by number. Nothing is written."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from fazhi.law import names
from fazhi.law.addresses import Address
from fazhi.law.model import Division, DivisionKind, Event, Level, Number, Problem, Status
from fazhi.law.reading.tree import passage
from fazhi.law.store.schema import VERSION


class NoCorpus(Exception):
    """There is no corpus at this place, or one of another edition of the software."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation, rule or interpretation, whatever its versions."""

    id: int
    key: str
    title: str
    short: str
    level: Level
    place: str
    issuer: str


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of an instrument: adopted on `day`, in force from (told, or `day` itself) to (None: no end told)."""

    id: int
    instrument: int
    day: date | None
    in_force_from: date | None
    in_force_to: date | None
    stated: bool  # whether the first day in force is told by the text or its source
    status: Status
    document_number: str
    head: str
    source: str
    file: str


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article of one version; `division` is its place among the version's divisions, -1 for none."""

    id: int
    version: int
    place: int
    number: Number
    text: str
    division: int


@dataclass(frozen=True, slots=True)
class Found:
    """What an address leads to: `words` is None where the article has no such paragraph, item or point."""

    instrument: Instrument
    version: Version
    article: StoredArticle
    words: str | None


_VERSION = "id, instrument, day, in_force_from, in_force_to, stated_from, status, document_number, head, source, file"
_ARTICLE = "id, version, place, main, sub, text, division"


class Corpus:
    """An open corpus; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open the file read-only; NoCorpus where it is not there or of another edition."""
        if not path.exists():
            raise NoCorpus(f"没有法律条文库（{path}）。请运行 fazhi law import 或者安装内置条文库。")
        self._path, self._local = path, threading.local()
        if self._rows("PRAGMA user_version")[0][0] != VERSION:
            raise NoCorpus(f"法律条文库（{path}）是其他版本的系统建立的，请重新运行 fazhi law import。")

    def _rows(self, sql: str, *values: object) -> list[Any]:
        return list(self._stream(sql, *values))

    def _stream(self, sql: str, *values: object) -> sqlite3.Cursor:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        return connection.execute(sql, values)

    @property
    def checked_to(self) -> date | None:
        """The day up to which every source was checked: the earliest of them; None for an empty corpus."""
        return _day(self._rows("SELECT MIN(checked_to) FROM source")[0][0])

    def instruments(self, name: str) -> tuple[Instrument, ...]:
        """Return the instruments called so: full title, short title, or another name on record."""
        wanted = names.normal(name)
        rows = self._rows(
            "SELECT i.id, i.key, i.title, i.short, i.level, i.place, i.issuer FROM name n JOIN instrument i"
            " ON i.id = n.instrument WHERE n.name = ? ORDER BY i.place, i.id", wanted,
        )  # fmt: skip
        return tuple(_instrument(row) for row in rows)

    def names(self) -> Iterator[tuple[str, int]]:
        """Yield every name on record (full, short, alias) with the instrument it means; a name may mean several."""
        yield from self._rows("SELECT name, instrument FROM name ORDER BY name, instrument")

    def instrument(self, id: int) -> Instrument:
        """Return the instrument of that id; KeyError where there is none."""
        rows = self._rows("SELECT id, key, title, short, level, place, issuer FROM instrument WHERE id = ?", id)
        return _instrument(_only(rows, id))

    def version(self, id: int) -> Version:
        """Return the version of that id; KeyError where there is none."""
        return _version(_only(self._rows(f"SELECT {_VERSION} FROM version WHERE id = ?", id), id))  # noqa: S608

    def article_by_id(self, id: int) -> StoredArticle:
        """Return the article of that id; KeyError where there is none."""
        return _article(_only(self._rows(f"SELECT {_ARTICLE} FROM article WHERE id = ?", id), id))  # noqa: S608

    def all_instruments(self) -> tuple[Instrument, ...]:
        """Return every instrument, the nation's first."""
        rows = self._rows("SELECT id, key, title, short, level, place, issuer FROM instrument ORDER BY place, id")
        return tuple(_instrument(row) for row in rows)

    def versions(self, instrument: int) -> tuple[Version, ...]:
        """Return the wordings of an instrument, the oldest first; of one day's only the preferred source's."""
        sql = f"SELECT {_VERSION} FROM version WHERE instrument = ? AND preferred = 1 ORDER BY day"  # noqa: S608
        return tuple(_version(row) for row in self._rows(sql, instrument))

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
        for row in self._stream(f"SELECT {_ARTICLE} FROM article ORDER BY version, place"):  # noqa: S608
            if version := wanted.get(row[1]):
                yield instruments[version.instrument], version, _article(row)

    def _current_versions(self, on: date | None) -> Iterator[Version]:
        sql = f"SELECT {_VERSION} FROM version WHERE preferred = 1 ORDER BY instrument, day"  # noqa: S608
        for _, group in groupby(map(_version, self._rows(sql)), key=lambda one: one.instrument):
            versions = list(group)
            found = _in_force(versions, on) if on else versions[-1]
            if found and (on or found.status is not Status.REPEALED):
                yield found

    def article(self, version: int, number: Number) -> StoredArticle | None:
        """Return the article of that number; the first where a text repeats it."""
        sql = f"SELECT {_ARTICLE} FROM article WHERE version = ? AND main = ? AND sub = ? ORDER BY place LIMIT 1"  # noqa: S608
        rows = self._rows(sql, version, number.main, number.sub)
        return _article(rows[0]) if rows else None

    def articles(self, version: int) -> tuple[StoredArticle, ...]:
        """Return the articles of a version in their order."""
        sql = f"SELECT {_ARTICLE} FROM article WHERE version = ? ORDER BY place"  # noqa: S608
        return tuple(_article(row) for row in self._rows(sql, version))

    def unnumbered(self, version: int) -> str:
        """Return the body of a version that has no numbered articles: a reply, a decision, a list."""
        return str(self._rows("SELECT unnumbered FROM version WHERE id = ?", version)[0][0])

    def divisions(self, version: int) -> tuple[Division, ...]:
        """Return the headings of a version in their order."""
        rows = self._rows(
            "SELECT kind, number, heading, parent FROM division WHERE version = ? ORDER BY place", version
        )
        return tuple(Division(DivisionKind(kind), number, heading, parent) for kind, number, heading, parent in rows)

    def events(self, version: int) -> tuple[Event, ...]:
        """Return what the head of a version tells: adopted, amended, revised, commenced."""
        rows = self._rows("SELECT what, day, words FROM event WHERE version = ? ORDER BY day", version)
        return tuple(Event(what, date.fromisoformat(day), words) for what, day, words in rows)

    def problems(self) -> tuple[Problem, ...]:
        """Return what could not be read at the last import of each source."""
        rows = self._rows("SELECT file, line, what FROM problem ORDER BY source, file, line")
        return tuple(Problem(*row) for row in rows)

    def at(self, address: Address, on: date | None = None) -> Found | None:
        """Return what an address leads to, in the version it names or the one in force `on` that day."""
        if address.article is None:
            return None
        for instrument in self.instruments(address.name):
            if instrument.place != address.place:
                continue
            version = self._meant(instrument.id, address.version, on)
            article = self.article(version.id, address.article) if version else None
            if version and article:
                words = passage(article.text, address.paragraph, address.item, address.point)
                return Found(instrument, version, article, words)
        return None

    def _meant(self, instrument: int, day: date | None, on: date | None) -> Version | None:
        if day is not None:
            return next((one for one in self.versions(instrument) if one.day == day), None)
        return self.current(instrument, on)


def _in_force(versions: Sequence[Version], day: date) -> Version | None:
    held = [one for one in versions if one.in_force_from is not None and one.in_force_from <= day]
    if not held or (held[-1].in_force_to is not None and held[-1].in_force_to <= day):
        return None
    return held[-1]


def _only(rows: list[Any], id: int) -> Any:
    if not rows:
        raise KeyError(id)
    return rows[0]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _instrument(row: Any) -> Instrument:
    id, key, title, short, level, place, issuer = row
    return Instrument(id, key, title, short, Level(level), place, issuer)


def _version(row: Any) -> Version:
    id, instrument, day, since, until, stated, status, number, head, source, file = row
    return Version(
        id, instrument, _day(day), _day(since), _day(until), bool(stated), Status(status), number, head, source, file
    )  # fmt: skip


def _article(row: Any) -> StoredArticle:
    id, version, place, main, sub, text, division = row
    return StoredArticle(id, version, place, Number(main, sub), text, division)
