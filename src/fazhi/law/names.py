"""Titles of instruments in one form, and the shorter names by which people call them."""

import re
import unicodedata

NATION = "中华人民共和国"
_SPACES = re.compile(r"[\s\u3000\u200b]+")
_MARKS = str.maketrans(
    {"〈": "《", "〉": "》", "<": "《", ">": "》", "(": "（", ")": "）", "﹝": "〔", "﹞": "〕", "[": "〔", "]": "〕"}
)
_EDITION = re.compile(r"（[^（）]*(?:修订|修正|试行版|年版|公布|通过|生效)[^（）]*）$")
_DATE = re.compile(r"（\d{4}(?:[-年]\d{1,2}(?:[-月]\d{1,2}日?)?)?年?）$")


def normal(title: str) -> str:
    """Return `title` without spaces, book-title marks around it and remarks on its edition: one form for comparing.

    《中华人民共和国行政处罚法（2021修订）》 and 中华人民共和国行政处罚法 give the same; the nation's name stays.
    """
    title = _SPACES.sub("", unicodedata.normalize("NFC", title)).translate(_MARKS)
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]
    while True:
        shorter = _DATE.sub("", _EDITION.sub("", title))
        if shorter in ("", title):
            return title
        title = shorter


def short(title: str) -> str:
    """Return the name without the nation's: 中华人民共和国民法典 gives 民法典."""
    return normal(title).removeprefix(NATION)
