"""`fazhi law index` and `fazhi law search`: make the search index of the corpus, and look a question up."""

import argparse
import time
from datetime import date
from pathlib import Path

from django.conf import settings

from fazhi.cli.console import Sub, command, complain, say
from fazhi.cli.law_misses import NOT_HERE, checked
from fazhi.law.mapping import graph
from fazhi.law.model import Level, Status
from fazhi.law.numerals import article_label
from fazhi.law.search import accepted, index, supplied
from fazhi.law.search.engine import Filters, Hit, Unanswerable
from fazhi.law.search.likes import Likes
from fazhi.law.search.opening import ANSWERED, opened
from fazhi.law.search.vectors import Encoder
from fazhi.law.store.corpus import Corpus, NoCorpus
from fazhi.screens.lawbook.standing import NEWEST


def add_commands(here: Sub) -> None:
    """Add the commands to the group `fazhi law`."""
    command(here, "index", "为条文库建立检索索引和引用关系", _index)
    looking = command(here, "search", "用平常的话查条文", _search)
    looking.add_argument("words", nargs="+", metavar="问题", help="如 公司不发工资怎么办")
    looking.add_argument("--level", action="append", default=[], type=Level, metavar="层级",
                         help=f"只查这一层级，可以写几次：{'、'.join(Level)}")  # fmt: skip
    looking.add_argument(
        "--place", default=None, metavar="代码", help="行政区划代码：只查全国的和适用于当地的；写 0 的只查全国的"
    )
    looking.add_argument("--on", type=date.fromisoformat, default=None, metavar="日期", help="哪一天有效的条文")
    looking.add_argument("--limit", type=int, default=10, metavar="条数")


def beside(corpus: Path) -> Path:
    """Return where the index of a corpus stands: law.sqlite3 → law.index."""
    return corpus.with_suffix(".index")


def rebuilt(corpus: Path) -> None:
    """Build what is derived from the corpus anew, and say what it came to."""
    begun = time.monotonic()
    built = index.build(corpus, beside(corpus), _encoder())
    say(f"检索索引：{built.articles} 条，{built.versions} 个版本，用时 {time.monotonic() - begun:.0f} 秒。")
    begun = time.monotonic()
    found = graph.build(corpus, graph.beside(corpus))
    say(f"引用关系：{found} 处引用，用时 {time.monotonic() - begun:.0f} 秒。")


def _encoder() -> Encoder | None:
    try:
        return supplied.named(settings.FAZHI_LAW_ENCODER)
    except supplied.NoEncoder as wrong:  # the corpus is in: an index without vectors is better than none
        complain(f"{wrong}这次建立的索引没有句向量。")
        return None


def _index(given: argparse.Namespace) -> int:
    try:
        rebuilt(Path(settings.FAZHI_LAW))
    except NoCorpus as none:
        return complain(str(none))
    except OSError as error:
        return complain(f"没有建立检索索引：{error}。原有的索引没有改动。")
    return 0


def _search(given: argparse.Namespace) -> int:
    path = Path(settings.FAZHI_LAW)
    place = "" if given.place == "0" else given.place
    try:
        corpus = Corpus(path)
        found = opened(corpus, path, encoder=settings.FAZHI_LAW_ENCODER)
        question = " ".join(given.words)
        hits = found.searcher.search(question, Filters(tuple(given.level), place, given.on), given.limit)
    except (NoCorpus, index.NoIndex, Unanswerable) as wrong:
        return complain(str(wrong))
    for hit in hits:
        _shown(hit)
    say((f"{len(hits)} 条。" if hits else f"{NOT_HERE}。请换一种说法，或者少写几个条件。") + checked(corpus))
    if any(hit.version.stands == Status.UNKNOWN.words for hit in hits):
        say(f"“{Status.UNKNOWN.words}”：{NEWEST}")
    _like(path, question)
    if found.finding:
        say(found.finding)
    return 0


def _like(path: Path, question: str) -> None:
    known = Likes.of(accepted.read(path.with_suffix(ANSWERED)).answered)
    like = known.like(question) if known else ()
    if like:
        say("答复过的类似问题：")
    for one, _ in like:
        say(f"    {one.question}　{'、'.join(one.articles)}")


def _shown(hit: Hit) -> None:
    label = article_label(hit.article.number.main, hit.article.number.sub)
    day = hit.version.day.isoformat() if hit.version.day else "日期不明"
    begin, end = hit.passage
    say(f"《{hit.instrument.title}》{label}（{day} 版本，{hit.version.stands}）")
    say(f"    {hit.article.text[begin:end]}")
