"""Citations: how fast they are found, and how many rightly, beside china-law-mcp's own check of a text.

Both read the same texts in the same run, each in a process of its own; seconds are the processor's. The peer reports
distinct pairs of law and article of a text, so both are compared on these; the marks tell more, for ours alone.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from bench import peers_venv
from bench.table import Row
from bench_law import marks, questions
from fazhi.law.citing import asof, checking, context, finding
from fazhi.law.citing.model import Mention
from fazhi.law.numerals import to_int
from fazhi.law.store.corpus import Corpus

PEER = "china-law-mcp 0.1.1"
PACKAGES = ("china-law-mcp==0.1.1",)
ROUNDS = 9
MEGABYTE = 1_000_000
TODAY = date(2026, 11, 23)  # where the corpus does not say up to when it was checked
GOAL_SPEED, GOAL_RATIO, GOAL_PRECISION, GOAL_RECALL = 20, 20, 99, 98

Pairs = set[tuple[str, int]]
Find = Callable[[str], Sequence[Mention]]


def rows() -> list[Row]:
    """Measure on the marked documents where they stand beside the checkout, else on made-up text only."""
    documents = [d for part in marks.PARTS for d in marks.documents(part)] if marks.here() else []
    found = _speed("made-up text", made_up())
    if documents:
        texts = [d.text for d in documents]
        found += _speed("real documents", texts) + _whole(texts, _peer(texts)[0])
        found += _quality() + _beside_peer([d for d in documents if d.marks])
    return found


def run() -> list[Row]:
    """Return `rows`: the name under which the benchmark's driver asks for them."""
    return rows()


def _speed(what: str, texts: list[str]) -> list[Row]:
    size = sum(len(text.encode()) for text in texts) / MEGABYTE
    ours = size / min(_seconds(texts) for _ in range(ROUNDS))
    peer = size / _peer(texts)[0]
    note = f"{len(texts)} texts, {size:.1f} MB of UTF-8, one core; the peer: its whole check"
    return [
        Row("citations", f"finding in {what}", "MB/s", ours, peer, PEER, GOAL_SPEED, ">=", note=note),
        Row("citations", f"{what}, beside the peer", "MB/s", ours, peer, PEER, GOAL_RATIO, ">=", on_ratio=True),
    ]


def _whole(texts: list[str], peer: float) -> list[Row]:
    """Return the speed of our whole check against the peer's own articles, beside the peer's (`peer`, in seconds)."""
    path = questions.shipped()
    if path is None:
        return []
    corpus = Corpus(path)
    size, on = sum(len(text.encode()) for text in texts) / MEGABYTE, asof.given(corpus.checked_to or TODAY)
    known = context.names_of(corpus)
    began = time.process_time()
    found = sum(len(checking.check(text, corpus, on=on, names=known)) for text in texts)
    rate = size / (time.process_time() - began)
    note = f"found, resolved, held against the articles of the same statutes: {found} citations, one core"
    return [Row("citations", "whole check of real documents", "MB/s", rate, size / peer, PEER, note=note)]


def _seconds(texts: Iterable[str]) -> float:
    began = time.process_time()
    for text in texts:
        finding.find(text)
    return time.process_time() - began


def _peer(texts: list[str]) -> tuple[float, list[Pairs]]:
    """Return the processor seconds of the peer's check of `texts`, and the pairs of law and article in each."""
    python = peers_venv.ready("law", PACKAGES)
    script = Path(__file__).parent / "peers" / "check_texts.py"
    said = subprocess.run([python, str(script)], input=json.dumps(texts), capture_output=True, text=True, check=True)
    answer = json.loads(said.stdout)
    return answer["seconds"], [{_pair(one) for one in details} for details in answer["found"]]


def _pair(detail: dict[str, str]) -> tuple[str, int]:
    title, _, number = detail["citation"].rpartition("第")
    return marks.plain_name(title.strip("《》")), to_int(number.removesuffix("条")) or 0


def agreement(part: str, find: Find = finding.find) -> marks.Agreement:
    """Return how far `find` agrees with the marks of a `part`."""
    into = marks.Agreement()
    for document in marks.documents(part):
        marks.compare(document, find(document.text), into)
    return into


def _quality() -> list[Row]:
    names = {"other": "of other instruments", "self": "of the document itself", "number": "documents by number"}
    found = []
    for part in marks.PARTS:
        result = agreement(part)
        for kind in marks.KINDS:
            count = result.found[kind] + result.missed[kind]
            goals = (GOAL_PRECISION, GOAL_RECALL) if kind == "other" else (None, None)
            shares = (("right", result.precision([kind])), ("found", result.recall([kind])))
            for (what, share), goal in zip(shares, goals, strict=True):
                name, note = f"{what}, {names[kind]}, {part} part", f"{count} marked by reading"
                found.append(Row("citations", name, "%", 100 * share, goal=goal, sense=">=", note=note))
    return found


def _beside_peer(documents: list[marks.Marked]) -> list[Row]:
    wanted = [marks.articles(d.marks) for d in documents]
    ours = [marks.articles_found(finding.find(d.text)) for d in documents]
    peer = _peer([d.text for d in documents])[1]
    note = f"{sum(map(len, wanted))} pairs of another instrument and its article, in {len(documents)} documents"
    return [
        Row("citations", what, "%", _share(ours, wanted, of), _share(peer, wanted, of), PEER, note=note)
        for what, of in (("right, pairs of instrument and article", True), ("found, the same pairs", False))
    ]


def _share(found: list[Pairs], wanted: list[Pairs], of_found: bool) -> float:
    """Return, in per cent, how many of `found` (or of `wanted`) are in both."""
    both = sum(len(a & b) for a, b in zip(found, wanted, strict=True))
    return 100 * both / (sum(map(len, found if of_found else wanted)) or 1)


def made_up(count: int = 60) -> list[str]:
    """Return `count` texts of an invented county's reasoning, some 9 kB each, citing about as often as real ones do."""
    plain = (
        "经查，该户于巡查时将杂物堆放在公共楼道，社区工作人员两次上门劝告后仍未清理，影响邻里通行和消防安全。"
        "当事人称因家中装修暂时存放，愿意限期自行清理；物业服务人员和两名邻居的陈述与现场照片相互印证，足以认定。"
        "街道综合行政执法队于次日上午到场复查，杂物已经减少但没有清完，通道净宽不足一米，执法人员当场制作了笔录。"
    )
    cited = (
        "上述行为违反了《清丰县楼道管理条例》第{a}条第二款、第{b}条的规定，",
        "依照《中华人民共和国行政处罚法》第{a}条第一款第（三）项和本办法第{b}条，",
        "根据清政办发〔2021〕{a}号文件和《清丰县物业管理办法》第{a}条至第{b}条，",
    )
    lines = [cited[n % 3].format(a=n % 90 + 1, b=n % 70 + 9) + 5 * plain for n in range(count + 4)]
    return ["\n".join(lines[start : start + 4]) for start in range(count)]
