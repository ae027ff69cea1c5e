"""What each article cites and what cites it: read from a file beside the corpus, `graphing` builds it."""

import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fazhi.law.model import Number

VERSION = 1
TABLES = """
CREATE TABLE citation (
    article INTEGER NOT NULL, instrument INTEGER NOT NULL, target INTEGER NOT NULL, main INTEGER NOT NULL,
    sub INTEGER NOT NULL, through_main INTEGER NOT NULL, through_sub INTEGER NOT NULL, paragraph INTEGER NOT NULL,
    item INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, itself INTEGER NOT NULL
);
"""
INDEXES = """
CREATE INDEX citation_article ON citation (article);
CREATE INDEX citation_target ON citation (target, main, sub);
"""
_COLUMNS = "article, instrument, target, main, sub, through_main, through_sub, paragraph, item, start, end, itself"


class NoGraph(Exception):
    """There is no graph at this place, or one of another edition of the software."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One citation: `article` of `instrument` cites `number` of `target` in its characters `start` to `end`.

    All are ids of the corpus. `number` is None where the instrument is cited as a whole; `through` ends a range.
    """

    article: int
    instrument: int
    target: int
    number: Number | None
    through: Number | None
    paragraph: int
    item: int
    start: int
    end: int
    itself: bool


def beside(corpus: Path) -> Path:
    """Return where the graph of a corpus stands: law.sqlite3 → law.graph.sqlite3."""
    return corpus.with_suffix(".graph.sqlite3")


class Graph:
    """An open graph; threads may share it."""

    def __init__(self, path: Path) -> None:
        """Open the file read-only; NoGraph where it is not there or of another edition."""
        self._path, self._local = path, threading.local()
        if not path.exists() or self._rows("PRAGMA user_version")[0][0] != VERSION:
            raise NoGraph(f"没有引用关系的文件（{path}）。请运行 fazhi law index。")

    def cites(self, article: int) -> tuple[Edge, ...]:
        """Return what an article cites, in the order of its text; also what it cites of its own instrument."""
        sql = f"SELECT {_COLUMNS} FROM citation WHERE article = ? ORDER BY start, rowid"  # noqa: S608
        return tuple(map(_edge, self._rows(sql, article)))

    def cited_by(self, instrument: int, number: Number | None = None) -> tuple[Edge, ...]:
        """Return what cites an article, also within a range; without a number what cites the instrument anywhere."""
        if number is None:
            sql = f"SELECT {_COLUMNS} FROM citation WHERE target = ? ORDER BY instrument, article, start"  # noqa: S608
            return tuple(map(_edge, self._rows(sql, instrument)))
        sql = (
            f"SELECT {_COLUMNS} FROM citation WHERE target = ? AND main > 0 AND (main, sub) <= (?, ?)"  # noqa: S608
            " AND (through_main, through_sub) >= (?, ?) ORDER BY itself, instrument, article, start"
        )
        at = (number.main, number.sub)
        return tuple(map(_edge, self._rows(sql, instrument, *at, *at)))

    def counts(self, *, itself: bool = False) -> Mapping[tuple[int, Number], int]:
        """Return how often each (instrument, number) is cited; a range counts for its first and last article."""
        found: dict[tuple[int, Number], int] = {}
        firsts = (
            "SELECT target, main, sub, COUNT(*) FROM citation WHERE main > 0 AND itself <= ? GROUP BY target, main, sub"
        )
        lasts = (
            "SELECT target, through_main, through_sub, COUNT(*) FROM citation WHERE main > 0 AND itself <= ?"
            " AND (main, sub) <> (through_main, through_sub) GROUP BY target, through_main, through_sub"
        )
        for target, main, sub, count in [*self._rows(firsts, int(itself)), *self._rows(lasts, int(itself))]:
            key = (target, Number(main, sub))
            found[key] = found.get(key, 0) + count
        return found

    def _rows(self, sql: str, *values: object) -> list[Any]:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)
        return connection.execute(sql, values).fetchall()


def _edge(row: Any) -> Edge:
    article, instrument, target, main, sub, through_main, through_sub, paragraph, item, start, end, itself = row
    number, through = Number(main, sub), Number(through_main, through_sub)
    return Edge(
        article, instrument, target, number if main else None, through if through != number else None, paragraph, item,
        start, end, bool(itself),
    )  # fmt: skip
