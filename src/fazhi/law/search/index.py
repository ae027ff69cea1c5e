"""The search index of a corpus: a folder of arrays beside it, built aside and then put in place."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fazhi.law.model import Division, Level, Status
from fazhi.law.search import standing, tokens
from fazhi.law.search.postings import Gathering, Postings
from fazhi.law.search.vectors import Encoder, Vectors
from fazhi.law.store.corpus import Corpus, Instrument, StoredArticle, Version

EDITION = 1  # an index of another edition is built anew
FIELDS = {"pairs": 0.75, "characters": 0.75, "laws": 0.3}
"""The inverted fields with the evening of their lengths (b): two over articles, one over whole versions."""
LEVELS = tuple(Level)
ALWAYS = np.iinfo(np.int32).max  # the ordinal of a day that never comes
_PORTION = 400  # versions counted at a time


class NoIndex(Exception):
    """There is no index here, or one of another corpus or edition."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of each article (by row) and each version (by row), for filters and ranking."""

    article: NDArray[np.int32]  # id in the corpus
    version_row: NDArray[np.int32]
    length: NDArray[np.int32]  # characters
    cited: NDArray[np.float32]  # logarithm of 1 + how many articles cite it
    version: NDArray[np.int32]  # id in the corpus
    level: NDArray[np.int8]  # place in LEVELS
    place: NDArray[np.int32]  # GB/T 2260 code, 0 for the nation
    since: NDArray[np.int32]  # first day in force, as an ordinal
    until: NDArray[np.int32]  # first day no longer in force
    current: NDArray[np.bool_]  # the latest version and not known to be repealed
    law_cited: NDArray[np.float32]  # logarithm of 1 + how many articles of others name its instrument


