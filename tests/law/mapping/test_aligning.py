"""What became of each article: the same, reworded, moved, split, merged, gone, added."""

import random

import pytest

from fazhi.law.mapping.aligning import FateKind, align
from fazhi.law.model import Number
from tests.law.mapping.cast import BOATS, BRIDGES, FEES, GATES, GRAIN, LANTERNS, WELLS, articles


def fates(old: tuple[str, ...], new: tuple[str, ...]) -> list[tuple[str, list[int]]]:
    found = align(articles(*old), articles(*new, version=2))
    told = [found.fate(number) for number in found.links]
    return [(fate.kind.value, [one.main for one in fate.now]) for fate in told]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ((GATES, WELLS), (GATES, WELLS), [("相同", [1]), ("相同", [2])]),
        ((GATES, WELLS), (WELLS,), [("删除", []), ("移至", [1])]),
        ((GATES,), (LANTERNS, GATES), [("移至", [2])]),
        ((GATES, WELLS), (WELLS, GATES), [("移至", [2]), ("移至", [1])]),
        ((WELLS,), (WELLS.replace("十步", "三十步"),), [("改文", [1])]),
        ((WELLS, GATES), (GATES, WELLS.replace("里长", "坊正")), [("移至", [2]), ("移至", [1])]),
        ((BOATS + FEES, GRAIN), (BOATS, FEES, GRAIN), [("拆分", [1, 2]), ("移至", [3])]),
        ((BOATS, FEES, GRAIN), (BOATS + FEES, GRAIN), [("合并", [1]), ("合并", [1]), ("移至", [2])]),
        ((GATES,), (), [("删除", [])]),
        ((), (GATES,), []),
        ((GATES, LANTERNS), (BRIDGES, GRAIN), [("删除", []), ("删除", [])]),
    ],
)
def test_fates(old: tuple[str, ...], new: tuple[str, ...], expected: list[tuple[str, list[int]]]) -> None:
    assert fates(old, new) == expected


def test_what_is_new_is_told() -> None:
    found = align(articles(GATES, WELLS), articles(LANTERNS, GATES, BRIDGES, WELLS, version=2))
    assert found.added == (Number(1), Number(3))


def test_spaces_and_punctuation_are_not_words() -> None:
    found = align(articles("甲，乙；丙丁。"), articles("甲 乙、丙丁", version=2))
    assert (found.fate(Number(1)).kind, found.fate(Number(1)).likeness) == (FateKind.SAME, 1.0)


def test_a_repeated_wording_is_matched_in_order() -> None:
    repealed = "（已删去）"
    assert fates((GATES, repealed, WELLS, repealed), (GATES, repealed, WELLS, repealed))[1] == ("相同", [2])


def test_of_a_repeated_number_the_first_counts() -> None:
    found = align(articles((1, GATES), (1, WELLS)), articles(GATES, version=2))
    assert [(number.main, fate.to.main) for number, (fate,) in found.links.items()] == [(1, 1)]


def test_no_number_no_fate() -> None:
    with pytest.raises(KeyError):
        align(articles(GATES), articles(GATES)).fate(Number(9))


def test_a_sentence_between_matched_neighbours_needs_less_likeness() -> None:
    old = "渡口由里长指派艄公值守，艄公须识水性。"
    new = "渡口实行轮值，值守办法由县丞另行规定并张榜告知乡民，艄公须识水性。"
    assert fates((GATES, old, WELLS), (GATES, new, WELLS))[1] == ("改文", [2])


def test_the_same_twice_gives_the_same() -> None:
    old, new = articles(GATES, BOATS + FEES, WELLS), articles(FEES, WELLS, GATES, BOATS, version=2)
    assert align(old, new) == align(old, new)


def test_two_steps_are_followed_through() -> None:
    first, second = articles(GATES, WELLS, BOATS), articles(LANTERNS, GATES, WELLS, version=2)
    third = articles(LANTERNS, BRIDGES, GATES, WELLS.replace("十步", "五步"), version=3)
    found = align(first, second).then(align(second, third))
    kinds = [(found.fate(Number(n)).kind.name, [one.main for one in found.fate(Number(n)).now]) for n in (1, 2, 3)]
    assert kinds == [("MOVED", [3]), ("MOVED", [4]), ("GONE", [])]
    assert found.added == (Number(1), Number(2))


def _made_up(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chr(chance.randrange(0x4E00, 0x4E00 + 900)) for _ in range(60)) for _ in range(count)]


def test_the_pairs_weighed_grow_with_the_articles_not_with_their_square() -> None:
    weighed = []
    for count in (100, 200, 400):
        texts = _made_up(count, count)
        changed = [text[:30] + "改" + text[35:] for text in texts]
        weighed.append(align(articles(*texts), articles("新增的第一条。", *changed, version=2)).compared)
    assert weighed[1] < 3 * weighed[0]
    assert weighed[2] < 3 * weighed[1]
    assert weighed[2] < 400 * 40
