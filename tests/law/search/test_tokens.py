"""What of a text counts, and where it stands."""

import pytest

from fazhi.law.search import tokens


def written(keys: tokens.Keys) -> list[str]:
    return [(chr(key >> 16) if key >> 16 else "") + chr(key & 0xFFFF) for key in keys.tolist()]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("用人单位", ["用人", "人单", "单位"]),
        ("甲，乙丙。丁", ["乙丙"]),
        ("ＡＢ ab", ["ab", "ab"]),
        ("满３０日", ["满3", "30", "0日"]),
        ("", []),
        ("，。", []),
        ("甲\ud800乙", []),
    ],
)
def test_pairs_do_not_span_a_break(text: str, pairs: list[str]) -> None:
    assert written(tokens.pairs(tokens.codes(text))[0]) == pairs


def test_where_they_stand() -> None:
    codes = tokens.codes("甲，乙丙")
    assert tokens.characters(codes)[1].tolist() == [0, 2, 3]
    assert tokens.pairs(codes)[1].tolist() == [2]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("请问公司不发工资怎么办？", ["公司不发工资"]),
        ("我可以退货吗", ["退货"]),
        ("怎么办", ["怎么办"]),
        ("如何认定工伤", ["认定工伤"]),
    ],
)
def test_the_scaffold_of_a_question_is_not_looked_for(question: str, left: list[str]) -> None:
    assert tokens.asked(question).replace("？", "").split() == left


def test_of_a_long_question_the_beginning_is_read() -> None:
    assert len(tokens.asked("工" * 5_000)) == 1_000
