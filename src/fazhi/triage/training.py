"""Learning a model: two linear scores a label, then a calibration of both on messages held out in turn.

scikit-learn is loaded where it is used: it costs a second and 76 MB, and most processes never learn.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from fazhi.triage.errors import TriageError
from fazhi.triage.examples import Example
from fazhi.triage.features import Lexicon, learn_vocabulary
from fazhi.triage.folds import folds_of
from fazhi.triage.model import Model, chances_of, matrix_of
from fazhi.triage.reading import Floats, parts_of

Strings = NDArray[np.str_]

ENOUGH: Final = 1_000
"""Examples from which rare runs are left out, and the calibration may differ between labels."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What governs the learning; part of the model's edition.

    `longest`, `least` and `shares` give, for the head and the whole, the longest run of characters, the fewest
    messages a run must be in, and how much the view counts. `cost` is the SVM's price of an error, `smoothing` what
    every run is taken to weigh in every label before counting, `sharpness` the calibration's freedom.
    """

    longest: tuple[int, int] = (3, 3)
    least: tuple[int, int] = (2, 5)
    shares: tuple[float, float] = (0.5, 1.0)
    cost: float = 0.7
    smoothing: float = 0.1
    sharpness: float = 5.0
    inner_folds: int = 3


DEFAULT: Final = Settings()


def train(examples: Sequence[Example], *, seed: int = 0, settings: Settings = DEFAULT) -> Model:
    """Learn a model from examples; their order does not matter.

    Raises TriageError where there is nothing to learn from: no examples, an empty text, fewer than two labels.
    """
    ordered = sorted(examples, key=lambda one: (one.text, one.label, one.group, one.weight, one.against))
    labels = _checked_labels(ordered)
    lexicon = _lexicon(ordered, settings)
    rows = matrix_of(lexicon, [one.text for one in ordered])
    weights, intercepts = _learn(rows, ordered, labels, seed, settings)
    matrix, bias = _calibrate(rows, ordered, labels, seed, settings)
    return Model(labels, lexicon, weights, intercepts, matrix, bias, _edition(ordered, seed, settings))


def _checked_labels(examples: Sequence[Example]) -> tuple[str, ...]:
    if not examples:
        raise TriageError("没有可供学习的样本。请先导入已标明类别或承办单位的信件，再训练。")
    for number, one in enumerate(examples, start=1):
        if not parts_of(one.text)[1].size:
            raise TriageError(
                f"有样本（排序后第 {number} 条）的正文没有汉字、字母或数字，无从学习。请删去该条或补上正文。"
            )
        if not one.label.strip():
            raise TriageError(f"排序后第 {number} 条样本没有类别。请补上类别或承办单位，或删去该条。")
        if one.weight <= 0:
            raise TriageError(f"有样本（类别“{one.label}”）的权重不是正数。请改为大于零的数。")
    labels = tuple(sorted({one.label for one in examples if not one.against}))
    if len(labels) < 2:
        raise TriageError("样本只有一个类别，学不出区别。请至少给出两个类别的样本。")
    return labels


def _lexicon(examples: Sequence[Example], settings: Settings) -> Lexicon:
    parts = [parts_of(one.text) for one in examples]
    least = settings.least if len(examples) >= ENOUGH else (1,) * len(settings.least)
    views = (
        learn_vocabulary((part[at] for part in parts), settings.longest[at], least[at], settings.shares[at])
        for at in range(len(settings.longest))
    )
    return Lexicon(tuple(views))


def _learn(
    rows: sparse.csr_matrix, examples: Sequence[Example], labels: Sequence[str], seed: int, settings: Settings
) -> tuple[Floats, Floats]:
    """Return weights (columns × twice the labels) and intercepts: what separates labels, then what is rare elsewhere.

    The separation is the sharper; the counts hold where a message is unlike any seen. They err apart, so both are kept.
    """
    separating, intercepts = _separate(rows, examples, labels, seed, settings)
    counting = _count(rows, examples, labels, settings)
    return np.hstack([separating, counting]), np.concatenate([intercepts, np.zeros(len(labels), np.float32)])


def _count(rows: sparse.csr_matrix, examples: Sequence[Example], labels: Sequence[str], settings: Settings) -> Floats:
    """Return weights of complement naive Bayes: a run speaks for a label as far as it is rare in all the others."""
    truth = np.array([one.label for one in examples])
    against = np.array([one.against for one in examples])
    worth = np.array([one.weight for one in examples])
    elsewhere = np.array([worth * np.where(against, truth == label, truth != label) for label in labels])
    counts = elsewhere @ rows + settings.smoothing
    weights = -np.log(counts / counts.sum(axis=1, keepdims=True))
    # The level that all labels share tells nothing, and its size would drown what does.
    centred: Floats = (weights - weights.mean(axis=0)).T.astype(np.float32)
    return centred


def _separate(
    rows: sparse.csr_matrix, examples: Sequence[Example], labels: Sequence[str], seed: int, settings: Settings
) -> tuple[Floats, Floats]:
    """Return weights (columns × labels) and intercepts of one linear SVM a label against the rest."""
    from sklearn.svm import LinearSVC

    weights = np.zeros((rows.shape[1], len(labels)), np.float32)
    intercepts = np.zeros(len(labels), np.float32)
    truth = np.array([one.label for one in examples])
    against = np.array([one.against for one in examples])
    worth = np.array([one.weight for one in examples])
    for at, label in enumerate(labels):
        # A returned message says only that it is not this label's; it says nothing about the others.
        taken = ~against | (truth == label)
        is_label = ((truth == label) & ~against)[taken]
        if not is_label.any():
            # All its examples are held out just now.
            intercepts[at] = -1.0
            continue
        # Small labels count for more, so that the large ones do not swallow what lies between.
        fair = np.where(is_label, taken.sum() / (len(labels) * max(int(is_label.sum()), 1)), 1.0)
        machine = LinearSVC(C=settings.cost, tol=1e-2, random_state=seed)
        machine.fit(rows[taken], is_label, sample_weight=fair * worth[taken])
        weights[:, at] = machine.coef_[0]
        intercepts[at] = machine.intercept_[0]
    return weights, intercepts


def _calibrate(
    rows: sparse.csr_matrix, examples: Sequence[Example], labels: Sequence[str], seed: int, settings: Settings
) -> tuple[Floats, Floats]:
    """Learn, on messages held out in turn, how scores become chances."""
    from sklearn.linear_model import LogisticRegression

    plain = np.array([not one.against for one in examples])
    counts = Counter(one.label for one in examples if not one.against)
    if sum(count >= settings.inner_folds for count in counts.values()) < 2:
        # Too few to hold any out: a mild slope, so that confidences stay low until there is more to learn from.
        return _sloped(1.0, len(labels)), np.zeros(len(labels), np.float32)
    scores = _held_out_scores(rows, examples, labels, seed, settings)[plain]
    truth = np.array([one.label for one in examples])[plain]
    if truth.size < ENOUGH:
        return _one_slope(scores, np.searchsorted(labels, truth)), np.zeros(len(labels), np.float32)
    scale = scores.std(axis=0) + np.float32(1e-6)
    learner = LogisticRegression(C=settings.sharpness, max_iter=1_000)
    learner.fit(scores / scale, truth)
    matrix, bias = learner.coef_, learner.intercept_
    if len(labels) == 2:
        # For two labels sklearn keeps one row; ours has one a label.
        matrix, bias = np.vstack([-matrix, matrix]) / 2, np.array([-bias[0], bias[0]]) / 2
    return (matrix / scale).T.astype(np.float32), bias.astype(np.float32)


def _sloped(slope: float, count: int) -> Floats:
    """Return a calibration that leaves the order of the separating scores as it is."""
    return np.vstack([np.eye(count, dtype=np.float32) * np.float32(slope), np.zeros((count, count), np.float32)])


def _one_slope(scores: Floats, truth: NDArray[np.int64]) -> Floats:
    """Return the slope, the same for all labels, under which the held-out labels were the least surprising."""
    count = scores.shape[1] // 2
    level = np.zeros(count, np.float32)
    sloped = [_sloped(float(slope), count) for slope in np.geomspace(0.5, 16.0, 41)]
    held = np.arange(truth.size)
    surprises = [-np.log(chances_of(scores, one, level)[held, truth] + 1e-9).mean() for one in sloped]
    return sloped[int(np.argmin(surprises))]


def _held_out_scores(
    rows: sparse.csr_matrix, examples: Sequence[Example], labels: Sequence[str], seed: int, settings: Settings
) -> Floats:
    scores = np.zeros((len(examples), 2 * len(labels)), np.float32)
    for learnt, held in folds_of(examples, settings.inner_folds, seed):
        part = [examples[at] for at in learnt]
        weights, intercepts = _learn(rows[learnt], part, labels, seed, settings)
        scores[held] = rows[held] @ weights + intercepts
    return scores


def _edition(examples: Sequence[Example], seed: int, settings: Settings) -> str:
    digest = hashlib.sha256(repr((seed, settings)).encode())
    for one in examples:
        line = json.dumps([one.text, one.label, one.group, one.weight, one.against], ensure_ascii=False)
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()[:16]
