"""Citations in texts made up for the purpose."""

import pytest

from fazhi.law.citing.context import collected
from fazhi.law.citing.finding import find
from fazhi.law.citing.model import Mention, Told
from fazhi.law.model import DivisionKind, Number


def brief(mention: Mention) -> str:
    """Write a mention shortly: 样例法 5-1~8 款2 项3."""
    whose = "本" if mention.itself else mention.name or mention.document_number
    number = f"{mention.article.main}-{mention.article.sub}".removesuffix("-0") if mention.article else ""
    number += f"~{mention.through.main}" if mention.through else ""
    last = [f"~{one}" if one else "" for one in (mention.through_paragraph, mention.through_item)]
    below = (("款", mention.paragraph, last[0]), ("项", mention.item, last[1]), ("目", mention.point, ""))
    division = [f"{mention.division[0]}{mention.division[1]}"] if mention.division else []
    return " ".join([whose, *([number] if number else []), *(f"{k}{v}{t}" for k, v, t in below if v), *division])


def briefs(text: str) -> list[str]:
    return [brief(one) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依据《样例法》第三条的规定", ["样例法 3"]),
        ("依据《样例法》第三条、第五条至第八条", ["样例法 3", "样例法 5~8"]),
        ("《样例法》第五至八条", ["样例法 5~8"]),
        ("《样例法》第一百二十八 条、笫九条", ["样例法 128", "样例法 9"]),
        ("《样例法》第１２８条第2款", ["样例法 128 款2"]),
        ("《样例法》第一款第（一）、（三）项", ["样例法 款1 项1", "样例法 款1 项3"]),
        ("《样例法》第十条第二、三款", ["样例法 10 款2", "样例法 10 款3"]),
        ("《样例法》第十条第一款第三项第2目", ["样例法 10 款1 项3 目2"]),
        ("《样例法》第十条第（一）（二）项", ["样例法 10 项1", "样例法 10 项2"]),
        ("《样例法》第十条第一款第（一）项至第（三）项、第九条", ["样例法 10 款1 项1~3", "样例法 9"]),
        ("《样例法》第十条第（一）至（三）项、第（五）项", ["样例法 10 项1~3", "样例法 10 项5"]),
        ("《样例法》第十条第二款至第四款、第六款", ["样例法 10 款2~4", "样例法 10 款6"]),
        ("《样例法》第十条第二至四款", ["样例法 10 款2~4"]),
        ("《样例法》第一百三十三条之一第一款", ["样例法 133-1 款1"]),
        ("《样例法》第二十条之规定", ["样例法 20"]),
        ("《样例法》第三条、四条的规定", ["样例法 3", "样例法 4"]),
        ("《样例法》第六条一款", ["样例法 6 款1"]),
        ("《样例法》第二条、《另例条例》第三条", ["样例法 2", "另例条例 3"]),
        ("《样例法（2021修订）》第三条", ["样例法（2021修订） 3"]),
        ("《样例法》（2021修订）第三条", ["样例法 3"]),
        ("《关于适用〈样例法〉若干问题的解释（一）》第三条", ["关于适用〈样例法〉若干问题的解释（一） 3"]),
        ("《关于适用《样例法》的解释》第三条", ["关于适用《样例法》的解释 3"]),
        ("〈样例法〉第三条", ["样例法 3"]),
        ("依照《样例法》第三章第一节和第五章的规定", ["样例法 节1", "样例法 章5"]),
        ("《样例法》分则第三章", ["样例法 章3"]),
        ("根据《样例法》等法律", ["样例法"]),
    ],
)
def test_titles_in_marks(text: str, expected: list[str]) -> None:
    assert briefs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依照刑法第二条、民法典第三条", ["刑法 2", "民法典 3"]),
        ("违反中华人民共和国公司法第九条", ["中华人民共和国公司法 9"]),
        ("当事人依据合同法第五条主张", ["合同法 5"]),
        ("对外贸易法第五条", ["对外贸易法 5"]),
        ("依照刑法分则第三章", ["刑法 章3"]),
        ("违反清丰县样例管理条例第九条的", ["清丰县样例管理条例 9"]),
        ("依照刑法修正案（八）第二条、民法典修正案第三条", ["刑法修正案（八） 2", "民法典修正案 3"]),
        ("刑法修正案(八)第二条，修正案（八）第三条", ["刑法修正案(八) 2", "刑法修正案(八) 3"]),
        (
            "《样例法修正案（三）》施行。依《修正案(三)》第一条、修正案（三）第二条",
            ["样例法修正案（三）"] + [f"样例法修正案（三） {n}" for n in (1, 2)],
        ),
        ("议案和修正案（八）第二条", []),
        ("按照清政发〔2021〕14号文件第二条", ["清政发〔2021〕14号 2"]),
        ("根据清政办发[2021]3号、清政发﹝2020﹞2号要求", ["清政办发[2021]3号", "清政发﹝2020﹞2号"]),
    ],
)
def test_names_without_marks_and_document_numbers(text: str, expected: list[str]) -> None:
    assert briefs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依照行政处罚法的规定处罚，根据行政许可法和本条例制定", ["行政处罚法", "行政许可法"]),
        ("违反中华人民共和国行政处罚法，适用行政复议法规定的程序", ["中华人民共和国行政处罚法", "行政复议法"]),
        ("《清丰县样例管理办法》施行后，按照样例管理办法办理", ["清丰县样例管理办法"]),  # its name begins otherwise
        ("《清丰县样例法》（以下简称县样例法）。依据县样例法，", ["清丰县样例法", "清丰县样例法"]),
        ("依照刑法处理，根据宪法，依照有关法律的规定", []),
        ("依照行政处罚法实施细则，根据行政处罚法修正草案，依照未知样例法的规定", []),
        ("依照行政处罚法第九条", ["行政处罚法 9"]),
        ("双方适用行政处罚法人制度", []),
    ],
)
def test_names_without_marks_and_without_a_provision(text: str, expected: list[str]) -> None:
    assert briefs(text) == expected


