"""What the text of an instrument does to others, and which of its articles commence on days of their own."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from fazhi.law import names
from fazhi.law.model import Article, Commencing, Division, Event, Link, LinkKind, Number, Text
from fazhi.law.numerals import NUMERAL, to_int
from fazhi.law.reading import head

CLOSING = 5  # repeals and commencement stand in the last articles (附则)

_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_SENTENCE = re.compile(r"[^。；\n]+")
_REPEALED = re.compile(r"(?:废止|失效)(?!之日|前|的|后)")
_SINCE = re.compile(r"自[^，。]{1,24}(?:之日|日)起|（[^（）]*）")
_PARTLY = re.compile(r"中|第[^》]*[条款章项]|规定|有关|部分|内容|关于")
_NOT_MEANT = re.compile(r"(?:根据|依照|按照|依据|适用|违反|与|执行)$")
_REPEALS_NEXT = re.compile(r"(?:废止|失效)(?:了|下列|以下)?[^《》。]{0,16}(?=《)")
_CHANGES_IT = re.compile(
    rf"(?:对|将)({_TITLE.pattern})[^《》。]{{0,30}}(?:作|作出|做)?(?:如下|以下)?(?:修改|修正|补充)"
)
_CHANGES_ITS_NAME = re.compile(rf"({_TITLE.pattern})(?:的?名称)?(?:更名|改名|更改|修改)为({_TITLE.pattern})")
_LISTED = re.compile(rf"(?:[{NUMERAL}]+[、.．]|（[{NUMERAL}]+）)\s*(?:将|对)?({_TITLE.pattern})")
_DECISION = re.compile(r"关于[^《》]*?(修改|废止|修正)")
_LABEL = rf"第([{NUMERAL}]+)条(?:之([一二三四五六七八九十]+))?"
_RANGE = rf"{_LABEL}(?:[至到]{_LABEL})?"
_CHAPTER = re.compile(rf"第([{NUMERAL}]+)(章|编)")


def links(text: Text) -> tuple[Link, ...]:
    """Return whom `text` repeals, amends or renames, and by whom its head tells that it was amended; each once."""
    told = [*_from_articles(text), *_from_body(text), *_from_head(text)]
    return tuple(dict.fromkeys(one for one in told if names.stem(one.title)))


def commencing(articles: Sequence[Article], divisions: Sequence[Division]) -> tuple[Commencing, ...]:
    """Return the articles that the last ones say commence on a day of their own."""
    return tuple(one for article in articles[-CLOSING:] for one in _apart(article.text, articles, divisions))


def decision_on(title: str, body: Sequence[str]) -> str:
    """Return the title of a decision that stands under the name of what it amends; empty where it is none."""
    if _DECISION.search(title):
        return ""
    for line in body[:6]:
        found = _CHANGES_IT.search(line)
        if found and names.loose(found[1]) in (names.loose(title), names.stem(title)):
            return f"关于修改《{title}》的决定"
    return ""


def _apart(text: str, articles: Sequence[Article], divisions: Sequence[Division]) -> Iterator[Commencing]:
    for found in head.APART.finditer(text):
        day = head.day_of(found[2])
        if day is None:
            continue
        if chapter := _CHAPTER.fullmatch(found[1]):
            inside = [one.number for one in articles if _within(one, divisions, chapter[2], to_int(chapter[1]) or 0)]
            if inside:
                yield Commencing(inside[0], inside[-1], day)
        for one in re.finditer(_RANGE, found[1]):
            first = _number(one[1], one[2])
            yield Commencing(first, _number(one[3], one[4]) if one[3] else first, day)


def _within(article: Article, divisions: Sequence[Division], kind: str, number: int) -> bool:
    place = article.division
    while place >= 0:
        if (divisions[place].kind.value, divisions[place].number) == (kind, number):
            return True
        place = divisions[place].parent
    return False


def _number(main: str, sub: str | None) -> Number:
    return Number(to_int(main) or 0, to_int(sub) or 0 if sub else 0)


def _from_articles(text: Text) -> Iterator[Link]:
    for article in text.articles[-CLOSING:]:
        if "废止" in article.text or "失效" in article.text:
            day = _takes_effect(text, article)
            for title, whole in _repealed(article.text):
                yield _repeal(text.title, title, day, article.number, whole)


def _takes_effect(text: Text, article: Article) -> date | None:
    """The day in the clause itself; else the day of the first wording where this one only amends it."""
    if found := head.COMMENCES.search(article.text):
        return head.day_of(found[1])
    changes = [one for one in text.events if one.what in head.CHANGES]
    if changes and changes[-1].what == "修正":
        return min(one.day for one in changes)
    return text.in_force_from or text.version


def _repeal(by: str, title: str, day: date | None, article: Number | None, whole: bool) -> Link:
    own, other = names.stem(by), names.stem(title)
    what = LinkKind.REPLACES if whole and own == other else LinkKind.REPEALS
    return Link(what, by, names.normal(title), day, article, whole)


def _repealed(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the titles that a sentence says are repealed, and whether wholly."""
    for sentence in _SENTENCE.findall(text):
        verb = next((one for one in _REPEALED.finditer(sentence) if not _inside_title(sentence, one.start())), None)
        if verb is None:
            continue
        titles = [one for one in _TITLE.finditer(sentence) if one.end() <= verb.start()]
        ends = [*(one.start() for one in titles[1:]), verb.start()]
        for one, end in zip(titles, ends, strict=False):
            if not _NOT_MEANT.search(sentence[: one.start()]):
                yield one[0], not _cut(sentence[one.end() : end], last=one is titles[-1])
        yield from ((one[0], True) for one in _next_titles(sentence, verb.end()) if not titles)


