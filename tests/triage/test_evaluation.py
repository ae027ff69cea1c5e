"""Examining by folds."""

from collections.abc import Sequence

import pytest

from fazhi.triage import Example, Model, TriageError, evaluate, threshold_for, train
from tests.triage.samples import examples
from tests.triage.test_grouping import LONG, SHORTENED


def test_the_measures_fit_together() -> None:
    found = evaluate(examples(), folds=3)
    assert found.n == 18
    assert sum(one.count for one in found.per_label) == 18
    assert 0.5 < found.accuracy <= found.top3 == 1
    assert found.macro_f1 == pytest.approx(sum(one.f1 for one in found.per_label) / 3)
    assert found.coverage == pytest.approx(0.9, abs=0.06)
    assert found.threshold == pytest.approx(threshold_for(found.confidences))
    assert found.confident_accuracy >= found.accuracy


def test_the_same_seed_gives_the_same_measures() -> None:
    one, other = evaluate(examples(), folds=3), evaluate(examples(), folds=3)
    assert (one.confidences, one.per_label) == (other.confidences, other.per_label)


def test_no_copy_of_a_held_out_message_is_learnt_from() -> None:
    original = Example(LONG, "供水")
    learnt: list[set[str]] = []

    def watching(part: Sequence[Example], *, seed: int) -> Model:
        learnt.append({one.text for one in part})
        return train(part, seed=seed)

    evaluate([*examples(), original], folds=3, extra=[Example(SHORTENED, "教育")], trainer=watching)
    assert len(learnt) == 3
    assert all((LONG in texts) == (SHORTENED in texts) for texts in learnt)
    assert any(SHORTENED in texts for texts in learnt)


@pytest.mark.parametrize(("share", "threshold"), [(0.0, 0.1), (0.5, 0.5), (1.0, 0.9)])
def test_the_threshold_leaves_the_share_below_it(share: float, threshold: float) -> None:
    assert threshold_for([0.9, 0.1, 0.5], share) == pytest.approx(threshold)


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_out_of_range_is_refused(share: float) -> None:
    with pytest.raises(TriageError, match="0 与 1 之间"):
        threshold_for([0.5], share)


def test_no_confidences_give_no_threshold() -> None:
    with pytest.raises(TriageError, match="先评估"):
        threshold_for([])


@pytest.mark.parametrize("few", [[], examples()[:3], [one for one in examples() if one.label == "供水"]])
def test_too_few_examples_are_refused(few: list[Example]) -> None:
    with pytest.raises(TriageError, match="样本太少"):
        evaluate(few)
