"""Whether a version has the provision that is cited, and what exactly it lacks where it has not."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from fazhi.law.citing.model import Mention
from fazhi.law.citing.shelf import Shelf
from fazhi.law.model import Division, Number
from fazhi.law.numerals import article_label, to_chinese
from fazhi.law.reading.tree import Item, Paragraph, paragraphs
from fazhi.law.store.corpus import Version

MOST = 50  # members of a range of paragraphs or items that are asked for
NAMED = 5  # missing articles of a range that are named one by one


def label(number: Number, paragraph: int = 0, item: int = 0, point: int = 0) -> str:
    """Return a provision's label as documents write it: 第二十条第一款第（三）项第2目."""
    written = article_label(number.main, number.sub)
    written += f"第{_written(paragraph)}款" if paragraph else ""
    written += f"第（{_written(item)}）项" if item else ""
    return written + (f"第{point}目" if point else "")


def cited(mention: Mention) -> str:
    """Return what a mention cites, in one form whatever the text's own: 《样例法》第五条至第八条."""
    named = f"《{mention.name}》" if mention.name else mention.document_number or ("本文件" if mention.itself else "")
    named += f"（{mention.edition}）" if mention.edition else ""
    if mention.article is None:
        division = mention.division
        return named + (f"第{_written(division[1])}{division[0].value}" if division else "")
    if mention.through is not None:
        return f"{named}{label(mention.article)}至{label(mention.through)}"
    written = label(mention.article, mention.paragraph, mention.item, mention.point)
    return named + written + _until(mention.through_paragraph, mention.through_item)


def _until(paragraph: int, item: int) -> str:
    if not (paragraph or item):
        return ""
    return f"至第（{_written(item)}）项" if item else f"至第{_written(paragraph)}款"


def each(mention: Mention) -> tuple[Mention, ...]:
    """Return the paragraphs or items of a range one by one; the mention itself where it is none."""
    if mention.through_item:
        items = range(mention.item, min(mention.through_item, mention.item + MOST) + 1)
        return tuple(replace(mention, item=item, through_item=0) for item in items)
    paragraphs = range(mention.paragraph, min(mention.through_paragraph, mention.paragraph + MOST) + 1)
    return tuple(replace(mention, paragraph=one, through_paragraph=0) for one in paragraphs) or (mention,)


def lacks(text: str, mention: Mention) -> str:
    """Return what an article's text lacks of what a mention cites, at both ends of a range; empty for nothing."""
    one = mention
    if lack := lacking(text, one.paragraph, one.item, one.point):
        return lack
    if 0 < one.through_item < one.item or 0 < one.through_paragraph < one.paragraph:
        return f"起止颠倒：{cited(replace(one, name='', document_number='', edition='', itself=False))}"
    ended = one.through_paragraph or one.through_item
    return lacking(text, one.through_paragraph or one.paragraph, one.through_item or one.item, 0) if ended else ""


def lacking(text: str, paragraph: int, item: int, point: int) -> str:
    """Return what an article's text lacks of what is cited, as a Chinese clause; empty where it has all of it."""
    lack = _lacking(text, paragraph, item, point)
    return "" if lack and item and paragraph <= len(paragraphs(text)) and _listed(text, item) else lack


def _listed(text: str, item: int) -> bool:
    """Whether a list counts up to an item in another way than statutes do today: 一、 or 1. or items in one line."""
    number = f"{_written(item)}|{item}"
    return re.search(rf"(?:^|[：:；;。\n])\s*[（(]?(?:{number})[)）、.．]", text) is not None


def _lacking(text: str, paragraph: int, item: int, point: int) -> str:
    parts = paragraphs(text)
    if paragraph > len(parts):
        return f"该条只有{_count(len(parts))}款" if len(parts) > 1 else "该条只有一款，不分款"
    if not item:
        return "引用只写了目，没有写明是哪一项" if point else ""
    holders = [one for one in (parts[paragraph - 1 : paragraph] if paragraph else parts) if one.items]
    where = f"该条第{_written(paragraph)}款" if paragraph else "该条"
    if not holders:
        return f"{where}没有列项"
    found = [one for part in holders for one in part.items if one.number == item]
    if not found:
        return f"{where}只有{_count(_most(holders))}项"
    return _no_point(found, item, point) if point else ""


def unclear(text: str, paragraph: int, item: int) -> bool:
    """Return whether an item is cited without its paragraph, and more than one paragraph has such an item."""
    holding = [one for part in paragraphs(text) for one in part.items if one.number == item]
    return bool(item and not paragraph and len(holding) > 1)


def _most(holders: Sequence[Paragraph]) -> int:
    return max(len(part.items) for part in holders)


def _no_point(found: Sequence[Item], item: int, point: int) -> str:
    points = [one.number for holder in found for one in holder.points]
    if point in points:
        return ""
    where = f"该条第（{_written(item)}）项"
    return f"{where}只有{_count(len(points))}目" if points else f"{where}没有分目"


def of_range(shelf: Shelf, version: Version, first: Number, last: Number) -> tuple[tuple[Number, ...], str]:
    """Return the articles of a version from one to another, and what is wrong with such a range (empty: nothing)."""
    if last < first:
        return (), f"起止颠倒：{label(first)}在{label(last)}之后"
    held = dict.fromkeys(shelf.numbers(version.id))
    inside = tuple(one for one in held if first <= one <= last)
    mains = {one.main for one in inside}
    missing = [one for one in (first, last) if one not in held]
    wanted = range(first.main, last.main + 1)
    missing += list(islice((Number(n) for n in wanted if n not in mains and Number(n) not in missing), NAMED))
    missing = sorted(set(missing))
    return inside, f"没有{'、'.join(label(one) for one in missing[:NAMED])}" if missing else ""


def of_division(divisions: Sequence[Division], mention: Mention) -> str:
    """Return what is wrong with the part, chapter or section that is cited; empty where the version has it."""
    if mention.division is None:
        return ""
    kind, number = mention.division
    if any((one.kind, one.number) == (kind, number) for one in divisions):
        return ""
    return f"没有第{_written(number)}{kind.value}"


def _count(number: int) -> str:
    return "两" if number == 2 else _written(number)


def _written(number: int) -> str:
    return to_chinese(number) if 1 <= number <= 9_999 else str(number)
