"""Whose provision a number means that stands in a text: by the words right before it."""

import re
from collections import deque
from functools import lru_cache
from typing import NamedTuple

from fazhi.law import names
from fazhi.law.citing.context import Names, before, by_tails
from fazhi.law.citing.model import Told

_KINDS = (
    "法|法典|条例|规定|办法|细则|规则|解释|决定|通知|意见|批复|公约|准则|章程|标准|规范|规程|通则|答复|协定|条约|"
    "修正案|规章|纪要|文件|安排|守则|指引|指南|目录|公告|办法|实施细则|实施办法|实施条例|暂行规定|暂行办法|议定书|法规"
)
_PRONOUNS = {
    which + kind: (which, kind)
    for which in ("本", "该", "同", "上述", "前述", "此", "前引", "以上")
    for kind in _KINDS.split("|")
}
_OWN = tuple(
    "补充|实施|暂行|试行|管理|具体|修订|配套|联合|司法|单行|自治|部门".split("|")
)  # 本补充安排: the document itself
_PRONOUNS.update({f"本{how}{kind}": ("本", kind) for how in _OWN for kind in _KINDS.split("|")})
_LENGTHS = by_tails(_PRONOUNS)
_TAILS = frozenset("法典例定则释见知复约程准件要排度守引南录案告书范章规)）》一二三四五六七八九十")
_PARTY = re.compile(
    r"(?:合同|协议书?|约定|章程|方案|判决书?|裁定书?|书|清单|附件|附表|附录|笔录|证据|计划|报告|公约|投标文件|招标文件|表|图|名单|目录|附则[一二三]?)$"
)
_LEADING = re.compile(
    r"依照|按照|根据|依据|违反|适用|触犯|符合|参照|我国|国家|以及|或者|属于|认定为|所称|作为|具有|遵守|执行|规避|援引|引用|对照"
    r"|[、，,。；;：:“”\"（(》和与及由按将因为在是以]"
)
_AMENDING = re.compile(r"(?:修改|修正|修订|对|将|废止)$")
_AMENDED = re.compile(r"(?:的部分条文|的条文|部分条文)?(?:作|作出|进行|作了)?(?:如下|以下)修[改正]")
_AMENDMENT = re.compile(r"修正案(?:[（(](?P<number>[一二三四五六七八九十]{1,3})[）)])?$")
_CLOSING = frozenset("）)")
_AMENDMENT_ENDS = _CLOSING | {"案"}
_KIND_ENDS = re.compile(r"法典?|条例|办法|规定|细则")
_TOLD_ALONE = 4  # characters of a name that is told without marks and without a provision
_FARTHEST = 34
_FOLLOWED = re.compile(
    r"[ ]?(?:的(?![ ]?第)|之规定|等|[、，。；：）)“]|[和与及或](?!其?实施|[细办规])|以及|规定(?!第)|有关|关于|向|处"
    r"|办理|追究|予以|执行)"
)
_COMPARED = 12
_NAMED = re.compile(r"[\u4e00-\u9fff]{2,28}(?:法|法典|条例|细则|办法|规则)$")
_NOT_NAMES = re.compile(
    r"(?:该|本|有关|相关|上述|前述|其|此|同|各|原|现行|新|旧|的|不|司法|违法|合法|方法|立法|执法|无法|用法|办法$)"
)


class Meant(NamedTuple):
    """What a provision belongs to: where the words begin that say it, and what they say."""

    start: int
    told: Told
    name: str = ""
    itself: bool = False
    number: str = ""


