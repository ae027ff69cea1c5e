"""A file of indicators: what is wrong is said with the line, what, and the remedy."""

import pytest

from fazhi.figures.parsing import from_entry, parse_indicators
from fazhi.figures.registry import FILE, NoSuchIndicator, check_against, indicator, indicators
from fazhi.matters.catalogue import editions
from fazhi.procedure.errors import BadDefinition

GOOD = """edition: "1"
indicators:
  a:
    name: 甲
    unit: 件
    placed_by: ended_at
    meaning: 说明
    where: {procedure: [grid_matter]}
    numerator: {on_time: true}
    numerator_words: 分子
    denominator_words: 分母
"""
# what is replaced by what, the line blamed, words of the message
WRONG = [
    ("unit: 件", "unit: 人", 5, "计量单位不能是“人”"),
    ("unit: 件", "colour: 件", 5, "不认识的键“colour”"),
    ("name: 甲", "name:", 4, "缺少“name”"),
    ("placed_by: ended_at", "placed_by: entered_at", 6, "归期时间不能是“entered_at”"),
    ("{procedure: [grid_matter]}", "{colour: [red]}", 8, "没有可用于筛选的列“colour”"),
    ("{procedure: [grid_matter]}", "{procedure: grid_matter}", 8, "看不懂"),
    ("{procedure: [grid_matter]}", "{ended_at: {not_after: yesterday}}", 8, "看不懂"),
    ("{procedure: [grid_matter]}", "{supervised: {at_least: many}}", 8, "看不懂"),
    ("{procedure: [grid_matter]}", "{round: [whistle]}", 8, "没有可用于筛选的列“round”"),
    ("{procedure: [grid_matter]}", "{any: [{on_time: true}]}", 8, "至少两组"),
    ("{procedure: [grid_matter]}", "[grid_matter]", 8, "须是键值表"),
    ("numerator_words: 分子", "direction: sideways", 10, "不能是“sideways”"),
    ("numerator_words: 分子", "least_denominator: -1", 10, "不小于 0"),
    ("    numerator_words: 分子\n", "", 4, "须写明分子、分母"),
    ("meaning: 说明", "meaning: 说明\n    differs_from: {b: 不同}", 4, "没有定义的指标“b”"),
    ("meaning: 说明", "meaning: 说明\n    counts: parties\n    records: request", 8, "counts"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "words"), WRONG)
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    with pytest.raises(BadDefinition) as refused:
        parse_indicators(GOOD.replace(old, new), "main.yaml")
    said = [p for p in refused.value.problems if words in str(p)]
    assert said, [str(p) for p in refused.value.problems]
    if words != "counts":
        assert said[0].line == line
    assert all(p.remedy for p in refused.value.problems)


def test_every_mistake_is_shown_at_once() -> None:
    text = GOOD.replace("unit: 件", "unit: 人").replace("ended_at", "entered_at")
    with pytest.raises(BadDefinition) as refused:
        parse_indicators(text, "main.yaml")
    assert len(refused.value.problems) == 2


def test_what_an_issued_figure_keeps_gives_the_same_definition() -> None:
    for one in indicators().values():
        assert from_entry(one.id, one.entry, one.edition.rpartition("@")[2]) == one


def test_our_indicators_name_only_what_the_procedures_have() -> None:
    check_against(indicators().values(), editions().values(), str(FILE))


def test_an_outcome_that_no_procedure_has_is_named() -> None:
    text = GOOD.replace("[grid_matter]", "[grid_matter], outcome: [resolvd]")
    with pytest.raises(BadDefinition, match="outcome“resolvd”"):
        check_against(parse_indicators(text, "m").values(), editions().values(), "m")


def test_every_rate_says_what_stands_above_and_below() -> None:
    assert all(one.numerator_words and one.denominator_words for one in indicators().values() if one.is_rate)
    with pytest.raises(NoSuchIndicator, match="没有指标"):
        indicator("beauty")
