"""`fazhi law accept|answered|forget|learn`: keep which articles answered a question, and learn to find them."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from fazhi.cli.console import Sub, command, complain, say
from fazhi.law.addresses import parsed
from fazhi.law.search import accepted, learnt_file, supplied
from fazhi.law.search.engine import Filters, Searcher
from fazhi.law.search.index import NoIndex
from fazhi.law.search.learning import Checked, TooFew, learn
from fazhi.law.search.measuring import Figures
from fazhi.law.search.opening import ANSWERED, INDEX, LEARNT
from fazhi.law.store.corpus import Corpus, NoCorpus


def add_commands(here: Sub) -> None:
    """Add the commands to the group `fazhi law`."""
    keeping = command(here, "accept", "记下一个答复过的问题和所依据的条文", _accept)
    keeping.add_argument("question", metavar="问题")
    keeping.add_argument("articles", nargs="+", metavar="条文地址", help="如 /akn/cn/act/行政复议法/zho/~art_20")
    keeping.add_argument("--answer", default="", metavar="答复", help="答复的话，帮助检索学会百姓的说法；不给别人看")
    taking = command(here, "answered", "列出记下的问题；写文件的，先收入文件里的问题", _answered)
    taking.add_argument("file", nargs="?", type=Path, metavar="文件",
                        help="每行一个 {\"question\": 问题, \"articles\": [条文地址], \"day\": 日期}，"
                             "可以加 \"answer\": 答复")  # fmt: skip
    leaving = command(here, "forget", "删去一个记下的问题", _forget)
    leaving.add_argument("id", metavar="编号", help="fazhi law answered 列出的编号")
    command(here, "learn", "从记下的问题学习排序，比未学习的好才启用", _learn)


def _file() -> Path:
    return Path(settings.FAZHI_LAW).with_suffix(ANSWERED)


def _accept(given: argparse.Namespace) -> int:
    try:
        one = accepted.accepted(given.question, given.articles, timezone.localdate(), answer=given.answer)
        corpus = Corpus(Path(settings.FAZHI_LAW))
        if unknown := _not_held(corpus, one.articles):
            return complain(f"条文库里没有（不等于不存在）：{'、'.join(unknown)}。没有记下。")
        accepted.add(_file(), [one])
    except (ValueError, NoCorpus, OSError) as wrong:
        return complain(str(wrong))
    say(f"已记下 {one.id}。运行 fazhi law learn 后，检索才用到它。")
    return 0


def _not_held(corpus: Corpus, articles: Iterable[str]) -> list[str]:
    return [text for text in articles if corpus.at(parsed(text)) is None]


def _answered(given: argparse.Namespace) -> int:
    problems: tuple[str, ...] = ()
    if given.file is not None:
        if not given.file.is_file():
            return complain(f"没有文件 {given.file}。请核对路径。")
        taken = accepted.read(given.file)
        accepted.add(_file(), taken.answered)
        problems = taken.problems
        say(f"收入 {len(taken.answered)} 个问题。")
    log = accepted.read(_file())
    for one in log.answered if given.file is None else ():
        say(f"{one.id}　{one.day.isoformat()}　{one.question}　{'、'.join(one.articles)}")
    for problem in (*problems, *log.problems):
        complain(problem)
    say(f"共记下 {len(log.answered)} 个问题。")
    return 1 if problems or log.problems else 0


def _forget(given: argparse.Namespace) -> int:
    if not accepted.remove(_file(), given.id):
        return complain(f"没有编号为 {given.id} 的问题。请用 fazhi law answered 查看编号。")
    say("已删去。学到的排序里还有它，请运行 fazhi law learn 重新学习。")
    return 0


def _learn(given: argparse.Namespace) -> int:
    path = Path(settings.FAZHI_LAW)
    log = accepted.read(_file())
    for problem in log.problems:
        complain(problem)
    try:
        encoder = supplied.named(settings.FAZHI_LAW_ENCODER)
        searcher = Searcher.open(Corpus(path), path.with_suffix(INDEX), encoder=encoder)
        taught = learn(searcher, log.answered, Filters())
        learnt_file.save(taught, path.with_suffix(LEARNT))
    except TooFew as few:
        # What was learnt before may hold questions that were since deleted.
        path.with_suffix(LEARNT).unlink(missing_ok=True)
        return complain(f"{few}检索按未学习的顺序排列。")
    except (NoCorpus, NoIndex, supplied.NoEncoder, OSError) as wrong:
        return complain(str(wrong))
    _tell(taught.checked)
    return 0


def _tell(checked: Checked) -> None:
    say(f"从 {checked.questions} 个问题学习，分五份轮流留出一份检验；"
        f"其中 {checked.nearly_same} 个在别的份里有几乎相同的问题。")  # fmt: skip
    say("　　　　　　　　　　　　　　　前 10 条　前 100 条　首条倒数位次")
    _line("全部条文，未学习", checked.untrained)
    _line("全部条文，学习后", checked.trained)
    _line("别的份没有用过的条文，未学习", checked.untrained_unseen)
    _line("别的份没有用过的条文，学习后", checked.trained_unseen)
    say("学习后找到的更多，已启用。" if checked.better else "学习后没有更好，没有启用；检索按未学习的顺序排列。")


def _line(name: str, found: Figures) -> None:
    say(f"{name:　<15}{found.ten:>8.1%}{found.hundred:>10.1%}{found.first:>12.3f}　（{found.questions} 个问题）")
