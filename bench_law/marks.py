"""Citations marked by reading in real documents beside the checkout, and how far found mentions agree with them."""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from fazhi.law.citing.model import Mention
from fazhi.law.model import Number
from fazhi.law.names import loose

ROOT = Path(__file__).parents[1]
MARKS = ROOT / "tests" / "real" / "citing_marks"
DATA = Path(os.environ.get("FAZHI_SHARED_DATA") or ROOT.parent / "shared" / "data")
PARTS = ("development", "held", "fresh")

Kind = Literal["other", "self", "number", "optional"]
KINDS: tuple[Kind, ...] = ("other", "self", "number")
_BRACKETED_YEAR = re.compile(r"[\[［【〔(（]\s*(\d{4})\s*[\]］】〕)）]\s*年?")
_BACKWARDS = re.compile(r"[前上]")
_MAKER = re.compile(r"^.*?(?=关于)")


@dataclass(frozen=True, slots=True)
class Mark:
    """One citation as a reader marked it; the fields are those of the README beside the marks."""

    start: int
    end: int
    kind: Kind
    name: str = ""
    written: str = ""
    document_number: str = ""
    article: Number | None = None
    through: Number | None = None
    paragraph: int = 0
    paragraph_through: int = 0
    item: int = 0
    item_through: int = 0
    point: int = 0
    division: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A document, its text, and the marks in it."""

    name: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class Agreement:
    """Counts a kind: marks found, marks missed, mentions that are no mark; and each disagreement, for reading."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def precision(self, kinds: Sequence[str] = KINDS) -> float:
        """Return the share of mentions that are marks; 1 where there are no mentions."""
        return _share(self.found, self.wrong, kinds)

    def recall(self, kinds: Sequence[str] = KINDS) -> float:
        """Return the share of marks that were found; 1 where there are no marks."""
        return _share(self.found, self.missed, kinds)


def _share(right: Counter[str], lost: Counter[str], kinds: Sequence[str]) -> float:
    good, bad = sum(right[kind] for kind in kinds), sum(lost[kind] for kind in kinds)
    return good / (good + bad) if good + bad else 1.0


def here() -> bool:
    """Whether the documents stand beside the checkout."""
    return (DATA / "citing" / "judgments_procedural.jsonl").is_file() and (DATA / "laws").is_dir()


