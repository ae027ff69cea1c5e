"""Search as an installation has it: the encoder that a setting names is used where the index has its vectors."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from fazhi.law.search import index
from fazhi.law.search.opening import INDEX, opened
from fazhi.law.store.building import build
from fazhi.law.store.corpus import Corpus
from tests.law.search.conftest import SOURCE, TEXTS
from tests.law.search.test_vectors import Doors


class Others(Doors):
    name = "others"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "law.sqlite3"
    build(path, SOURCE, TEXTS)
    module = ModuleType("our_encoder")
    module.doors, module.others = Doors, Others  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "our_encoder", module)
    return path


def score(path: Path, encoder: str) -> float:
    return opened(Corpus(path), path, encoder=encoder).searcher.search("门坏了租赁物", limit=1)[0].score


def test_the_one_named_is_used(path: Path) -> None:
    index.build(path, path.with_suffix(INDEX), Doors())
    assert opened(Corpus(path), path, encoder="our_encoder:doors").finding == ""
    assert score(path, "our_encoder:doors") > score(path, "")


@pytest.mark.parametrize(
    ("made", "named", "finding"),
    [
        (True, "", ""),
        (True, "no_such_module:made", "句向量 no_such_module:made 不能载入"),
        (True, "our_encoder:others", "索引里的句向量不是 our_encoder:others 算的"),
        (False, "our_encoder:doors", "索引里没有句向量"),
    ],
)
def test_what_cannot_be_used_is_told_and_done_without(path: Path, made: bool, named: str, finding: str) -> None:
    index.build(path, path.with_suffix(INDEX), Doors() if made else None)
    told = opened(Corpus(path), path, encoder=named).finding
    assert told.startswith(finding)
    assert bool(told) is bool(finding)
    assert score(path, named) == score(path, "")
