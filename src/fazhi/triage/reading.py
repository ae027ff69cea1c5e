"""Reading a message: from text to the codes of the characters that carry meaning, and to keys of character runs."""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint16]
Keys = NDArray[np.uint64]
Floats = NDArray[np.float32]

MAX_READ: Final = 2_000
"""Characters of a message that are read; the matter of a message is in its beginning, and this bounds the time."""
TITLE_MAX: Final = 60
TITLE_MIN: Final = 4
"""Characters before a gap from which they are a title and not a form of address."""
HEAD: Final = 25
LONGEST: Final = 3
"""Characters of a run, at most: their codes fill the lower bits of a key, the view that it belongs to the rest."""
RUN_BITS: Final = 16 * LONGEST
_RUN: Final = np.uint64((1 << RUN_BITS) - 1)


def _folding() -> Codes:
    """Map each 16-bit code to what is kept of it: Han characters, digits, small letters; 0 for all else."""
    table = np.zeros(65_536, np.uint16)
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (ord("0"), ord("9")), (ord("a"), ord("z"))):
        table[first : last + 1] = np.arange(first, last + 1, dtype=np.uint16)
    table[ord("A") : ord("Z") + 1] = table[ord("a") : ord("z") + 1]
    table[0xFF01:0xFF5F] = table[0x21:0x7F]
    return table


_FOLD: Final = _folding()
_GAP: Final = re.compile(r"[^\S\n]*[\u3000\xa0\t][^\S\n]*| {3,}")
"""What parts a title from the text where they were joined in one line: spaces that indent a paragraph."""


def codes_of(text: str) -> Codes:
    """Return the codes of the meaningful characters of a text, in order; signs, spaces and controls drop out."""
    raw = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
    folded = _FOLD[raw]
    kept: Codes = folded[folded != 0]
    return kept


def parts_of(text: str) -> tuple[Codes, Codes]:
    """Return (head, whole): the head is the title where the message begins with one, else the first 25 characters."""
    text = text[:MAX_READ].lstrip()
    whole = codes_of(text)
    title = _title_of(text)
    return (title if title.size else whole[:HEAD]), whole


def _title_of(text: str) -> Codes:
    """Return the first line where it is short and more follows, else what stands before the first wide gap."""
    first, _, rest = text.partition("\n")
    if rest.strip() and len(first) <= TITLE_MAX and (title := codes_of(first)).size:
        return title
    gap = _GAP.search(text, 0, 2 * TITLE_MAX)
    title = codes_of(text[: gap.start()] if gap else "")
    return title if TITLE_MIN <= title.size <= TITLE_MAX else title[:0]


def keys_of(codes: Codes, longest: int) -> Keys:
    """Return a key for every run of 1 to `longest` characters; a run's key is its codes side by side."""
    wide = codes.astype(np.uint64)
    runs = [wide]
    for length in range(2, min(longest, wide.size) + 1):
        runs.append((runs[-1][:-1] << np.uint64(16)) | wide[length - 1 :])
    return np.concatenate(runs)


def runs_of(keys: Keys) -> list[str]:
    """Return the characters that each key stands for, whatever view it is marked for."""
    every = (keys & _RUN).astype(">u8").tobytes().decode("utf-16-be")
    return [every[at : at + 4].lstrip("\0") for at in range(0, len(every), 4)]
