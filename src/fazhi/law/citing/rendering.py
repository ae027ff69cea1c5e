"""Checked citations for other eyes: data for programs, a marked text for a page, lines for a terminal."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from fazhi.law.addresses import Address
from fazhi.law.citing.model import Citation, Mention, Quoted, Verdict

WRONG = frozenset({Verdict.NO_ARTICLE, Verdict.NOT_IN_FORCE, Verdict.CHANGED})
"""Verdicts after which a document should be mended; the others confirm it, or tell what could not be checked."""

CLASSES = {
    Verdict.EXACT: "exact",
    Verdict.SEVERAL: "several",
    Verdict.NO_INSTRUMENT: "unknown",
    Verdict.NO_VERSION: "no-version",
    Verdict.NO_ARTICLE: "missing",
    Verdict.NOT_IN_FORCE: "not-in-force",
    Verdict.FLAGGED: "flagged",
    Verdict.CHANGED: "changed",
}
"""The class of each verdict's mark: citation-exact, citation-several and so on."""

PathOf = Callable[[Address], str]


def is_wrong(citation: Citation) -> bool:
    """Return whether something is wrong with a citation, or with the words quoted beside it."""
    return citation.verdict in WRONG or any(not one.same for one in citation.quoted)


def as_data(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    """Return citations as plain values; days as ISO texts, addresses as Akoma Ntoso texts, places in characters."""
    return [_data(one) for one in citations]


def as_json(citations: Iterable[Citation]) -> str:
    """Return citations as a JSON array."""
    return json.dumps(as_data(citations), ensure_ascii=False, indent=2)


def _data(one: Citation) -> dict[str, Any]:
    return {
        "start": one.mention.start,
        "end": one.mention.end,
        "cited": _cited(one.mention),
        "verdict": one.verdict.name.lower(),
        "said": one.verdict.value,
        "wrong": is_wrong(one),
        "reason": one.reason,
        "as_of": {
            "day": one.as_of.day.isoformat(),
            "reason": one.as_of.reason,
            "decided": one.as_of.decided.isoformat() if one.as_of.decided else None,
        },
        "addresses": [str(address) for address in one.addresses],
        "now": [str(address) for address in one.now],
        "quoted": [{"start": q.start, "end": q.end, "same": q.same, "shown": q.shown} for q in one.quoted],
    }


def _cited(one: Mention) -> dict[str, Any]:
    number, through, division = one.article, one.through, one.division
    return {
        "told": one.told.name.lower(),
        "name": one.name,
        "edition": one.edition,
        "document_number": one.document_number,
        "article": [number.main, number.sub] if number else None,
        "through": [through.main, through.sub] if through else None,
        "paragraph": one.paragraph,
        "item": one.item,
        "point": one.point,
        "division": [division[0].value, division[1]] if division else None,
        "itself": one.itself,
        "through_paragraph": one.through_paragraph,
        "through_item": one.through_item,
    }


@dataclass(frozen=True, slots=True)
class _Mark:
    """Characters of the text to be marked, and the tags around them."""

    start: int
    end: int
    opened: str
    closed: str


def as_html(text: str, citations: Sequence[Citation], path: PathOf | None = None) -> str:
    """Return `text` as HTML, escaped, each citation and each quotation beside one in a mark that says its verdict.

    `path` gives the address of a provision's page; without it nothing is a link. Line breaks stay as they are: show it
    where they count (white-space: pre-wrap).
    """
    written: list[str] = []
    place, open_marks = 0, list[_Mark]()
    for mark in _nested(_marks(citations, path)):
        place = _closed(text, written, open_marks, place, mark.start)
        written += [escape(text[place : mark.start]), mark.opened]
        place = mark.start
        open_marks.append(mark)
    place = _closed(text, written, open_marks, place, len(text))
    return "".join([*written, escape(text[place:])])


def _closed(text: str, written: list[str], open_marks: list[_Mark], place: int, until: int) -> int:
    """Close the marks that end at or before `until`; return how far the text is written."""
    while open_marks and open_marks[-1].end <= until:
        mark = open_marks.pop()
        written += [escape(text[place : mark.end]), mark.closed]
        place = mark.end
    return place


def _nested(marks: Iterable[_Mark]) -> Iterator[_Mark]:
    """Yield the marks in order, but for one that crosses another's end: HTML has no place for it."""
    ends: list[int] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        while ends and ends[-1] <= mark.start:
            ends.pop()
        if not ends or mark.end <= ends[-1]:
            ends.append(mark.end)
            yield mark


def _marks(citations: Iterable[Citation], path: PathOf | None) -> Iterator[_Mark]:
    for one in citations:
        yield _of_citation(one, path)
        yield from (_of_quotation(quotation) for quotation in one.quoted)


def _of_citation(one: Citation, path: PathOf | None) -> _Mark:
    opened = _opened(f"citation citation-{CLASSES[one.verdict]}", f"{one.verdict.value}：{one.reason}")
    if path is None or not one.addresses or one.verdict is Verdict.SEVERAL:
        return _Mark(one.mention.start, one.mention.end, opened, "</mark>")
    link = f'<a href="{escape(path(one.addresses[0]))}">'
    return _Mark(one.mention.start, one.mention.end, opened + link, "</a></mark>")


def _of_quotation(one: Quoted) -> _Mark:
    said = "引文与条文一致" if one.same else f"引文与条文不一致：{one.shown}"
    opened = _opened(f"quoted quoted-{'same' if one.same else 'differs'}", said)
    return _Mark(one.start, one.end, opened, "</mark>")


def _opened(classes: str, said: str) -> str:
    return f'<mark class="{classes}" title="{escape(said)}" aria-description="{escape(said)}">'
