"""Which instruments a mention means: none held, one, or several; never a guess."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fazhi.law.citing.context import names_of
from fazhi.law.citing.finding import find
from fazhi.law.citing.model import Mention, Told
from fazhi.law.citing.resolving import resolve
from fazhi.law.model import Article, Level, Number, Status, Text
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus, Instrument

DAY = date(2020, 1, 1)
FIRST = (Article(Number(1), "甲。"),)
LAW = Text("中华人民共和国样例法", Level.LAW, "", DAY, DAY, None, Status.UNKNOWN, "", "", "", (), FIRST, "")
COURT = "最高人民法院关于适用《中华人民共和国样例法》的解释"
TEXTS = (
    LAW,
    replace(LAW, title="中华人民共和国民事诉讼法", file="a.md"),
    replace(LAW, title=COURT, level=Level.INTERPRETATION, file="b.md"),
    *(
        replace(LAW, title="样例管理条例", level=Level.LOCAL, place=place, file=f"{place}.md")
        for place in ("410000", "410900", "330000")
    ),
    *(
        replace(LAW, title=title, document_number=number, file=f"{title}.md")
        for title, number in (
            ("样例解释", "清释〔2019〕7号"),
            ("另例解释", "清释〔2019〕8 号"),
            ("别例解释", "清释〔2019〕8号"),
        )
    ),
)


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    path = tmp_path / "law.sqlite3"
    build(path, Source("样例库", "lawrefbook", DAY), TEXTS)
    return Corpus(path)


def meant(corpus: Corpus, name: str, place: str = "", own: Instrument | None = None) -> list[tuple[str, str]]:
    found = resolve(Mention(0, 1, Told.NAMED, name), corpus, own=own, place=place)
    return [(one.title, one.place) for one in found]


@pytest.mark.parametrize("name", ["样例法", "中华人民共和国样例法", "中华人民共和国 样例法", "样例法（2021修订）"])
def test_a_statute_by_any_of_its_names(corpus: Corpus, name: str) -> None:
    assert meant(corpus, name) == [("中华人民共和国样例法", "")]


@pytest.mark.parametrize(
    "name",
    [
        COURT,
        COURT.removeprefix("最高人民法院"),
        COURT.replace("《", "〈").replace("》", "〉"),
        COURT.replace("《", "﹤").replace("》", "﹥"),
    ],
)
def test_an_interpretation_with_or_without_the_court(corpus: Corpus, name: str) -> None:
    assert [title for title, _ in meant(corpus, name)] == [COURT]


def test_a_name_that_people_use(corpus: Corpus) -> None:
    assert meant(corpus, "民诉法") == [("中华人民共和国民事诉讼法", "")]


@pytest.mark.parametrize("number", ["清释〔2019〕7号", "清释（2019）7号", "清释[2019] 第07号", "清释［２０１９］7号"])
def test_a_document_number_however_it_is_written(corpus: Corpus, number: str) -> None:
    (found,) = resolve(Mention(0, 1, Told.NUMBERED, document_number=number), corpus)
    assert found.title == "样例解释"


@pytest.mark.parametrize(
    ("name", "number", "titles"),
    [
        ("", "清释〔2019〕8号", ["另例解释", "别例解释"]),
        ("", "释〔2019〕7号", []),
        ("", "清释〔2019〕70号", []),
        ("不在库的解释", "清释〔2019〕7号", ["样例解释"]),
        ("另例解释", "清释〔2019〕7号", ["另例解释"]),  # the name tells more
    ],
)
def test_a_number_means_what_was_issued_under_it(corpus: Corpus, name: str, number: str, titles: list[str]) -> None:
    found = resolve(Mention(0, 1, Told.NAMED, name, document_number=number), corpus)
    assert [one.title for one in found] == titles


def test_what_is_not_held(corpus: Corpus) -> None:
    assert meant(corpus, "另例法") == []
    assert resolve(Mention(0, 1, Told.PRONOUN), corpus) == ()


@pytest.mark.parametrize(
    ("place", "places"),
    [
        ("", ["330000", "410000", "410900"]),
        ("410900", ["410900"]),
        ("410922", ["410900"]),  # a county's, of which none is held: the city's
        ("410100", ["410000"]),  # another city of the province
        ("440000", ["330000", "410000", "410900"]),
    ],
)
def test_one_title_of_several_places(corpus: Corpus, place: str, places: list[str]) -> None:
    assert sorted(code for _, code in meant(corpus, "样例管理条例", place)) == places


def test_the_place_of_the_document_itself_tells(corpus: Corpus) -> None:
    own = next(one for one in corpus.all_instruments() if one.place == "410900")
    assert meant(corpus, "样例管理条例", own=own) == [("样例管理条例", "410900")]


def test_the_document_itself(corpus: Corpus) -> None:
    own = corpus.instruments("样例法")[0]
    (mention,) = find("违反本法第一条的")
    assert resolve(mention, corpus, own=own) == (own,)
    assert resolve(mention, corpus) == ()


def test_names_of_the_corpus_are_found_without_marks(corpus: Corpus) -> None:
    names = names_of(corpus)
    assert [one.name for one in find("按样例管理条例第一条和样例法第一条", names)] == ["样例管理条例", "样例法"]
