"""`fazhi law`: take texts of law in, list them, show an article as it read on a day, tell what could not be read."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from fazhi.cli import citations, law_diff, law_index, law_learn, law_sources
from fazhi.cli.console import Sub, command, complain, group, say
from fazhi.cli.law_misses import NOT_HERE, checked
from fazhi.law import names
from fazhi.law.addresses import Address, parsed
from fazhi.law.model import Status
from fazhi.law.numerals import article_label
from fazhi.law.store.corpus import Corpus, Found, Instrument, NoCorpus, Relation, Version


def add_commands(sub: Sub) -> None:
    """Add the commands of this group."""
    here = group(sub, "law", "法律条文：导入、查看、核对")
    law_sources.add_commands(here)
    listing = command(here, "list", "列出法律文件", _list)
    listing.add_argument("words", nargs="?", default="", metavar="名称中的字")
    showing = command(here, "show", "显示一条", _show)
    showing.add_argument("address", metavar="地址", help="如 /akn/cn/act/行政复议法/zho@2023-09-01/~art_20")
    showing.add_argument(
        "--on", type=date.fromisoformat, default=None, metavar="日期", help="哪一天有效的文本；不写的为今天"
    )
    history = command(here, "history", "列出一部法律的各个版本", _history)
    history.add_argument("name", metavar="名称")
    command(here, "check", "列出没有读懂的地方", _check)
    citations.add_commands(here)
    law_diff.add_commands(here)
    law_index.add_commands(here)
    law_learn.add_commands(here)


def _list(given: argparse.Namespace) -> int:
    return _with_corpus(lambda corpus: _listed(corpus, given.words))


def _listed(corpus: Corpus, words: str) -> int:
    found = [one for one in corpus.all_instruments() if words in one.title]
    for one in found:
        versions = corpus.versions(one.id)
        say(f"{one.level.value}　{one.title}　{'、'.join(map(_when, versions))}")
    say(f"{len(found)} 部。{checked(corpus)}" if found else f"{NOT_HERE}：名称中有“{words}”的文件。{checked(corpus)}")
    return 0


def _show(given: argparse.Namespace) -> int:
    try:
        address = parsed(given.address)
    except ValueError as wrong:
        return complain(str(wrong))
    day = given.on or (None if address.version else timezone.localdate())
    return _with_corpus(lambda corpus: _shown(corpus, address, day))


def _shown(corpus: Corpus, address: Address, day: date | None) -> int:
    found = corpus.at(address, day)
    if found is None or found.words is None:
        return complain(f"{NOT_HERE}：{address}。{checked(corpus)}")
    say(_title(found))
    say(found.words)
    say(checked(corpus))
    return 0


def _history(given: argparse.Namespace) -> int:
    return _with_corpus(lambda corpus: _told(corpus, given.name))


def _told(corpus: Corpus, name: str) -> int:
    found = corpus.instruments(name)
    if not found:
        return complain(f"{NOT_HERE}：{names.normal(name)}。{checked(corpus)}")
    for instrument in found:
        say(_named(instrument))
        for version in corpus.versions(instrument.id):
            say(f"  {_when(version)}　{_force(version)}　{version.stands}　来源：{version.source}")
            for other in corpus.beside(version):
                say(f"    另有来源：{other.source}（同一日期的文本，没有采用）")
            for event in corpus.events(version.id):
                say(f"    {event.day.isoformat()}　{event.what}　{event.by}")
            for number, day in sorted(corpus.commencements(version.id).items()):
                say(f"    {article_label(number.main, number.sub)}自 {day.isoformat()} 起施行")
        for relation in corpus.relations(instrument.id):
            say(f"  {_related(relation)}")
    say(checked(corpus))
    return 0


def _check(given: argparse.Namespace) -> int:
    return _with_corpus(_checked_over)


def _checked_over(corpus: Corpus) -> int:
    problems = corpus.problems()
    for one in problems:
        say(f"{one.file} 第 {one.line} 行：{one.what}")
    say((f"{len(problems)} 处。" if problems else "没有发现问题。") + checked(corpus))
    return 1 if problems else 0


def _with_corpus(do: Callable[[Corpus], int]) -> int:
    try:
        return do(Corpus(Path(settings.FAZHI_LAW)))
    except NoCorpus as none:
        return complain(str(none))


def _named(one: Instrument) -> str:
    return f"{one.title}（{one.level.value}{f'，{one.place}' if one.place else ''}）"


def _related(one: Relation) -> str:
    by = f"《{one.by}》" + (article_label(one.article.main, one.article.sub) if one.article else "")
    day = f"自 {one.day.isoformat()} 起" if one.day else ""
    return f"{by}{day}{one.what.value}《{one.title}》{'' if one.whole else '的一部分'}"


def _when(version: Version) -> str:
    return version.day.isoformat() if version.day else "日期不明"


def _force(version: Version) -> str:
    since = version.in_force_from.isoformat() if version.in_force_from else "不明"
    until = f" 至 {version.in_force_to.isoformat()} 前" if version.in_force_to else ""
    return f"自 {since}{'' if version.stated else '（按通过或者公布之日，未见施行日）'}{until}"


def _title(found: Found) -> str:
    label = article_label(found.article.number.main, found.article.number.sub)
    version = found.version
    known = "" if version.status is Status.UNKNOWN and not version.flagged else f"，{version.stands}"
    return f"《{found.instrument.title}》{label}（{_when(found.version)} 版本，{_force(found.version)}{known}）"
