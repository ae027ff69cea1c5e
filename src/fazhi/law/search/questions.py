"""How alike questions are, and what the answers to like questions say about a new one (kernel ridge regression)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fazhi.law.search import tokens

Weights = NDArray[np.float32]
_FIELDS = ((tokens.pairs, 0.65), (tokens.characters, 0.35))  # shares of pairs and of characters in likeness
_READ = 1_000  # characters of a question that are read; the statutes' words for its lay words, added, helped nothing
REPLY = 600  # characters of a reply that are read
_RIDGE = 1.0  # how far a single like question is trusted


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a set of texts, with how telling each is among them; a term none has weighs nothing."""

    keys: tuple[tokens.Keys, ...]
    telling: tuple[Weights, ...]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Terms":
        """Count the terms of texts."""
        keys, telling = [], []
        read = [_read(text) for text in texts]
        for field, _ in _FIELDS:
            each = [np.unique(field(text)[0]) for text in read]
            terms, having = np.unique(np.concatenate(each), return_counts=True) if each else (_NONE, _NONE)
            keys.append(terms.astype(np.uint32))
            telling.append((np.log((len(texts) + 1) / (having + 1)) + 0.3).astype(np.float32))
        return cls(tuple(keys), tuple(telling))

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Return one row a text, of length 1 (0 for a text without a known term)."""
        found = [self._entries(text) for text in texts]
        ends = np.concatenate([[0], np.cumsum([len(columns) for columns, _ in found])])
        columns, values = (np.concatenate(part) for part in zip(*found, strict=True))
        return sparse.csr_matrix((values, columns, ends), shape=(len(texts), self._width))

    def vector(self, text: str) -> Weights:
        """Return the row of one text, written out."""
        columns, values = self._entries(text)
        found = np.zeros(self._width, dtype=np.float32)
        found[columns] = values
        return found

    @property
    def _width(self) -> int:
        return max(sum(len(keys) for keys in self.keys), 1)

    def _entries(self, text: str) -> tuple[NDArray[np.int32], Weights]:
        """Return the columns of a text's terms and their weights, each field's of the length of its share."""
        read, begin = _read(text), 0
        columns, values = [], []
        for (field, share), keys, telling in zip(_FIELDS, self.keys, self.telling, strict=True):
            at, counts = _known(field(read)[0], keys)
            weights = (1 + np.log(counts)) * telling[at]
            columns.append(at + begin)
            values.append(weights * (np.sqrt(share) / max(float(np.linalg.norm(weights)), 1e-9)))
            begin += len(keys)
        return np.concatenate(columns).astype(np.int32), np.concatenate(values).astype(np.float32)


_NONE = np.zeros(0, dtype=np.uint32)


def _read(text: str) -> tokens.Codes:
    return tokens.codes(text[:_READ])


def _known(terms: tokens.Keys, keys: tokens.Keys) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return where the terms of a text stand among `keys`, those that do, and how often the text has each."""
    found, counts = np.unique(terms, return_counts=True)
    at = np.minimum(np.searchsorted(keys, found), max(len(keys) - 1, 0))
    known = keys[at] == found if len(keys) else np.zeros(len(found), dtype=bool)
    return at[known], counts[known]


@dataclass(frozen=True, slots=True)
class Told:
    """What the log holds for one question: likeness to each logged question and to its reply (0 without one), and the
    weight of each one's answer."""

    likeness: Weights
    replied: Weights
    weights: Weights


@dataclass(frozen=True, slots=True)
class Recall:
    """Questions answered before, ready to be asked which of them a new one is like.

    What was said in reply, where it is kept, stands beside its question as another way of asking it: replies tell in
    the words of the law what was asked in others.
    """

    terms: Terms
    matrix: sparse.csr_matrix  # one row a question, then one a reply
    solved: Weights  # (rows of matrix, questions): the inverse of likeness plus ridge, replies added to their questions
    replied: NDArray[np.intp]  # to which question each reply belongs
    apart: Weights | None  # (questions, questions): the weights of the others' answers for each, for learning alone

    @classmethod
    def of(cls, questions: Sequence[str], replies: Sequence[str] = (), *, apart: bool = False) -> "Recall":
        """Solve for a log and its replies ("" for none); time grows with the cube of its length, memory the square."""
        having = [i for i, reply in enumerate(replies) if reply]
        texts = [*questions, *(replies[i][:REPLY] for i in having)]
        terms = Terms.of(texts)
        matrix = terms.matrix(texts)
        alike = (matrix @ matrix.T).toarray()
        alike[np.diag_indices(len(texts))] += _RIDGE
        whole = np.linalg.inv(alike)
        owner = np.concatenate([np.arange(len(questions)), np.array(having, dtype=int)])
        joined = sparse.csr_matrix((np.ones(len(owner)), (np.arange(len(owner)), owner)), dtype=np.float32)
        told = _apart(whole, owner, joined) if apart else None
        return cls(terms, matrix, np.asarray(whole @ joined, dtype=np.float32), owner[len(questions) :], told)

    @property
    def questions(self) -> sparse.csr_matrix:
        """The rows of the questions."""
        return self.matrix[: self.solved.shape[1]]

    def told(self, question: str) -> Told:
        """Return what the log holds for a new question."""
        alike = np.asarray(self.matrix @ self.terms.vector(question), dtype=np.float32)
        return self._told(alike, alike @ self.solved)

    def told_without(self, own: int) -> Told:
        """Return what the log would hold for its question number `own`, had it never been answered."""
        assert self.apart is not None, "made without apart=True"
        alike = np.asarray((self.matrix @ self.matrix[own].T).todense(), dtype=np.float32).ravel()
        told = self._told(alike, self.apart[own])
        told.likeness[own] = told.replied[own] = 0
        return told

    def _told(self, alike: Weights, weights: Weights) -> Told:
        replied = np.zeros(len(weights), dtype=np.float32)
        replied[self.replied] = alike[len(weights) :]
        return Told(alike[: len(weights)], replied, weights)


def _apart(whole: NDArray[np.float64], owner: NDArray[np.intp], joined: sparse.csr_matrix) -> Weights:
    """Return for each question what the others alone would weigh, without solving anew (the block inverse)."""
    found = np.zeros((joined.shape[1], joined.shape[1]), dtype=np.float32)
    for own in range(len(found)):
        mine = np.flatnonzero(owner == own)
        weights = -np.linalg.solve(whole[np.ix_(mine, mine)], whole[mine])[0]
        weights[mine] = 0
        found[own] = weights @ joined
    return found