def test_names_of_a_corpus_are_found_without_marks() -> None:
    text = "申请人援引的濮城停车处置规程第三条"
    assert find(text) == []
    found = find(text, collected(["濮城停车处置规程", "停车处置规程"]))
    assert [brief(one) for one in found] == ["濮城停车处置规程 3"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《清丰县样例条例》（以下简称《样例》）第三条。《样例》第五条", ["清丰县样例条例 3", "清丰县样例条例 5"]),
        ("《清丰县样例条例》（以下简称样例条例）。依样例条例第五条", ["清丰县样例条例", "清丰县样例条例 5"]),
        ("中华人民共和国合同法（以下简称合同法）", ["中华人民共和国合同法"]),
        ("《清丰县甲乙样例法》第一条。依据乙样例法第五条", ["清丰县甲乙样例法 1", "清丰县甲乙样例法 5"]),
        ("《样例法》第三条规定了期限，同法第四条规定了例外", ["样例法 3", "样例法 4"]),
        ("《样例法》第三条和《另例条例》第二条，该法第四条", ["样例法 3", "另例条例 2", "样例法 4"]),
        ("《样例法》第三条规定了期限。该条第二款另有规定", ["样例法 3", "样例法 3 款2"]),
        ("《样例法》的规定（第五条，期限）", ["样例法", "样例法 5"]),
        (
            "修改《样例法》\n1.将第九条修改为：\n“第九条　期限为十日。”\n2.删除第十条。",
            ["样例法", "样例法 9", "样例法 10"],
        ),
    ],
)
def test_what_the_document_told_before(text: str, expected: list[str]) -> None:
    assert briefs(text) == expected


STATUTE = """第一条　为了规范样例，制定本条例。

第二条　样例分为三类。

前款规定的样例，有下列情形之一的除外：

（一）不足十日的；

（二）前项规定以外的。

违反前两款规定，或者违反第一款、本条例第九条第二款规定的，依照第十条处罚。

第三条 违反前条第二款或者本条第一款的，依照第二章的规定处理。
"""


