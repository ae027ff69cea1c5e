"""What a question scores against every article: channels, and the untrained sum of them.

The weights were set by a coarse sweep on half of the development questions (docs/explanation/law-search.md).
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fazhi.law.model import Level
from fazhi.law.search import lay, tokens
from fazhi.law.search.index import LEVELS, Index
from fazhi.law.search.postings import Postings

Scores = NDArray[np.float32]

WEIGHTS: Mapping[str, float] = {"pairs": 1.0, "characters": 1.0, "laws": 0.7, "lay": 0.5, "lay_laws": 0.35}
"""The channels: the question's pairs and characters in the article, its pairs in the whole instrument; and the same
two of the statutes' words for what it says in everyday words."""
LAW_CITED, CITED = 0.06, 0.08
_LEVELS = {Level.LOCAL: 0.85, Level.ADMINISTRATIVE: 0.9}  # what holds everywhere, and statutes, answer more questions
_TERMS = 96  # of a long question the rarest terms are looked for


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is looked for: its own terms, and those of the statutes' words for its lay words."""

    characters: Mapping[int, float]
    pairs: Mapping[int, float]
    lay: Mapping[int, float]


def read(index: Index, question: str, words: lay.LayWords) -> Asked:
    """Return the terms of a question; all empty where it has neither Han characters nor letters nor digits."""
    codes = tokens.codes(tokens.asked(question))
    meant = tokens.codes("\n".join(words.meant(question[:1_000])))
    pairs, characters = index.fields["pairs"], index.fields["characters"]
    return Asked(
        _rarest(characters, tokens.characters(codes)[0]),
        _rarest(pairs, tokens.pairs(codes)[0]),
        _rarest(pairs, tokens.pairs(meant)[0]),
    )


def _rarest(field: Postings, keys: tokens.Keys) -> dict[int, float]:
    counts = Counter(keys.tolist())
    terms = np.fromiter(counts, dtype=np.uint32, count=len(counts))
    rare = field.rarity(terms)
    chosen = terms[np.argsort(-rare, kind="stable")[:_TERMS]] if len(terms) > _TERMS else terms
    return {key: float(min(counts[key], 2)) for key in chosen.tolist()}


def channels(index: Index, asked: Asked) -> dict[str, Scores]:
    """Return the score of every article by each channel."""
    pairs, laws = index.fields["pairs"], index.fields["laws"]
    version = index.rows.version_row
    return {
        "pairs": pairs.scores(asked.pairs),
        "characters": index.fields["characters"].scores(asked.characters),
        "laws": laws.scores(asked.pairs)[version],
        "lay": pairs.scores(asked.lay),
        "lay_laws": laws.scores(asked.lay)[version],
    }


def prior(index: Index) -> Scores:
    """Return by what each article's score is multiplied, whatever is asked: the more it is cited, the more."""
    rows = index.rows
    levels = np.array([_LEVELS.get(level, 1.0) for level in LEVELS], dtype=np.float32)
    instrument = (1 + LAW_CITED * rows.law_cited) * levels[rows.level]
    return np.asarray(instrument[rows.version_row] * (1 + CITED * rows.cited), dtype=np.float32)


def total(found: Mapping[str, Scores], before: Scores) -> Scores:
    """Return the untrained score: the weighted sum of the channels, times the prior."""
    summed = np.zeros(len(before), dtype=np.float32)
    for name, weight in WEIGHTS.items():
        summed += np.float32(weight) * found[name]
    return summed * before


def best(scores: Scores, count: int) -> NDArray[np.intp]:
    """Return the rows of the highest scores above 0, the highest first; of equals the earlier row."""
    count = min(count, len(scores))
    if not count:
        return np.zeros(0, dtype=np.intp)
    rows = np.argpartition(-scores, count - 1)[:count]
    rows = rows[scores[rows] > 0]
    return rows[np.lexsort((rows, -scores[rows]))]
