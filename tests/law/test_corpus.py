"""A corpus: built, built again, read by name, by day and by address."""

import sqlite3
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fazhi.law.addresses import parsed
from fazhi.law.model import Article, Division, DivisionKind, Event, Level, Number, Problem, Status, Text
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus, NoCorpus

OLD, NEW = date(2010, 5, 1), date(2023, 9, 1)
COMMENCED = date(2024, 1, 1)
SOURCE = Source("样例库", "lawrefbook", date(2025, 4, 19))


def text(day: date | None, *articles: str, since: date | None = None, title: str = "中华人民共和国样例法") -> Text:
    numbered = tuple(Article(Number(n), words, 0) for n, words in enumerate(articles, 1))
    told = (Event("通过", day, "通过"),) if day else ()
    chapter = Division(DivisionKind.CHAPTER, 1, "总则")
    return Text(
        title, Level.LAW, "", day, since, None, Status.UNKNOWN, "", "", "", (chapter,), numbered, "", told,
        f"样例法({day}).md",
    )  # fmt: skip


TWO = (text(OLD, "甲。", "乙。", since=OLD), text(NEW, "甲改。", "列举：\n（一）子；\n（二）丑。", since=COMMENCED))


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, TWO)
    return Corpus(path)


@pytest.mark.parametrize("name", ["样例法", "中华人民共和国样例法", "《样例法》", "样例法（2023修订）"])
def test_found_by_any_of_its_names(corpus: Corpus, name: str) -> None:
    (found,) = corpus.instruments(name)
    assert (found.title, found.short, found.level) == ("中华人民共和国样例法", "样例法", Level.LAW)


def test_what_is_not_there(corpus: Corpus) -> None:
    assert corpus.instruments("另例法") == ()


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2010, 4, 30), None), (OLD, OLD), (date(2023, 12, 31), OLD), (COMMENCED, NEW), (date(2030, 1, 1), NEW)],
)
def test_the_version_in_force_on_a_day(corpus: Corpus, day: date, version: date | None) -> None:
    found = corpus.version_on(corpus.instruments("样例法")[0].id, day)
    assert (found.day if found else None) == version


def test_versions_tell_from_when_to_when(corpus: Corpus) -> None:
    old, new = corpus.versions(corpus.instruments("样例法")[0].id)
    assert (old.in_force_to, old.status, new.in_force_to, new.status) == (
        COMMENCED, Status.AMENDED, None, Status.UNKNOWN,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/akn/cn/act/样例法/zho@2010-05-01/~art_1", "甲。"),
        ("/akn/cn/act/样例法/zho@2023-09-01/~art_2__item_2", "丑。"),
        ("/akn/cn/act/样例法/zho/~art_1", "甲改。"),
        ("/akn/cn/act/样例法/zho@2023-09-01/~art_2__para_3", None),
    ],
)
def test_words_at_an_address(corpus: Corpus, address: str, words: str | None) -> None:
    found = corpus.at(parsed(address))
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize("address", ["/akn/cn/act/样例法/zho/~art_9", "/akn/cn/act/样例法/zho@2011-01-01/~art_1",
                                     "/akn/cn-410000/act/样例法/zho/~art_1", "/akn/cn/act/样例法/zho"])  # fmt: skip
def test_nothing_at_an_address(corpus: Corpus, address: str) -> None:
    assert corpus.at(parsed(address)) is None


def test_an_address_without_a_version_means_the_day_asked(corpus: Corpus) -> None:
    found = corpus.at(parsed("/akn/cn/act/样例法/zho/~art_1"), date(2015, 1, 1))
    assert found is not None
    assert found.words == "甲。"


def test_the_same_texts_again_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "law.sqlite3"
    assert build(path, SOURCE, TWO).new == 2
    before = sqlite3.connect(path).execute("SELECT * FROM article").fetchall()
    again = build(path, SOURCE, TWO)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert sqlite3.connect(path).execute("SELECT * FROM article").fetchall() == before


