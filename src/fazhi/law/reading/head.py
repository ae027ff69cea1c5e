"""The notes at the head of an instrument, to what happened to it and when; its commencement from its articles."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from fazhi.law.model import Article, Event
from fazhi.law.numerals import NUMERAL, to_int

DAY = rf"[{NUMERAL}]{{4}}\s*年\s*[{NUMERAL}]{{1,3}}\s*月\s*[{NUMERAL}]{{1,3}}\s*日"
_DAY = re.compile(rf"([{NUMERAL}]{{4}})\s*年\s*([{NUMERAL}]{{1,3}})\s*月\s*([{NUMERAL}]{{1,3}})\s*日")
WORDS = ("通过", "批准", "公布", "发布", "修正", "修订", "施行", "废止")
CHANGES = frozenset({"通过", "批准", "公布", "发布", "修正", "修订"})
_WORD = re.compile("|".join(WORDS))
_QUOTED = re.compile(r"《[^《》]*(?:《[^》]*》[^《》]*)*》")
COMMENCES = re.compile(rf"自\s*({DAY})\s*起(?:施行|实施|生效)")
_LABEL = rf"第[{NUMERAL}]+条(?:之[一二三四五六七八九十]+)?"
_APART_FROM = rf"(?:{_LABEL}(?:[至到]{_LABEL})?(?:、|和|以及|及|，)?)+|第[{NUMERAL}]+[章编]"
APART = re.compile(rf"({_APART_FROM})(?:的规定)?，?自({DAY})起(?:施行|实施|生效)")
"""A clause that gives some articles or a chapter a day of their own: which, and the day."""

_ON_PUBLICATION = re.compile(r"自(?:公布|发布|通过)之日起(?:施行|实施|生效)")
NUMBERED = re.compile(
    r"[\u4e00-\u9fff]{1,12}〔\d{4}〕\s*\d+\s*号|(?:令|公告)\s*第\s*[0-9零〇一二三四五六七八九十百]+\s*号"
)


def day_of(text: str) -> date | None:
    """Return the first day written in `text`, in either kind of digits; None where there is none or it never was."""
    return next((day for _, day in _days(text)), None)


def events(lines: Iterable[str]) -> tuple[Event, ...]:
    """Return what the notes tell, each with its day and the words about it, in the order told."""
    return tuple(event for line in lines for event in _told(line.strip()))


def _told(line: str) -> Iterator[Event]:
    days = list(_days(line))
    for (found, day), after in zip(days, [*days[1:], None], strict=False):
        words = line[found.end() : after[0].start() if after else len(line)]
        # 《关于修改…的决定》 names another instrument: its words do not tell what happened to this one.
        if happened := _WORD.findall(_QUOTED.sub("", words)):
            yield Event(happened[-1], day, words.strip(" \u3000，。；、()（）"))


def _days(text: str) -> Iterator[tuple[re.Match[str], date]]:
    for found in _DAY.finditer(text):
        year, month, day = (to_int(part) or 0 for part in found.groups())
        try:
            yield found, date(year, month, day)
        except ValueError:  # 2月30日: no day, so nothing happened on it
            continue


def version_day(told: Sequence[Event]) -> date | None:
    """Return the day on which the present wording was adopted or published: the latest change told."""
    return max((event.day for event in told if event.what in CHANGES), default=None)


def commencement(told: Sequence[Event], articles: Sequence[Article], version: date | None) -> date | None:
    """Return the first day in force of this wording; None where neither head nor articles say it.

    The last articles of an amended text (修正) still tell when the first wording came into force, and are not asked.
    """
    stated = [event.day for event in told if event.what == "施行" and (version is None or event.day >= version)]
    if stated:
        return max(stated)
    last = max((event for event in told if event.what in CHANGES), key=lambda event: event.day, default=None)
    if last is not None and last.what == "修正":
        return None
    for article in reversed(articles[-3:]):
        text = APART.sub("", article.text)
        if found := COMMENCES.search(text):
            day = day_of(found[1])
            return day if day and (version is None or day >= version) else None
        if _ON_PUBLICATION.search(text):
            return version
    return None


def document_number(lines: Iterable[str]) -> str:
    """Return the number under which it was issued, such as 法释〔2023〕2号; empty where none is written."""
    return next((found[0] for line in lines if (found := NUMBERED.search(line))), "")
