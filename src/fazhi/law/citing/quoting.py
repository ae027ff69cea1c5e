"""Words quoted beside a citation, compared with those of the provision: what differs is shown, a paraphrase is not."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from fazhi.law.citing.model import Quoted

PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"', "‘": "’"}
LONGEST = 2_000  # characters of one quotation that are compared; longer ones are no quotations
FEWEST = 6  # characters below which marks may only set off a term
WITHOUT_MARKS = 12  # the same, where nothing but 规定 leads to the words
ALIKE = 0.9  # share of their characters that words without marks must have in common with the article
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
    matcher = SequenceMatcher(None, body, piece, autojunk=False)
    blocks = [one for one in matcher.get_matching_blocks() if one.size > 1]
    if sum(one.size for one in blocks) < len(piece) / 2:
        return ["引文不是这一条的文字"]
    told, here, there = [], blocks[0].a, 0
    for block in blocks:
        told += _difference(body[here : block.a], piece[there : block.b])
        here, there = block.a + block.size, block.b + block.size
    return told + _difference("", piece[there:])


def _difference(ours: str, theirs: str) -> list[str]:
    ours, theirs = ours[:WIDTH], theirs[:WIDTH]
    if ours and theirs:
        return [f"引文“{theirs}”，条文“{ours}”"]
    if theirs:
        return [f"引文多“{theirs}”"]
    return [f"引文少“{ours}”"] if ours else []
