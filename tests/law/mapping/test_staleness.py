"""Whether a citation still leads to what was meant, from the day of its document to today."""

from datetime import date
from pathlib import Path

import pytest

from fazhi.law.addresses import Address
from fazhi.law.mapping import staleness
from fazhi.law.mapping.fates import Fate
from fazhi.law.mapping.speaking import around
from fazhi.law.mapping.staleness import Citing, Judge, Wordings, judge
from fazhi.law.model import Article, Level, Number, Status, Text
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus, Instrument
from tests.law.mapping.cast import BOATS, BRIDGES, FEES, GATES, GRAIN, LANTERNS, WELLS

FIRST, SECOND, THIRD = date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1)
TODAY = date(2026, 1, 1)
LISTED = "渡口应当公示下列事项：\n（一）过渡的时刻和价钱；\n（二）艄公的姓名和木牌号；\n（三）遇风停渡的规矩。"
TWO = f"{GATES}\n{LANTERNS}"
FAR = "本条例所称里长，由乡民推举产生，任期三年，不得连任。"

OLD = (GATES, WELLS, BRIDGES, BOATS, LISTED, TWO, FAR)
NEW = (FAR, FEES, WELLS.replace("十步", "五步"), GATES + BRIDGES, BOATS, LISTED.replace("（一）过渡的时刻和价钱；\n（二）", "（一）").replace("（三）", "（二）"), LANTERNS)  # fmt: skip  # noqa: E501


def text(day: date, *articles: str, since: date | None = None) -> Text:
    numbered = tuple(Article(Number(n), words) for n, words in enumerate(articles, 1))
    return Text(
        "清丰县样例条例", Level.LAW, "", day, since or day, None, Status.UNKNOWN, "", "", "", (), numbered, "", (),
        f"{day}.md",
    )  # fmt: skip


def corpus_of(folder: Path, *texts: Text) -> tuple[Corpus, Instrument]:
    path = folder / "law.sqlite3"
    build(path, Source("样例库", "lawrefbook", date(2025, 4, 19)), texts)
    corpus = Corpus(path)
    return corpus, corpus.instruments("清丰县样例条例")[0]


def asked(
    held: tuple[Corpus, Instrument], article: int, made: date, words: str = "", paragraph: int = 0, item: int = 0
) -> Fate | None:  # fmt: skip
    cited = Address("", article=Number(article), paragraph=paragraph, item=item)
    return judge(*held, cited, made, TODAY, words)


@pytest.fixture
def held(tmp_path: Path) -> tuple[Corpus, Instrument]:
    return corpus_of(tmp_path, text(SECOND, *OLD), text(THIRD, *NEW, since=date(2020, 7, 1)))


BETWEEN = date(2012, 1, 1)


@pytest.mark.parametrize(
    ("article", "paragraph", "item", "stale", "now"),
    [
        (2, 0, 0, True, (3, 0, 0)),  # moved and reworded
        (4, 0, 0, True, (5, 0, 0)),
        (5, 1, 2, True, (6, 1, 1)),  # the item before it was taken out
        (5, 0, 2, True, (6, 0, 1)),
        (7, 0, 0, True, (1, 0, 0)),
        (6, 2, 0, True, (7, 1, 0)),  # one paragraph is all that is left
    ],
)
def test_by_the_two_texts(
    held: tuple[Corpus, Instrument], article: int, paragraph: int, item: int, stale: bool, now: tuple[int, int, int]
) -> None:
    fate = asked(held, article, BETWEEN, paragraph=paragraph, item=item)
    assert fate is not None
    assert (fate.stale, fate.certain) == (stale, True)
    assert (fate.now[0].main, fate.paragraph, fate.item) == now


def test_made_under_todays_text(held: tuple[Corpus, Instrument]) -> None:
    fate = asked(held, 2, date(2021, 1, 1))
    assert fate is not None
    assert (fate.kind.value, fate.stale) == ("相同", False)


def test_no_such_paragraph_in_the_text_of_the_day(held: tuple[Corpus, Instrument]) -> None:
    assert asked(held, 2, BETWEEN, paragraph=5) is None


def test_no_such_article_in_the_text_of_the_day(held: tuple[Corpus, Instrument]) -> None:
    assert asked(held, 99, BETWEEN) is None


def test_the_same_number_reworded_is_not_stale(tmp_path: Path) -> None:
    held = corpus_of(tmp_path, text(SECOND, GATES, WELLS), text(THIRD, GATES, WELLS.replace("十步", "五步")))
    fate = asked(held, 2, BETWEEN)
    assert fate is not None
    assert (fate.kind.value, fate.stale) == ("改文", False)


