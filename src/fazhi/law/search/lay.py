"""What people say and what statutes write for it: 老板 is 用人单位. A plain list of words, lay_words.txt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class LayWords:
    """Words of everyday speech, each with the words by which statutes call the same thing."""

    terms: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]

    def meant(self, question: str) -> tuple[str, ...]:
        """Return the statutes' words for what the question says in everyday words, without those it has already."""
        found = dict.fromkeys(
            term for word in self.pattern.findall(question) for term in self.terms[word] if term not in question
        )
        return tuple(found)


def read(text: str) -> LayWords:
    """Read lines 口语 口语 = 法律用语 法律用语; # begins a remark. ValueError names a line of another form."""
    terms: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        said, equal, written = line.partition("=")
        if not equal or not said.split() or not written.split():
            raise ValueError(f"词表第 {number} 行不是“口语 = 法律用语”的写法：{line}")
        for word in said.split():
            terms[word] = tuple(dict.fromkeys((*terms.get(word, ()), *written.split())))
    longest_first = sorted(terms, key=len, reverse=True)
    # A lookahead: 老板娘 may hold 老板, and words may overlap.
    return LayWords(terms, re.compile(f"(?=({'|'.join(map(re.escape, longest_first)) or '(?!)'}))"))


@cache
def shipped() -> LayWords:
    """Return the list that comes with the software."""
    return read(resources.files(__package__).joinpath("lay_words.txt").read_text(encoding="utf-8"))
