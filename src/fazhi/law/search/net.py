"""A small net that orders candidates: one hidden layer and a direct path, taught to raise the accepted above the rest.

Listwise softmax (ListNet with the accepted as the target), Adam, in NumPy alone: some thousand questions of some
hundred candidates take seconds, and what is learnt is a handful of arrays that can be read back without trust.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

HIDDEN, EPOCHS, RATE, DROPPED, BATCH, DECAY, NETS = 32, 10, 5e-3, 0.2, 8, 1e-3, 5
_LOW, _HIGH = -4.0, 8.0  # features are held within so many standard deviations
_EARLY, _LATE, _TINY = 0.9, 0.999, 1e-8  # Adam's


@dataclass(frozen=True, slots=True)
class Net:
    """Several nets taught from different beginnings, as stacked arrays, with the features' means and spreads."""

    mean: Matrix
    spread: Matrix
    into: Matrix  # (nets, features, hidden)
    bias: Matrix  # (nets, hidden)
    out: Matrix  # (nets, hidden)
    direct: Matrix  # (nets, features)

    def scores(self, features: Matrix) -> Matrix:
        """Return one score a row, the higher the better."""
        x = held(features, self.mean, self.spread)
        total = np.zeros(len(x), dtype=np.float32)
        for into, bias, out, direct in zip(self.into, self.bias, self.out, self.direct, strict=True):
            total += np.maximum(x @ into + bias, 0) @ out + x @ direct
        return np.asarray(total / len(self.into), dtype=np.float32)


def held(features: Matrix, mean: Matrix, spread: Matrix) -> Matrix:
    """Return features in standard deviations from the mean, held within bounds."""
    return np.asarray(np.clip((features - mean) / spread, _LOW, _HIGH), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Example:
    """The candidates of one question, and which of them were accepted (at least one)."""

    features: Matrix
    good: NDArray[np.bool_]


def fit(examples: Sequence[Example]) -> Net:
    """Teach the nets; the same examples give the same nets."""
    rows = np.concatenate([one.features for one in examples])
    mean, spread = np.asarray(rows.mean(axis=0)), np.asarray(rows.std(axis=0) + np.float32(1e-6))
    inputs = [held(one.features, mean, spread) for one in examples]
    wanted = [(one.good / one.good.sum()).astype(np.float32) for one in examples]
    taught = [_taught(inputs, wanted, seed) for seed in range(NETS)]
    into, bias, out, direct = (np.stack(part) for part in zip(*taught, strict=True))
    return Net(mean, spread, into, bias, out, direct)


def _taught(inputs: list[Matrix], wanted: list[Matrix], seed: int) -> list[Matrix]:
    chance, width = np.random.default_rng(seed), inputs[0].shape[1]
    shapes = ((width, HIDDEN), width**-0.5), ((HIDDEN,), 0.0), ((HIDDEN,), HIDDEN**-0.5), ((width,), 0.01)
    parts: list[Matrix] = [
        np.asarray(chance.standard_normal(shape) * spread, dtype=np.float32) for shape, spread in shapes
    ]
    steps = EPOCHS * -(-len(inputs) // BATCH)
    adam = _Adam(parts, steps)
    for _ in range(EPOCHS):
        order = chance.permutation(len(inputs))
        for begin in range(0, len(order), BATCH):
            chosen = order[begin : begin + BATCH]
            x = np.concatenate([inputs[i] for i in chosen])
            x *= (chance.random(x.shape, dtype=np.float32) > DROPPED) / np.float32(1 - DROPPED)
            sizes = np.array([len(inputs[i]) for i in chosen])
            adam.step(_slopes(parts, x, np.concatenate([wanted[i] for i in chosen]), sizes))
    return parts


def _slopes(parts: list[Matrix], x: Matrix, wanted: Matrix, sizes: NDArray[np.intp]) -> list[Matrix]:
    """Return the slope of the loss by each part: cross entropy of the softmax over each question's candidates."""
    into, bias, out, direct = parts
    before = x @ into + bias
    after = np.maximum(before, 0)
    score = after @ out + x @ direct
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    raised = np.exp(score - np.repeat(np.maximum.reduceat(score, begins), sizes))
    share = raised / np.repeat(np.add.reduceat(raised, begins), sizes)
    error = ((share - wanted) / len(sizes)).astype(np.float32)
    hidden = np.outer(error, out) * (before > 0)
    return [x.T @ hidden, hidden.sum(axis=0), after.T @ error, x.T @ error]


class _Adam:
    """Moves parts against their slopes, less and less along a cosine."""

    def __init__(self, parts: list[Matrix], steps: int) -> None:
        self._parts, self._steps, self._done = parts, steps, 0
        self._first = [np.zeros_like(part) for part in parts]
        self._second = [np.zeros_like(part) for part in parts]

    def step(self, slopes: list[Matrix]) -> None:
        """Take one step."""
        self._done += 1
        rate = RATE * 0.5 * float(1 + np.cos(np.pi * self._done / self._steps))
        for part, slope, first, second in zip(self._parts, slopes, self._first, self._second, strict=True):
            first += (1 - _EARLY) * (slope - first)
            second += (1 - _LATE) * (slope * slope - second)
            move = first / (1 - _EARLY**self._done) / (np.sqrt(second / (1 - _LATE**self._done)) + _TINY)
            part -= np.asarray(rate * (move + DECAY * part), dtype=np.float32)
