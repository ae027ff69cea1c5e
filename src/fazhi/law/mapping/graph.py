"""What each article cites and what cites it: a file beside the corpus, built by one pass of the finder over it."""

import os
import sqlite3
import threading
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from fazhi.law.citing.context import names_of
from fazhi.law.citing.finding import find
from fazhi.law.citing.model import Mention
from fazhi.law.citing.resolving import resolve
from fazhi.law.mapping.speaking import around
from fazhi.law.mapping.staleness import Citing, Judge
from fazhi.law.model import Number
from fazhi.law.numerals import article_label
from fazhi.law.store.corpus import Corpus, Instrument, StoredArticle, Version

VERSION = 2
TABLES = """
CREATE TABLE citation (
    id INTEGER PRIMARY KEY, article INTEGER NOT NULL, instrument INTEGER NOT NULL, target INTEGER NOT NULL,
    main INTEGER NOT NULL, sub INTEGER NOT NULL, through_main INTEGER NOT NULL, through_sub INTEGER NOT NULL,
    paragraph INTEGER NOT NULL, item INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
    itself INTEGER NOT NULL
);
CREATE TABLE moved (
    citation INTEGER NOT NULL REFERENCES citation, target INTEGER NOT NULL, was_main INTEGER NOT NULL,
    was_sub INTEGER NOT NULL, main INTEGER NOT NULL, sub INTEGER NOT NULL
);
"""
INDEXES = """
CREATE INDEX citation_article ON citation (article);
CREATE INDEX citation_target ON citation (target, main, sub);
CREATE INDEX moved_citation ON moved (citation);
CREATE INDEX moved_target ON moved (target, main, sub);
"""
_MOVED_FROM = "FROM moved WHERE target = ? AND was_main = ? AND was_sub = ?"
_COLUMNS = "id, article, instrument, target, main, sub, through_main, through_sub, paragraph, item, start, end, itself"


RANGE = 60  # articles of a range that are judged one by one


class NoGraph(Exception):
    """There is no graph at this place, or one of another edition of the software."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One citation: `article` of `instrument` cites `number` of `target` in its characters `start` to `end`.

    Both instruments are ids of the corpus. `number` is None where the instrument is cited as a whole; `through` ends a
    range.
    """

    id: int
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


@dataclass(frozen=True, slots=True)
class Meaning:
    """A citation that means an article of the newest wording; `was` is the old number by which it cites it."""

    edge: Edge
    was: Number | None = None


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

    def meaning(self, instrument: int, number: Number) -> tuple[Meaning, ...]:
        """Return what means an article of the newest wording, also by a number that it no longer bears.

        What cites this number and meant another provision is left out; the instrument's own citations stand last.
        """
        at = (instrument, number.main, number.sub)
        other = {id for (id,) in self._rows(f"SELECT citation {_MOVED_FROM}", *at)}
        same = [Meaning(edge) for edge in self.cited_by(instrument, number) if edge.id not in other]
        columns = ", ".join(f"c.{one}" for one in _COLUMNS.split(", "))
        sql = (
            f"SELECT {columns}, m.was_main, m.was_sub FROM moved m JOIN citation c ON c.id = m.citation"  # noqa: S608
            " WHERE m.target = ? AND m.main = ? AND m.sub = ? ORDER BY c.id"
        )
        older = [Meaning(_edge(row), Number(main, sub)) for *row, main, sub in self._rows(sql, *at)]
        return tuple(sorted((*same, *older), key=lambda one: (one.edge.itself, one.edge.id)))

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

    Those that cite an older wording by a number that is another provision's today are judged against the newest.

    The file takes its place at `out` only when it is whole; NoCorpus where there is no corpus.
    """
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as connection:
            connection.executescript(TABLES)
            count = _fill(connection, Corpus(corpus))
            connection.executescript(INDEXES + f"PRAGMA user_version = {VERSION};")
            connection.commit()
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return count


_Row = tuple[int, ...]


def _fill(connection: sqlite3.Connection, corpus: Corpus) -> int:
    judge, count = Judge(corpus, date.max), 0
    for version, citing in _citations(corpus):
        rows = [(count + n, *one.row) for n, one in enumerate(citing, 1)]
        connection.executemany(f"INSERT INTO citation ({_COLUMNS}) VALUES ({', '.join('?' * 13)})", rows)  # noqa: S608
        moved = _moved(judge, corpus, version, [(id, one) for (id, *_), one in zip(rows, citing, strict=True)])
        connection.executemany("INSERT INTO moved VALUES (?, ?, ?, ?, ?, ?)", moved)
        count += len(rows)
    return count


@dataclass(frozen=True, slots=True)
class _Citing:
    """A citation of a document before it is written, with the words around it."""

    row: _Row
    target: int
    itself: bool
    mention: Mention
    words: str


def _moved(judge: Judge, corpus: Corpus, version: Version, found: Iterable[tuple[int, _Citing]]) -> Iterator[_Row]:
    """Yield the old number that a citation means and the one it has now, (0, 0) where it stands nowhere now."""
    if version.day is None:
        return
    amended = [(id, one) for id, one in found if not one.itself and judge.compares(one.target)]
    asked = [(id, one, each) for id, one in amended for each in _numbers(one.mention)]
    citings = [Citing(corpus.instrument(one.target), each, one.words) for _, one, each in asked]
    for (id, one, _), fate in zip(asked, judge.judge_all(citings, version.day), strict=True):
        if fate and fate.stale and fate.certain and fate.was not in fate.now:
            for now in fate.now or (Number(0),):
                yield id, one.target, fate.was.main, fate.was.sub, now.main, now.sub


def _numbers(mention: Mention) -> Iterator[Mention]:
    """Yield a mention for each article of a range."""
    if mention.article is None or mention.through is None:
        yield from (mention,) if mention.article else ()
        return
    for main in range(mention.article.main, min(mention.through.main, mention.article.main + RANGE) + 1):
        yield replace(mention, article=Number(main), through=None)


def _citations(corpus: Corpus) -> Iterator[tuple[Version, list[_Citing]]]:
    """Yield what each document cites."""
    known = names_of(corpus)
    meant: dict[tuple[str, str, str], int | None] = {}
    for _, found in groupby(corpus.current_articles(), key=lambda one: one[1].id):
        document = list(found)
        instrument, version, articles = *document[0][:2], [article for _, _, article in document]
        text, begins = _joined(articles)
        citing: list[_Citing] = []
        for mention in find(text, known):
            at = bisect_right(begins, mention.start) - 1
            target = _target(mention, corpus, instrument, meant)
            if at >= 0 and target is not None and mention.end <= begins[at] + len(articles[at].text):
                row = _row(articles[at], instrument, target, mention, begins[at])
                words = around(articles[at].text, mention.start - begins[at], mention.end - begins[at])
                citing.append(_Citing(row, target, target == instrument.id, mention, words))
        yield version, citing


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
    id, article, instrument, target, main, sub, through_main, through_sub, paragraph, item, start, end, itself = row
    number, through = Number(main, sub), Number(through_main, through_sub)
    return Edge(
        id, article, instrument, target, number if main else None, through if through != number else None, paragraph,
        item, start, end, bool(itself),
    )  # fmt: skip
