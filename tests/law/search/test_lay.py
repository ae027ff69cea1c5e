"""Everyday words to the statutes' words."""

import pytest

from fazhi.law.search import lay

WORDS = lay.read("# 说明\n\n老板 东家 = 用人单位\n老板娘 = 近亲属\n东家 = 出租人\n租房 = 租赁\n房东 = 出租人\n")


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("老板不发钱", ("用人单位",)),
        ("老板娘", ("近亲属",)),
        ("东家", ("用人单位", "出租人")),
        ("东家和老板", ("用人单位", "出租人")),
        ("老板就是用人单位", ()),
        ("租房东家的", ("租赁", "出租人", "用人单位")),
        ("无关", ()),
        ("", ()),
    ],
)
def test_meant(question: str, meant: tuple[str, ...]) -> None:
    assert WORDS.meant(question) == meant


@pytest.mark.parametrize("line", ["老板 用人单位", "= 用人单位", "老板 ="])
def test_a_line_of_another_form_is_named(line: str) -> None:
    with pytest.raises(ValueError, match="词表第 2 行"):
        lay.read(f"# 说明\n{line}\n")


def test_no_words_at_all() -> None:
    assert lay.read("").meant("老板") == ()


def test_what_is_shipped_can_be_read() -> None:
    assert len(lay.shipped().terms) > 400
    assert "配偶" in lay.shipped().meant("老公不回家")
