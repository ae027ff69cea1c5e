"""An article's text to paragraphs (款), items (项) and points (目), as 立法法 §65 orders them."""

import re
from dataclasses import dataclass

from fazhi.law.numerals import to_int

_ITEM = re.compile(r"[（(]\s*([零〇一二三四五六七八九十百]+)\s*[)）]\s*")
_POINT = re.compile(r"(?:[（(]\s*([0-9０-９]{1,3})\s*[)）]|([0-9０-９]{1,3})\s*[.．、](?![0-9０-９]))\s*")


@dataclass(frozen=True, slots=True)
class Point:
    """目: 1. or （1） below an item."""

    number: int
    text: str
    label: str = ""  # as it is written before the text: 1. or （1）


@dataclass(frozen=True, slots=True)
class Item:
    """项: （一） below a paragraph."""

    number: int
    text: str
    points: tuple[Point, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款: a line of its own that is no item, with the items that follow it."""

    text: str
    items: tuple[Item, ...] = ()


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the paragraphs of an article's text, one line each; lines of items belong to the paragraph before them."""
    found: list[tuple[str, list[tuple[re.Match[str], list[Point]]]]] = []
    for line in filter(None, (raw.strip() for raw in text.split("\n"))):
        item, point = _ITEM.match(line), _POINT.match(line)
        if item and found:
            found[-1][1].append((item, []))
        elif point and found and found[-1][1]:
            found[-1][1][-1][1].append(Point(to_int(point[1] or point[2]) or 0, line[point.end() :], point[0]))
        else:
            found.append((line, []))
    return tuple(Paragraph(line, tuple(_item(label, points) for label, points in items)) for line, items in found)


def _item(found: re.Match[str], points: list[Point]) -> Item:
    return Item(to_int(found[1]) or 0, found.string[found.end() :], tuple(points), found[0])


def passage(text: str, paragraph: int = 0, item: int = 0, point: int = 0) -> str | None:
    """Return the words that a citation names within an article (0: not named); None where there is no such place.

    An item without a paragraph means the only paragraph that has items (国家法律 are cited so: 第十条第（三）项).
    """
    parts = paragraphs(text)
    if paragraph:
        parts = parts[paragraph - 1 : paragraph]
    if not item:
        return "\n".join(_whole(part) for part in parts) or None
    holders = [one for part in parts for one in part.items if one.number == item]
    if len(holders) != 1:
        return None
    if not point:
        return "\n".join((holders[0].text, *map(_labelled, holders[0].points)))
    return next((one.text for one in holders[0].points if one.number == point), None)


def _whole(part: Paragraph) -> str:
    lines = [part.text]
    for item in part.items:
        lines += [_labelled(item), *map(_labelled, item.points)]
    return "\n".join(lines)


def _labelled(one: Item | Point) -> str:
    return one.label + one.text
