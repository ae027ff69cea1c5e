"""What 本条, 前条 and 前款 mean, by the place in a text of law at which they are said."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from fazhi.law.citing.model import Mention, Place
from fazhi.law.model import Number

_HERE = re.compile(r"本条|该条|同条")
_BEFORE = re.compile(r"[前上]一?条")
_PARAGRAPH_BEFORE = re.compile(r"[前上]一?款")


def placed(mention: Mention, written: str, at: Place | None, numbers: Callable[[], Iterable[Number]]) -> Mention:
    """Return a mention with the article and paragraph that its words (`written`) mean `at` a place.

    `numbers` gives the articles of the text itself; it is asked only for 前条.
    """
    if at is None or mention.article is not None or not mention.itself:
        return mention
    here = at.article
    if _BEFORE.search(written):
        return replace(mention, article=_preceding(here, numbers()))
    if _PARAGRAPH_BEFORE.search(written) and at.paragraph > 1:
        return replace(mention, article=here, paragraph=at.paragraph - 1)
    return replace(mention, article=here) if _HERE.search(written) or mention.paragraph or mention.item else mention


def _preceding(here: Number, numbers: Iterable[Number]) -> Number | None:
    before = (one for one in numbers if one < here)
    return max(before, default=Number(here.main - 1) if here.main > 1 else None)
