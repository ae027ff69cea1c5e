"""What like questions and their replies say of each article, feature by feature."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fazhi.law.search import index
from fazhi.law.search.accepted import Accepted
from fazhi.law.search.engine import Filters, Searcher
from fazhi.law.search.questions import Recall
from fazhi.law.search.votes import NAMES, Answers, Held, Memory
from fazhi.law.store.building import build
from fazhi.law.store.corpus import Corpus
from tests.law.search.conftest import SOURCE, text
from tests.law.search.test_learning import DAY

PAY = "/akn/cn/act/样例劳务法/zho/~art_2"
LOG = (
    Accepted("老板拖着不给钱", (PAY,), DAY, answer="用工一方应当结清工钱"),
    Accepted("房东不退押金", ("/akn/cn/act/样例租住法/zho/~art_1",), DAY),
)


@pytest.fixture
def held(tmp_path: Path) -> Held:
    path = tmp_path / "law.sqlite3"
    pay = text("样例劳务法", DAY, "为了用工而定本法。", "报酬应当按月付给。", "结清工钱的期限为三日。")
    build(path, SOURCE, [pay, text("样例租住法", DAY, "押金应当退还。", "房屋应当完好。")])
    index.build(path, path.with_suffix(".index"))
    corpus = Corpus(path)
    return Held.of(corpus, Searcher.open(corpus, path.with_suffix(".index")).index)


def judged(held: Held, question: str, log: tuple[Accepted, ...] = LOG) -> dict[str, dict[str, float]]:
    """Each feature of each article, by its law and number."""
    memory = Memory(Recall.of([one.question for one in log], [one.answer for one in log]), Answers.of(held, log))
    scored = Searcher(held.corpus, held.index).scored(question, Filters())
    rows, features = memory.judged(held, question, scored, memory.recall.told(question))
    articles = [held.corpus.article_by_id(int(held.index.rows.article[row])) for row in rows]
    owner = {one.id: name for name in ("样例劳务法", "样例租住法")
             for found in held.corpus.instruments(name) for one in held.corpus.versions(found.id)}  # fmt: skip
    return {
        f"{owner[article.version]}{article.number.main}": dict(zip(NAMES, line.tolist(), strict=True))
        for article, line in zip(articles, features, strict=True)
    }


def test_a_like_question_speaks_for_its_article_chapter_and_law(held: Held) -> None:
    found = judged(held, "老板不给钱怎么办，工钱应当结清")
    pay, beside, other = found["样例劳务法2"], found["样例劳务法3"], found["样例租住法1"]
    for name in ("near", "nearest", "regressed"):
        assert pay[name] > other[name], name
        assert beside[name] == 0, name
    for name in ("law_regressed", "law_near", "chapter_regressed", "chapter_near"):
        assert pay[name] == beside[name] > other[name], name
    assert beside["near_beside"] == pay["near"]


def test_a_reply_speaks_for_its_article_and_for_its_words(held: Held) -> None:
    question = "应当结清"  # the words of the reply alone
    found, silent = judged(held, question), judged(held, question, tuple(replace(one, answer="") for one in LOG))
    assert found["样例劳务法2"]["nearest_reply"] > 0.2
    assert found["样例劳务法2"]["near_replies"] == pytest.approx(1)
    assert found["样例租住法1"]["nearest_reply"] == 0
    assert found["样例劳务法3"]["replied_share"] == 1  # it is written in the reply's words
    assert found["样例劳务法3"]["replied_rank"] == 0
    names = ("replied", "replied_share", "near_replies", "nearest_reply")
    assert not np.any([[article[name] for name in names] for article in silent.values()])


def test_what_may_not_be_found_is_no_candidate(held: Held) -> None:
    memory = Memory(Recall.of([one.question for one in LOG]), Answers.of(held, LOG))
    question = LOG[0].question
    scored = Searcher(held.corpus, held.index).scored(question, Filters())
    hidden = held.layout.rows(held.corpus, PAY)
    scored.scores[hidden] = 0
    rows, _ = memory.judged(held, question, scored, memory.recall.told(question))
    assert not np.isin(hidden, rows).any()


def test_the_nearest_of_several_questions_counts(held: Held) -> None:
    less = Accepted("老板今天出门拖着行李不知去向", (PAY,), DAY)
    found = judged(held, LOG[0].question, (LOG[0], less))
    assert found["样例劳务法2"]["nearest"] == pytest.approx(found["样例劳务法2"]["best_likeness"])
    assert found["样例劳务法2"]["nearest"] == pytest.approx(1, abs=1e-5)


def test_a_neighbour_in_another_law_is_not_beside(held: Held) -> None:
    """The first article of one law stands, in the index, beside the last of the other."""
    last = replace(LOG[0], articles=("/akn/cn/act/样例劳务法/zho/~art_3",))
    found = judged(held, LOG[0].question + "押金", (last,))
    assert found["样例劳务法2"]["near_beside"] == pytest.approx(1)
    assert found["样例租住法1"]["near_beside"] == 0


def test_a_part_of_the_answers_has_its_own_rows_throughout(held: Held) -> None:
    part = Answers.of(held, LOG).part(np.array([1]))
    whole = (part.articles, part.instruments, part.chapters, part.worded.terms, part.replied.terms)
    assert [matrix.shape[0] for matrix in whole] == [1] * 5
    assert part.replied.terms.nnz == 0


def test_each_of_several_articles_says_its_share_of_the_words(held: Held) -> None:
    """An answer of two articles weighs no more than one of a single article."""
    both = replace(LOG[0], articles=(PAY, "/akn/cn/act/样例劳务法/zho/~art_3"))
    one, two = (Answers.of(held, (of,)).worded.terms for of in (LOG[0], both))
    assert float(np.linalg.norm(two.toarray())) <= float(np.linalg.norm(one.toarray())) + 1e-6
