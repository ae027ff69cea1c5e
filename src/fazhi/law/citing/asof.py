"""The day whose law a citation must be judged by, and why: the document's own date, a wording's, a conduct's, today."""

import re
from datetime import date

from fazhi.law.citing.model import AsOf
from fazhi.law.numerals import to_int
from fazhi.law.store.corpus import Instrument, Version

PROCEDURAL = frozenset({"行政处罚法", "行政强制法", "行政复议法", "行政诉讼法", "行政许可法"})
"""Statutes of procedure: an organ that decides keeps those of the day of its decision, whenever the conduct was."""

_DIGITS = "零〇一二三四五六七八九十0-9"
_ZEROS = str.maketrans({**dict.fromkeys("○ＯＯOo◯ΟОо０〇", "〇"), **{chr(0xFF10 + n): str(n) for n in range(1, 10)}})
_DAY = re.compile(rf"([{_DIGITS}]{{4}})年([{_DIGITS}]{{1,3}})月([{_DIGITS}]{{1,3}})日")
_FIGURES = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_SPACES = re.compile(r"[\s\u3000\u200b]+")
_SIGNED = re.compile(r"[\u4e00-\u9fff（）()·]{0,40}")
_JUDGES = re.compile(r"(?:审判长|审判员|人民陪审员|代理审判员|执行员)[\u4e00-\u9fff·]{2,8}$")
_CLERKS = re.compile(r"(?:书记员|法官助理|代书记员|速录员)")
_ISSUED = re.compile(r"(?:成文日期|发布日期|印发日期|发文日期|落款日期|文书日期)[：:]")
_NO_SIGNATURE = re.compile(r"[自于从至在因经到截]|以前|以来|起|受理|收到")


def shown(day: date) -> str:
    """Return a day as Chinese documents write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def given(day: date, why: str = "按指定的日期核对") -> AsOf:
    """Return the day that the caller names."""
    return AsOf(day, why)


def today(day: date) -> AsOf:
    """Return the present day, the last resort: where neither the document nor the caller tells one."""
    return AsOf(day, f"文书没有写明日期，按今天（{shown(day)}）核对")


def of_version(instrument: Instrument, version: Version) -> AsOf | None:
    """Return the day of a wording of law that cites others; None where none is known.

    It is the first day in force: what is adopted together comes into force together, and cites each other before.
    """
    day = max(filter(None, (version.day, version.in_force_from)), default=None)
    return AsOf(day, f"《{instrument.title}》这一文本施行之日") if day else None


def of_conduct(conduct: date, decided: date) -> AsOf:
    """Return the day of a conduct that is punished by a decision (行政处罚法 §37, in the wording of 2021).

    The rules of the day of the conduct hold; if they were changed before the decision, the newer ones where those
    punish less or not at all: `decided` lets the checker say of each statute whether it was.
    """
    return AsOf(conduct, f"违法行为发生之日（行政处罚法第三十七条）；{shown(decided)}作出决定", decided)


def of_document(text: str) -> AsOf | None:
    """Return the date that a document bears: under its text, beside its judges, or named as its date.

    The last line that is a date counts, whatever is annexed below it. The year of a case number is no date.
    """
    best: tuple[date, int, str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) < 400 and (found := _signed(line)):
            day, how = found
            if best is None or how == best[2] or how == "落款":
                best = (day, number, how)
    if best is not None:
        return AsOf(best[0], f"文书{best[2]}日期（第 {best[1]} 行）")
    beside = _beside_clerk(text)
    return AsOf(beside, "文书落款日期") if beside else None


def _signed(line: str) -> tuple[date, str] | None:
    plain = _SPACES.sub("", line).translate(_ZEROS)
    found = _last(plain)
    if found is None:
        return None
    before, after = plain[: found.start()], plain[found.end() :]
    if _ISSUED.search(before):
        return _made(found, "写明的")
    if after.rstrip("）)。") or not _SIGNED.fullmatch(before) or _NO_SIGNATURE.search(before):
        return None
    return _made(found, "落款")


def _last(plain: str) -> re.Match[str] | None:
    found = list(_DAY.finditer(plain))
    return found[-1] if found else _FIGURES.fullmatch(plain)


def _made(found: re.Match[str], how: str) -> tuple[date, str] | None:
    day = _day(found)
    return (day, how) if day else None


def _beside_clerk(text: str) -> date | None:
    """The date between the judges and the clerk, where a judgment is one long line."""
    for clerk in reversed(list(_CLERKS.finditer(text))):
        before = _SPACES.sub("", text[max(0, clerk.start() - 60) : clerk.start()]).translate(_ZEROS)
        found = _last(before)
        if found and found.end() == len(before) and _JUDGES.search(before[: found.start()]):
            return _day(found)
    return None


def _day(found: re.Match[str]) -> date | None:
    year, month, day = (to_int(part) or 0 for part in found.groups())
    try:
        return date(year, month, day) if 1949 <= year <= 2100 else None
    except ValueError:  # 2月30日: a slip of the pen, and no day
        return None
