"""How good the dispatch is: folds held out in turn, copies of a message never on both sides.

scikit-learn is loaded where it is used: it costs a second and 76 MB, and most processes never learn nor evaluate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np

from fazhi.triage.errors import TriageError
from fazhi.triage.examples import Example
from fazhi.triage.folds import folds_of
from fazhi.triage.grouping import grouped
from fazhi.triage.model import Model
from fazhi.triage.reading import Floats
from fazhi.triage.training import Strings, train

TO_HUMAN: Final = 0.10
"""The share of messages that a dispatcher sees unless a city sets another."""


@dataclass(frozen=True, slots=True)
class LabelScore:
    """Precision, recall and F1 (0–1) of one label, and how many messages have it."""

    label: str
    precision: float
    recall: float
    f1: float
    count: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What held-out messages say of a way of training; all shares 0–1.

    `coverage` is the share of messages sure enough to go without a dispatcher, at `threshold`; `confident_*` are
    of those. `top3` is how often the right label is among the first three. `confidences` are of the first choices,
    sorted. `ms_per_message` is the measured time of one `rank`, reasons included.
    """

    n: int
    folds: int
    accuracy: float
    macro_f1: float
    top3: float
    per_label: tuple[LabelScore, ...]
    threshold: float
    coverage: float
    confident_accuracy: float
    confident_macro_f1: float
    ms_per_message: float
    confidences: tuple[float, ...]


def threshold_for(confidences: Sequence[float], share_to_human: float = TO_HUMAN) -> float:
    """Return the confidence (0–1) below which the given share of messages lies."""
    if not 0 <= share_to_human <= 1:
        raise TriageError("转人工的比例必须在 0 与 1 之间。请改正该设置。")
    if not len(confidences):
        raise TriageError("没有可供计算阈值的把握值。请先评估模型。")
    return float(np.quantile(np.asarray(confidences), share_to_human))


def evaluate(
    examples: Sequence[Example],
    folds: int = 5,
    seed: int = 0,
    extra: Sequence[Example] = (),
    share_to_human: float = TO_HUMAN,
    trainer: Callable[..., Model] = train,
) -> Evaluation:
    """Examine by folds: learn from the others and `extra`, less every copy of a message that is held out.

    Raises TriageError where there are too few examples to hold any out.
    """
    if folds < 2:
        raise TriageError(f"分不出 {folds} 份来轮流检验。请写不小于 2 的份数。")
    if len(examples) < folds or len({one.label for one in examples}) < 2:
        raise TriageError(f"样本太少，分不出 {folds} 份来评估。请增加样本，且至少两个类别。")
    every = grouped([*examples, *extra])
    judged, helping = every[: len(examples)], every[len(examples) :]
    labels = sorted({one.label for one in every if not one.against})
    chances = np.zeros((len(judged), len(labels)), np.float32)
    spent = 0.0
    for learnt, held in folds_of(judged, folds, seed):
        out = {judged[at].group for at in held}
        part = [judged[at] for at in learnt] + [one for one in helping if one.group not in out]
        model = trainer(part, seed=seed)
        texts = [judged[at].text for at in held]
        columns = np.array([labels.index(label) for label in model.labels])
        chances[held[:, np.newaxis], columns] = model.chances_many(texts)
        spent += _seconds(model, texts)
    return _scored(judged, np.array(labels), chances, folds, share_to_human, 1_000 * spent / len(judged))


def _seconds(model: Model, texts: Sequence[str]) -> float:
    started = perf_counter()
    for text in texts:
        model.rank(text)
    return perf_counter() - started


def _scored(
    judged: Sequence[Example], labels: Strings, chances: Floats, folds: int, share_to_human: float, ms: float
) -> Evaluation:
    from sklearn.metrics import f1_score

    truth = np.array([one.label for one in judged])
    order = np.argsort(-chances, axis=1, kind="stable")
    guess = labels[order[:, 0]]
    sure = chances.max(axis=1)
    threshold = threshold_for(sure.tolist(), share_to_human)
    kept = sure >= threshold
    return Evaluation(
        n=len(judged),
        folds=folds,
        accuracy=float((guess == truth).mean()),
        macro_f1=float(f1_score(truth, guess, average="macro", zero_division=0)),
        top3=float((labels[order[:, :3]] == truth[:, np.newaxis]).any(axis=1).mean()),
        per_label=_per_label(truth, guess, labels),
        threshold=threshold,
        coverage=float(kept.mean()),
        confident_accuracy=float((guess[kept] == truth[kept]).mean()),
        confident_macro_f1=float(f1_score(truth[kept], guess[kept], average="macro", zero_division=0)),
        ms_per_message=ms,
        confidences=tuple(sorted(sure.tolist())),
    )


def _per_label(truth: Strings, guess: Strings, labels: Strings) -> tuple[LabelScore, ...]:
    from sklearn.metrics import precision_recall_fscore_support

    measured = precision_recall_fscore_support(truth, guess, labels=labels, zero_division=0)
    return tuple(
        LabelScore(str(label), float(precision), float(recall), float(f1), int(count))
        for label, precision, recall, f1, count in zip(labels, *measured, strict=True)
    )
