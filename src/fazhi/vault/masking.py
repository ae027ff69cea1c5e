"""Masks for screens: enough of a number or a name to recognise it, not enough to use it."""

import re

# Eighteen digits with a birth date inside and a check character; the older fifteen; mobile and fixed-line numbers.
_ID = r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
_OLD_ID = r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
_MOBILE = r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
_FIXED = r"0\d{2,3}[- ]\d{7,8}"
_NUMBERS = re.compile(rf"(?<!\d)(?:(?P<id>{_ID}|{_OLD_ID})|(?P<phone>{_MOBILE}|{_FIXED}))(?!\d)")
# Numbers typed on a Chinese keyboard may be full-width.
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－＋", "0123456789Xx-+")

# Two-character family names that are still common; any other name has a family name of one character.
_DOUBLE = frozenset(
    "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 司徒 夏侯 长孙 宇文 轩辕 端木 独孤 南宫 西门 呼延".split()
)


def mask_phone(phone: str) -> str:
    """Return a phone number with its middle hidden: 138****1234."""
    digits = re.sub(r"\D", "", phone)
    if len(digits) > 11 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) < 7:
        return "*" * len(digits)
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


def mask_id_number(number: str) -> str:
    """Return an identity number of which only the province and the last two characters remain."""
    plain = number.strip().upper()
    if len(plain) < 8:
        return "*" * len(plain)
    return f"{plain[:2]}{'*' * (len(plain) - 4)}{plain[-2:]}"


def mask_name(name: str) -> str:
    """Return the family name and 某 for each further character, two at most: 张某某."""
    plain = "".join(name.split())
    family = 2 if len(plain) > 2 and plain[:2] in _DOUBLE else 1
    return plain[:family] + "某" * min(len(plain) - family, 2) if len(plain) > 1 else "某" * len(plain)


def mask_numbers(text: str) -> str:
    """Return free text whose phone and identity numbers are masked."""
    plain = text.translate(_FULL_WIDTH)
    return _NUMBERS.sub(lambda m: mask_id_number(m[0]) if m["id"] else mask_phone(m[0]), plain)
