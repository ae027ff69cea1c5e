"""The quick ways give what the plain ways give: every run looked up, every word sought, one after the other."""

import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.triage import Candidate, Model, train
from fazhi.triage.model import WORTH_TELLING, matrix_of
from fazhi.triage.reading import parts_of, runs_of
from fazhi.triage.reasons import LOOKED_AT, LOOSE, MOST
from fazhi.triage.spotting import spotter_of
from tests.triage.samples import examples

PIECES = (
    *(one.text.partition("\n")[0] for one in examples()),
    "，",
    "。",
    "\n",
    " ",
    "12345",
    "AB区",
    "了",
    "魑魅",
    "电话😀",
)
SOME = 400


@pytest.fixture(scope="module")
def model() -> Model:
    return train(examples())


def made_texts() -> Iterator[str]:
    chance = random.Random(7)
    for _ in range(SOME):
        words = [chance.choice(PIECES) for _ in range(chance.randint(0, 30))]
        yield "".join(word[chance.randint(0, 2) :] if chance.random() < 0.3 else word for word in words)


def plain_rank(model: Model, text: str) -> list[Candidate]:
    chances = model.chances_many([text])[0]
    order = sorted(range(len(model.labels)), key=lambda at: (-chances[at], at))
    return [
        Candidate(model.labels[at], float(chances[at]), plain_reasons(model, text, at, chances[at])) for at in order
    ]


def plain_reasons(model: Model, text: str, label: int, chance: float) -> tuple[str, ...]:
    if chance < WORTH_TELLING:
        return ()
    row = matrix_of(model.lexicon, [text]).tocoo()
    offset = model.lexicon.views[0].keys.size
    words = runs_of(model.lexicon.views[1].keys)
    worth = {}
    for column, value in zip(row.col, row.data, strict=True):
        if column >= offset and stands(word := words[column - offset]):
            separating = model.weights[column, : len(model.labels)]
            worth[word] = float(value * (separating[label] - separating.mean()))
    ordered = sorted(worth, key=lambda word: (-round(worth[word], 7), len(word), word))[:LOOKED_AT]
    kept: list[str] = []
    for word in ordered:
        if worth[word] > 0 and not any(overlap(word, other) for other in kept):
            kept.append(word)
    return tuple(kept[:MOST])


def stands(word: str) -> bool:
    return len(word) > 1 and all("\u3400" <= end <= "\u9fff" and end not in LOOSE for end in (word[0], word[-1]))


def overlap(word: str, other: str) -> bool:
    pieces = [word[at : at + 2] for at in range(len(word) - 1)]
    return word[0] == other[-1] or word[-1] == other[0] or any(piece in other for piece in pieces)


def test_one_message_is_ranked_as_the_plain_way_does(model: Model) -> None:
    explained = 0
    for text in made_texts():
        fast, plain = model.rank(text), plain_rank(model, text)
        assert [(one.label, one.reasons) for one in fast] == [(one.label, one.reasons) for one in plain], text
        assert [one.confidence for one in fast] == pytest.approx([one.confidence for one in plain], abs=1e-5)
        explained += bool(fast[0].reasons)
    assert explained > SOME // 2


def test_one_message_is_weighed_as_many_are(model: Model) -> None:
    texts = list(made_texts())
    many = matrix_of(model.lexicon, texts)
    for text, row in zip(texts, many, strict=True):
        columns, values = model.lexicon.weigh(parts_of(text))
        assert columns.tolist() == sorted(row.indices.tolist())
        np.testing.assert_allclose(values, row.toarray().ravel()[columns], atol=1e-6)


@given(st.lists(st.text("占道施工😀a", min_size=1, max_size=4)), st.text("占道施工😀a", max_size=40))
def test_the_words_spotted_are_those_that_are_there(words: list[str], text: str) -> None:
    assert spotter_of(words).words_in(text) == {word for word in words if word in text}
