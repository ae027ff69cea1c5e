"""What about a text as read is doubtful: cut short, empty, or a day that cannot be its own."""

from collections.abc import Iterator
from datetime import timedelta

from fazhi.law.model import Problem, Text
from fazhi.law.numerals import article_label

ENDS = "。！？…”’」』》）)】；;：:|"  # a list or a table may close an article as well as a sentence does
LATE = timedelta(days=3 * 366)  # no law waits three years to commence


def doubts(text: Text, line: int = 1) -> tuple[Problem, ...]:
    """Return what is doubtful about `text`, for the operator to look at; `line` is the last one of its file."""
    return tuple(Problem(text.file, place, what) for place, what in _doubts(text, line))


def _doubts(text: Text, line: int) -> Iterator[tuple[int, str]]:
    if not text.articles and not text.unnumbered.strip():
        yield 1, "没有正文"
    yield from _cut_short(text, line)
    if text.version and text.in_force_from and text.in_force_from - text.version > LATE:
        yield 1, f"版本日期 {text.version} 与施行日期 {text.in_force_from} 相差三年以上，两者必有一误"
    latest = max((one.day for one in text.events if one.what in ("修正", "修订")), default=None)
    if latest and text.version and latest > text.version + timedelta(days=366):
        yield 1, f"题注写到 {latest} 修改，版本日期却是 {text.version}"


def _cut_short(text: Text, line: int) -> Iterator[tuple[int, str]]:
    last = text.articles[-1] if text.articles else None
    if last is not None and (not last.text.strip() or not _ends(last.text.strip())):
        label = article_label(last.number.main, last.number.sub)
        yield line, f"最后一条（{label}）没有写完" if last.text.strip() else f"最后一条（{label}）没有内容"
    filled = {place for article in text.articles for place in _above(text, article.division)}
    bare = [d for place, d in enumerate(text.divisions) if place not in filled]
    if text.articles and bare:
        named = "、".join(one.heading or one.kind.value for one in bare[:3])
        yield line, f"{len(bare)} 处标题之下没有条文：{named}{'等' if len(bare) > 3 else ''}"


def _ends(text: str) -> bool:
    return text[-1] in ENDS or text.endswith("施行")


def _above(text: Text, place: int) -> Iterator[int]:
    while place >= 0:
        yield place
        place = text.divisions[place].parent
