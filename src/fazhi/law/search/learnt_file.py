"""What was learnt as a file beside the corpus: arrays and JSON, nothing that runs when it is read."""

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fazhi.law.search.accepted import Accepted, private
from fazhi.law.search.learning import Checked, Taught
from fazhi.law.search.measuring import Figures
from fazhi.law.search.net import Net
from fazhi.law.search.votes import NAMES

EDITION = 2
_ARRAYS = tuple(part.name for part in fields(Net))
_SIZE = 200_000_000  # bytes: a larger file is none of ours


class Unreadable(ValueError):
    """The file is damaged or of another edition; the message tells the reader what to do."""


def save(taught: Taught, path: Path) -> None:
    """Write the file aside and put it in place."""
    about = {
        "edition": EDITION,
        "features": NAMES,
        "checked": asdict(taught.checked),
        "encoder": taught.encoder,
        "log": [{**asdict(one), "day": one.day.isoformat()} for one in taught.log],
    }
    words = np.frombuffer(json.dumps(about, ensure_ascii=False).encode(), dtype=np.uint8)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with open(part, "wb", opener=private) as out:
            np.savez(out, allow_pickle=False, about=words, **{name: getattr(taught.net, name) for name in _ARRAYS})
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def load(path: Path) -> Taught | None:
    """Read what was learnt; None where nothing was, Unreadable where the file cannot be used."""
    try:
        if path.stat().st_size > _SIZE:
            raise ValueError("文件过大")
        with np.load(path, allow_pickle=False) as held:
            return _read(held)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as wrong:
        raise Unreadable(
            f"学到的排序（{path.name}）不能用：{wrong}。已按未学习的顺序排列；请重新运行 fazhi law learn。"
        ) from wrong


def _read(held: Mapping[str, NDArray[Any]]) -> Taught:
    about = json.loads(bytes(held["about"]))
    if about["edition"] != EDITION or tuple(about["features"]) != NAMES:
        raise ValueError("是其他版本的系统学得的")
    net = Net(*(np.asarray(held[name], dtype=np.float32) for name in _ARRAYS))
    nets, width, hidden = net.into.shape
    shapes = ((width,), (width,), net.into.shape, (nets, hidden), (nets, hidden), (nets, width))
    if width != len(NAMES) or any(
        getattr(net, name).shape != shape for name, shape in zip(_ARRAYS, shapes, strict=True)
    ):
        raise ValueError("数组的大小不对")
    log = tuple(
        Accepted(
            str(row["question"]),
            tuple(map(str, row["articles"])),
            date.fromisoformat(row["day"]),
            row["public"] is True,
            str(row["answer"]),
        )
        for row in about["log"]
    )
    return Taught(log, net, _checked(about["checked"]), str(about["encoder"]))


def _checked(told: dict[str, Any]) -> Checked:
    figures = {name: Figures(**value) for name, value in told.items() if isinstance(value, dict)}
    return Checked(**{**told, **figures})
