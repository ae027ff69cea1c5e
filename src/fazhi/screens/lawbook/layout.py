"""An article's text laid out: a line for each paragraph, item and point, with its own place to point at, and links."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from fazhi.law.reading.tree import paragraphs


@dataclass(frozen=True, slots=True)
class Link:
    """Characters `start` to `end` of a text lead to `url`; `says` tells what of them, and `changed` that they moved."""

    start: int
    end: int
    url: str
    says: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an article: its place (para_2__item_3), what it is (para, item, point), and its words."""

    id: str
    kind: str
    words: SafeString


def lines(text: str, links: Sequence[Link] = ()) -> list[Line]:
    """Return the lines of an article's text in order, each with its address inside the article."""
    places = list(_places(text))
    found: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        if raw.strip():
            kind, id = places[len(found)]
            found.append(Line(id, kind, linked(text, links, start, start + len(raw))))
        start += len(raw) + 1
    return found


def _places(text: str) -> Iterator[tuple[str, str]]:
    for p, paragraph in enumerate(paragraphs(text), 1):
        yield "para", f"para_{p}"
        for item in paragraph.items:
            yield "item", f"para_{p}__item_{item.number}"
            for point in item.points:
                yield "point", f"para_{p}__item_{item.number}__point_{point.number}"


def linked(text: str, links: Iterable[Link], start: int = 0, end: int | None = None) -> SafeString:
    """Return characters `start` to `end` of a text escaped, with the links that lie wholly among them."""
    end = len(text) if end is None else end
    parts, at = [], start
    for link in sorted(links, key=lambda one: one.start):
        if at <= link.start and link.end <= end:
            parts += [conditional_escape(text[at : link.start]), _anchor(link, text[link.start : link.end])]
            at = link.end
    parts.append(conditional_escape(text[at:end]))
    return mark_safe("".join(parts))  # noqa: S308  each part is escaped


def _anchor(link: Link, words: str) -> SafeString:
    css = "law-link law-moved" if link.changed else "law-link"
    return format_html('<a class="{}" href="{}" title="{}">{}</a>', css, link.url, link.says, words)


def marked(text: str, words: Sequence[str]) -> SafeString:
    """Return a text escaped, with what it shares with the words of a question in <mark>."""
    spots = [False] * len(text)
    for word in words:
        at = text.find(word) if word else -1
        while at >= 0:
            spots[at : at + len(word)] = [True] * len(word)
            at = text.find(word, at + 1)
    parts, start = [], 0
    for here in range(1, len(text) + 1):
        if here == len(text) or spots[here] != spots[start]:
            piece = conditional_escape(text[start:here])
            parts.append(format_html("<mark>{}</mark>", piece) if spots[start] else piece)
            start = here
    return mark_safe("".join(parts))  # noqa: S308  each part is escaped
