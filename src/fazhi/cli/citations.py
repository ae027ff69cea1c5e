"""`fazhi law cite` and `fazhi law retry`: check the citations of documents, and those that were kept, again."""

import argparse
import json
import logging
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from fazhi.cli.console import Sub, command, complain, say
from fazhi.law.addresses import Address
from fazhi.law.citing import asof, checking, documents, rendering
from fazhi.law.citing.asof import shown
from fazhi.law.citing.context import Names, names_of
from fazhi.law.citing.documents import Document
from fazhi.law.citing.model import AsOf, Citation
from fazhi.law.citing.unresolved import OPEN, Unresolved
from fazhi.law.citing.verifying import cited
from fazhi.law.store.corpus import Corpus, NoCorpus

PAGE = """<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>引用核对</title>
<style>
body {{ max-width: 48rem; margin: 2rem auto; line-height: 1.8; font-family: sans-serif }}
pre {{ white-space: pre-wrap; font: inherit }}
mark {{ background: #d8f0dc }}
mark a {{ color: inherit }}
.citation-unknown, .citation-no-version, .citation-flagged, .citation-several {{ background: #eceff3 }}
.citation-missing, .citation-not-in-force, .citation-changed, .quoted-differs {{ background: #ffd9d0 }}
.quoted-same {{ background: none; text-decoration: underline dotted }}
</style>
{documents}
</html>
"""


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that was read, the day it is judged by, and its citations."""

    document: Document
    on: AsOf
    citations: tuple[Citation, ...]


def add_commands(sub: Sub) -> None:
    """Add the commands to the group of laws."""
    citing = command(sub, "cite", "核对文书里引用的法律条文（.txt、.md、.docx、.pdf）", _cite)
    citing.add_argument("files", nargs="+", type=Path, metavar="文件")
    citing.add_argument("--on", type=date.fromisoformat, default=None, metavar="日期",
                        help="按哪一天的法律核对；不写的为文书的落款日期，没有落款日期的为今天")  # fmt: skip
    citing.add_argument("--conduct", type=date.fromisoformat, default=None, metavar="日期",
                        help="行政处罚决定：违法行为发生之日（行政处罚法第三十七条）")  # fmt: skip
    citing.add_argument("--place", default="", metavar="区划代码", help="地方性法规同名的，按哪里的核对")
    citing.add_argument("--json", type=Path, default=None, metavar="文件", help="结果另写成 JSON")
    citing.add_argument("--html", type=Path, default=None, metavar="文件", help="结果另写成标注了引用的网页")
    citing.add_argument(
        "--site", default="", metavar="网址", help="网页里的条文链接到哪个网站，如 https://fazhi.example"
    )
    citing.add_argument("--keep", action="store_true", help="没有核对到的记下来，以后用 fazhi law retry 再核对")
    command(sub, "retry", "把以前没有核对到的引用再核对一遍", _retry)


def _cite(given: argparse.Namespace) -> int:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what matters of it is said in Chinese, with the file's name
    try:
        corpus = Corpus(Path(settings.FAZHI_LAW))
    except NoCorpus as none:
        return complain(str(none))
    names, failed, done = names_of(corpus), 0, list[Checked]()
    for path in given.files:
        document = documents.read(path)
        for problem in document.problems:
            failed = complain(problem)
        if document.text:
            done.append(_checked(document, corpus, names, given))
            _report(done[-1])
    if len(done) > 1:
        _summary("合计", [one for each in done for one in each.citations])
    day = corpus.checked_to
    say(f"条文库核对到{shown(day) if day else '不明的日期'}。")
    failed = max(failed, _written(given, done))
    return max(failed, int(any(rendering.is_wrong(one) for each in done for one in each.citations)))


def _checked(document: Document, corpus: Corpus, names: Names, given: argparse.Namespace) -> Checked:
    on = _day(document.text, given)
    today = timezone.localdate()
    found = checking.check(document.text, corpus, on=on, names=names, today=today, place=given.place)
    if given.keep:
        kept = _store().keep(document.name, document.text, found, today)
        say(f"{document.name}：{kept} 处没有核对到，已记下。")
    return Checked(document, on, found)


def _day(text: str, given: argparse.Namespace) -> AsOf:
    told = asof.given(given.on) if given.on else asof.of_document(text) or asof.today(timezone.localdate())
    return asof.of_conduct(given.conduct, told.day) if given.conduct else told


def _report(checked: Checked) -> None:
    text = checked.document.text
    lines = [place for place, sign in enumerate(text) if sign == "\n"]
    say(f"{checked.document.name}（{shown(checked.on.day)}，{checked.on.reason}）")
    for one in checked.citations:
        line = bisect_right(lines, one.mention.start) + 1
        say(f"  第 {line} 行　{cited(one.mention)}　{one.verdict.value}　{one.reason}")
    _summary(checked.document.name, checked.citations)


def _summary(name: str, citations: Iterable[Citation]) -> None:
    counts = Counter(one.verdict for one in citations)
    told = "，".join(f"{verdict.value} {count}" for verdict, count in counts.most_common())
    say(f"{name}：引用 {counts.total()} 处{f'：{told}' if told else ''}。")


def _written(given: argparse.Namespace, done: list[Checked]) -> int:
    """Write what is asked for besides; return 1 where a file could not be written."""
    failed = 0
    if given.json is not None:
        failed = _wrote(given.json, _json(done))
    if given.html is not None:
        failed = max(failed, _wrote(given.html, _html(done, given.site)))
    return failed


def _wrote(path: Path, words: str) -> int:
    try:
        path.write_text(words, "utf-8")
    except OSError as error:
        return complain(f"{path}：写不了（{error.strerror or error}）。请核对路径和权限。")
    return 0


def _json(done: list[Checked]) -> str:
    rows: list[dict[str, Any]] = [
        {"file": one.document.name, "as_of": one.on.day.isoformat(), "why": one.on.reason,
         "citations": rendering.as_data(one.citations)}
        for one in done
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _html(done: list[Checked], site: str) -> str:
    def path(address: Address) -> str:
        return f"{site.rstrip('/')}/law{address}"

    told = [
        f"<h1>{escape(one.document.name)}</h1>\n<p>{escape(f'{shown(one.on.day)}，{one.on.reason}')}</p>\n"
        f"<pre>{rendering.as_html(one.document.text, one.citations, path if site else None)}</pre>"
        for one in done
    ]
    return PAGE.format(documents="\n".join(told))


def _retry(given: argparse.Namespace) -> int:
    try:
        tried = _store().retry(Corpus(Path(settings.FAZHI_LAW)), timezone.localdate())
    except NoCorpus as none:
        return complain(str(none))
    answered = [one for one in tried if one.citation.verdict not in OPEN]
    for one in answered:
        named = cited(one.kept.mention)
        say(f"{one.kept.label}　{named}　{one.citation.verdict.value}　{one.citation.reason}")
    say(f"再核对 {len(tried)} 处，核对到 {len(answered)} 处，还有 {len(tried) - len(answered)} 处没有。")
    return int(any(rendering.is_wrong(one.citation) for one in answered))


def _store() -> Unresolved:
    return Unresolved(Path(settings.FAZHI_LAW).with_name("law.unresolved.sqlite3"))
