"""Citations that the corpus could not answer, kept in a file of the operator's and tried again when it has grown."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fazhi.law.citing.checking import again
from fazhi.law.citing.model import AsOf, Citation, Mention, Told, Verdict
from fazhi.law.model import DivisionKind, Number
from fazhi.law.store.corpus import Corpus

OPEN = frozenset({Verdict.NO_INSTRUMENT, Verdict.NO_VERSION})
"""What another import may answer; several of one name, or no such article, it will not."""

_TABLE = """
CREATE TABLE IF NOT EXISTS unresolved (
    label TEXT NOT NULL, digest TEXT NOT NULL, start INTEGER NOT NULL, mention TEXT NOT NULL, day TEXT NOT NULL,
    why TEXT NOT NULL, decided TEXT NOT NULL, recorded TEXT NOT NULL, PRIMARY KEY (label, start)
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Kept:
    """A citation not answered yet: whose text it is (`label`, `digest` of the text), what it says, when it was kept."""

    label: str
    digest: str
    mention: Mention
    as_of: AsOf
    recorded: date


@dataclass(frozen=True, slots=True)
class Tried:
    """A kept citation and what the corpus answers now."""

    kept: Kept
    citation: Citation


class Unresolved:
    """The unresolved citations in one SQLite file; of a text only its digest and what it cites are kept."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, made at the first citation kept."""
        self._path = path

    def keep(self, label: str, text: str, citations: Iterable[Citation], recorded: date) -> int:
        """Keep what of `citations` is not answered, in place of what was kept of `label` before; return how many."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        rows = [
            (label, digest, one.mention.start, _written(one.mention), one.as_of.day.isoformat(), one.as_of.reason,
             one.as_of.decided.isoformat() if one.as_of.decided else "", recorded.isoformat())
            for one in citations if one.verdict in OPEN and not one.mention.itself
        ]  # fmt: skip
        if not rows and not self._path.exists():
            return 0
        with closing(self._connection()) as connection, connection:
            connection.execute("DELETE FROM unresolved WHERE label = ?", (label,))
            connection.executemany("INSERT INTO unresolved VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return len(rows)

    def all(self) -> tuple[Kept, ...]:
        """Return what is kept, text by text."""
        if not self._path.exists():
            return ()
        with closing(self._connection()) as connection:
            rows = connection.execute("SELECT * FROM unresolved ORDER BY label, start").fetchall()
        return tuple(map(_kept, rows))

    def retry(self, corpus: Corpus, today: date | None = None) -> tuple[Tried, ...]:
        """Ask the corpus again; return what it answers now and keep no longer what it has answered."""
        tried = tuple(self._tried(corpus, today))
        if not tried:
            return ()
        with closing(self._connection()) as connection, connection:
            done = [(one.kept.label, one.kept.mention.start) for one in tried if one.citation.verdict not in OPEN]
            connection.executemany("DELETE FROM unresolved WHERE label = ? AND start = ?", done)
        return tried

    def _tried(self, corpus: Corpus, today: date | None) -> Iterator[Tried]:
        for one in self.all():
            yield Tried(one, again(one.mention, corpus, on=one.as_of, today=today))

    def _connection(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path)
        connection.execute(_TABLE)
        return connection


def _written(mention: Mention) -> str:
    return json.dumps(asdict(mention), ensure_ascii=False)


def _kept(row: tuple[Any, ...]) -> Kept:
    label, digest, _, mention, day, why, decided, recorded = row
    as_of = AsOf(date.fromisoformat(day), why, date.fromisoformat(decided) if decided else None)
    return Kept(label, digest, _mention(json.loads(mention)), as_of, date.fromisoformat(recorded))


def _mention(told: dict[str, Any]) -> Mention:
    division = told["division"]
    changed = {
        "told": Told(told["told"]),
        "article": Number(**told["article"]) if told["article"] else None,
        "through": Number(**told["through"]) if told["through"] else None,
        "division": (DivisionKind(division[0]), division[1]) if division else None,
    }
    return Mention(**(told | changed))
