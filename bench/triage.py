"""Dispatch on real labelled messages, by folds, beside a plain linear SVM over character runs that learns the same."""

import os
from collections.abc import Sequence
from pathlib import Path

from bench.table import Row

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("FAZHI_SHARED_DATA") or ROOT.parent / "shared" / "data") / "messages"
PEER = "character 1–3-gram tf-idf, linear SVM"
FOLDS = 5


def run(limit: int = 0) -> list[Row]:
    """Measure on both files; `limit` takes only so many messages of each."""
    from fazhi.triage.sources import read_examples

    if not (DATA / "residents.csv").is_file():
        return [Row("triage", "dispatch on labelled messages", "", None, note="left out: no labelled messages here")]
    full, short = (read_examples([DATA / name]) for name in ("residents.csv", "labelled_segmented.csv"))
    full, short = full[: limit or None], short[: limit or None]
    return [*_rows("full texts", full, short, 0.90), *_rows("segmented texts", short, full, 0.93)]


def _rows(what: str, examples: Sequence[object], extra: Sequence[object], goal: float) -> list[Row]:
    from fazhi.triage import evaluate

    found = evaluate(examples, folds=FOLDS, extra=extra)  # type: ignore[arg-type]
    accuracy, macro = _plain(examples, extra)
    note = f"{found.n:,} messages, {FOLDS} folds"
    return [
        Row("triage", f"{what}: macro-F1", "0–1", found.macro_f1, macro, PEER, goal, ">=", note=note),
        Row("triage", f"{what}: accuracy", "0–1", found.accuracy, accuracy, PEER),
        Row("triage", f"{what}: accuracy on the surest 90 %", "0–1", found.confident_accuracy, goal=0.95, sense=">=",
            note=f"macro-F1 {found.confident_macro_f1:.3f}"),
        Row("triage", f"{what}: one message, reasons included", "ms", found.ms_per_message, goal=2, sense="<"),
    ]  # fmt: skip


def _plain(examples: Sequence[object], extra: Sequence[object]) -> tuple[float, float]:
    """Return accuracy and macro-F1 of the plain SVM on the same folds, no copy of a held-out message among its own."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics import accuracy_score, f1_score
    from sklearn.pipeline import make_pipeline
    from sklearn.svm import LinearSVC

    from fazhi.triage.folds import folds_of
    from fazhi.triage.grouping import grouped

    every = grouped([*examples, *extra])  # type: ignore[list-item]
    judged, helping = every[: len(examples)], every[len(examples) :]
    truth, guessed = [], []
    for learnt, held in folds_of(judged, FOLDS, 0):
        out = {judged[at].group for at in held}
        part = [judged[at] for at in learnt] + [one for one in helping if one.group not in out]
        runs = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2)
        model = make_pipeline(runs, LinearSVC()).fit([one.text for one in part], [one.label for one in part])
        guessed += list(model.predict([judged[at].text for at in held]))
        truth += [judged[at].label for at in held]
    return float(accuracy_score(truth, guessed)), float(f1_score(truth, guessed, average="macro"))
