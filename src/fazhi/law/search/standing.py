"""How much a provision counts in practice: how often others cite its instrument, and the provision itself."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fazhi.law import names
from fazhi.law.model import Number
from fazhi.law.numerals import NUMERAL, to_int

_ARTICLES = rf"(?:第[{NUMERAL}]{{1,9}}条(?:之[一二三四五六七八九十]{{1,3}})?[^第。；]{{0,8}}){{1,20}}"
_NAMED = re.compile(rf"《([^《》\n]{{2,60}})》({_ARTICLES})?")
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
        named = (
            {(meant.get(names.normal(name), 0), found) for name, found in _NAMED.findall(text)}
            if "《" in text
            else set()
        )
        instruments.update({id for id, _ in named} - {0, own})
        within = {(own, found) for found in _OWN.findall(text)} if "本" in text else set()
        cited = {(id, number) for id, found in named | within if id for number in _numbers(found)}
        provisions.update(cited)
    return Standing(instruments, provisions)


def _numbers(text: str) -> Iterable[Number]:
    for main, sub in _ARTICLE.findall(text):
        if number := to_int(main):
            yield Number(number, (to_int(sub) or 0) if sub else 0)
