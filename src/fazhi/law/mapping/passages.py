"""What became of a paragraph (款) or item (项) that a citation names, among the articles where its own now stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fazhi.law.mapping.likeness import Grams, Measure, grams, measure, plain
from fazhi.law.model import Number
from fazhi.law.reading.tree import Item, Paragraph, paragraphs
from fazhi.law.store.corpus import StoredArticle

ONE = 0.30  # likeness at which two paragraphs or items are one
TAKEN_UP = 0.60  # how much of it stands in a longer one that took it up
AS_GOOD = 0.05  # a place with the cited numbers is kept where no other is better by more than this


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cited passage stands now; 0 for a paragraph or item that the citation does not name."""

    number: Number
    paragraph: int
    item: int
    likeness: float


def cited(article: StoredArticle, paragraph: int, item: int) -> tuple[Paragraph, Item | None] | None:
    """Return the passage that the numbers name; None where the article has none such, or several."""
    parts = paragraphs(article.text)
    if paragraph:
        parts = parts[paragraph - 1 : paragraph]
    if not item:
        return (parts[0], None) if parts else None
    held = [(part, one) for part in parts for one in part.items if one.number == item]
    return held[0] if len(held) == 1 else None


def find(old: StoredArticle, paragraph: int, item: int, new: Sequence[StoredArticle]) -> Place | None:
    """Return where the passage stands in the articles `new`; None where in none. KeyError where `old` has no such."""
    passage = cited(old, paragraph, item)
    if passage is None:
        raise KeyError((paragraph, item))
    wanted = passage[1].text if passage[1] else _whole(passage[0])
    offered = [(place, words) for one in new for place, words in _places(one, paragraph, item)]
    profiles = [grams(words) for _, words in offered]
    weigh = measure([grams(wanted), *profiles])
    weighed = [
        (_weight(weigh, wanted, words, profile), place)
        for (place, words), profile in zip(offered, profiles, strict=True)
    ]
    return _best(weighed, Place(old.number, paragraph, item, 0.0))


def _best(weighed: Sequence[tuple[float, Place]], asked: Place) -> Place | None:
    likeness, found = max(weighed, key=lambda one: one[0], default=(0.0, asked))
    if likeness < ONE:
        return None
    for value, place in weighed:
        same = (place.number, place.paragraph, place.item) == (asked.number, asked.paragraph, asked.item)
        if same and value >= likeness - AS_GOOD:
            likeness, found = value, place
    return Place(found.number, found.paragraph, found.item, likeness)


def _weight(weigh: Measure, wanted: str, words: str, profile: Grams) -> float:
    if plain(wanted) == plain(words):
        return 1.0
    own = grams(wanted)
    alike = weigh.likeness(own, profile)
    held = weigh.within(own, profile)
    return min(max(alike, held - (TAKEN_UP - ONE) if held >= TAKEN_UP else 0.0), 0.999)


def _places(article: StoredArticle, paragraph: int, item: int) -> Iterator[tuple[Place, str]]:
    """Yield the passages of an article that could be the cited one: its paragraphs, and its items for an item."""
    for n, part in enumerate(paragraphs(article.text), 1):
        number = n if paragraph else 0
        yield Place(article.number, n if item else number, 0, 0.0), part.text if item else _whole(part)
        for one in part.items if item else ():
            yield Place(article.number, number, one.number, 0.0), one.text


def _whole(part: Paragraph) -> str:
    return "".join([part.text, *(one.text for one in part.items)])
