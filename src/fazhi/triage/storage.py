"""Models on disk: arrays and JSON in one zip, checked whole before use; nothing in the file can run."""

import hashlib
import io
import json
import os
import zipfile
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fazhi.triage.errors import TriageError
from fazhi.triage.features import Lexicon, Vocabulary
from fazhi.triage.model import Model

FORMAT: Final = 2
LARGEST: Final = 1_000_000_000
"""Bytes of arrays that a model file may unpack to."""


def save(model: Model, path: Path) -> None:
    """Write a model to one file; a reader never sees half of it."""
    arrays = _packed(model)
    head = {
        "format": FORMAT,
        "edition": model.edition,
        "labels": list(model.labels),
        "longest": [view.longest for view in model.lexicon.views],
        "shares": [view.share for view in model.lexicon.views],
        "digest": _digest(arrays),
    }
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
        bundle.writestr("model.json", json.dumps(head, ensure_ascii=False))
        bundle.writestr("arrays.npz", arrays)
    fresh.replace(path)


def load(path: Path) -> Model:
    """Read a model. Raises TriageError where the file is missing, damaged, altered or of another format."""
    try:
        with zipfile.ZipFile(path) as bundle:
            if sum(entry.file_size for entry in bundle.infolist()) > LARGEST:
                raise ValueError("解开后过大")
            head = json.loads(bundle.read("model.json"))
            arrays = bundle.read("arrays.npz")
        return _unpacked(head, arrays)
    except FileNotFoundError as error:
        raise TriageError(f"找不到分办模型 {path}。请先训练，或检查设置中的路径。") from error
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile, EOFError) as error:
        raise TriageError(f"分办模型 {path} 已损坏、被改动或版本不符（{error}）。请重新训练。") from error


def _packed(model: Model) -> bytes:
    arrays: dict[str, Any] = {
        "weights": model.weights,
        "intercepts": model.intercepts,
        "matrix": model.matrix,
        "bias": model.bias,
    }
    for at, view in enumerate(model.lexicon.views):
        arrays |= {f"keys{at}": view.keys, f"idf{at}": view.idf}
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def _unpacked(head: dict[str, Any], packed: bytes) -> Model:
    if head["format"] != FORMAT:
        raise ValueError(f"格式 {head['format']}，本系统读 {FORMAT}")
    if head["digest"] != _digest(packed):
        raise ValueError("内容与摘要不符")
    with np.load(io.BytesIO(packed), allow_pickle=False) as found:
        arrays: dict[str, NDArray[Any]] = dict(found)
    views = tuple(
        Vocabulary(int(longest), arrays[f"keys{at}"], arrays[f"idf{at}"], float(share))
        for at, (longest, share) in enumerate(zip(head["longest"], head["shares"], strict=True))
    )
    model = Model(
        tuple(str(label) for label in head["labels"]),
        Lexicon(views),
        arrays["weights"],
        arrays["intercepts"],
        arrays["matrix"],
        arrays["bias"],
        str(head["edition"]),
    )
    _check(model)
    return model


def _check(model: Model) -> None:
    """Refuse arrays that do not fit each other, so that a bad file fails here and not at a resident's message."""
    count = len(model.labels)
    shapes = (
        (model.weights, (model.lexicon.width, 2 * count)),
        (model.intercepts, (2 * count,)),
        (model.matrix, (2 * count, count)),
        (model.bias, (count,)),
        *((view.idf, view.keys.shape) for view in model.lexicon.views),
    )
    for array, shape in shapes:
        if array.shape != shape or array.dtype != np.float32 or not np.isfinite(array).all():
            raise ValueError("数组的形状或数值不对")
    for view in model.lexicon.views:
        if view.keys.dtype != np.uint64 or not (view.keys[:-1] < view.keys[1:]).all():
            raise ValueError("词表未排序")


def _digest(packed: bytes) -> str:
    return hashlib.sha256(packed).hexdigest()
