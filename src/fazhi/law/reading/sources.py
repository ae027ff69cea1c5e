"""The layouts in which texts of law are found: told apart by what lies in a folder, and read."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path

from fazhi.law.model import Level
from fazhi.law.reading import lawrefbook, mirror, plain, word
from fazhi.law.reading.word import Read


class Kind(StrEnum):
    """A layout of texts."""

    EMBEDDED = "embedded"
    LAWREFBOOK = "lawrefbook"
    MIRROR = "mirror"
    WORD = "word"
    PLAIN = "plain"


# Of one version in two sources the higher speaks: what the national database publishes, then what was typed after it.
RANKS = {Kind.WORD: 40, Kind.MIRROR: 30, Kind.LAWREFBOOK: 20, Kind.PLAIN: 10, Kind.EMBEDDED: 0}


def kind_of(path: Path) -> Kind | None:
    """Return the layout of a file or folder; None where it holds nothing that can be read."""
    if path.is_file():
        return {".docx": Kind.WORD, ".txt": Kind.PLAIN}.get(path.suffix.lower())
    if (path / mirror.FOLDER).is_dir():
        return Kind.MIRROR
    for ending, kind in ((".md", Kind.LAWREFBOOK), (".docx", Kind.WORD), (".txt", Kind.PLAIN)):
        if next(path.rglob(f"*{ending}"), None):
            return kind
    return None


def texts(kind: Kind, path: Path, level: Level | None = None) -> Iterable[Read]:
    """Yield every version at `path`, and a Problem for each file that cannot be read.

    `level` is the rank of Word files and plain texts, which tell it only in part. ValueError for the embedded texts,
    which have a file of their own.
    """
    read: dict[Kind, Callable[[], Iterable[Read]]] = {
        Kind.LAWREFBOOK: lambda: lawrefbook.texts(path),
        Kind.MIRROR: lambda: mirror.texts(path),
        Kind.WORD: lambda: word.texts(path, level),
        Kind.PLAIN: lambda: plain.texts(path, level),
    }
    if kind not in read:
        raise ValueError(f"{kind.value} 不从文件夹读")
    return read[kind]()
