"""Plain texts (.txt): title, note in brackets, body; one file, or all in and below a folder."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fazhi.law.model import Level, Problem, Text
from fazhi.law.reading import prose
from fazhi.law.reading.word import Read, day_in

ENCODINGS = ("utf-8-sig", "gb18030")
LARGEST = 64 * 1024 * 1024  # bytes; the longest law has a hundredth of it


def texts(path: Path, level: Level | None = None) -> Iterator[Read]:
    """Yield the version in each file, or the problem where one cannot be read; the rest is read all the same."""
    for one in [path] if path.is_file() else sorted(path.rglob("*.txt")):
        name = str(one.relative_to(path)) if path.is_dir() else one.name
        try:
            words = decoded(one)
        except (OSError, ValueError) as error:
            yield Problem(name, 1, str(error))
            continue
        yield _read(words, name, one.stem, level)


def _read(words: str, name: str, stem: str, level: Level | None) -> Text:
    text = prose.read(list(enumerate(words.splitlines(), 1)), name, day=day_in(stem), level=level)
    if text.version is None:
        return replace(text, problems=(*text.problems, Problem(name, 1, "看不出版本日期")))
    return text


def decoded(path: Path) -> str:
    """Return a file's text in UTF-8 or GB 18030; ValueError where it is neither or too large, OSError."""
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} 太大（超过 {LARGEST >> 20} MB），不像一部法律。请拆开。")
    raw = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path.name} 不是 UTF-8 或者 GB 18030 文本。请另存为 UTF-8 文本再试。")
