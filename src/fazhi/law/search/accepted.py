"""Questions that were answered here: a file of the operator's own, one question a line, from which search learns."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from fazhi.law.addresses import Address, parsed


@dataclass(frozen=True, slots=True)
class Accepted:
    """A question, the addresses of the articles that answer it (without a version), and the day it was accepted.

    `answer` is what was said in reply, "" where it is not kept: it teaches the search, and is shown to nobody.
    `public` where somebody said that the question tells of nobody and may be shown to everybody.
    """

    question: str
    articles: tuple[str, ...]
    day: date
    public: bool = False
    answer: str = ""

    @property
    def id(self) -> str:
        """What names the question in the file: the same words have the same id."""
        return hashlib.sha256(self.question.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Log:
    """What the file holds, and which lines could not be read: nothing is swallowed."""

    answered: tuple[Accepted, ...]
    problems: tuple[str, ...] = ()


def accepted(question: str, articles: Iterable[str], day: date, *, public: bool = False, answer: str = "") -> Accepted:
    """Return a checked entry; ValueError, with a message for the reader, where it cannot be one."""
    words = " ".join(question.split())
    if not words:
        raise ValueError("没有写问题。请写出所答的问题。")
    addresses = tuple(dict.fromkeys(_lasting(text) for text in articles))
    if not addresses:
        raise ValueError("没有写条文。请写出答复所依据的条文地址，如 /akn/cn/act/行政复议法/zho/~art_20")
    return Accepted(words, addresses, day, public, " ".join(answer.split()))


def _lasting(text: str) -> str:
    found = parsed(text)
    if found.article is None:
        raise ValueError(f"“{text}”没有写到条。地址形如 /akn/cn/act/行政复议法/zho/~art_20")
    return str(Address(found.name, found.place, None, found.article))


def read(path: Path) -> Log:
    """Read the file; of one question the last entry counts. A file that is not there is an empty log."""
    found: dict[str, Accepted] = {}
    problems = []
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            day, public = date.fromisoformat(row["day"]), row.get("public") is True
            answer = row.get("answer") or ""
            one = accepted(row["question"], row["articles"], day, public=public, answer=answer)
            found.pop(one.id, None)
            found[one.id] = one
        except (ValueError, KeyError, TypeError, AttributeError) as wrong:
            problems.append(f"{path.name} 第 {number} 行没有读懂：{wrong}")
    return Log(tuple(found.values()), tuple(problems))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def add(path: Path, answered: Iterable[Accepted]) -> None:
    """Append entries, and return once they are on disk; nobody else on the machine may read the file."""
    with _alone(path):
        _append(path, answered)


def join(path: Path, one: Accepted) -> None:
    """Append an entry; where its question has one already, with that one's articles too, and as public as that one."""
    with _alone(path):
        for held in (held for held in read(path).answered if held.id == one.id):
            articles = dict.fromkeys((*held.articles, *one.articles))
            answer = one.answer or held.answer
            one = replace(one, articles=tuple(articles), public=held.public, answer=answer)
        _append(path, [one])


def publish(path: Path, id: str, *, public: bool) -> bool:
    """Say of a question whether it may be shown to everybody; False where the file has none of that id."""
    with _alone(path):
        found = [replace(one, public=public) for one in read(path).answered if one.id == id]
        _append(path, found)
    return bool(found)


def _append(path: Path, answered: Iterable[Accepted]) -> None:
    with open(path, "a", encoding="utf-8", opener=private) as out:
        out.writelines(f"{_line(one)}\n" for one in answered)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Let nobody else change the file meanwhile, in this process or another."""
    with open(path.with_name(f"{path.name}.lock"), "w", opener=private) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def private(path: str, flags: int) -> int:
    """Open a file that nobody else on the machine may read."""
    return os.open(path, flags, 0o600)


def remove(path: Path, id: str) -> bool:
    """Take a question out of the file, every entry of it; False where it has none. Other lines stay as they are."""
    with _alone(path):
        lines = _lines(path)
        kept = [line for line in lines if not _holds(line, id)]
        if len(kept) == len(lines):
            return False
        part = path.with_name(f"{path.name}.part")
        with open(part, "w", encoding="utf-8", opener=private) as out:
            out.writelines(f"{line}\n" for line in kept)
        part.replace(path)
        return True


def _holds(line: str, id: str) -> bool:
    try:
        question = " ".join(json.loads(line)["question"].split())
    except (ValueError, KeyError, TypeError, AttributeError):
        return False
    return Accepted(question, (), date.min).id == id


def _line(one: Accepted) -> str:
    return json.dumps({**asdict(one), "day": one.day.isoformat()}, ensure_ascii=False)
