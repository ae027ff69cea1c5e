"""In which words questions were answered, and which articles are written in the words that answer a new one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fazhi.law.search import ranking, tokens
from fazhi.law.search.postings import Postings

Weights = NDArray[np.float32]
_TERMS = 80  # terms that are looked for


@dataclass(frozen=True, slots=True)
class Wording:
    """The pairs of characters of some texts a question (articles, a reply) and what each tells, a row a question."""

    terms: sparse.csr_matrix
    keys: tokens.Keys  # the terms, in the columns' order

    @classmethod
    def of(cls, field: Postings, texts: Sequence[Sequence[str]]) -> "Wording":
        """Count the terms of each question's texts, each text as much as another; rarity is that in the corpus."""
        known = {text: _terms(field, text) for row in texts for text in row}
        keys = np.unique(np.concatenate([keys for keys, _ in known.values()])) if known else np.zeros(0, np.uint32)
        rows = [_row([known[text] for text in row], keys) for row in texts]
        return cls(sparse.vstack(rows).tocsr() if rows else sparse.csr_matrix((0, 1), dtype=np.float32), keys)

    def part(self, chosen: NDArray[np.intp]) -> "Wording":
        """Return the rows of some of the questions."""
        return Wording(self.terms[chosen], self.keys)

    def scores(self, field: Postings, weights: Weights) -> ranking.Scores:
        """Return the score of every article for the words of the questions' texts, each question by its weight."""
        wanted = np.asarray(self.terms.T @ weights, dtype=np.float32).ravel()[: len(self.keys)]
        return field.scores({int(self.keys[i]): float(wanted[i]) for i in ranking.best(wanted, _TERMS)})


def _terms(field: Postings, text: str) -> tuple[tokens.Keys, Weights]:
    """Return the pairs of a text and how much each tells, together of length 1."""
    keys, counts = np.unique(tokens.pairs(tokens.codes(text))[0], return_counts=True)
    weights = (1 + np.log(counts)) * field.rarity(keys)
    return keys, (weights / max(float(np.linalg.norm(weights)), 1e-9)).astype(np.float32)


def _row(found: list[tuple[tokens.Keys, Weights]], keys: tokens.Keys) -> sparse.csr_matrix:
    at = np.concatenate([*(np.searchsorted(keys, terms) for terms, _ in found), np.zeros(0, dtype=np.intp)])
    weights = np.concatenate([*(weights / len(found) for _, weights in found), np.zeros(0, dtype=np.float32)])
    return sparse.csr_matrix((weights, (np.zeros(len(at), dtype=int), at)), shape=(1, max(len(keys), 1)))
