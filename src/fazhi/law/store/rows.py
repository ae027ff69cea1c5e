"""What is read out of a corpus, and rows of its tables to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from fazhi.law.model import Level, LinkKind, Number, Status

FLAGGED = "来源标明已废止，条文库里没有见到废止它的文件，请核对"


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
    marked: Status = Status.UNKNOWN  # what its own source says, whatever the texts held here tell
    flagged: bool = False  # a source marks it as repealed, and no text held here tells of that

    @property
    def stands(self) -> str:
        """Return its status in words; a repeal of which only a mark tells is said to be no more than that."""
        return FLAGGED if self.flagged else self.status.words


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


@dataclass(frozen=True, slots=True)
class Relation:
    """One instrument's act upon another, told by the version `told_by`.

    `actor` and `target` are instruments of this corpus, None where they are not here: asked again at every build.
    `day` is None where no text tells it; `whole` is False where only a part of the target is meant.
    """

    what: LinkKind
    by: str
    actor: int | None
    title: str
    target: int | None
    day: date | None
    article: Number | None
    whole: bool
    told_by: int


INSTRUMENT = "id, key, title, short, level, place, issuer"
# Flagged: the last wording, called repealed by a source that holds it, and no other text repeals it as a whole.
VERSION = """
    id, instrument, day, in_force_from, in_force_to, stated_from, status, document_number, head, source, file,
    stated_status, status <> '已修改' AND EXISTS (
        SELECT 1 FROM version other WHERE other.instrument = version.instrument AND other.day = version.day
        AND other.stated_status = '已废止'
    ) AND NOT EXISTS (
        SELECT 1 FROM link WHERE target = version.instrument AND actor <> target AND whole = 1
        AND what IN ('废止', '取代') AND (link.day = '' OR link.day > version.in_force_from)
    )
"""
ARTICLE = "id, version, place, main, sub, text, division"
RELATION = "what, by_title, actor, title, target, day, main, sub, whole, version"


def day_of(text: str) -> date | None:
    """Return the day of an ISO text; None for an empty one."""
    return date.fromisoformat(text) if text else None


def iso(day: date | None) -> str:
    """Return a day as it is stored; an empty text for one that is not known."""
    return day.isoformat() if day else ""


def instrument(row: Any) -> Instrument:
    """Return the instrument of a row of INSTRUMENT."""
    id, key, title, short, level, place, issuer = row
    return Instrument(id, key, title, short, Level(level), place, issuer)


def version(row: Any) -> Version:
    """Return the version of a row of VERSION."""
    id, instrument, day, since, until, stated, status, number, head, source, file, marked, flagged = row
    days, told = (day_of(day), day_of(since), day_of(until)), (number, head, source, file)
    return Version(id, instrument, *days, bool(stated), Status(status), *told, Status(marked), bool(flagged))


def article(row: Any) -> StoredArticle:
    """Return the article of a row of ARTICLE."""
    id, version, place, main, sub, text, division = row
    return StoredArticle(id, version, place, Number(main, sub), text, division)


def relation(row: Any) -> Relation:
    """Return the relation of a row of RELATION."""
    what, by, actor, title, target, day, main, sub, whole, told_by = row
    number = Number(main, sub) if main else None
    return Relation(LinkKind(what), by, actor, title, target, day_of(day), number, bool(whole), told_by)