@dataclass(frozen=True, slots=True)
class Index:
    """An open index; threads may share it."""

    rows: Rows
    fields: Mapping[str, Postings]
    vectors: Vectors | None

    @classmethod
    def open(cls, folder: Path, corpus: Corpus) -> "Index":
        """Map the arrays into memory; NoIndex where they are not there or not of this corpus as it is now."""
        try:
            about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        except FileNotFoundError as none:
            raise NoIndex(f"没有检索索引（{folder}）。请运行 fazhi law index。") from none
        if about.get("edition") != EDITION or about.get("corpus") != mark_of(corpus):
            raise NoIndex(f"检索索引（{folder}）与现在的条文库不一致。请重新运行 fazhi law index。")
        rows = Rows(**{name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r")) for name in _KINDS})
        sizes = {"laws": len(rows.version)}
        fields = {name: Postings.open(folder, name, sizes.get(name, len(rows.article))) for name in FIELDS}
        return cls(rows, fields, Vectors.open(folder))


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to."""

    articles: int
    versions: int


def build(corpus_path: Path, out_path: Path, encoder: Encoder | None = None) -> Built:
    """Build the index of the corpus at `corpus_path` into the folder `out_path`, replacing what is there.

    All preferred versions go in, so that a question may be asked as of a day. With an encoder each article's vector
    is worked out as well, which takes long; vectors of articles that have not changed are taken from the old index.
    """
    corpus = Corpus(corpus_path)
    part = out_path.with_name(f"{out_path.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        built = _written(corpus, part)
        if encoder:
            Vectors.build(part, encoder, (text for *_, text in _article_texts(corpus)), Vectors.open(out_path))
        about = {"edition": EDITION, "corpus": mark_of(corpus)}
        (part / "about.json").write_text(json.dumps(about), encoding="utf-8")
        _put_in_place(part, out_path)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return built


def mark_of(corpus: Corpus) -> str:
    """Return a mark of the versions a corpus holds: another one once any came, changed or went."""
    told = hashlib.sha256()
    for instrument in corpus.all_instruments():
        for one in corpus.versions(instrument.id):
            told.update(f"{one.id} {one.source} {one.in_force_from} {one.in_force_to} {one.status}\n".encode())
    return told.hexdigest()


def _written(corpus: Corpus, folder: Path) -> Built:
    versions = list(_versions(corpus))
    counted = standing.count(_current_texts(corpus, versions), dict(corpus.names()))
    rows = _Rows(counted)
    size = sum(len(corpus.articles(version.id)) for _, version, _ in versions)
    gathered = {name: Gathering(len(versions) if name == "laws" else size) for name in FIELDS}
    for begin in range(0, len(versions), _PORTION):
        _counted(corpus, versions[begin : begin + _PORTION], rows, gathered)
    for name, array in rows.arrays().items():
        np.save(folder / f"{name}.npy", array)
    for name, evening in FIELDS.items():
        gathered.pop(name).postings(evening).save(folder, name)
    return Built(size, len(versions))


def _versions(corpus: Corpus) -> Iterator[tuple[Instrument, Version, bool]]:
    """Yield every preferred version, and whether it is the latest and not known to be repealed."""
    for instrument in corpus.all_instruments():
        versions = corpus.versions(instrument.id)
        for version in versions:
            yield instrument, version, version is versions[-1] and version.status is not Status.REPEALED


def _current_texts(corpus: Corpus, versions: list[tuple[Instrument, Version, bool]]) -> Iterator[tuple[int, str]]:
    for instrument, version, current in versions:
        if current:
            yield from ((instrument.id, article.text) for article in corpus.articles(version.id))


def _article_texts(corpus: Corpus) -> Iterator[tuple[Instrument, Version, str]]:
    """Yield what is searched of each article, in the order of the rows: short title, headings above it, its words."""
    for instrument, version, _ in _versions(corpus):
        divisions = corpus.divisions(version.id)
        for article in corpus.articles(version.id):
            yield instrument, version, searched(instrument, divisions, article)


def searched(instrument: Instrument, divisions: tuple[Division, ...], article: StoredArticle) -> str:
    """Return what is searched of an article: its instrument's short title, the headings above it, its words."""
    headings: list[str] = []
    at = article.division
    while 0 <= at < len(divisions):
        headings.append(divisions[at].heading)
        at = divisions[at].parent
    return "\n".join((instrument.short, *reversed(headings), article.text))


class _Rows:
    """The rows in the making."""

    def __init__(self, counted: standing.Standing) -> None:
        self._counted = counted
        self._articles: list[tuple[int, int, int, float]] = []
        self._versions: list[tuple[int, int, int, int, int, bool, float]] = []

    def version(self, instrument: Instrument, version: Version, current: bool) -> int:
        since = version.in_force_from.toordinal() if version.in_force_from else 0
        until = version.in_force_to.toordinal() if version.in_force_to else ALWAYS
        cited = float(np.log1p(self._counted.instruments.get(instrument.id, 0)))
        row = (version.id, LEVELS.index(instrument.level), int(instrument.place or 0), since, until, current, cited)
        self._versions.append(row)
        return len(self._versions) - 1

    def article(self, instrument: Instrument, version_row: int, article: StoredArticle) -> int:
        cited = float(np.log1p(self._counted.provisions.get((instrument.id, article.number), 0)))
        self._articles.append((article.id, version_row, len(article.text), cited))
        return len(self._articles) - 1

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        columns = [*zip(*self._articles, strict=True), *zip(*self._versions, strict=True)]
        columns = columns or [()] * len(_KINDS)
        return {
            name: np.array(column, dtype=kind) for (name, kind), column in zip(_KINDS.items(), columns, strict=True)
        }


_KINDS = {
    "article": np.int32, "version_row": np.int32, "length": np.int32, "cited": np.float32,
    "version": np.int32, "level": np.int8, "place": np.int32, "since": np.int32, "until": np.int32,
    "current": np.bool_, "law_cited": np.float32,
}  # fmt: skip


def _counted(
    corpus: Corpus, portion: list[tuple[Instrument, Version, bool]], rows: _Rows, gathered: Mapping[str, Gathering]
) -> None:
    """Take a portion of versions into the rows and the fields."""
    texts: list[str] = []
    at: list[tuple[int, int]] = []
    for instrument, version, current in portion:
        row = rows.version(instrument, version, current)
        divisions = corpus.divisions(version.id)
        for article in corpus.articles(version.id):
            at.append((rows.article(instrument, row, article), row))
            texts.append(searched(instrument, divisions, article))
    if not texts:
        return
    read = [tokens.codes(text + "\n") for text in texts]
    where = np.repeat(np.array(at, dtype=np.int32), [len(one) for one in read], axis=0)
    whole = np.concatenate(read)
    single, begins = tokens.characters(whole)
    gathered["characters"].add(single, where[begins, 0])
    double, begins = tokens.pairs(whole)
    gathered["pairs"].add(double, where[begins, 0])
    gathered["laws"].add(double, where[begins, 1])


def _put_in_place(part: Path, folder: Path) -> None:
    old = part.with_suffix(".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.replace(old)
    part.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
