"""What the corpus settles when all texts are in: names, repeals, days, what two sources tell of one version."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fazhi.law import names
from fazhi.law.addresses import parsed
from fazhi.law.model import Article, Commencing, Level, LinkKind, Number, Problem, Status, Text
from fazhi.law.store import aliases
from fazhi.law.store.building import Source, build, rebuild, sources
from fazhi.law.store.corpus import Corpus
from fazhi.law.store.rows import FLAGGED

OLD, NEW, REPEALED = date(2005, 1, 1), date(2023, 9, 1), date(2024, 1, 1)
SOURCE = Source("样例库", "lawrefbook", date(2025, 4, 19), 20, "/某处")
REPEALS = "本办法自2024年1月1日起施行。《清丰县旧例办法》同时废止。"


def text(title: str, day: date, *articles: str, place: str = "410922", status: Status = Status.UNKNOWN) -> Text:
    level = Level.LOCAL if place else Level.LAW
    numbered = tuple(Article(Number(n), words) for n, words in enumerate(articles, 1))
    return Text(title, level, place, day, None, None, status, "", "", "", (), numbered, "", (), f"{title}.md")


OLDER = text("清丰县旧例办法", OLD, "甲。")
NEWER = text("清丰县新例办法", NEW, "甲。", REPEALS)


def corpus_of(path: Path, *texts: Text | Problem, source: Source = SOURCE) -> Corpus:
    build(path / "law.sqlite3", source, texts)
    return Corpus(path / "law.sqlite3")


def test_a_repeal_that_a_text_tells_ends_the_other(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, OLDER, NEWER)
    old, new = (corpus.instruments(name)[0] for name in ("清丰县旧例办法", "清丰县新例办法"))
    (version,) = corpus.versions(old.id)
    assert (version.status, version.in_force_to) == (Status.REPEALED, REPEALED)
    assert corpus.version_on(old.id, date(2023, 12, 31)) == version
    assert corpus.version_on(old.id, REPEALED) is None
    (relation,) = corpus.relations(old.id)
    assert (relation.what, relation.actor, relation.target, relation.day, relation.article) == (
        LinkKind.REPEALS, new.id, old.id, REPEALED, Number(2),
    )  # fmt: skip
    assert corpus.relations(new.id) == (relation,)


def test_a_repeal_of_what_is_not_here_is_kept_and_settled_when_it_comes(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, NEWER)
    (kept,) = corpus.relations(corpus.instruments("清丰县新例办法")[0].id)
    assert (kept.title, kept.target) == ("清丰县旧例办法", None)
    again = corpus_of(tmp_path, OLDER, source=replace(SOURCE, name="另一库"))
    assert again.versions(again.instruments("清丰县旧例办法")[0].id)[0].status is Status.REPEALED


@pytest.mark.parametrize(
    "others",
    [
        [replace(OLDER, place="410926")],  # another county's of the same name is not meant
        [text("清丰县旧例办法", date(2024, 6, 1), "后来又制定的。")],  # made after the repeal
        [OLDER, text("清丰县新例办法", NEW, "《清丰县旧例办法》中有关甲的规定同时废止。")],  # only a part
    ],
)
def test_what_a_repeal_does_not_touch(tmp_path: Path, others: list[Text]) -> None:
    corpus = corpus_of(tmp_path, *others, *([] if len(others) > 1 else [NEWER]))
    assert corpus.versions(corpus.instruments("清丰县旧例办法")[0].id)[-1].status is Status.UNKNOWN


def test_a_source_that_says_in_force_against_a_repeal_is_told(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, replace(OLDER, status=Status.IN_FORCE), NEWER)
    (wrong,) = corpus.problems()
    assert "来源说现行有效，而《清丰县新例办法》写明自 2024-01-01 起废止" in wrong.what
    assert wrong.file == "清丰县旧例办法.md"


def test_so_is_one_that_another_source_prefers_over(tmp_path: Path) -> None:
    corpus_of(tmp_path, replace(OLDER, status=Status.IN_FORCE), source=replace(SOURCE, name="低", rank=1))
    corpus = corpus_of(tmp_path, replace(OLDER, status=Status.REPEALED), NEWER)
    assert [one.what[:7] for one in corpus.problems()] == ["来源说现行有效"]


EMBEDDED = Source("内置", "embedded", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("texts", "source", "status", "flagged"),
    [
        ([replace(OLDER, status=Status.REPEALED)], SOURCE, Status.REPEALED, True),  # nothing but the mark
        ([replace(OLDER, status=Status.REPEALED)], EMBEDDED, Status.UNKNOWN, True),  # ends nothing by itself
        ([replace(OLDER, status=Status.REPEALED), NEWER], SOURCE, Status.REPEALED, False),  # a text tells it
        ([replace(OLDER, status=Status.REPEALED), NEWER], EMBEDDED, Status.REPEALED, False),
        ([OLDER, NEWER], SOURCE, Status.REPEALED, False),
        ([OLDER], SOURCE, Status.UNKNOWN, False),
    ],
)
def test_a_mark_of_repeal_is_told_from_a_repeal(
    tmp_path: Path, texts: list[Text], source: Source, status: Status, flagged: bool
) -> None:
    corpus = corpus_of(tmp_path, *texts, source=source)
    (version,) = corpus.versions(corpus.instruments("清丰县旧例办法")[0].id)
    assert (version.status, version.flagged) == (status, flagged)
    assert (FLAGGED in version.stands) == version.flagged


def test_a_mark_of_one_source_on_the_wording_of_another_is_seen(tmp_path: Path) -> None:
    corpus_of(tmp_path, OLDER)
    corpus = corpus_of(tmp_path, replace(OLDER, status=Status.REPEALED), source=EMBEDDED)
    (version,) = corpus.versions(1)
    assert (version.source, version.marked, version.flagged) == ("样例库", Status.UNKNOWN, True)


def test_a_mark_on_a_wording_that_a_later_one_followed_is_no_doubt(tmp_path: Path) -> None:
    later = replace(OLDER, version=date(2010, 1, 1))
    corpus = corpus_of(tmp_path, replace(OLDER, status=Status.REPEALED), later)
    assert [one.flagged for one in corpus.versions(1)] == [False, False]


def test_what_one_source_leaves_open_another_tells(tmp_path: Path) -> None:
    corpus_of(tmp_path, text("样例法", OLD, "甲。", place=""))
    told = replace(text("样例法", OLD, "乙。", place="", status=Status.IN_FORCE), in_force_from=date(2005, 7, 1))
    corpus = corpus_of(tmp_path, told, source=Source("另一库", "embedded", date(2026, 1, 1)))
    (version,) = corpus.versions(corpus.instruments("样例法")[0].id)
    assert (version.source, version.in_force_from, version.status) == ("样例库", date(2005, 7, 1), Status.IN_FORCE)
    assert corpus.articles(version.id)[0].text == "甲。"


def test_what_commences_after_the_last_check_is_pending(tmp_path: Path) -> None:
    later = replace(text("样例法", NEW, "甲。", place=""), in_force_from=date(2026, 1, 1))
    corpus = corpus_of(tmp_path, later)
    assert corpus.versions(1)[0].status is Status.PENDING


def test_articles_with_a_day_of_their_own(tmp_path: Path) -> None:
    last = "本法自2024年1月1日起施行。第二条自2025年3月1日起施行。"
    old, new = text("样例法", OLD, "甲。", "乙。", place=""), text("样例法", NEW, "甲改。", "乙改。", last, place="")
    told = replace(new, in_force_from=REPEALED, commencing=(Commencing(Number(3), Number(3), date(2026, 1, 1)),))
    corpus = corpus_of(tmp_path, old, told)
    version = corpus.versions(1)[-1]
    assert corpus.commencements(version.id) == {Number(2): date(2025, 3, 1), Number(3): date(2026, 1, 1)}
    between, after = date(2024, 6, 1), date(2025, 3, 1)
    second = parsed("/akn/cn/act/样例法/zho/~art_2")
    assert [found.words for day in (between, after) if (found := corpus.at(second, day))] == ["乙。", "乙改。"]
    assert corpus.article_on(1, Number(3), between) is None
    article = corpus.article(version.id, Number(2))
    assert article is not None
    assert corpus.force(article) == (after, None)


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("民诉法", "中华人民共和国民事诉讼法"),
        ("《 民事诉讼法（2023修正）》", "中华人民共和国民事诉讼法"),
        ("民诉法解释", "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释"),
        ("最高人民法院关于适用〈民事诉讼法〉的解释", "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释"),
        ("关于适用《中华人民共和国民事诉讼法》的解释", "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释"),
    ],
)
def test_every_spelling_finds_it(tmp_path: Path, wanted: str, title: str) -> None:
    titles = ("中华人民共和国民事诉讼法", "最高人民法院关于适用《中华人民共和国民事诉讼法》的解释")
    corpus = corpus_of(tmp_path, *(text(one, OLD, "甲。", place="") for one in titles))
    assert [one.title for one in corpus.instruments(wanted)] == [title]


def test_two_spellings_of_a_title_are_one_instrument(tmp_path: Path) -> None:
    corpus = corpus_of(
        tmp_path, text("样例法", OLD, "甲。", place=""), text("中华人民共和国样例法", NEW, "乙。", place="")
    )
    assert [one.day for one in corpus.versions(corpus.instruments("样例法")[0].id)] == [OLD, NEW]


def test_well_known_names_are_each_of_one_instrument() -> None:
    pairs = aliases.abbreviations()
    shorts = [short for short, _ in pairs]
    assert len(set(shorts)) == len(shorts)
    assert all(names.loose(short) != full for short, full in pairs)


def test_an_abbreviation_whose_instrument_is_not_here_is_skipped(tmp_path: Path) -> None:
    assert corpus_of(tmp_path, OLDER).instruments("刑诉法") == ()


def test_built_again_from_its_sources_it_is_the_same(tmp_path: Path) -> None:
    corpus = corpus_of(tmp_path, OLDER, NEWER)
    before = [(one.day, one.in_force_to, one.status) for one in corpus.versions(1)]
    assert sources(tmp_path / "law.sqlite3") == (SOURCE,)
    (done,) = rebuild(tmp_path / "law.sqlite3", [(SOURCE, [OLDER, NEWER])])
    again = Corpus(tmp_path / "law.sqlite3")
    assert (done.new, [(one.day, one.in_force_to, one.status) for one in again.versions(1)]) == (2, before)


def test_a_rebuild_that_breaks_off_leaves_the_corpus_as_it_was(tmp_path: Path) -> None:
    def broken() -> object:
        yield OLDER
        raise OSError("disk")

    corpus_of(tmp_path, OLDER, NEWER)
    with pytest.raises(OSError, match="disk"):
        rebuild(tmp_path / "law.sqlite3", [(SOURCE, broken())])  # type: ignore[list-item]
    assert len(Corpus(tmp_path / "law.sqlite3").all_instruments()) == 2


def test_a_file_that_could_not_be_read_is_listed(tmp_path: Path) -> None:
    wrong = Problem("坏.docx", 1, "不是完好的 .docx 文件")
    assert corpus_of(tmp_path, wrong, OLDER).problems() == (wrong,)
