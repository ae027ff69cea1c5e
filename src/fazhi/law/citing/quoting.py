"""Words quoted beside a citation, compared with those of the provision: what differs is shown, a paraphrase is not."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from fazhi.law.citing.model import Quoted

T = TypeVar("T")
PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’"}
LONGEST = 2_000  # characters of one quotation that are compared; longer ones are no quotations
FEWEST = 6  # characters below which marks may only set off a term
WITHOUT_MARKS = 12  # the same, where nothing but 规定 leads to the words
ALIKE = 0.9  # share of their characters that words without marks must have in common with the article
NEAR = (4, 40, 400)  # characters of the article looked at on either side of where a quotation fits best
FOREIGN = "引文不是这一条的文字"
SHOWN, WIDTH = 3, 24  # differences shown, and characters of each

_LEAD = re.compile(
    r"[）)]?(?:的|之|中|项下|已|又|均|亦|还|明确|分别|即|关于|有关|内容|原文|所){0,4}"
    r"(?:规定|要求|载明|指出|明文|写明|称|表述)?(?:的|了|为|是|如下|内容){0,3}\s{0,2}(?P<mark>[：:，,]?)\s{0,2}"
)
_SAYS = re.compile(r"规定|要求|载明|指出|写明")
_AND = re.compile(r"[、，,；;和及与]{0,2}(?=[“「『])")
_BEFORE = re.compile(r"(?P<close>[”」』])\s{0,2}[（(](?:见|参见|详见|出自|引自)?$")
_GAPS = re.compile(r"…+|\.{3,}|。{3,}|（略）|\(略\)|〔略〕|[＊*]{3,}|—{3,}")
_ITEM_MARKS = re.compile(r"[（(][零〇一二三四五六七八九十]{1,3}[)）]")
_SENTENCE_END = re.compile(r"[。\n]")
_WIDTHS = str.maketrans(
    dict.fromkeys("“”「」『』‘’'", '"')
    | {"、": ",", "〈": "《", "〉": "》", "﹝": "〔", "﹞": "〕", "—": "-", "〇": "零"}
)
_TRAILING = "。.；;，,：:、…"


def quoted(text: str, start: int, end: int, until: int, words: Sequence[str]) -> tuple[Quoted, ...]:
    """Return the quotations beside the citation from `start` to `end`, each compared with every text of `words`.

    `until` is where the next citation begins: words without quotation marks are not read past it.
    """
    bodies = [plain(one) for one in words]
    marked = list(_after(text, end))
    if not marked:
        marked = list(_ahead(text, start))
    if marked:
        return tuple(one for span in marked if (one := _compared(text, span, bodies)) is not None)
    found = _unmarked(text, end, until, bodies)
    return (found,) if found else ()


def inside(words: str, bodies: Iterable[tuple[T, str]]) -> T | None:
    """Return the first of `bodies` (plain words, each under a name) in which a quotation stands; None for none."""
    pieces = _pieces(words)
    if sum(map(len, pieces)) < WITHOUT_MARKS:
        return None
    return next((name for name, body in bodies if _holds(body, pieces)), None)


def plain(words: str) -> str:
    """Return words as they are compared: one width, no spaces, no marks of items, one kind of quotation marks."""
    folded = unicodedata.normalize("NFKC", _ITEM_MARKS.sub("", words)).translate(_WIDTHS)
    return "".join(folded.split())


def _after(text: str, end: int) -> Iterator[tuple[int, int]]:
    lead = _LEAD.match(text, end)
    place = lead.end() if lead else end
    while span := _within(text, place):
        yield span
        following = _AND.match(text, span[1] + 1)
        place = following.end() if following else len(text)


def _within(text: str, place: int) -> tuple[int, int] | None:
    """The words in the quotation marks that open at `place`; those of the same kind inside them belong to them."""
    opening = text[place : place + 1]
    closing = PAIRS.get(opening)
    if closing is None:
        return None
    depth = 0
    for at in range(place + 1, min(len(text), place + 1 + LONGEST)):
        if text[at] == closing:
            if not depth:
                return place + 1, at
            depth -= 1
        elif text[at] == opening:
            depth += 1
    return None


def _ahead(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The words of “…”（第三条）: quoted first, then cited in brackets."""
    window = max(0, start - 8)
    found = _BEFORE.search(text, window, start)
    if found:
        opening = {closing: one for one, closing in PAIRS.items()}[found["close"]]
        begin = text.rfind(opening, max(0, found.start() - LONGEST), found.start())
        if begin >= 0:
            yield begin + 1, found.start()


