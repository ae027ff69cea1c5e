"""How found mentions are held against marks: on made-up marks and mentions."""

import pytest

from bench_law import marks
from bench_law.marks import Agreement, Mark, Marked, compare
from fazhi.law.citing.model import Mention, Told
from fazhi.law.model import DivisionKind, Number

TEXT = "依照《清丰县楼道管理条例》第五条第二款和前款规定，第三章、清政发〔2021〕4号文件。"


def said(words: str, told: Told = Told.NAMED, **rest: object) -> Mention:
    start = TEXT.index(words)
    return Mention(start, start + len(words), told, **rest)  # type: ignore[arg-type]


def mark(words: str, kind: marks.Kind, **rest: object) -> Mark:
    start = TEXT.index(words)
    return Mark(start, start + len(words), kind, **rest)  # type: ignore[arg-type]


FIFTH = {"name": "清丰县楼道管理条例", "article": Number(5), "paragraph": 2}
THIRD = mark("第三章", "self", division="3章")


@pytest.mark.parametrize(
    ("one", "mention", "same"),
    [
        (mark("第五条", "other", **FIFTH), said("第五条第二款", **FIFTH), True),
        (mark("第五条", "other", **FIFTH), said("第五条", **{**FIFTH, "paragraph": 0}), False),
        (mark("第五条", "other", **FIFTH), said("第五条", **{**FIFTH, "name": "清丰县条例"}), False),
        (mark("第五条", "other", **FIFTH), said("第五条", **{**FIFTH, "through": Number(7)}), False),
        (mark("第五条", "other", **FIFTH), said("第五条", **FIFTH, itself=True), False),
        (mark("第五条", "other", **FIFTH), said("前款", **FIFTH), False),
        (mark("前款", "self"), said("前款", itself=True), True),
        (mark("前款", "self"), said("前款", itself=True, article=Number(5), paragraph=1), True),
        (mark("前款", "self"), said("前款", paragraph=1), False),
        (mark("前款", "self", item=1), said("前款", itself=True), False),
        (mark("第三章", "self", division="3章"), said("第三章", itself=True, division=(DivisionKind.CHAPTER, 3)), True),
        (
            mark("第三章", "self", division="3章"),
            said("第三章", itself=True, division=(DivisionKind.SECTION, 3)),
            False,
        ),
        (
            mark("清政发", "number", document_number="清政发〔2021〕4号"),
            said("清政发〔2021〕4号", document_number="清政发[2021]4号"),
            True,
        ),
        (
            mark("清政发", "number", document_number="清政发〔2021〕4号"),
            said("清政发〔2021〕4号", document_number="清政发[2021]14号"),
            False,
        ),
    ],
)
def test_a_mention_counts_as_found_only_where_it_says_the_same(one: Mark, mention: Mention, same: bool) -> None:
    result = Agreement()
    compare(Marked("a", TEXT, (one,)), [mention], result)
    assert (result.found.total(), result.missed.total(), result.wrong.total()) == ((1, 0, 0) if same else (0, 1, 1))


def test_the_name_of_an_instrument_alone_is_not_counted_nor_what_may_be_left_out() -> None:
    result = Agreement()
    bare = said("《清丰县楼道管理条例》", name="清丰县楼道管理条例")
    free = mark("清政发", "optional")
    numbered = [said(words, document_number=words) for words in ("清政发", "清政发〔2021〕4号")]
    compare(Marked("a", TEXT, (free,)), [bare, *numbered], result)
    assert result == Agreement()


def test_the_other_end_of_a_range_of_items_may_be_told_apart() -> None:
    ranged = mark("第五条第二款和前款", "self", article=Number(5), item=1, item_through=4)
    first, last, other = (
        said(w, itself=True, article=Number(5), item=n) for w, n in (("第五条", 1), ("前款", 4), ("前", 3))
    )
    result = Agreement()
    compare(Marked("a", TEXT, (ranged,)), [first, last, other], result)
    assert (result.found.total(), result.missed.total(), result.wrong.total()) == (1, 0, 1)


def test_shares_are_of_the_kinds_asked_for() -> None:
    result = Agreement()
    result.found.update(other=9, self=1)
    result.missed.update(other=1)
    result.wrong.update(self=1)
    assert (result.precision(["other"]), result.recall(["other"])) == (1.0, 0.9)
    assert (result.precision(["self"]), result.recall(["number"])) == (0.5, 1.0)


def test_organs_before_the_title_of_an_interpretation_make_no_other_instrument() -> None:
    assert marks.same_name("最高人民法院关于审理样例案件的解释", "《关于审理样例案件的解释》")
    assert not marks.same_name("劳动合同法", "合同法")
