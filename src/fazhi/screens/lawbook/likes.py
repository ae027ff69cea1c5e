"""Like questions that were answered here before, with the articles that answered them.

The questions are people's own words: at the residents' door only those stand of which staff said that they tell of
nobody; at the desk all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fazhi.law.addresses import parsed
from fazhi.law.search import accepted
from fazhi.law.search.likes import Likes
from fazhi.law.search.opening import ANSWERED
from fazhi.screens.lawbook.book import Lawbook, Stamp, stamp
from fazhi.screens.lawbook.doors import Door
from fazhi.screens.lawbook.references import address_words


@dataclass(frozen=True, slots=True)
class Like:
    """A question with the articles that answered it, as words and address each."""

    id: str
    question: str
    articles: Sequence[tuple[str, str]]
    public: bool


def like_questions(book: Lawbook, door: Door, question: str) -> list[Like]:
    """Return up to three, the likest first; of each only the articles that are still held, none without any."""
    path = book.path.with_suffix(ANSWERED)
    known = _known(path, stamp(path), door.staff)
    found = [_like(book, door, one) for one, _ in known.like(question)] if known else []
    return [one for one in found if one.articles]


@lru_cache(maxsize=4)
def _known(path: Path, written: Stamp | None, everything: bool) -> Likes | None:
    """Read the file anew when it was written; the residents' door has no question in memory that is not public."""
    return Likes.of([one for one in accepted.read(path).answered if one.public or everything])


def _like(book: Lawbook, door: Door, one: accepted.Accepted) -> Like:
    held = [to for text in one.articles if book.corpus.at(to := parsed(text))]
    return Like(one.id, one.question, [(address_words(to), door.url(to)) for to in held], one.public)