def _cut(after: str, *, last: bool) -> bool:
    """Whether the words after a title take only a part of it: 《甲条例》中有关乙的规定即行废止."""
    words = _SINCE.sub("", after)
    return bool(_PARTLY.search(words) if last else re.match(r"中|第[^》]{1,12}[条款章项]", words))


def _next_titles(sentence: str, start: int) -> Iterator[re.Match[str]]:
    if _REPEALS_NEXT.match(sentence, start - 2):
        yield from _TITLE.finditer(sentence, start)


def _inside_title(sentence: str, place: int) -> bool:
    return any(one.start() < place < one.end() for one in _TITLE.finditer(sentence))


def _from_body(text: Text) -> Iterator[Link]:
    """What a decision does: told in its title, in a sentence, or by a list under 废止 or 修改."""
    decided = _DECISION.search(text.title)
    day = text.in_force_from or text.version
    mode = decided[1] if decided else ""
    if decided:
        for title in _TITLE.findall(text.title):
            yield _act(mode, text.title, title, day)
    for line in text.unnumbered.split("\n") if decided or "修改" in text.unnumbered else ():
        for found in _CHANGES_IT.finditer(line):
            yield Link(LinkKind.AMENDS, text.title, names.normal(found[1]), day)
        for found in _CHANGES_ITS_NAME.finditer(line):
            yield Link(LinkKind.RENAMES, names.normal(found[2]), names.normal(found[1]), day)
        if decided:
            mode = _mode(line) or mode
            yield from (_act(mode, text.title, title, day) for title in _decided(line))


def _mode(line: str) -> str:
    bare = _TITLE.sub("", line)
    return "废止" if "废止" in bare else "修改" if "修改" in bare else ""


def _decided(line: str) -> Iterator[str]:
    if found := _LISTED.match(line):
        yield found[1]
    elif found := _REPEALS_NEXT.search(line):
        yield from _TITLE.findall(line, found.end())


def _act(mode: str, by: str, title: str, day: date | None) -> Link:
    if mode == "废止":
        return _repeal(by, title, day, None, True)
    return Link(LinkKind.AMENDS, by, names.normal(title), day)


def _from_head(text: Text) -> Iterator[Link]:
    for event in text.events:
        if event.what in ("修正", "修订"):
            titles = [one for one in _TITLE.findall(event.by) if "关于" in one or "修正案" in one]
            yield from (_amended(text, event, title) for title in titles)


def _amended(text: Text, event: Event, title: str) -> Link:
    return Link(LinkKind.AMENDS, names.normal(title), names.normal(text.title), event.day)
