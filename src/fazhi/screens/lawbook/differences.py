"""Two versions of an instrument beside each other: what each article was, what it is, and by which words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fazhi.law.mapping.diffing import Change, ChangeKind, Run, RunKind
from fazhi.law.model import Number
from fazhi.law.store.corpus import StoredArticle, Version
from fazhi.screens.lawbook.contents import label
from fazhi.screens.lawbook.pages import Asked, common
from fazhi.screens.lawbook.standing import edition

LIGHTS = {
    ChangeKind.SAME: "light-none", ChangeKind.ADDED: "light-normal", ChangeKind.REMOVED: "light-overdue",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """One article in both versions; a side without an article is empty."""

    kind: str
    css: str
    old: str
    new: str
    before: SafeString
    after: SafeString


def difference_page(asked: Asked, other: Version, number: Number | None) -> dict[str, Any]:
    """Return the comparison of the version asked for with another, the older at the left; of one article, or of all."""
    here = asked.version
    older, newer = sorted((here, other), key=lambda one: one.day.toordinal() if one.day else 0)
    found = asked.book.changes(older.id, newer.id)
    if number is not None:
        found = tuple(one for one in found if _tells_of(one, number, old=here.id == older.id))
    told = [one for one in found if number is not None or one.kind is not ChangeKind.SAME]
    return {
        **common(asked),
        "older": edition(older), "newer": edition(newer),
        "older_url": _url(asked, older, number), "newer_url": _url(asked, newer, number),
        "label": label(number) if number else "",
        "changes": [_beside(one) for one in told],
        "counts": [] if number else _counts(found),
    }  # fmt: skip


def _url(asked: Asked, version: Version, number: Number | None) -> str:
    own = number if version.id == asked.version.id else None
    return asked.door.url(asked.book.address(asked.instrument, version, own))


def _tells_of(change: Change, number: Number, *, old: bool) -> bool:
    if old:
        return change.old is not None and change.old.number == number
    return any(one.number == number for one in change.new)


def _counts(found: Iterable[Change]) -> list[tuple[str, int]]:
    kinds = [one.kind for one in found]
    return [(kind.value, kinds.count(kind)) for kind in ChangeKind if kind in kinds]


def _beside(change: Change) -> Beside:
    return Beside(
        _(change.kind.value), LIGHTS.get(change.kind, "light-soon"),
        _labels((change.old,) if change.old else ()), _labels(change.new),
        _words(change.runs, RunKind.DELETED, "del"), _words(change.runs, RunKind.INSERTED, "ins"),
    )  # fmt: skip


def _labels(articles: Iterable[StoredArticle]) -> str:
    return "、".join(label(one.number) for one in articles)


def _words(runs: Iterable[Run], own: RunKind, tag: str) -> SafeString:
    parts = [
        format_html(f"<{tag}>{{}}</{tag}>", run.text) if run.kind is own else conditional_escape(run.text)
        for run in runs
        if run.kind in (RunKind.KEPT, own)
    ]
    return mark_safe("".join(parts))  # noqa: S308  each part is escaped