def test_a_statute_cites_itself_and_its_labels_are_no_citations() -> None:
    found = find(STATUTE)
    assert all(one.itself for one in found)
    assert [brief(one) for one in found] == [
        "本 2 款1", "本 2 款2", "本 2", "本 2 款1", "本 9 款2", "本 10", "本 2 款2", "本 3 款1", "本 章2",
    ]  # fmt: skip


NONE = [
    *"依照合同第三条支付 《供货合同》第三条 《投标承诺书》第三条第一款".split(),
    *"本条例自公布之日起施行 中国药典 《药典》收载的品种".split(),
    *"第三条生产线投产 《清丰日报》刊登 （2019）清0109刑初483号".split(),
    *"清检刑诉〔2019〕439号起诉书 第三人 目前款项未付".split(),
    *"第一项目部 第一章程 清公鉴字〔2016〕909号".split(),
    *"《》第三条 第条 第〇条规定".split(),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一条 依照刑法第九条规定的“甲”、第十条规定的“乙”处理。", ["刑法 9", "刑法 10"]),
        ("第一条 属于刑法第九条规定的，依照第十条规定处理。", ["刑法 9", "刑法 10"]),  # there is no tenth of its own
        ("第一条 属于刑法第九条规定的，依照第二条规定处理。\n第二条 略。", ["刑法 9", "本 2"]),
        ("第一条 违反本《办法》第二条、《本办法》第一条的。\n第二条 略。", ["本 2", "本 1"]),
        (
            "《清丰县样例安排》（以下简称《安排》）第九条。依照本补充安排第一条、第二条",
            ["清丰县样例安排 9", "本 1", "本 2"],
        ),
        ("《样例管理规定》第九条。第二条 违反本暂行规定第一条、本暂行条例第三条", ["样例管理规定 9", "本 1", "本 3"]),
    ],
)
def test_other_law_within_a_statute(text: str, expected: list[str]) -> None:
    assert briefs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一条 不受本条（二）项限制。", ["本 1 项2"]),
        ("第一条 略。\n另有本款（一）、（二）项情形的。", ["本 1 款2 项1", "本 1 款2 项2"]),
        ("依照《样例法》第九条第二款，该款(三)项", ["样例法 9 款2", "样例法 9 款2 项3"]),
        ("第一条 有以上（二）项规定的。", ["本 1 项2"]),
        ("第一条 违反本条（二）的，符合以上（二）的", []),
        ("本院认为以上（二）项证据属实", []),
    ],
)
def test_items_whose_mark_is_left_out(text: str, expected: list[str]) -> None:
    assert briefs(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_citation(text: str) -> None:
    assert find(text) == []


def test_how_it_is_told() -> None:
    text = "《清丰县样例条例》（以下简称样例条例）第三条、第四条，样例条例第五条，该条例第六条，"
    text += "清政发〔2021〕1号第七条，本办法第八条"
    assert [one.told for one in find(text)] == [
        Told.NAMED, Told.INHERITED, Told.ABBREVIATED, Told.PRONOUN, Told.NUMBERED, Told.PRONOUN,
    ]  # fmt: skip


def test_spans_cover_the_words_that_cite() -> None:
    text = "依照《样例法》（2020年修正）第三条第一款、第（二）项和样例办法（试行）"
    found = find(text)
    assert [text[one.start : one.end] for one in found] == ["《样例法》（2020年修正）第三条第一款", "第（二）项"]
    assert found[0].edition == "2020年修正"


def test_a_document_number_belongs_to_the_title_before() -> None:
    (found,) = find("《关于样例的通知》（清政发〔2021〕1号）第二条")
    assert (found.name, found.document_number, found.article) == ("关于样例的通知", "清政发〔2021〕1号", Number(2))


def test_a_division_is_the_innermost_named() -> None:
    (found,) = find("《样例法》第二编第三章")
    assert found.division == (DivisionKind.CHAPTER, 3)
