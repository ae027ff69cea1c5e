"""Model files: what is saved is what is loaded, and nothing else is."""

import io
import json
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fazhi.triage import Model, TriageError, load, save, train
from tests.triage.samples import examples


@pytest.fixture(scope="module")
def model() -> Model:
    return train(examples())


@pytest.fixture
def saved(model: Model, tmp_path: Path) -> Path:
    path = tmp_path / "triage.model"
    save(model, path)
    return path


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    with zipfile.ZipFile(path) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    change(parts)
    with zipfile.ZipFile(path, "w") as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)


def flip_a_byte(parts: dict[str, bytes]) -> None:
    content = bytearray(parts["arrays.npz"])
    content[len(content) // 2] ^= 1
    parts["arrays.npz"] = bytes(content)


def drop_the_arrays(parts: dict[str, bytes]) -> None:
    del parts["arrays.npz"]


def change_the_format(parts: dict[str, bytes]) -> None:
    parts["model.json"] = json.dumps(json.loads(parts["model.json"]) | {"format": 99}).encode()


def drop_a_label(parts: dict[str, bytes]) -> None:
    head = json.loads(parts["model.json"])
    parts["model.json"] = json.dumps(head | {"labels": head["labels"][1:]}).encode()


def not_an_object(parts: dict[str, bytes]) -> None:
    parts["model.json"] = b"[]"


def sneak_in_a_pickle(parts: dict[str, bytes]) -> None:
    import hashlib

    buffer = io.BytesIO()
    np.savez(buffer, weights=np.array([Trap()], dtype=object))
    parts["arrays.npz"] = buffer.getvalue()
    head = json.loads(parts["model.json"]) | {"digest": hashlib.sha256(buffer.getvalue()).hexdigest()}
    parts["model.json"] = json.dumps(head).encode()


class Trap:
    """Unpickling this would run code."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return pytest.fail, ("a model file ran code",)


def test_a_loaded_model_ranks_as_the_saved_one(model: Model, saved: Path) -> None:
    again = load(saved)
    assert again.edition == model.edition
    assert [again.rank(one.text) for one in examples()] == [model.rank(one.text) for one in examples()]


def test_saving_leaves_one_file(saved: Path) -> None:
    assert [path.name for path in saved.parent.iterdir()] == ["triage.model"]


@pytest.mark.parametrize(
    "change",
    [flip_a_byte, drop_the_arrays, change_the_format, drop_a_label, not_an_object, sneak_in_a_pickle],
    ids=lambda change: change.__name__,
)
def test_an_altered_model_is_refused(saved: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    rewrite(saved, change)
    with pytest.raises(TriageError, match="重新训练"):
        load(saved)


def test_a_pickle_in_place_of_a_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "triage.model"
    path.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(TriageError, match="重新训练"):
        load(path)


def test_a_missing_model_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(TriageError, match="找不到"):
        load(tmp_path / "none")
