"""A small corpus of invented statutes, with its search index."""

from datetime import date
from pathlib import Path

import pytest

from fazhi.law.model import Article, Division, DivisionKind, Level, Number, Status, Text
from fazhi.law.search import index
from fazhi.law.search.engine import Searcher
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus

SOURCE = Source("样例库", "lawrefbook", date(2025, 4, 19))


def text(title: str, day: date, *articles: str, level: Level = Level.LAW, place: str = "", chapter: str = "总则",
         status: Status = Status.UNKNOWN) -> Text:  # fmt: skip
    numbered = tuple(Article(Number(n), words, 0) for n, words in enumerate(articles, 1))
    heading = Division(DivisionKind.CHAPTER, 1, chapter)
    return Text(
        title, level, place, day, day, None, status, "", "", "", (heading,), numbered, "", (), f"{title}.md"
    )  # fmt: skip


TEXTS = (
    text("样例劳务法", date(2010, 1, 1), "为了样例，制定本法。", "用人单位应当在每月十日以前支付劳动报酬。"),
    text("样例劳务法", date(2020, 1, 1), "为了样例，制定本法。", "用人单位应当在每月五日以前支付劳动报酬。",
         "用人单位可以安排体检。\n用人单位逾期不支付劳动报酬的，劳动者可以要求加付。"),
    text("样例租房法", date(2015, 1, 1), "出租人应当修理租赁物。", "承租人应当爱护门窗。", chapter="房屋"),
    text("清丰县样例条例", date(2018, 1, 1), "用人单位应当在本县支付劳动报酬。", level=Level.LOCAL, place="410922"),
    text("浙江省样例条例", date(2018, 1, 1), "用人单位应当在本省支付劳动报酬。", level=Level.LOCAL, place="330000"),
    text("样例旧办法", date(2001, 1, 1), "用人单位支付劳动报酬办法。", level=Level.RULE, status=Status.REPEALED),
)  # fmt: skip


@pytest.fixture(scope="session")
def corpus_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("law") / "law.sqlite3"
    build(path, SOURCE, TEXTS)
    index.build(path, path.with_suffix(".index"))
    return path


@pytest.fixture
def searcher(corpus_path: Path) -> Searcher:
    return Searcher.open(Corpus(corpus_path), corpus_path.with_suffix(".index"))