def test_a_changed_text_of_the_same_day_takes_the_place_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, TWO)
    assert build(path, SOURCE, [text(NEW, "甲再改。", since=COMMENCED)]).changed == 1
    found = Corpus(path).at(parsed("/akn/cn/act/样例法/zho@2023-09-01/~art_1"))
    assert found is not None
    assert found.words == "甲再改。"


def test_of_two_sources_the_newer_version_wins_and_both_stay(tmp_path: Path) -> None:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, TWO)
    build(path, Source("另一库", "embedded", date(2026, 8, 25)), [text(date(2025, 6, 1), "甲三。")])
    corpus = Corpus(path)
    assert [one.day for one in corpus.versions(corpus.instruments("样例法")[0].id)] == [OLD, NEW, date(2025, 6, 1)]
    assert corpus.checked_to == SOURCE.checked_to, "an answer is good up to the earliest check"


def test_of_one_day_the_higher_rank_speaks(tmp_path: Path) -> None:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, TWO)
    build(path, Source("官方", "word", date(2026, 1, 1), rank=9), [text(NEW, "官方文本。")])
    found = Corpus(path).at(parsed("/akn/cn/act/样例法/zho/~art_1"))
    assert found is not None
    assert found.words == "官方文本。"


def test_problems_are_kept_with_file_and_line(tmp_path: Path) -> None:
    wrong = Problem("样例.md", 7, "第二条之后是第四条，中间缺条")
    path = tmp_path / "law.sqlite3"
    assert build(path, SOURCE, [replace(TWO[0], problems=(wrong,))]).problems == (wrong,)
    assert Corpus(path).problems() == (wrong,)


def test_an_import_that_breaks_off_leaves_the_corpus_as_it_was(tmp_path: Path) -> None:
    def broken() -> object:
        yield text(date(2024, 1, 1), "丙。")
        raise OSError("disk")

    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, TWO)
    with pytest.raises(OSError, match="disk"):
        build(path, SOURCE, broken())  # type: ignore[arg-type]
    assert len(Corpus(path).versions(1)) == 2
    assert list(tmp_path.iterdir()) == [path]


def test_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(NoCorpus, match="fazhi law import"):
        Corpus(tmp_path / "none.sqlite3")


def test_one_source_that_holds_a_version_twice_keeps_the_first_and_tells(tmp_path: Path) -> None:
    path = tmp_path / "law.sqlite3"
    double = replace(text(NEW, "别的文字。"), file="别处/样例法.md")
    for _ in range(2):
        done = build(path, SOURCE, [*TWO, TWO[0], double])
        assert [one.what for one in done.problems] == ["与 样例法(2023-09-01).md 同名同日而文字不同，没有收入"]
        assert done.changed == 0
    found = Corpus(path).at(parsed("/akn/cn/act/样例法/zho/~art_1"))
    assert found is not None
    assert found.words == "甲改。"


def test_every_name_and_what_an_id_means(corpus: Corpus) -> None:
    assert list(corpus.names()) == [("中华人民共和国样例法", 1), ("样例法", 1)]
    version = corpus.versions(1)[0]
    assert corpus.version(version.id) == version
    article = corpus.articles(version.id)[1]
    assert corpus.article_by_id(article.id) == article
    for read in (corpus.instrument, corpus.version, corpus.article_by_id):
        with pytest.raises(KeyError):
            read(99)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (None, ["甲改。", "列举：\n（一）子；\n（二）丑。"]),
        (date(2012, 1, 1), ["甲。", "乙。"]),
        (date(2009, 1, 1), []),
    ],
)
def test_all_that_is_in_force(corpus: Corpus, on: date | None, words: list[str]) -> None:
    assert [article.text for _, _, article in corpus.current_articles(on)] == words


def test_what_is_repealed_is_not_current(tmp_path: Path) -> None:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, [replace(TWO[0], status=Status.REPEALED)])
    corpus = Corpus(path)
    assert list(corpus.current_articles()) == []
    assert corpus.current(1) is not None
