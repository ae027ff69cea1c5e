"""What cites what: built from a corpus, read by article and by target."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from fazhi.law.mapping.graph import Edge, Graph, NoGraph, beside, build
from fazhi.law.model import Article, Level, Number, Status, Text
from fazhi.law.store.building import Source
from fazhi.law.store.building import build as import_texts
from fazhi.law.store.corpus import Corpus, NoCorpus
from tests.law.mapping.cast import BRIDGES, GATES, WELLS


def text(title: str, *articles: str, status: Status = Status.UNKNOWN, day: date = date(2020, 1, 1)) -> Text:
    numbered = tuple(Article(Number(n), words) for n, words in enumerate(articles, 1))
    return Text(title, Level.LAW, "", day, day, None, status, "", "", "", (), numbered, "", (), f"{title}.md")


TEXTS = (
    text("清丰县城门样例法", GATES, WELLS, BRIDGES, "违反本法第一条的，由里长劝诫。"),
    text(
        "清丰县渡口样例法",
        "依照《清丰县城门样例法》（以下简称城门法）第二条第一款办理。",
        "违反城门法第一条至第三条的，参照《清丰县城门样例法》第三条处理；《清丰县未收样例法》第九条不适用。",
    ),
    text("清丰县旧样例法", "依照《清丰县城门样例法》第二条办理。", status=Status.REPEALED),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    corpus = tmp_path / "law.sqlite3"
    import_texts(corpus, Source("样例库", "lawrefbook", date(2025, 4, 19)), TEXTS)
    build(corpus, beside(corpus))
    return corpus


def cited(path: Path, number: int | None) -> list[tuple[str, str]]:
    corpus, graph = Corpus(path), Graph(beside(path))
    gates = corpus.instruments("清丰县城门样例法")[0].id
    return [_shown(corpus, edge) for edge in graph.cited_by(gates, Number(number) if number else None)]


def _shown(corpus: Corpus, edge: Edge) -> tuple[str, str]:
    article = corpus.article_by_id(edge.article)
    return corpus.instrument(edge.instrument).title, article.text[edge.start : edge.end]


def test_what_cites_an_article_also_within_a_range(path: Path) -> None:
    assert [title for title, _ in cited(path, 2)] == ["清丰县渡口样例法", "清丰县渡口样例法"]
    assert [words[-3:] for _, words in cited(path, 3)] == ["第三条", "第三条"]


def test_its_own_citations_are_told_apart_and_stand_last(path: Path) -> None:
    titles = [title for title, _ in cited(path, 1)]
    assert titles == ["清丰县渡口样例法", "清丰县城门样例法"]


def test_a_repealed_document_cites_nothing(path: Path) -> None:
    assert "清丰县旧样例法" not in {title for title, _ in cited(path, None)}


def test_what_an_article_cites(path: Path) -> None:
    corpus, graph = Corpus(path), Graph(beside(path))
    version = corpus.versions(corpus.instruments("清丰县渡口样例法")[0].id)[0]
    first, second = corpus.articles(version.id)
    (edge,) = graph.cites(first.id)
    assert (edge.number, edge.paragraph, edge.itself) == (Number(2), 1, False)
    ranged, single = graph.cites(second.id)
    assert (ranged.number, ranged.through, single.number) == (Number(1), Number(3), Number(3))


def test_how_often_each_is_cited(path: Path) -> None:
    gates = Corpus(path).instruments("清丰县城门样例法")[0].id
    graph = Graph(beside(path))
    assert graph.counts() == {(gates, Number(1)): 1, (gates, Number(2)): 1, (gates, Number(3)): 2}
    assert graph.counts(itself=True)[gates, Number(1)] == 2


def test_a_renumbered_article_is_meant_by_its_old_number(tmp_path: Path) -> None:
    title, corpus = "清丰县城门样例法", tmp_path / "law.sqlite3"
    texts = (
        text(title, GATES, WELLS, BRIDGES),
        text(
            title,
            GATES,
            "本法所称城门，包括水门和旱门。",
            WELLS,
            BRIDGES,
            "违反第二条的，由里长劝诫。",
            day=date(2023, 1, 1),
        ),
        text("清丰县渡口样例法", f"《{title}》第一条至第二条不适用于渡口。", day=date(2021, 1, 1)),
        text("清丰县码头样例法", f"码头依照《{title}》第三条管理。", day=date(2024, 1, 1)),
    )
    import_texts(corpus, Source("样例库", "lawrefbook", date(2025, 4, 19)), texts)
    build(corpus, beside(corpus))
    graph, gates = Graph(beside(corpus)), Corpus(corpus).instruments(title)[0].id

    def meant(number: int) -> list[tuple[str, Number | None]]:
        found = graph.meaning(gates, Number(number))
        return [(Corpus(corpus).instrument(one.edge.instrument).title[3:5], one.was) for one in found]

    assert meant(1) == [("渡口", None)]
    assert meant(2) == [("城门", None)]  # the old second, cited in 2021, is the third today
    assert meant(3) == [("渡口", Number(2)), ("码头", None)]


def test_no_graph_and_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(NoGraph, match="fazhi law index"):
        Graph(tmp_path / "没有.sqlite3")
    other = tmp_path / "另版.sqlite3"
    with sqlite3.connect(other) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NoGraph):
        Graph(other)
    with pytest.raises(NoCorpus):
        build(tmp_path / "没有.sqlite3", tmp_path / "图.sqlite3")
    assert not list(tmp_path.glob("*.part"))
