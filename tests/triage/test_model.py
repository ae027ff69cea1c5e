"""Training and ranking."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.triage import Example, Model, TriageError, train
from tests.triage.samples import examples


@pytest.fixture(scope="module")
def model() -> Model:
    return train(examples())


@pytest.mark.parametrize(
    ("text", "label", "reason"),
    [
        ("自来水停水", "供水", "停水"),
        ("小学学生太多", "教育", "学生"),
        ("公交车拒载", "交通", "公交"),
    ],
)
def test_the_subject_is_found_and_the_reason_is_in_the_message(
    model: Model, text: str, label: str, reason: str
) -> None:
    first = model.rank(text)[0]
    assert first.label == label
    assert any(reason in word or word in reason for word in first.reasons)
    assert all(word in text for word in first.reasons)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_ranked_with_confidences_that_sum_to_one(model: Model, text: str) -> None:
    ranked = model.rank(text)
    confidences = [one.confidence for one in ranked]
    assert {one.label for one in ranked} == set(model.labels)
    assert sum(confidences) == pytest.approx(1, abs=1e-4)
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert model.rank(text) == ranked


def test_many_and_one_agree(model: Model) -> None:
    texts = ["", "停水", *(one.text for one in examples())]
    for text, ranked in zip(texts, model.rank_many(texts), strict=True):
        alone = model.rank(text)
        assert [one.label for one in ranked] == [one.label for one in alone]
        assert [one.confidence for one in ranked] == pytest.approx([one.confidence for one in alone], abs=1e-5)
    assert model.rank_many(["停水"], reasons=True) == [model.rank("停水")]
    assert model.rank_many([]) == []


def test_top_bounds_what_is_returned(model: Model) -> None:
    assert len(model.rank("停水", top=2)) == 2
    assert len(model.rank("停水", top=9)) == 3


@given(st.permutations(examples()))
@settings(max_examples=3, deadline=None)
def test_the_order_of_the_examples_does_not_matter(model: Model, shuffled: list[Example]) -> None:
    again = train(shuffled)
    assert again.edition == model.edition
    assert again.rank("学校停水") == model.rank("学校停水")


def test_other_data_are_another_edition(model: Model) -> None:
    assert train(examples()[1:]).edition != model.edition
    assert train(examples(), seed=1).edition != model.edition


def test_what_is_past_the_limit_changes_nothing(model: Model) -> None:
    text = "停水" * 1_000
    assert model.rank(text + "学校老师" * 200_000) == model.rank(text)


def test_a_return_speaks_against_the_unit(model: Model) -> None:
    text = "水表箱旁的路灯坏了"
    returned = Example(text, "供水", weight=5.0, against=True)
    before = {one.label: one.confidence for one in model.rank(text)}
    after = {one.label: one.confidence for one in train([*examples(), returned]).rank(text)}
    assert after["供水"] < before["供水"]


def test_two_labels_are_enough() -> None:
    model = train([one for one in examples() if one.label != "交通"])
    assert model.rank("停水")[0].label == "供水"
    assert sum(one.confidence for one in model.rank("停水")) == pytest.approx(1, abs=1e-4)


def test_a_label_with_a_single_example_can_be_learnt() -> None:
    model = train([*examples(), Example("烟花爆竹乱放", "应急")])
    assert model.rank("烟花爆竹")[0].label == "应急"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ([], "没有可供学习的样本"),
        ([Example("停水", "供水")], "只有一个类别"),
        ([Example("停水", "供水"), Example("补课", "教育", against=True)], "只有一个类别"),
        ([*examples(), Example(" ！\x00", "供水")], "无从学习"),
        ([*examples(), Example("停水", " ")], "没有类别"),
        ([replace(examples()[0], weight=0.0), *examples()], "权重不是正数"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(wrong: list[Example], says: str) -> None:
    with pytest.raises(TriageError, match=says):
        train(wrong)
