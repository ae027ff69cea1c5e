"""A question to the articles that answer it, within what the filters allow."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fazhi.law.model import Level
from fazhi.law.search import index, ranking
from fazhi.law.search.engine import FEATURES, Filters, Scored, Searcher, Unanswerable
from fazhi.law.store.building import build
from fazhi.law.store.corpus import Corpus
from tests.law.search.conftest import SOURCE, TEXTS, text

PAY = "支付劳动报酬"


def found(searcher: Searcher, question: str, filters: Filters = Filters()) -> list[tuple[str, int]]:  # noqa: B008
    return [(hit.instrument.title, hit.article.number.main) for hit in searcher.search(question, filters)]


def test_the_article_that_says_it_comes_first(searcher: Searcher) -> None:
    assert found(searcher, "租赁物坏了应当由谁修理")[0] == ("样例租房法", 1)


def test_lay_words_find_the_words_of_statutes(searcher: Searcher) -> None:
    assert found(searcher, "房东不管")[0] == ("样例租房法", 1)
    assert found(searcher, "老板欠薪", Filters(place=""))[0][0] == "样例劳务法"


def test_the_passage_is_the_sentence_that_answers(searcher: Searcher) -> None:
    (hit,) = [one for one in searcher.search("逾期不支付的加付多少", limit=1)]
    begin, end = hit.passage
    assert hit.article.text[begin:end] == "用人单位逾期不支付劳动报酬的，劳动者可以要求加付。"


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        (Filters(), {"样例劳务法", "清丰县样例条例", "浙江省样例条例"}),
        (Filters(place=""), {"样例劳务法"}),
        (Filters(place="410922"), {"样例劳务法", "清丰县样例条例"}),
        (Filters(place="410000"), {"样例劳务法", "清丰县样例条例"}),
        (Filters(place="330109"), {"样例劳务法", "浙江省样例条例"}),
        (Filters(levels=(Level.LOCAL,)), {"清丰县样例条例", "浙江省样例条例"}),
        (Filters(levels=(Level.LAW, Level.RULE)), {"样例劳务法"}),
        (Filters(levels=(Level.CONSTITUTION,)), set()),
        (Filters(on=date(2000, 1, 1)), set()),
        (Filters(on=date(2016, 1, 1)), {"样例劳务法", "样例旧办法"}),
    ],
)
def test_filters(searcher: Searcher, filters: Filters, titles: set[str]) -> None:
    assert {title for title, _ in found(searcher, PAY, filters)} - {"样例租房法"} == titles


@pytest.mark.parametrize(("day", "words"), [(date(2012, 1, 1), "每月十日"), (date(2022, 1, 1), "每月五日")])
def test_the_wording_of_the_day(searcher: Searcher, day: date, words: str) -> None:
    hits = searcher.search("每月几日支付劳动报酬", Filters(place="", on=day))
    assert [words in hit.article.text for hit in hits if "每月" in hit.article.text] == [True]


def test_without_a_day_the_latest_wording_alone(searcher: Searcher) -> None:
    hits = searcher.search("每月几日支付劳动报酬", Filters(place=""))
    assert ["每月五日" in hit.article.text for hit in hits if "每月" in hit.article.text] == [True]


@pytest.mark.parametrize("question", ["", "  ", "？！", "🙂", "\x00\ud800", "ㄅㄆ"])
def test_nothing_to_look_for_is_told(searcher: Searcher, question: str) -> None:
    with pytest.raises(Unanswerable, match="请用汉字写出要问的事"):
        searcher.search(question)


@pytest.mark.parametrize("question", ["怎么办", "我", "xyz", "龘龘龘", "支付" * 50_000, "１２３　ＡＢＣ", "第3条"])
def test_odd_questions_are_answered_or_find_nothing(searcher: Searcher, question: str) -> None:
    assert len(searcher.search(question, limit=3)) <= 3


def test_a_corpus_without_articles_finds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, ())
    assert index.build(path, tmp_path / "i") == index.Built(0, 0)
    assert Searcher.open(Corpus(path), tmp_path / "i").search(PAY) == ()


def test_candidates_tell_what_they_are_judged_by(searcher: Searcher) -> None:
    some = searcher.candidates(PAY, 3)
    assert some.features.shape == (3, len(FEATURES))
    assert list(some.scores) == sorted(some.scores, reverse=True)
    pairs = some.features[:, FEATURES.index("pairs")]
    assert (pairs > 0).all()
    local = some.features[:, FEATURES.index("local")]
    assert [searcher.corpus.article_by_id(int(id)) is not None for id in some.articles] == [True] * 3
    assert set(local) <= {0.0, 1.0}


class Backwards:
    def ranked(self, question: str, scored: Scored, limit: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        rows = ranking.best(scored.scores, limit)[::-1]
        return rows, -scored.scores[rows]


def test_a_trained_ranker_orders_anew(searcher: Searcher) -> None:
    plain = searcher.search(PAY, Filters(place=""))
    trained = Searcher(searcher.corpus, searcher.index, ranker=Backwards()).search(PAY, Filters(place=""))
    assert [hit.article.id for hit in trained] == [hit.article.id for hit in reversed(plain)]


def test_no_index(corpus_path: Path, tmp_path: Path) -> None:
    with pytest.raises(index.NoIndex, match="请运行 fazhi law index"):
        Searcher.open(Corpus(corpus_path), tmp_path / "none")


def test_an_index_of_another_corpus_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, TEXTS[:1])
    index.build(path, tmp_path / "i")
    build(path, SOURCE, [text("样例新法", date(2024, 1, 1), "新增一条。")])
    with pytest.raises(index.NoIndex, match="不一致"):
        Searcher.open(Corpus(path), tmp_path / "i")
