"""`fazhi law diff`: two versions of one law, article by article."""

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from fazhi.cli.console import Sub, command, complain, say
from fazhi.cli.law_misses import NOT_HERE, checked
from fazhi.law import names
from fazhi.law.mapping.diffing import Change, ChangeKind, Run, RunKind, diff
from fazhi.law.numerals import article_label
from fazhi.law.store.corpus import Corpus, Instrument, NoCorpus, StoredArticle, Version

MARKED = {RunKind.KEPT: "{}", RunKind.DELETED: "〔删：{}〕", RunKind.INSERTED: "〔增：{}〕"}
SHOWN = 24  # characters kept at either end of a long run that did not change


def add_commands(sub: Sub) -> None:
    """Add the command to the group of laws."""
    comparing = command(sub, "diff", "逐条比较一部法律的两个版本：新增、删除、改号、改文", _diff)
    comparing.add_argument("name", metavar="名称")
    comparing.add_argument("older", type=date.fromisoformat, metavar="旧版日期", help="这一天有效或者通过的版本")
    comparing.add_argument("newer", type=date.fromisoformat, metavar="新版日期", help="这一天有效或者通过的版本")
    comparing.add_argument("--json", action="store_true", help="供程序读取")


def _diff(given: argparse.Namespace) -> int:
    try:
        corpus = Corpus(Path(settings.FAZHI_LAW))
    except NoCorpus as none:
        return complain(str(none))
    found = corpus.instruments(given.name)
    if not found:
        return complain(f"{NOT_HERE}：{names.normal(given.name)}。{checked(corpus)}")
    if len(found) > 1:
        told = "、".join(f"{one.title}（{one.place or '全国'}）" for one in found)
        return complain(f"同名的不止一部：{told}。请写全称。")
    versions = corpus.versions(found[0].id)
    older, newer = (_version(corpus, found[0], versions, day) for day in (given.older, given.newer))
    if older is None or newer is None:
        days = "、".join(one.day.isoformat() for one in versions if one.day)
        missing = given.older if older is None else given.newer
        return complain(f"{NOT_HERE}：{missing} 的版本。现有：{days}。{checked(corpus)}")
    changes = diff(corpus, older, newer)
    if given.json:
        data = _as_json(found[0], older, newer, changes) | {"checked_to": str(corpus.checked_to or "")}
        say(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        _told(found[0], older, newer, changes)
        say(checked(corpus))
    return 0


def _version(corpus: Corpus, one: Instrument, versions: tuple[Version, ...], day: date) -> Version | None:
    """Return the version adopted on a day, or else the one in force then."""
    return next((version for version in versions if version.day == day), None) or corpus.version_on(one.id, day)


def _told(one: Instrument, older: Version, newer: Version, changes: tuple[Change, ...]) -> None:
    say(f"《{one.title}》{older.day} 版本 → {newer.day} 版本")
    for change in changes:
        if change.kind is not ChangeKind.SAME:
            say(f"\n{_heading(change)}")
            say("".join(MARKED[run.kind].format(_short(run)) for run in change.runs))
    counts = Counter(change.kind for change in changes)
    say("\n" + "，".join(f"{kind.value} {counts[kind]} 条" for kind in ChangeKind if counts[kind]) + "。")


def _heading(change: Change) -> str:
    before = _label(change.old) if change.old else ""
    after = "、".join(map(_label, change.new))
    where = before if before == after or not after else f"{before} → {after}" if before else after
    return f"{where}　{change.kind.value}"


def _short(run: Run) -> str:
    if run.kind is not RunKind.KEPT or len(run.text) <= 2 * SHOWN + 1:
        return run.text
    return f"{run.text[:SHOWN]}…{run.text[-SHOWN:]}"


def _label(article: StoredArticle) -> str:
    return article_label(article.number.main, article.number.sub)


def _as_json(one: Instrument, older: Version, newer: Version, changes: tuple[Change, ...]) -> dict[str, Any]:
    return {
        "title": one.title,
        "older": str(older.day),
        "newer": str(newer.day),
        "changes": [
            {
                "kind": change.kind.value,
                "old": _label(change.old) if change.old else None,
                "new": [_label(article) for article in change.new],
                "likeness": round(change.likeness, 3),
                "runs": [{"kind": run.kind.value, "text": run.text} for run in change.runs],
            }
            for change in changes
        ],
    }