def documents(part: str) -> Iterator[Marked]:
    """Yield the marked documents of a `part`; ValueError where a text is not the one that was read."""
    lines = iter((MARKS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines())
    queries: dict[str, dict[int, str]] = {}
    for line in lines:
        head = json.loads(line)
        text = _text(head, queries)
        if hashlib.sha256(text.encode()).hexdigest() != head["sha256"]:
            raise ValueError(f"{head['file']} is not the text that was marked")
        marks = tuple(_mark(json.loads(next(lines))) for _ in range(head["citations"]))
        yield Marked(f"{head['file']}#{head['id']}" if "id" in head else head["file"], text, marks)


def _text(head: dict[str, Any], queries: dict[str, dict[int, str]]) -> str:
    name = head["file"]
    if "id" not in head:
        return (DATA / str(name)).read_text(encoding="utf-8")
    if name not in queries:
        rows = map(json.loads, (DATA / name).read_text(encoding="utf-8").splitlines())
        queries[name] = {row["id"]: row["query"] for row in rows}
    text: str = queries[name][head["id"]]
    return text


def _mark(row: dict[str, Any]) -> Mark:
    return Mark(**row | {key: _number(row[key]) for key in ("article", "through") if key in row})


def _number(text: str) -> Number:
    main, _, sub = text.partition(".")
    return Number(int(main), int(sub or 0))


def compare(document: Marked, mentions: Iterable[Mention], into: Agreement) -> None:
    """Count into `into` how far `mentions` agree with the marks of `document`."""
    left = [m for m in mentions if _counts(m, document.text)]
    for mark in document.marks:
        same = next((m for m in left if _overlap(mark, m) and agrees(mark, m)), None)
        if same:
            left.remove(same)
        if mark.kind != "optional":
            (into.found if same else into.missed)[mark.kind] += 1
            if not same:
                near = [said(m) for m in left if _overlap(mark, m)]
                into.told.append(f"missed {document.name} {mark.start}: {_marked(mark)}; got {' / '.join(near) or '-'}")
    for m in left:
        if not any(_spared(mark, m) for mark in document.marks):
            into.wrong[kind_of(m)] += 1
            into.told.append(f"wrong  {document.name} {m.start}: {said(m)}")


def _counts(m: Mention, text: str) -> bool:
    """Whether a mention says more than the name of an instrument."""
    below = m.article or m.paragraph or m.item or m.point or m.division or m.document_number
    return bool(below or (m.itself and _BACKWARDS.match(text[m.start : m.end])))


def _spared(mark: Mark, m: Mention) -> bool:
    """Whether a mention that no mark asks for is right all the same: optional, or the other end of a range of items."""
    last = (mark.paragraph_through or mark.paragraph, mark.item_through) == (m.paragraph, m.item)
    ranged = bool(mark.paragraph_through or mark.item_through)
    return _overlap(mark, m) and (mark.kind == "optional" or (ranged and (last or mark.item_through == m.item > 0)))


def _overlap(mark: Mark, m: Mention) -> bool:
    return mark.start < m.end and m.start < mark.end


def kind_of(m: Mention) -> Kind:
    """Return the kind under which a mention is counted."""
    if m.itself:
        return "self"
    below = m.article or m.paragraph or m.item or m.point or m.division
    return "other" if below else "number"


def agrees(mark: Mark, m: Mention) -> bool:
    """Whether a mention says of instrument and provision what the mark says."""
    if mark.kind == "optional":
        return True
    if mark.kind == "number":
        return same_number(mark.document_number, m.document_number) and m.article is None
    if mark.kind == "self":
        return m.itself and _same_place(mark, m, vague=mark.article is None and not mark.division)
    return not m.itself and _same_place(mark, m) and _same_instrument(mark, m)


def _same_place(mark: Mark, m: Mention, vague: bool = False) -> bool:
    division = f"{m.division[1]}{m.division[0]}" if m.division and m.article is None else ""
    below = (mark.item, mark.point, mark.division) == (m.item, m.point, division)
    if vague:
        return below and (not mark.paragraph or mark.paragraph == m.paragraph)
    above = (mark.article, mark.through or mark.article) == (m.article, m.through or m.article)
    return above and below and mark.paragraph == m.paragraph


def _same_instrument(mark: Mark, m: Mention) -> bool:
    if not mark.name:
        return same_number(mark.document_number, m.document_number)
    return any(same_name(name, m.name) for name in (mark.name, mark.written) if name)


def same_name(one: str, other: str) -> bool:
    """Whether two titles are one instrument's, with or without the organs that made it before 关于."""
    return plain_name(one) == plain_name(other)


def plain_name(name: str) -> str:
    """Return the name of an instrument as it is compared: without the nation's and without the organs before 关于."""
    name = loose(name)
    return _MAKER.sub("", name) if "关于" in name else name


def articles(of: Iterable[Mark]) -> set[tuple[str, int]]:
    """Return the distinct pairs of another instrument's name and its article among marks."""
    return {(plain_name(m.written or m.name), m.article.main) for m in of if m.kind == "other" and m.article and m.name}


def articles_found(of: Iterable[Mention]) -> set[tuple[str, int]]:
    """Return the same pairs among mentions."""
    return {(plain_name(m.name), m.article.main) for m in of if m.name and m.article and not m.itself}


def same_number(one: str, other: str) -> bool:
    """Whether two document numbers are the same, whatever the brackets of the year."""
    return bool(one) and _BRACKETED_YEAR.sub(r"〔\1〕", one) == _BRACKETED_YEAR.sub(r"〔\1〕", other)


def said(m: Mention) -> str:
    """Return a mention for reading."""
    return _shown(m.name or m.document_number, m.itself, m.article, m.through, m.paragraph, m.item, m.division)


def _marked(m: Mark) -> str:
    return _shown(m.name or m.document_number, m.kind == "self", m.article, m.through, m.paragraph, m.item, m.division)


def _shown(name: str, itself: bool, article: Number | None, through: Number | None, *below: object) -> str:
    number = "" if article is None else f" §{article.main}" + (f".{article.sub}" if article.sub else "")
    last = "" if through is None else f"–{through.main}"
    return f"{name or '(none)'}{' itself' if itself else ''}{number}{last} {[b for b in below if b] or ''}".strip()
