"""Lines to divisions and articles."""

from fazhi.law.model import Division, DivisionKind, Number
from fazhi.law.reading.structure import Body, body

PLAIN = """目　录
第一章 总则
第二章 办理
第一章 总 则
第一条 为了说明写法，制定本例。
第二条　本例所称样例，是指下列各项：
（一）甲；
（二）乙。
前款第二项包括丙。
## 第二章 办理
### 第一节 受理
第三条 收到之日起五日内受理。第四条 不受理的，说明理由。
第四条之一 依照第三条办理。
第三条第二款的规定，适用于前款。
"""


def read(text: str) -> Body:
    return body(enumerate(text.splitlines(), 1), "样例.md")


def texts(found: Body) -> dict[Number, str]:
    return {article.number: article.text for article in found.articles}


def test_divisions_are_read_once_though_the_contents_list_them() -> None:
    assert read(PLAIN).divisions == [
        Division(DivisionKind.CHAPTER, 1, "总则"),
        Division(DivisionKind.CHAPTER, 2, "办理"),
        Division(DivisionKind.SECTION, 1, "受理", 1),
    ]


def test_articles_with_their_lines() -> None:
    found = texts(read(PLAIN))
    assert list(found) == [Number(1), Number(2), Number(3), Number(4), Number(4, 1)]
    assert found[Number(2)].split("\n")[1:] == ["（一）甲；", "（二）乙。", "前款第二项包括丙。"]
    assert found[Number(3)] == "收到之日起五日内受理。"
    assert found[Number(4)] == "不受理的，说明理由。"
    assert found[Number(4, 1)].endswith("\n第三条第二款的规定，适用于前款。")


def test_each_article_knows_its_division() -> None:
    assert [article.division for article in read(PLAIN).articles] == [0, 0, 2, 2, 2]


def test_labels_with_stray_spaces_and_other_digits() -> None:
    found = texts(read("第 一 条 甲。\n第２条 乙。\n第三条　丙。\n\u200b\n第四条\n丁。"))
    assert found == {Number(1): "甲。", Number(2): "乙。", Number(3): "丙。", Number(4): "丁。"}


def test_jumps_repeats_and_steps_back_are_told_with_their_line() -> None:
    found = read("第一条 甲。\n第三条 乙。\n第三条 丙。\n第二条 丁。")
    assert [(one.line, one.what) for one in found.problems] == [
        (2, "第一条之后是第三条，中间缺条"), (3, "第三条重复出现"), (4, "第二条排在第三条之后"),
    ]  # fmt: skip
    assert len(found.articles) == 4, "nothing is dropped"


def test_a_text_without_articles_keeps_its_lines() -> None:
    found = read("某某：\n你单位的请示收悉。第一章提到的问题，答复如下。")
    assert (found.articles, found.divisions) == ([], [])
    assert len(found.before) == 2


def test_a_closing_part_without_a_number() -> None:
    found = read("第一编 总则\n第一章 甲\n第一条 子。\n附　则\n第二条 丑。")
    assert found.divisions[-1] == Division(DivisionKind.PART, 0, "附则")
    assert [article.division for article in found.articles] == [1, 2]
