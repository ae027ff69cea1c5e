"""Titles of instruments in one form, and the shorter names by which people call them."""

import re
import unicodedata

NATION = "中华人民共和国"
_SPACES = re.compile(r"[\s\u3000\u200b]+")
_MARKS = str.maketrans(
    {"〈": "《", "〉": "》", "<": "《", ">": "》", "(": "（", ")": "）", "﹝": "〔", "﹞": "〕", "[": "〔", "]": "〕"}
)
_NO_MARKS = dict.fromkeys(map(ord, "《》"))
_TRIAL = re.compile(r"（(?:试行|暂行|草案|修订稿)）|试行|暂行")
_KIND = re.compile(r"(?:实施)?(?:条例|规定|办法|细则|规则|章程|解释|决定|意见|法)$")
_YEAR = re.compile(r"[\[(〔【﹝](\d{4})[\])〕】﹞]第?0*(?=\d)")
_IN_MARKS = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")
_EDITION = re.compile(r"（[^（）]*(?:修订|修正|试行版|年版|公布|通过|生效)[^（）]*）$")
_DATE = re.compile(r"（\d{4}(?:[-年]\d{1,2}(?:[-月]\d{1,2}日?)?)?年?）$")


def normal(title: str) -> str:
    """Return `title` without spaces, book-title marks around it and remarks on its edition: one form for comparing.

    《中华人民共和国行政处罚法（2021修订）》 and 中华人民共和国行政处罚法 give the same; the nation's name stays.
    """
    title = _SPACES.sub("", unicodedata.normalize("NFC", title)).translate(_MARKS)
    if whole := _IN_MARKS.fullmatch(title):
        title = whole[1]
    while True:
        shorter = _DATE.sub("", _EDITION.sub("", title))
        if shorter in ("", title):
            return title
        title = shorter


def short(title: str) -> str:
    """Return the name without the nation's: 中华人民共和国民法典 gives 民法典."""
    return normal(title).removeprefix(NATION)


def loose(title: str) -> str:
    """Return the name without the nation's wherever it stands and without marks: equal for one instrument's spellings.

    最高人民法院关于适用《中华人民共和国民事诉讼法》的解释 and …关于适用〈民事诉讼法〉的解释 give the same.
    """
    return normal(title).replace(NATION, "").translate(_NO_MARKS) or normal(title)


def serial(number: str) -> str:
    """Return a document number in one form: 法释 [2023] 第 2 号 and 法释（2023）2号 give 法释〔2023〕2号."""
    plain = _SPACES.sub("", unicodedata.normalize("NFKC", number))
    return _YEAR.sub(r"〔\1〕", plain)


def stem(title: str) -> str:
    """Return the name without the words for its kind and for a trial: 企业破产法（试行） gives 企业破产."""
    return _KIND.sub("", _TRIAL.sub("", loose(title)))
