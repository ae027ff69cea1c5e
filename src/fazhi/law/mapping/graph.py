"""What each article cites and what cites it: a file beside the corpus, built by one pass of the finder over it."""

import os
import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from fazhi.law.citing.context import names_of
from fazhi.law.citing.finding import find
from fazhi.law.citing.model import Mention
from fazhi.law.citing.resolving import resolve
from fazhi.law.model import Number
from fazhi.law.numerals import article_label
from fazhi.law.store.corpus import Corpus, Instrument, StoredArticle

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


def build(corpus: Path, out: Path) -> int:
    """Find the citations in all articles not known to be repealed; return how many lead to one instrument.

    The file takes its place at `out` only when it is whole; NoCorpus where there is no corpus.
    """
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript(TABLES)
            wanted = f"INSERT INTO citation ({_COLUMNS}) VALUES ({', '.join('?' * 12)})"  # noqa: S608
            count = connection.executemany(wanted, _citations(Corpus(corpus))).rowcount
            connection.executescript(INDEXES + f"PRAGMA user_version = {VERSION};")
            connection.commit()
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return max(count, 0)


_Row = tuple[int, ...]


def _citations(corpus: Corpus) -> Iterator[_Row]:
    known = names_of(corpus)
    meant: dict[tuple[str, str, str], int | None] = {}
    for _, found in groupby(corpus.current_articles(), key=lambda one: one[1].id):
        document = list(found)
        instrument, articles = document[0][0], [article for _, _, article in document]
        text, begins = _joined(articles)
        for mention in find(text, known):
            at = bisect_right(begins, mention.start) - 1
            target = _target(mention, corpus, instrument, meant)
            if at >= 0 and target is not None and mention.end <= begins[at] + len(articles[at].text):
                yield _row(articles[at], instrument, target, mention, begins[at])


def _joined(articles: Iterable[StoredArticle]) -> tuple[str, list[int]]:
    """Return the text of a document, for 前条 and 以下简称 to be understood, and where each article's words begin."""
    parts: list[str] = []
    begins: list[int] = []
    length = 0
    for one in articles:
        label = f"{article_label(one.number.main, one.number.sub)}　"
        begins.append(length + len(label))
        parts.append(f"{label}{one.text}\n")
        length += len(parts[-1])
    return "".join(parts), begins


def _target(
    mention: Mention, corpus: Corpus, own: Instrument, meant: dict[tuple[str, str, str], int | None]
) -> int | None:  # fmt: skip
    if mention.itself:
        return own.id
    if not (mention.name or mention.document_number):
        return own.id if mention.article else None
    key = (mention.name, mention.document_number, own.place)
    if key not in meant:
        found = resolve(mention, corpus, own=own)
        meant[key] = found[0].id if len(found) == 1 else None
    return meant[key]


def _row(article: StoredArticle, own: Instrument, target: int, mention: Mention, begins: int) -> _Row:
    first = mention.article or Number(0)
    last = mention.through or first
    return (
        article.id, own.id, target, first.main, first.sub, last.main, last.sub, mention.paragraph, mention.item,
        mention.start - begins, mention.end - begins, int(target == own.id),
    )  # fmt: skip


def _edge(row: Any) -> Edge:
    article, instrument, target, main, sub, through_main, through_sub, paragraph, item, start, end, itself = row
    number, through = Number(main, sub), Number(through_main, through_sub)
    return Edge(
        article, instrument, target, number if main else None, through if through != number else None, paragraph, item,
        start, end, bool(itself),
    )  # fmt: skip
