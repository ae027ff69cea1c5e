"""An article's text to its paragraphs, items and points."""

import pytest

from fazhi.law.reading.tree import paragraphs, passage

TEXT = (
    "有下列情形的，予以登记：\n（一）甲：\n1. 子；\n（2）丑；\n（二）乙。\n前款所列情形，由县级办理。\n另有规定的除外。"
)


def test_the_tree() -> None:
    first, second, third = paragraphs(TEXT)
    assert [item.number for item in first.items] == [1, 2]
    assert [(point.number, point.text) for point in first.items[0].points] == [(1, "子；"), (2, "丑；")]
    assert (second.text, third.text) == ("前款所列情形，由县级办理。", "另有规定的除外。")


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((2,), "前款所列情形，由县级办理。"), ((1, 2), "乙。"), ((0, 2), "乙。"), ((1, 1, 2), "丑；"),
        ((0, 0, 0), None),
        ((4,), None), ((1, 3), None), ((2, 1), None), ((1, 1, 3), None),
    ],
)  # fmt: skip
def test_passages(place: tuple[int, ...], words: str | None) -> None:
    found = passage(TEXT, *place)
    assert found == words if any(place) else found and found.startswith("有下列情形")


def test_what_has_parts_is_told_whole_with_their_labels() -> None:
    assert passage(TEXT) == TEXT
    assert passage(TEXT, 1) == TEXT.partition("\n前款")[0]
    assert passage(TEXT, 1, 1) == "甲：\n1. 子；\n（2）丑；"


def test_an_item_alone_is_ambiguous_where_two_paragraphs_have_items() -> None:
    assert passage("甲：\n（一）子；\n乙：\n（一）丑。", 0, 1) is None


def test_nothing() -> None:
    assert paragraphs("") == ()
    assert passage("", 1) is None
