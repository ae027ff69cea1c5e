"""Numbers of articles, as statutes and people write them."""

import pytest

from fazhi.law.numerals import article_label, to_chinese, to_int


def test_every_number_of_an_article_is_read_back() -> None:
    assert [n for n in range(1, 10_000) if to_int(to_chinese(n)) != n] == []


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("一百二十八", 128), ("一百二十八 ", 128), ("一 百二十八", 128),
        ("128", 128), ("１２８", 128), ("十", 10), ("二十", 20),
        ("一百零五", 105), ("一百〇五", 105), ("二〇二三", 2023), ("一千二百五十四", 1254), ("两千", 2000), ("〇", 0),
        ("", None), ("法", None), ("十百", None), ("一第二", None),
    ],
)  # fmt: skip
def test_what_is_written(written: str, number: int | None) -> None:
    assert to_int(written) == number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1005, "一千零五"),
        (1010, "一千零一十"),
    ],
)
def test_how_statutes_write(number: int, written: str) -> None:
    assert to_chinese(number) == written


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_outside_there_is_no_article(number: int) -> None:
    with pytest.raises(ValueError, match="条文序号"):
        to_chinese(number)


@pytest.mark.parametrize(
    ("number", "label"), [((20,), "第二十条"), ((20, 1), "第二十条之一"), ((12_345,), "第12345条"), ((0,), "第0条")]
)
def test_labels(number: tuple[int, ...], label: str) -> None:
    assert article_label(*number) == label
