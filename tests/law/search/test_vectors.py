"""An encoder that the operator supplies: its vectors are kept, used, and not mixed with another's."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from fazhi.law.search import index, vectors
from fazhi.law.search.engine import Filters, Searcher
from fazhi.law.store.building import build
from fazhi.law.store.corpus import Corpus
from tests.law.search.conftest import SOURCE, TEXTS, text


class Doors:
    """Knows one thing: whether a text is about doors."""

    name = "doors"

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        return np.array([[1.0, 0.1] if "门" in one else [0.1, 1.0] for one in texts], dtype=np.float32)


@pytest.fixture
def corpus_path(tmp_path: Path) -> Path:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, TEXTS)
    return path


def opened(path: Path, encoder: vectors.Encoder | None) -> Searcher:
    return Searcher.open(Corpus(path), path.with_suffix(".index"), encoder=encoder)


def test_what_is_near_comes_before_what_shares_as_many_words(corpus_path: Path) -> None:
    index.build(corpus_path, corpus_path.with_suffix(".index"), Doors())
    question, of_law = "门坏了租赁物", Filters(place="")
    plain, near = (opened(corpus_path, one).search(question, of_law) for one in (None, Doors()))
    assert near[0].score >= plain[0].score
    behind = {hit.article.number.main: hit.score for hit in plain if hit.instrument.short == "样例租房法"}
    ahead = {hit.article.number.main: hit.score for hit in near if hit.instrument.short == "样例租房法"}
    assert ahead[2] - behind[2] > ahead[1] - behind[1]


def test_vectors_of_articles_that_did_not_change_are_kept(corpus_path: Path) -> None:
    first, second = Doors(), Doors()
    index.build(corpus_path, corpus_path.with_suffix(".index"), first)
    build(corpus_path, SOURCE, [*TEXTS, text("样例新法", date(2024, 1, 1), "新增一条门。")])
    index.build(corpus_path, corpus_path.with_suffix(".index"), second)
    assert len(first.encoded) > 5
    assert [one.split("\n")[0] for one in second.encoded] == ["样例新法"]
    kept = opened(corpus_path, second).index.vectors
    assert kept is not None
    assert np.allclose(np.linalg.norm(kept.steps * kept.scales[:, None], axis=1), 1, atol=0.02)


def test_another_encoder_does_not_use_them(corpus_path: Path) -> None:
    index.build(corpus_path, corpus_path.with_suffix(".index"), Doors())
    other = Doors()
    other.name = "windows"
    assert opened(corpus_path, other).search("门坏了", Filters(place=""))
    assert other.encoded == []
    kept = opened(corpus_path, None).index.vectors
    assert kept is not None
    with pytest.raises(ValueError, match="请重新运行 fazhi law index"):
        kept.likeness(other, "门")