class Source:
    """What one text has told so far of the instruments it cites."""

    def __init__(self, text: str, known: Names) -> None:
        """Begin with nothing told."""
        self.text, self.known = text, known
        self.called: dict[str, str] = {}  # a name as this text writes it, and the one it stands for
        self.lengths: dict[str, list[int]] = {}  # of those names, by their last two characters
        self.tails: dict[str, list[str]] = {}  # the same names, by the same characters
        self.recent: deque[str] = deque(maxlen=12)
        self.base = ""  # what an amending text amends

    def introduce(self, alias: str, name: str) -> None:
        """Remember that this text calls `name` by `alias`."""
        if len(alias) > 1 and alias not in self.called:
            self.called[alias] = name
            self.tails.setdefault(alias[-2:], []).append(alias)
            lengths = self.lengths.setdefault(alias[-2:], [])
            if len(alias) not in lengths:
                lengths.append(len(alias))
                lengths.sort(reverse=True)

    def named(self, name: str) -> None:
        """Remember that `name` was named just now."""
        if not self.recent or self.recent[-1] != name:
            self.recent.append(name)
            if name not in self.called:
                self.introduce(name, name)
                self.introduce(_short(name), name)
                self._amendment_named(name)

    def _amendment_named(self, name: str) -> None:
        if name[-1:] in _CLOSING and (found := _AMENDMENT.search(name)) and found.start():
            for closing in ("（{}）", "({})"):
                self.introduce(f"修正案{closing.format(found['number'])}", name)

    def amends(self, start: int, end: int, name: str) -> None:
        """Remember `name`, titled from `start` to `end`, as what this text amends, if the words around say so."""
        if _AMENDING.search(self.text, max(0, start - 4), start) or _AMENDED.match(self.text, end):
            self.base = name

    def of(self, name: str) -> tuple[str, Told]:
        """Return what a name in marks stands for in this text, and how that is told."""
        full = self.called.get(name, name)
        return full, Told.NAMED if full in (name, names.NATION + name) else Told.ABBREVIATED

    def before(self, end: int) -> Meant | None:
        """Return what the words ending at `end` name: 本法, 该条例, 民法典 without marks; None for nothing."""
        if end == 0 or self.text[end - 1] not in _TAILS:
            return None
        pronoun, listed = self._pronoun(end), self._listed(end)
        if pronoun and (listed is None or pronoun.start <= listed.start):
            return pronoun
        return listed or self._amendment(end) or self._supposed(end)

    def _amendment(self, end: int) -> Meant | None:
        """Return the amendment whose number ends at `end`, after the name of what it amends: 刑法修正案（八）."""
        found = _AMENDMENT.search(self.text, max(0, end - 10), end) if self.text[end - 1] in _AMENDMENT_ENDS else None
        of = self._listed(found.start()) if found else None
        return Meant(of.start, of.told, of.name + found[0]) if found and of else None

    def marked(self, start: int, kind: str) -> Meant | None:
        """Return what 本《办法》 means, where a mark at `start` opens on a mere kind; None elsewhere."""
        if kind in _PRONOUNS:  # 《本办法》
            return self._meant(start, *_PRONOUNS[kind])
        which = self.text[max(0, start - 1) : start]
        return self._meant(start - 1, which, kind) if which + kind in _PRONOUNS else None

    def _pronoun(self, end: int) -> Meant | None:
        for length in _LENGTHS.get(self.text[max(0, end - 2) : end], ()):
            if (pronoun := _PRONOUNS.get(self.text[max(0, end - length) : end])) is not None:
                return self._meant(end - length, *pronoun)
        return None

    def _meant(self, start: int, which: str, kind: str) -> Meant:
        if which == "本":
            return Meant(start, Told.PRONOUN, itself=True)
        fitting = (one for one in reversed(self.recent) if _alike(one, kind[-2:]))
        return Meant(start, Told.PRONOUN, next(fitting, ""))

    def unmarked(self, end: int) -> Meant | None:
        """Return the instrument whose name, without marks, ends at `end`."""
        return self._listed(end) or self._supposed(end)

    def after(self, start: int) -> tuple[Meant, int] | None:
        """Return the instrument whose name, without marks, begins at `start`, and where that ends; None for none."""
        for kind in reversed(list(_KIND_ENDS.finditer(self.text, start, start + _FARTHEST))):
            name = self.text[start : kind.end()]
            if len(name) >= _TOLD_ALONE and (name in self.called or name in self.known.called):
                full, told = self.of(name)
                return (Meant(start, told, full), kind.end()) if _FOLLOWED.match(self.text, kind.end()) else None
        return None

    def _listed(self, end: int) -> Meant | None:
        local = before(self.text, end, self.called, self.lengths)
        known = before(self.text, end, self.known.called, self.known.lengths)
        if local >= 0 and (known < 0 or local <= known):
            name, told = self.of(self.text[local:end])
            return Meant(local, told, name)
        if longer := self._shortened(end, end - known if known >= 0 else 2):
            return longer
        if known >= 0:
            return Meant(known, Told.NAMED, self.text[known:end])
        return None

    def _shortened(self, end: int, length: int) -> Meant | None:
        """Return a title named before of whose end the words are more than `length` characters: 调解仲裁法."""
        tail = self.text[max(0, end - length) : end]
        for full in self.tails.get(tail[-2:], ())[:_COMPARED]:
            if full.endswith(tail) and len(full) > length:
                common = length
                while common < min(len(full), end) and full[-common - 1] == self.text[end - common - 1]:
                    common += 1
                if common > length and _LEADING.search(self.text, max(0, end - common - 3), end - common):
                    return Meant(end - common, Told.ABBREVIATED, self.called[full])
        return None

    def _supposed(self, end: int) -> Meant | None:
        """Return a name that is on no list, but begins with the nation's or after a word such as 依照."""
        nation = self.text.rfind(names.NATION, max(0, end - 45), end)
        found = _NAMED.search(self.text, nation if nation >= 0 else max(0, end - 30), end)
        if found is None:
            return None
        start = found.start()
        if nation < 0:
            leads = [lead.end() for lead in _LEADING.finditer(self.text, max(0, end - 31), end - 2)]
            if not leads or end - leads[-1] < 3:
                return None
            start = max(start, leads[-1])
        name = self.text[start:end]
        return None if nation < 0 and (start == end or _NOT_NAMES.search(name)) else Meant(start, Told.NAMED, name)

    def statute(self) -> str:
        """Return the statute named last; empty for none."""
        return next((one for one in reversed(self.recent) if one.endswith(("法", "法典"))), "")

    def party(self, end: int) -> bool:
        """Tell whether the words before are a contract's or another paper's, whose numbers are no provisions."""
        return _PARTY.search(self.text, max(0, end - 6), end) is not None


_short = lru_cache(maxsize=2_048)(names.short)


def _alike(name: str, kind: str) -> bool:
    if kind == "法":
        return name.endswith(("法", "法典", "通则", "总则"))
    return kind in ("文件", "规章", "法规", "规定") or kind in name[-8:]
