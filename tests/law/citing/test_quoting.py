"""Words quoted beside a citation against the words of the article."""

from datetime import date

import pytest

from fazhi.law.citing.checking import check
from fazhi.law.citing.model import AsOf, Quoted
from fazhi.law.store.corpus import Corpus
from tests.law.citing.library import FINES, TREES, WALKS, corpus

DAY = date(2025, 1, 1)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus(tmp_path_factory.mktemp("law"))


def quoted(library: Corpus, words: str) -> tuple[Quoted, ...]:
    return tuple(q for one in check(words, library, on=AsOf(DAY, "样例")) for q in one.quoted)


@pytest.mark.parametrize(
    "words",
    [
        f"《样例法》第三条规定：“{WALKS}”",
        f"《样例法》第三条“{WALKS}”的规定",
        f"《样例法》第三条规定，“{WALKS[:-1]}”，应当遵守",
        f"《样例法》第三条规定：{WALKS}",
        "《样例法》第三条规定:「临街的商户应当每日 清扫门前的人行道,并且把垃圾装袋投放到指定的地点」",
        "《样例法》第三条规定：“临街的商户……把垃圾装袋投放到指定的地点。”",
        "《样例法》第五条第一款规定：“违反本法规定，有下列情形之一的，……：（二）损坏路灯。”",
        f"《样例法》第二条、第三条规定：“{WALKS}”",
        f"应当做到“{WALKS}”（《样例法》第三条）",
        "《样例法》第四条所称“树木”",
    ],
)
def test_the_same_words(library: Corpus, words: str) -> None:
    assert all(one.same for one in quoted(library, words))
    assert quoted(library, words) or "树木" in words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (f"《样例法》第三条规定：“{WALKS.replace('每日', '每周')}”", "引文“周”，条文“日”"),
        (f"《样例法》第四条规定：“{TREES.replace('损坏的', '损坏的都')}”", "引文多“都”"),
        (f"《样例法》第四条规定：“{TREES.replace('公共绿地里的', '')}”", "引文少“公共绿地里的”"),
        ("《样例法》第三条规定：“投放到指定的地点……临街的商户应当每日清扫”", "各段次序与条文不同"),
        (f"《样例法》第三条规定：“{TREES}”", "引文是第四条的文字"),
        (f"《样例法》第二条规定：“{WALKS}”", "引文是第三条的文字"),
        ("《样例法》第五条第三款规定：“拒不改正的，可以加倍处罚”", "引文是该条第二款的文字"),
        ("《样例法》第三条规定：“天上的云彩多而且白，地上的水清”", "引文不是这一条的文字"),
    ],
)
def test_what_differs_is_shown(library: Corpus, words: str, shown: str) -> None:
    (one,) = quoted(library, words)
    assert (one.same, one.shown) == (False, shown)


@pytest.mark.parametrize(
    "words",
    [
        "《样例法》第三条规定，商户要天天打扫门口的路面，装好垃圾送到该去的地方。",
        "《样例法》第三条规定的“清洁区”",
        f"《样例法》第三条，{TREES}",
        "《样例法》第三条规定：“没有写完的话",
    ],
)
def test_a_paraphrase_or_a_term_is_not_judged(library: Corpus, words: str) -> None:
    assert quoted(library, words) == ()


def test_of_a_wording_that_is_not_held_no_quotation_is_called_wrong(library: Corpus) -> None:
    words = "《新例法》第一条规定：“甲乙丙丁戊己庚辛壬癸”"
    (one,) = check(words, library, on=AsOf(date(2015, 1, 1), "样例"))
    assert one.quoted == ()


def test_where_the_quoted_words_stand(library: Corpus) -> None:
    words = f"《样例法》第五条规定“{FINES.splitlines()[0]}”等"
    (one,) = quoted(library, words)
    assert words[one.start : one.end] == FINES.splitlines()[0]
