"""Two versions of an instrument side by side: what was added, taken out, renumbered, reworded, and by which words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from fazhi.law.mapping.aligning import align
from fazhi.law.mapping.fates import ArticleMap, Fate, FateKind
from fazhi.law.mapping.likeness import plain
from fazhi.law.model import Number
from fazhi.law.store.corpus import Corpus, StoredArticle, Version

LONGEST = 20_000  # characters of both wordings together that are compared word by word


class ChangeKind(StrEnum):
    """What one line of a comparison tells."""

    SAME = "未改"
    ADDED = "新增"
    REMOVED = "删除"
    RENUMBERED = "改号"
    REWORDED = "改文"
    BOTH = "改号并改文"
    SPLIT = "拆分"
    MERGED = "合并"


class RunKind(StrEnum):
    """Whether a run of characters stands in both wordings or in one."""

    KEPT = "保留"
    INSERTED = "增加"
    DELETED = "删去"


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one kind: kept and inserted make the newer wording, kept and deleted the older."""

    kind: RunKind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One article, before and after; of an added one `old` is None, of a removed one `new` is empty."""

    kind: ChangeKind
    old: StoredArticle | None
    new: tuple[StoredArticle, ...]
    likeness: float
    runs: tuple[Run, ...]


def diff(corpus: Corpus, older: Version, newer: Version) -> tuple[Change, ...]:
    """Return every article of both versions in the newer's order, a removed one after what stood before it."""
    return compare(corpus.articles(older.id), corpus.articles(newer.id))


def compare(old: Sequence[StoredArticle], new: Sequence[StoredArticle]) -> tuple[Change, ...]:
    """Return the same for two lists of articles."""
    found = align(old, new)
    befores = {one.number: one for one in reversed(old)}
    afters = {one.number: one for one in reversed(new)}
    placed: list[tuple[tuple[int, int], Change]] = []
    last = -1
    for number in found.links:
        change = _change(found, befores[number], afters)
        last = change.new[0].place if change.new else last
        placed.append(((last, int(not change.new)), change))
    placed += [((afters[one].place, 0), _added(afters[one])) for one in found.added]
    return tuple(change for _, change in sorted(placed, key=lambda one: one[0]))


def runs(old: str, new: str) -> tuple[Run, ...]:
    """Return the words of both wordings, each run told as kept, inserted or deleted."""
    if len(old) + len(new) > LONGEST:
        return (Run(RunKind.DELETED, old), Run(RunKind.INSERTED, new))
    return tuple(_runs(old, new))


def _runs(old: str, new: str) -> Iterator[Run]:
    for tag, i, k, j, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Run(RunKind.KEPT, old[i:k])
            continue
        if k > i:
            yield Run(RunKind.DELETED, old[i:k])
        if m > j:
            yield Run(RunKind.INSERTED, new[j:m])


def _change(found: ArticleMap, old: StoredArticle, afters: dict[Number, StoredArticle]) -> Change:
    fate = found.fate(old.number)
    new = tuple(afters[number] for number in fate.now)
    if not new:
        return Change(ChangeKind.REMOVED, old, (), 0.0, (Run(RunKind.DELETED, old.text),))
    words = "\n".join(one.text for one in new)
    return Change(_kind(fate, old, new), old, new, fate.likeness, runs(old.text, words))


def _kind(fate: Fate, old: StoredArticle, new: tuple[StoredArticle, ...]) -> ChangeKind:
    if fate.kind in (FateKind.SPLIT, FateKind.MERGED):
        return ChangeKind[fate.kind.name]
    reworded = plain(old.text) != plain(new[0].text)
    if fate.stale:
        return ChangeKind.BOTH if reworded else ChangeKind.RENUMBERED
    return ChangeKind.REWORDED if reworded else ChangeKind.SAME


def _added(new: StoredArticle) -> Change:
    return Change(ChangeKind.ADDED, None, (new,), 0.0, (Run(RunKind.INSERTED, new.text),))
