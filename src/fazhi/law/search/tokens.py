"""Text to what an index counts: single characters and pairs of neighbouring ones.

Everything is worked out over arrays of character codes, so that a corpus of twenty million characters is read in
seconds, and no dictionary is shipped or kept in memory. Words were tried (docs/explanation/law-search.md): they add
nothing to what characters, pairs and the list of lay words find together.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Codes: TypeAlias = NDArray[np.uint16]
Keys: TypeAlias = NDArray[np.uint32]
Places: TypeAlias = NDArray[np.int64]

_READ = 1_000  # characters of a question that are read; the rest of a longer one says little that is new

_SCAFFOLD = re.compile(
    "怎么办|怎么样|怎么|怎样|什么样|什么|如何|是否|可不可以|可以|能否|能不能|有没有|是不是|会不会|要不要|该不该"
    "|哪些|哪个|哪里|我想问|想问一下|请问|请教|需不需要|需要|为什么|多久|多少|的话|我们|他们|[吗呢吧啊我你他她]"
)


def codes(text: str) -> Codes:
    """Return one code a character: Han characters, digits and Latin letters (small) as they are, 0 for all else."""
    plain = unicodedata.normalize("NFKC", text).lower()
    wide = np.frombuffer(plain.encode("utf-32-le", "replace"), dtype=np.uint32)
    han = (wide >= 0x4E00) & (wide <= 0x9FFF)
    latin = (wide >= 0x61) & (wide <= 0x7A)
    digit = (wide >= 0x30) & (wide <= 0x39)
    return np.where(han | latin | digit, wide, 0).astype(np.uint16)


def characters(text: Codes) -> tuple[Keys, Places]:
    """Return the characters of a text, and where each stands."""
    begins = np.flatnonzero(text)
    return text[begins].astype(np.uint32), begins


def pairs(text: Codes) -> tuple[Keys, Places]:
    """Return the pairs of neighbouring characters, and where each begins; none spans a break (code 0)."""
    begins = np.flatnonzero((text[:-1] != 0) & (text[1:] != 0))
    return (text[begins].astype(np.uint32) << np.uint32(16)) | text[begins + 1], begins


def asked(question: str) -> str:
    """Return what of a question is worth looking for: its first 1,000 characters without 请问, 怎么办, 我 and the like.

    Where nothing would be left the question stands as it is.
    """
    head = question[:_READ]
    kept = _SCAFFOLD.sub(" ", head)
    return kept if codes(kept).any() else head


def keys_of(terms: Iterable[int]) -> Keys:
    """Return terms as an array, sorted."""
    return np.array(sorted(terms), dtype=np.uint32)
