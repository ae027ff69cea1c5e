"""The passage of an article that answers best: the sentence that holds the most telling terms of the question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fazhi.law.search import tokens
from fazhi.law.search.index import Index
from fazhi.law.search.ranking import WEIGHTS, Asked

_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?]?")


@dataclass(frozen=True, slots=True)
class Telling:
    """How telling each term of a question is, worked out once for all articles that are shown."""

    characters: Mapping[int, float]
    pairs: Mapping[int, float]

    @classmethod
    def of(cls, index: Index, asked: Asked) -> "Telling":
        """Weigh the terms of a question as the ranking does."""
        lay = {key: WEIGHTS["lay"] * worth for key, worth in _worths(index, "pairs", asked.lay).items()}
        return cls(_worths(index, "characters", asked.characters), lay | _worths(index, "pairs", asked.pairs))

    def passage(self, text: str) -> tuple[int, int]:
        """Return where the best sentence of an article begins and ends; the first where none has a term asked for."""
        best, score = (0, len(text)), -1.0
        for found in _SENTENCE.finditer(text):
            worth = self._worth(found.group())
            if worth > score:
                best, score = _trimmed(text, *found.span()), worth
        return best

    def _worth(self, sentence: str) -> float:
        codes = tokens.codes(sentence)
        pairs, characters = (set(keys.tolist()) for keys, _ in (tokens.pairs(codes), tokens.characters(codes)))
        return sum(self.pairs[key] for key in pairs & self.pairs.keys()) + sum(
            self.characters[key] for key in characters & self.characters.keys()
        )


def _worths(index: Index, field: str, terms: Mapping[int, float]) -> dict[int, float]:
    keys = tokens.keys_of(terms)
    return dict(zip(keys.tolist(), index.fields[field].rarity(keys).tolist(), strict=True))


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    words = text[begin:end]
    return begin + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
