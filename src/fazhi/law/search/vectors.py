"""Sentence vectors of the articles, where the operator supplies an encoder: worked out once and kept."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

_PORTION = 256  # articles encoded at a time
_READ = 300  # characters of an article that are encoded


class Encoder(Protocol):
    """A model that the operator supplies: `name` tells its vectors from another's."""

    name: str

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row a text; rows need not be of length 1."""
        ...


@dataclass(frozen=True, slots=True)
class Vectors:
    """The articles' vectors in row order, of length 1, in 8 bits a number; `marks` tell which text each was made of."""

    encoder: str
    steps: NDArray[np.int8]
    scales: NDArray[np.float32]
    marks: NDArray[np.uint64]

    def likeness(self, encoder: Encoder, question: str) -> NDArray[np.float32]:
        """Return how near each article is to a question, -1 to 1; ValueError where another encoder made the vectors."""
        if encoder.name != self.encoder:
            raise ValueError(f"索引里的句向量是 {self.encoder} 算的，不是 {encoder.name}。请重新运行 fazhi law index。")
        asked = _unit(encoder.encode([question]))[0]
        whole, size = np.empty(len(self.steps), dtype=np.float32), 16_384
        for begin in range(0, len(whole), size):  # in portions, so that no copy of all vectors is made
            whole[begin : begin + size] = self.steps[begin : begin + size].astype(np.float32) @ asked
        return whole * self.scales

    @classmethod
    def open(cls, folder: Path) -> "Vectors | None":
        """Map the vectors of an index; None where it has none."""
        try:
            about = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        parts = (np.asarray(np.load(folder / f"vectors.{name}.npy", mmap_mode="r")) for name in _PARTS)
        return cls(about["encoder"], *parts)

    @classmethod
    def build(cls, folder: Path, encoder: Encoder, texts: Iterable[str], old: "Vectors | None" = None) -> None:
        """Write the vectors of `texts` into an index; those of texts that `old` holds already are taken from it."""
        kept = old if old and old.encoder == encoder.name else None
        known = {int(mark): row for row, mark in enumerate(kept.marks)} if kept else {}
        portions = [_encoded(encoder, portion, kept, known) for portion in _portions(texts)]
        for name, arrays in zip(_PARTS, zip(*portions, strict=True), strict=False):
            np.save(folder / f"vectors.{name}.npy", np.concatenate(arrays))
        if portions:
            (folder / "vectors.json").write_text(json.dumps({"encoder": encoder.name}), encoding="utf-8")


_PARTS = ("steps", "scales", "marks")
_Portion = tuple[NDArray[np.int8], NDArray[np.float32], NDArray[np.uint64]]


def _portions(texts: Iterable[str]) -> Iterable[list[str]]:
    source = iter(texts)
    while portion := [text[:_READ] for text in islice(source, _PORTION)]:
        yield portion


def _encoded(encoder: Encoder, texts: list[str], old: Vectors | None, known: dict[int, int]) -> _Portion:
    marks = np.array([_mark(text) for text in texts], dtype=np.uint64)
    fresh = [i for i, mark in enumerate(marks) if int(mark) not in known]
    new = _unit(encoder.encode([texts[i] for i in fresh])) if fresh else None
    width = new.shape[1] if new is not None else (old.steps.shape[1] if old else 0)
    steps, scales = np.zeros((len(texts), width), dtype=np.int8), np.zeros(len(texts), dtype=np.float32)
    for i, mark in enumerate(marks):
        if old and int(mark) in known:
            steps[i], scales[i] = old.steps[known[int(mark)]], old.scales[known[int(mark)]]
    if new is not None:
        peak = np.maximum(np.abs(new).max(axis=1), 1e-6)
        steps[fresh] = np.round(new / peak[:, None] * 127).astype(np.int8)
        scales[fresh] = peak / 127
    return steps, scales, marks


def _mark(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    rows = np.asarray(rows, dtype=np.float32)
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), dtype=np.float32)