def test_a_paragraph_that_is_gone_from_an_article_that_stays(tmp_path: Path) -> None:
    held = corpus_of(tmp_path, text(SECOND, f"{GATES}\n{WELLS}"), text(THIRD, GATES))
    fate = asked(held, 1, BETWEEN, paragraph=2)
    assert fate is not None
    assert (fate.kind.value, fate.stale, fate.now) == ("删除", True, ())


def test_over_a_version_in_between(tmp_path: Path) -> None:
    middle = (FAR, GATES, WELLS.replace("十步", "二十步"))
    last = (FAR, LANTERNS, GATES, WELLS.replace("十步", "二十步").replace("里长", "坊正"))
    held = corpus_of(tmp_path, text(FIRST, GATES, WELLS), text(SECOND, *middle), text(THIRD, *last))
    fate = asked(held, 2, date(2005, 1, 1))
    assert fate is not None
    assert [one.main for one in fate.now] == [4]


SPEAKS_OF_WELLS = "依照《清丰县样例条例》第二条，在水井周围十步以内饲养牲畜的，由里长责令迁走。"
SPEAKS_OF_FEES = "依照《清丰县样例条例》第二条，渡口收取的铜钱应当按月公示，结余用于修缮堤岸和栈道。"


def test_words_that_fit_todays_bearer_of_the_number(held: tuple[Corpus, Instrument]) -> None:
    assert asked(held, 2, BETWEEN, SPEAKS_OF_FEES) is None


def test_the_older_text_is_not_held(held: tuple[Corpus, Instrument]) -> None:
    assert asked(held, 2, FIRST) is None
    fate = asked(held, 2, FIRST, SPEAKS_OF_WELLS)
    assert fate is not None
    assert (fate.stale, [one.main for one in fate.now]) == (True, [3])


def test_adopted_but_not_yet_in_force(held: tuple[Corpus, Instrument]) -> None:
    made = date(2020, 3, 1)
    assert asked(held, 2, made) is None
    assert asked(held, 2, made, SPEAKS_OF_FEES) is None
    assert asked(held, 2, made, SPEAKS_OF_WELLS) is not None


def test_by_the_words_alone_it_is_a_suspicion(tmp_path: Path) -> None:
    held = corpus_of(tmp_path, text(THIRD, *NEW))
    assert asked(held, 4, FIRST) is None
    fate = asked(held, 4, FIRST, "依照《清丰县样例条例》第四条，" + FEES.replace("结余", "余款"))
    assert fate is not None
    assert (fate.stale, fate.certain, [one.main for one in fate.now]) == (True, False, [2])


def test_a_document_whose_numbers_are_of_another_version(held: tuple[Corpus, Instrument]) -> None:
    def citing(article: int, words: str) -> Citing:
        return Citing(held[1], Address("", article=Number(article)), words)

    bare = citing(4, "依照《清丰县样例条例》第四条处理。")
    fits = citing(2, SPEAKS_OF_WELLS)
    misfits = citing(7, f"依照《清丰县样例条例》第七条，{BRIDGES}")
    before, _ = Judge(held[0], TODAY).judge_all([bare, fits], BETWEEN)
    assert before is not None
    after, _, _ = Judge(held[0], TODAY).judge_all([bare, fits, misfits], BETWEEN)
    assert after is None


def test_two_versions_are_compared_once_for_many_texts(
    held: tuple[Corpus, Instrument], monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[object] = []
    align = staleness.align
    monkeypatch.setattr(staleness, "align", lambda *both: compared.append(both) or align(*both))
    wordings, cited = Wordings(held[0]), Address("", article=Number(2))
    fates = [Judge(held[0], day, wordings).judge(held[1], cited, BETWEEN) for day in (TODAY, date(2026, 2, 2))]
    assert len(compared) == 1
    assert fates[0] == fates[1] == asked(held, 2, BETWEEN)


def test_a_repealed_law_is_not_judged(tmp_path: Path) -> None:
    ended = Text(
        "清丰县样例条例", Level.LAW, "", SECOND, SECOND, THIRD, Status.REPEALED, "", "", "", (),
        (Article(Number(1), GRAIN),), "", (), "样例.md",
    )  # fmt: skip
    assert asked(corpus_of(tmp_path, ended), 1, BETWEEN) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("甲。依第二条办理，不得拖延。乙。", "依第二条办理，不得拖延"),
        (
            "依第二条，有下列情形之一的：\n（一）子；\n（二）丑。",
            "依第二条，有下列情形之一的：\n（一）子；\n（二）丑。",
        ),
        ("第二条", "第二条"),
    ],
)
def test_the_words_around(text: str, sentence: str) -> None:
    at = text.index("第二条")
    assert around(text, at, at + 3) == sentence