def _compared(text: str, span: tuple[int, int], bodies: Sequence[str]) -> Quoted | None:
    start, end = span
    pieces = _pieces(text[start:end])
    if any(_holds(body, pieces) for body in bodies):
        return Quoted(start, end, True)
    if sum(map(len, pieces)) < FEWEST:
        return None
    return Quoted(start, end, False, min((_shown(body, pieces) for body in bodies), key=len, default=""))


def _pieces(words: str) -> list[str]:
    """A quotation as the pieces that an abridged one (……) leaves of the article."""
    return [piece for one in _GAPS.split(words) if (piece := plain(one).strip(_TRAILING))]


def _holds(body: str, pieces: Sequence[str]) -> bool:
    place = 0
    for piece in pieces:
        found = body.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return bool(pieces)


def _unmarked(text: str, end: int, until: int, bodies: Sequence[str]) -> Quoted | None:
    lead = _LEAD.match(text, end)
    if lead is None or not lead["mark"] or not _SAYS.search(lead[0]):
        return None
    stop = _SENTENCE_END.search(text, lead.end(), min(until, lead.end() + LONGEST))
    final = stop.start() if stop else min(until, lead.end() + LONGEST)
    pieces = _pieces(text[lead.end() : final])
    if sum(map(len, pieces)) < WITHOUT_MARKS:
        return None
    if any(_holds(body, pieces) for body in bodies):
        return Quoted(lead.end(), final, True)
    if lead["mark"] not in "：:":  # 依照某条的规定，… goes on in the writer's own words
        return None
    near = [body for body in bodies if _alike(body, "".join(pieces)) >= ALIKE]
    return Quoted(lead.end(), final, False, _shown(near[0], pieces)) if near else None


def _alike(body: str, piece: str) -> float:
    pairs = {body[n : n + 2] for n in range(len(body) - 1)}
    shared = sum(piece[n : n + 2] in pairs for n in range(len(piece) - 1))
    return shared / max(1, len(piece) - 1)


def _shown(body: str, pieces: Sequence[str]) -> str:
    """Say in a few words where the pieces part from the article."""
    found: list[str] = []
    for piece in pieces:
        if piece not in body:
            found += _parted(body, piece)
    told = "；".join(found[:SHOWN]) or "各段次序与条文不同"
    return told + (f"，等 {len(found)} 处" if len(found) > SHOWN else "")


def _parted(body: str, piece: str) -> list[str]:
    longest = SequenceMatcher(None, body, piece, autojunk=False).find_longest_match()
    best: list[tuple[int, int, int]] = []
    for near in NEAR:
        begins = max(0, longest.a - longest.b - near)
        window = body[begins : longest.a + len(piece) - longest.b + near]
        found = SequenceMatcher(None, window, piece, autojunk=False).get_matching_blocks()
        blocks = [(begins + one.a, one.b, one.size) for one in found if one.size > 1]
        best = max(best, blocks, key=_fit)
    return _differences(body, piece, best) if _size(best) >= len(piece) / 2 else [FOREIGN]


def _fit(blocks: Sequence[tuple[int, int, int]]) -> int:
    """How well a quotation fits: a pair of characters found farther off, by chance, must not count."""
    return _size(blocks) - 2 * len(blocks)


def _size(blocks: Sequence[tuple[int, int, int]]) -> int:
    return sum(size for *_, size in blocks)


def _differences(body: str, piece: str, blocks: Sequence[tuple[int, int, int]]) -> list[str]:
    told, here, there = [], blocks[0][0], 0
    for a, b, size in blocks:
        told += _difference(body[here:a], piece[there:b])
        here, there = a + size, b + size
    return told + _difference("", piece[there:])


def _difference(ours: str, theirs: str) -> list[str]:
    ours, theirs = ours[:WIDTH], theirs[:WIDTH]
    if ours and theirs:
        return [f"引文“{theirs}”，条文“{ours}”"]
    if theirs:
        return [f"引文多“{theirs}”"]
    return [f"引文少“{ours}”"] if ours else []
