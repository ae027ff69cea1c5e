"""The passage of an article that answers best: the sentence that holds the most telling terms of the question."""

import re

from fazhi.law.search import tokens
from fazhi.law.search.index import Index
from fazhi.law.search.ranking import Asked

_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?]?")


def passage(index: Index, asked: Asked, text: str) -> tuple[int, int]:
    """Return where the best sentence of an article begins and ends; the first one where none has a term asked for."""
    best, score = (0, len(text)), -1.0
    for found in _SENTENCE.finditer(text):
        worth = _worth(index, asked, found.group())
        if worth > score:
            best, score = _trimmed(text, *found.span()), worth
    return best


def _worth(index: Index, asked: Asked, sentence: str) -> float:
    codes = tokens.codes(sentence)
    pairs = set(tokens.pairs(codes)[0].tolist())
    characters = set(tokens.characters(codes)[0].tolist())
    return (
        _sum(index, "pairs", pairs & asked.pairs.keys())
        + 0.5 * _sum(index, "pairs", pairs & asked.lay.keys())
        + 0.3 * _sum(index, "characters", characters & asked.characters.keys())
    )


def _sum(index: Index, field: str, keys: set[int]) -> float:
    return float(index.fields[field].rarity(tokens.keys_of(keys)).sum())


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    words = text[begin:end]
    return begin + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
