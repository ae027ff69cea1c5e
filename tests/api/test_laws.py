"""The law for programs: found, read on a day, checked, compared; a miss never says that a rule does not exist."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fazhi.law.search import index
from tests.api.conftest import Program, refusal
from tests.screens.lawbook_cast import DUTIES, KEEPING, corpus_file, no_corpus

__all__ = ["corpus_file", "no_corpus"]
Speak = Callable[[str], Program]
TEXT = "依照《样例法》第三条“路灯由样例机关养护”和《样例法》第九条，参照《没有这部法》第一条。"


@pytest.fixture
def handler(program: Speak, corpus_file: Path) -> Program:
    index.build(corpus_file, corpus_file.with_name("law.index"))
    return program("handler")


def test_a_question_finds_articles(handler: Program) -> None:
    told = handler.get("/law/search", q="损坏的路灯几日内修复").json()
    assert told["hits"][0]["title"] == "中华人民共和国样例法"
    assert told["hits"][0]["article"] == "第三条"
    assert "二日内修复" in told["hits"][0]["passage"]
    assert told["checked_to"] == "2026-04-19"


def test_the_filters_hold(handler: Program) -> None:
    local = handler.get("/law/search", q="道路照明设施", place="410922").json()
    nation = handler.get("/law/search", q="道路照明设施", place="cn").json()
    before = handler.get("/law/search", q="路灯几天修好", on="2020-01-01").json()
    level = handler.get("/law/search", q="路灯", level="行政法规").json()
    assert "清丰县路灯条例" in {one["title"] for one in local["hits"]}
    assert "清丰县路灯条例" not in {one["title"] for one in nation["hits"]}
    assert any("三日内修复" in one["text"] for one in before["hits"])
    assert not any("二日内修复" in one["text"] for one in before["hits"])
    assert {one["title"] for one in level["hits"]} == {"样例法实施办法"}


@pytest.mark.parametrize(
    "asked",
    [{"name": "样例法", "article": "第二条"}, {"name": "中华人民共和国样例法", "article": "2"},
     {"address": "/akn/cn/act/样例法/zho@2023-09-01/~art_2"}],
)  # fmt: skip
def test_an_article_by_name_or_address(handler: Program, asked: dict[str, str]) -> None:
    told = handler.get("/law/article", **asked).json()
    assert (told["text"], told["article"], told["version"]) == (DUTIES, "第二条", "2023-09-01")
    assert (told["in_force_from"], told["status"]) == ("2024-01-01", "有效")
    assert told["address"] == "/akn/cn/act/样例法/zho@2023-09-01/~art_2"


def test_an_article_as_it_read_on_a_day(handler: Program) -> None:
    told = handler.get("/law/article", name="样例法", article="二", on="2020-06-01").json()
    assert (told["text"], told["in_force_to"]) == (KEEPING, "2024-01-01")


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"name": "没有这部法", "article": "1"}, 404, "不等于不存在"),
        ({"name": "样例法", "article": "99"}, 404, "不等于不存在"),
        ({"name": "样例法", "article": "2", "on": "1999-01-01"}, 404, "核对到 2026-04-19"),
        ({"name": "样例法", "article": "第某条"}, 422, "不是条号"),
        ({"name": "路灯条例", "article": "1"}, 422, "不止一部"),
        ({"address": "样例法第二条"}, 422, "不是条文地址"),
    ],
)
def test_what_cannot_be_told_says_why(handler: Program, asked: dict[str, str], status: int, says: str) -> None:
    answer = handler.get("/law/article", **asked)
    assert answer.status_code == status
    assert says in answer.json()["message"]


def test_the_same_name_is_told_apart_by_place(handler: Program) -> None:
    assert handler.get("/law/article", name="路灯条例", article="1", place="370000").json()["text"] == "乙。"


def test_the_citations_of_a_text(handler: Program) -> None:
    told = handler.post("/law/verify", {"text": TEXT}).json()
    assert [one["verdict"] for one in told["citations"]] == ["有此规定", "没有这一条", "条文库里没有这部文件"]
    first = told["citations"][0]
    assert TEXT[first["start"] : first["end"]] == first["words"] == "《样例法》第三条"
    assert first["addresses"] == ["/akn/cn/act/样例法/zho@2023-09-01/~art_3"]
    assert [one["same"] for one in first["quoted"]] == [True]
    assert told["doubtful"] == 2
    assert first["as_of_reason"] == "按今天有效的文本核对"


def test_the_citations_by_the_law_of_a_day(handler: Program) -> None:
    told = handler.post("/law/verify", {"text": "《样例法》第四条", "on": "2016-01-01", "reason": "行为发生日"}).json()
    (one,) = told["citations"]
    assert (one["verdict"], one["as_of"], one["as_of_reason"]) == ("没有这一条", "2016-01-01", "行为发生日")


def test_what_became_of_a_provision_since_is_told_too(handler: Program) -> None:
    told = handler.post("/law/verify", {"text": "《样例法》第二条", "on": "2016-01-01"}).json()
    (one,) = told["citations"]
    assert one["now"] == ["/akn/cn/act/样例法/zho@2023-09-01/~art_3"]


def test_what_only_a_source_calls_repealed_is_not_said_to_be(handler: Program) -> None:
    told = handler.get("/law/article", name="路灯条例", article="1", place="110000").json()
    assert told["status"] == "来源标明已废止，条文库里没有见到废止它的文件，请核对"
    (one,) = handler.post("/law/verify", {"text": "《旧灯办法》第一条"}).json()["citations"]
    assert one["verdict"] == "来源标明已废止，请核对"


def test_a_text_too_long_is_refused_whole(handler: Program) -> None:
    answer = handler.post("/law/verify", {"text": "路" * 200_001})
    assert answer.status_code == 422
    assert "最多核对 200000 字" in answer.json()["message"]


def test_two_versions_beside_each_other(handler: Program) -> None:
    told = handler.get("/law/diff", name="样例法", older="2015-05-01", newer="2024-06-01").json()
    assert (told["older"], told["newer"]) == ("2015-05-01", "2023-09-01")
    assert ("第二条", ["第三条"]) in [(one["old"], one["new"]) for one in told["changes"]]
    assert any(one["kind"] == "新增" and one["new"] == ["第二条"] for one in told["changes"])


def test_versions_that_are_not_held(handler: Program) -> None:
    answer = handler.get("/law/diff", name="样例法", older="1999-01-01", newer="2024-06-01")
    assert answer.status_code == 404
    message = answer.json()["message"]
    assert "有这些日期的版本：2015-05-01、2023-09-01" in message
    assert "不等于不存在" in message
    assert "核对到 2026-04-19" in message


def test_without_a_corpus_the_answer_says_what_to_do(program: Speak, no_corpus: None) -> None:
    answer = program("handler").get("/law/search", q="路灯")
    assert answer.status_code == 404
    assert "fazhi law import" in answer.json()["message"]


def test_without_an_index_the_rest_works(program: Speak, corpus_file: Path) -> None:
    told = program("handler").get("/law/search", q="路灯")
    assert told.status_code == 404
    assert "fazhi law index" in told.json()["message"]
    assert program("handler").get("/law/article", name="样例法", article="1").status_code == 200


def test_a_stranger_is_told_nothing(people: object, corpus_file: Path) -> None:
    answer = Program(None, "fz_made_up").get("/law/search", q="路灯")
    assert (answer.status_code, refusal(answer)["code"]) == (401, "unauthorized")
