"""The database that lies in a LawRefBook folder: partial marks of what is repealed, and days of commencement."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fazhi.law import names
from fazhi.law.model import Problem, Status, Text

NAME = "db.sqlite3"


@dataclass(frozen=True, slots=True)
class Flag:
    """What the database says of one version."""

    repealed: bool
    since: date | None


@dataclass(frozen=True, slots=True)
class Flags:
    """All that the databases of a folder say, by title and day; and those that could not be read."""

    by_version: dict[tuple[str, date], Flag]
    problems: tuple[Problem, ...] = ()

    def told(self, text: Text) -> Text:
        """Return `text` with what its row says, where title and day are the same: silence says nothing.

        A text that tells no day has that of the only row of its title.
        """
        days = [day for name, day in self.by_version if name == names.loose(text.title)] if not text.version else []
        text = replace(text, version=days[0]) if len(days) == 1 else text
        flag = self.by_version.get((names.loose(text.title), text.version)) if text.version else None
        if flag is None or text.version is None:
            return text
        since = flag.since if flag.since and flag.since >= text.version else None
        status = Status.REPEALED if flag.repealed else text.status
        return replace(text, in_force_from=text.in_force_from or since, status=status)


def read(folder: Path) -> Flags:
    """Return what the databases in and below `folder` say."""
    found: dict[tuple[str, date], Flag] = {}
    problems = []
    for path in sorted(folder.rglob(NAME)):
        try:
            found |= _rows(path)
        except (sqlite3.Error, ValueError) as error:
            what = f"数据库读不出（{error}），其中的废止标志没有用上"
            problems.append(Problem(str(path.relative_to(folder)), 1, what))
    return Flags(found, tuple(problems))


def _rows(path: Path) -> dict[tuple[str, date], Flag]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT name, publish, valid_from, expired FROM law WHERE publish <> ''").fetchall()
    return {
        (names.loose(name), date.fromisoformat(day)): Flag(
            bool(expired), date.fromisoformat(since) if since else None
        )
        for name, day, since, expired in rows
    }  # fmt: skip
