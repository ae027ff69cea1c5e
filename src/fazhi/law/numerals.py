"""Numbers as statutes write them: 第一百二十八条, 第128条, 第１２８条, 第一百二十八 条."""

import re
from functools import lru_cache

DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = "零〇○一二两三四五六七八九十百千0-9０-９"
"""Characters of a numeral, for use inside a character class of a regular expression."""

_SPACES = re.compile(r"[\s\u3000]+")
_CHINESE = "零一二三四五六七八九"


@lru_cache(maxsize=4096)
def to_int(text: str) -> int | None:
    """Return the whole number that `text` writes, Chinese or Arabic, spaces ignored; None where it writes none."""
    text = _SPACES.sub("", text)
    if not text:
        return None
    if text.isdecimal():
        return int(text)
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))  # 二〇二三, 一二三
    return _spoken(text)


def _spoken(text: str) -> int | None:
    total, digit, last = 0, None, 10_000
    for c in text:
        if c in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[c]
        elif c in UNITS and UNITS[c] < last:
            last = UNITS[c]
            total += (1 if digit is None or digit == 0 else digit) * last
            digit = None
        else:
            return None
    return total + (digit or 0)


@lru_cache(maxsize=4096)
def to_chinese(number: int) -> str:
    """Return a number from 1 to 9,999 as statutes write it: 10 十, 110 一百一十, 1005 一千零五. ValueError outside."""
    if not 1 <= number <= 9_999:
        raise ValueError(f"{number} 不在 1 至 9999 之间，不能写成条文序号")
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + _CHINESE[digit] + name
        gap = digit == 0
    return written.removeprefix("一") if 10 <= number <= 19 else written


def article_label(main: int, sub: int = 0) -> str:
    """Return an article's label as statutes write it, 第二十条之一; in Arabic digits outside 1 to 9,999."""
    return f"第{_written(main)}条" + (f"之{_written(sub)}" if sub else "")


def _written(number: int) -> str:
    return to_chinese(number) if 1 <= number <= 9_999 else str(number)
