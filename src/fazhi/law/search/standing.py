"""How much a provision counts in practice: how often others cite its instrument, and the provision itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fazhi.law import names
from fazhi.law.model import Number
from fazhi.law.numerals import NUMERAL, to_int

_ARTICLES = rf"(?:第[{NUMERAL}]{{1,9}}条(?:之[一二三四五六七八九十]{{1,3}})?[^第。；]{{0,8}}){{1,20}}"
_NAMED = re.compile(rf"《([^《》\n]{{2,60}})》({_ARTICLES})?")
_BARE = re.compile(rf"([一-鿿]{{2,16}}(?:法|法典|条例|规定|解释|办法))({_ARTICLES})")
_OWN = re.compile(rf"本(?:法|条例|规定|办法|解释|细则)({_ARTICLES})")
_ARTICLE = re.compile(rf"第([{NUMERAL}]{{1,9}})条(?:之([一二三四五六七八九十]{{1,3}}))?")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many articles of others name each instrument, and how many articles cite each provision."""

    instruments: Mapping[int, int]
    provisions: Mapping[tuple[int, Number], int]


def count(articles: Iterable[tuple[int, str]], meant: Mapping[str, int]) -> Standing:
    """Count over (instrument, text) of articles; `meant` gives the instrument of a name in its normal form.

    A count for ranking, not a finding of citations: context is not followed, and a range counts by its ends.
    """
    instruments: Counter[int] = Counter()
    provisions: Counter[tuple[int, Number]] = Counter()
    for own, text in articles:
        named = set(_named(text, meant))
        instruments.update({id for id, _ in named} - {own})
        within = {(own, found) for found in _OWN.findall(text)}
        provisions.update({(id, number) for id, found in named | within for number in _numbers(found)})
    return Standing(instruments, provisions)


def _named(text: str, meant: Mapping[str, int]) -> Iterator[tuple[int, str]]:
    """Yield each instrument that a text names, in book-title marks or without, and the articles written after it."""
    for name, found in _NAMED.findall(text):
        if id := meant.get(names.normal(name)):
            yield id, found
    for words, found in _BARE.findall(text):
        ends = (words[begin:] for begin in range(len(words) - 1))  # 依照民法典第五条: the longest end that is a name
        if id := next((meant[end] for end in ends if end in meant), 0):
            yield id, found


def _numbers(text: str) -> Iterable[Number]:
    for main, sub in _ARTICLE.findall(text):
        if number := to_int(main):
            yield Number(number, (to_int(sub) or 0) if sub else 0)
