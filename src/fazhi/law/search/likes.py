"""Like questions that were answered here before, each with the articles that answered it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from fazhi.law.search.accepted import Accepted
from fazhi.law.search.questions import Terms

LEAST = 0.3  # likeness from which two questions may ask the same


@dataclass(frozen=True, slots=True)
class Likes:
    """Answered questions, ready to be asked which of them a new one is like; nothing is learnt for it."""

    log: tuple[Accepted, ...]
    terms: Terms
    matrix: sparse.csr_matrix

    @classmethod
    def of(cls, log: Sequence[Accepted]) -> "Likes | None":
        """Make a log ready, in time that grows with its length; None for an empty one."""
        asked = [one.question for one in log]
        if not asked:
            return None
        terms = Terms.of(asked)
        return cls(tuple(log), terms, terms.matrix(asked))

    def like(self, question: str, n: int = 3, least: float = LEAST) -> tuple[tuple[Accepted, float], ...]:
        """Return the n likest, the likest first, each with its likeness from `least` to 1."""
        alike = np.asarray(self.matrix @ self.terms.vector(question), dtype=np.float32)
        likest = np.argsort(-alike, kind="stable")[:n]
        return tuple((self.log[i], float(alike[i])) for i in likest if alike[i] >= least)
