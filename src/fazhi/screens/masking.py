"""Masking of names and numbers by default: 张某某, 138****1234. Pure functions.

The text of a page is masked where it is made, not in the browser; unmasking is an act that leaves a trace.
"""

import re

COMPOUND_SURNAMES = frozenset(
    [
        *("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "长孙", "宇文", "司徒"),
        *("司空", "夏侯", "端木", "独孤", "南宫", "轩辕", "澹台", "申屠", "濮阳", "淳于", "单于", "太史"),
    ]
)
_PHONE = re.compile(r"1\d{10}")
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_LANDLINE = re.compile(r"[\d-]{7,}")


def masked(value: str) -> str:
    """Return the masked form of a phone number, identity number or personal name; empty stays empty."""
    text = value.strip()
    if _PHONE.fullmatch(text):
        return f"{text[:3]}****{text[-4:]}"
    if _IDENTITY.fullmatch(text):
        return f"{text[:4]}{'*' * (len(text) - 6)}{text[-2:]}"
    if _LANDLINE.fullmatch(text):
        return f"****{text[-3:]}"
    return masked_name(text)


def masked_name(name: str) -> str:
    """Return 张某, 张某某 or 欧阳某; a foreign name keeps its first letter."""
    if not name:
        return ""
    if name.isascii():
        return f"{name[0]}***"
    surname = name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[0]
    return surname + "某" * min(2, max(1, len(name) - len(surname)))
