"""What the corpus says of citations: a verdict, a day and a reason for each."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fazhi.law.citing import checking
from fazhi.law.citing.checking import check
from fazhi.law.citing.model import AsOf, Citation, Place, Verdict
from fazhi.law.model import Number, Text
from fazhi.law.store.corpus import Corpus
from tests.law.citing.library import CHECKED, FINES, NEW, OLD, TREES, corpus, text

THEN, TODAY = date(2015, 6, 1), date(2026, 1, 1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus(tmp_path_factory.mktemp("law"))


def only(library: Corpus, words: str, day: date = TODAY, **more: object) -> Citation:
    (one,) = check(words, library, on=AsOf(day, "样例"), today=TODAY, **more)  # type: ignore[arg-type]
    return one


@pytest.mark.parametrize(
    ("words", "day", "verdict", "said"),
    [
        ("依照《样例法》第三条处理", TODAY, Verdict.EXACT, "2023年9月1日的文本"),
        ("依照《样例法》第四条处理", THEN, Verdict.CHANGED, "现为第五条"),
        ("依照《样例法》第九条处理", TODAY, Verdict.NO_ARTICLE, "没有第九条"),
        ("依照《样例法》第六条处理", THEN, Verdict.NO_ARTICLE, "2023年9月1日的文本有"),
        ("依照《样例法》第五条第四款处理", TODAY, Verdict.NO_ARTICLE, "该条只有三款"),
        ("依照《样例法》第三条第二款处理", TODAY, Verdict.NO_ARTICLE, "该条只有一款"),
        ("依照《样例法》第五条第一款第（三）项处理", TODAY, Verdict.NO_ARTICLE, "该条第一款只有两项"),
        ("依照《样例法》第五条第二款第（一）项处理", TODAY, Verdict.EXACT, ""),
        ("依照《样例法》第五条第一款第（二）项处理", TODAY, Verdict.EXACT, ""),
        ("依照《样例法》第二条至第四条处理", TODAY, Verdict.EXACT, ""),
        ("依照《样例法》第五条第二款至第三款处理", TODAY, Verdict.EXACT, ""),
        ("依照《样例法》第五条第二款至第四款处理", TODAY, Verdict.NO_ARTICLE, "该条只有三款"),
        ("依照《样例法》第五条第（一）项至第（三）项处理", TODAY, Verdict.NO_ARTICLE, "该条只有两项"),
        ("依照《样例法》第五条第三款至第二款处理", TODAY, Verdict.NO_ARTICLE, "起止颠倒：第五条第三款至第二款"),
        ("依照《样例法》第二条至第八条处理", TODAY, Verdict.NO_ARTICLE, "没有第七条、第八条"),
        ("依照《样例法》第一章处理", TODAY, Verdict.EXACT, ""),
        ("依照《样例法》第三章处理", TODAY, Verdict.NO_ARTICLE, "没有第三章"),
        ("依照《样例法》第一条处理", date(2009, 1, 1), Verdict.NOT_IN_FORCE, "2010年5月1日才通过"),
        ("依照《新例法》第一条处理", THEN, Verdict.NO_VERSION, "没有当日的文本（不等于不存在）"),
        ("依照《新例法》第九条处理", THEN, Verdict.NO_VERSION, "不等于不存在"),
        ("依照《旧例法》第一条处理", TODAY, Verdict.FLAGGED, "来源标明已废止，条文库里没有见到废止它的文件"),
        ("依照《旧例法》第一条处理", THEN, Verdict.FLAGGED, "来源标明已废止，条文库里没有见到废止它的文件"),
        ("依照《旧例法》第九条处理", TODAY, Verdict.NO_ARTICLE, "没有第九条"),
        ("依照《别例法》第一条处理", TODAY, Verdict.NO_INSTRUMENT, "不等于不存在"),
        ("依照《样例条例》第一条处理", TODAY, Verdict.SEVERAL, "请写明是哪一部"),
        ("依照《样例法》（2010年修订）第四条处理", TODAY, Verdict.CHANGED, "现为第五条"),
        ("依照《样例法》（2016年修正）第四条处理", TODAY, Verdict.NO_VERSION, "没有2016年修正的文本"),
        ("依照修改前《样例法》第二条处理", TODAY, Verdict.EXACT, "2010年5月1日的文本"),
        ("《旧例法》同时废止，不再按第一条办理", date(2012, 1, 1), Verdict.EXACT, "2011年12月31日有效"),
    ],
)
def test_verdicts(library: Corpus, words: str, day: date, verdict: Verdict, said: str) -> None:
    one = check(words, library, on=AsOf(day, "样例"), today=TODAY)[0]
    assert (one.verdict, said in one.reason) == (verdict, True), one.reason


def test_a_miss_says_up_to_which_day_the_corpus_was_checked(library: Corpus) -> None:
    assert f"核对到{CHECKED.year}年{CHECKED.month}月{CHECKED.day}日" in only(library, "依照《别例法》第一条").reason


def test_a_renumbered_provision_says_where_it_stands_now(library: Corpus) -> None:
    one = only(library, "依照《样例法》第四条第一款第（二）项处罚", THEN)
    assert [str(now) for now in one.now] == ["/akn/cn/act/样例法/zho@2023-09-01/~art_5__para_1__item_2"]
    assert [str(address) for address in one.addresses] == ["/akn/cn/act/样例法/zho@2010-05-01/~art_4__para_1__item_2"]


def test_a_range_has_an_address_for_each_article(library: Corpus) -> None:
    one = only(library, "依照《样例法》第二条至第四条处理")
    assert [address.article for address in one.addresses] == [Number(2), Number(3), Number(4)]


def test_a_range_of_items_has_an_address_for_each_and_each_is_followed(library: Corpus) -> None:
    one = only(library, "依照《样例法》第四条第一款第（一）项至第（二）项处罚", THEN)
    assert [address.item for address in one.addresses] == [1, 2]
    assert [(now.article, now.item) for now in one.now] == [(Number(5), 1), (Number(5), 2)]


def test_several_are_listed_and_none_is_chosen(library: Corpus) -> None:
    one = only(library, "依照《样例条例》第一条处理")
    assert {address.place for address in one.addresses} == {"410000", "370000"}


def test_the_place_of_the_document_chooses_among_local_instruments(library: Corpus) -> None:
    one = only(library, "依照《样例条例》第一条处理", place="410000")
    assert (one.verdict, one.addresses[0].place) == (Verdict.EXACT, "410000")


def test_the_document_itself(library: Corpus) -> None:
    own = library.instruments("样例法")[0]
    here = AsOf(NEW, "样例")
    (one,) = check("有前条情形的，按照规定处理", library, on=here, own=own, at=Place(Number(5)))
    assert [address.article for address in one.addresses] == [Number(4)]
    (one,) = check("违反本法第二条的，按照规定处理", library, on=here, own=own)
    assert (one.verdict, one.addresses[0].version) == (Verdict.EXACT, NEW)


def test_the_law_of_the_conduct_and_the_procedure_of_the_decision(tmp_path: Path) -> None:
    decided = date(2024, 3, 1)
    procedure = text("中华人民共和国行政处罚法", OLDER, "甲。", "乙。", since=OLDER)
    held = corpus(tmp_path, procedure, *_two())
    on = AsOf(THEN, "违法行为发生之日", decided)
    substance, rule = check("违反《样例法》第四条；依照《行政处罚法》第一条", held, on=on, today=decided)
    assert (substance.as_of.day, rule.as_of.day) == (THEN, decided)
    assert "新的规定处罚较轻" in substance.reason
    assert "新的规定" not in rule.reason


OLDER = date(2000, 1, 1)


def _two() -> tuple[Text, Text]:
    first = text("中华人民共和国样例法", OLD, "甲。", "乙。", TREES, FINES)
    return first, text("中华人民共和国样例法", NEW, "甲。", "乙。", TREES, FINES, amended=NEW, adopted=OLD)


def test_the_corpus_is_not_asked_more_for_more_of_the_same(library: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    stream = Corpus._stream
    monkeypatch.setattr(Corpus, "_stream", lambda self, sql, *values: asked.append(sql) or stream(self, sql, *values))
    words = "依照《样例法》第四条第一款处理。依照《样例法》第二条至第三条处理。依照《别例法》第二条处理。"
    counts = []
    for times in (1, 10, 40):
        asked.clear()
        assert len(check(words * times, library, on=AsOf(THEN, "样例"), today=TODAY)) == 3 * times
        counts.append(len(asked))
    assert counts[0] > 0
    assert counts[0] == counts[1] == counts[2]


def test_an_instrument_cited_by_its_number_is_named(tmp_path: Path) -> None:
    numbered = replace(text("样例规定", OLD, "甲。"), document_number="清政发〔2010〕5号")
    one = only(corpus(tmp_path, numbered), "依照清政发[2010]5号文件第一条办理")
    assert (one.verdict, "清政发[2010]5号是《样例规定》" in one.reason) == (Verdict.EXACT, True), one.reason


def test_a_long_list_costs_no_more_for_each_of_its_members(library: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each member looks back over a bounded number of others, however long the list is."""
    read: list[int] = []
    cited = checking._cited
    monkeypatch.setattr(checking, "_cited", lambda answer: read.append(1) or cited(answer))
    counts = []
    for times in (50, 100, 200):
        read.clear()
        check("《样例法》第三条、" * times, library, on=AsOf(TODAY, "样例"), today=TODAY)
        counts.append(len(read))
    assert counts[2] - counts[1] == 2 * (counts[1] - counts[0]) > 0


def test_a_text_without_articles_is_not_denied_any(tmp_path: Path) -> None:
    bare = replace(text("样例修正案", NEW), unnumbered="一、甲改为乙。\n二、丙改为丁。")
    held = corpus(tmp_path, bare)
    found = {}
    for words in ("依照《样例修正案》第二条", "依照《样例修正案》第七条"):
        found[words] = check(words, held, on=AsOf(TODAY, "样例"))[0].verdict
    assert list(found.values()) == [Verdict.EXACT, Verdict.NO_VERSION]
