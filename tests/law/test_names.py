"""One form of a title, however it is written."""

import pytest

from fazhi.law.names import normal, serial, short


@pytest.mark.parametrize(
    "written",
    [
        "中华人民共和国样例法", "《中华人民共和国样例法》", "中华人民共和国 样例法", "〈中华人民共和国样例法〉",
        "中华人民共和国样例法（2021修订）", "中华人民共和国样例法(2021年修正)", "中华人民共和国样例法（2017年9月1日）",
    ],
)  # fmt: skip
def test_the_same_title(written: str) -> None:
    assert normal(written) == "中华人民共和国样例法"
    assert short(written) == "样例法"


@pytest.mark.parametrize(
    "title", ["关于适用《样例法》若干问题的解释（一）", "样例办法（试行）", "《样例法》《另例法》衔接规定"]
)
def test_what_belongs_to_the_title_stays(title: str) -> None:
    assert normal(title) == title


def test_marks_within_a_title_are_one_kind() -> None:
    assert normal("关于〈样例法〉的解释") == normal("关于《样例法》的解释")


@pytest.mark.parametrize(
    "written", ["清释〔2019〕7号", "清释（2019）7号", "清释 [2019]第 07 号", "清释﹝２０１９﹞7号"]
)
def test_a_document_number_has_one_form(written: str) -> None:
    assert serial(written) == "清释〔2019〕7号"


def test_numbers_without_a_year_in_brackets_stay() -> None:
    assert serial("令第 7 号") == "令第7号"
