"""Triage on the labelled messages beside the checkout: the figures are printed, and floors are asserted."""

import os
from pathlib import Path

import pytest

from fazhi.triage import Evaluation, Example, evaluate
from fazhi.triage.grouping import grouped
from fazhi.triage.keywords import keyword_model, read_duties
from fazhi.triage.sources import read_examples

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("FAZHI_SHARED_DATA") or ROOT.parent / "shared" / "data") / "messages"
DUTIES = ROOT / "src" / "fazhi" / "catalogue" / "routing" / "subjects.yaml"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (DATA / "residents.csv").is_file(), reason=f"没有真实信件：{DATA} 不存在"),
]


@pytest.fixture(scope="module")
def full() -> list[Example]:
    return read_examples([DATA / "residents.csv"])


@pytest.fixture(scope="module")
def segmented() -> list[Example]:
    return read_examples([DATA / "labelled_segmented.csv"])


def told(name: str, found: Evaluation, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(
            f"\n{name}（{found.n} 条，{found.folds} 折）：准确率 {found.accuracy:.4f}，宏 F1 {found.macro_f1:.4f}，"
            f"前三含正确 {found.top3:.4f}；把握较大的 {found.coverage:.0%}：准确率 {found.confident_accuracy:.4f}，"
            f"宏 F1 {found.confident_macro_f1:.4f}（阈值 {found.threshold:.3f}）；每条 {found.ms_per_message:.2f} 毫秒"
        )


def test_full_texts(full: list[Example], segmented: list[Example], capsys: pytest.CaptureFixture[str]) -> None:
    found = evaluate(full, extra=segmented)
    told("全文", found, capsys)
    assert found.n == 961
    assert found.macro_f1 > 0.89
    assert found.confident_accuracy > 0.93
    assert found.top3 > 0.98


def test_segmented_texts(full: list[Example], segmented: list[Example], capsys: pytest.CaptureFixture[str]) -> None:
    found = evaluate(segmented, extra=full)
    told("分词", found, capsys)
    assert found.n == 6_427
    assert found.macro_f1 > 0.92
    assert found.confident_accuracy > 0.95
    assert found.top3 > 0.99


def test_the_shortened_copy_of_a_full_text_is_found(full: list[Example], segmented: list[Example]) -> None:
    groups = grouped([*full, *segmented])
    shortened = {one.group for one in groups[len(full) :]}
    with_copy = sum(one.group in shortened for one in groups[: len(full)])
    assert with_copy > 945


def test_the_table_of_words_before_any_training(full: list[Example], capsys: pytest.CaptureFixture[str]) -> None:
    ranker = keyword_model(read_duties(DUTIES))
    assert {one.label for one in full} == set(read_duties(DUTIES))
    firsts = [ranked[0] for ranked in ranker.rank_many([one.text for one in full], top=1)]
    right = sum(first.label == one.label for first, one in zip(firsts, full, strict=True)) / len(full)
    sure = sum(first.confidence for first in firsts) / len(firsts)
    with capsys.disabled():
        print(f"\n词表（未训练）：准确率 {right:.4f}，平均把握 {sure:.4f}")
    assert right > 0.78
    assert sure < right
