"""Titles in book-title marks, with what follows them: the edition, the document number, the short form introduced.

《〈…〉…》 and 《…《…》…》 are one title. A title that no instrument bears (a newspaper, a judgment, a form) is none.
"""

import re
from typing import NamedTuple

_IN = r"[^《》〈〉\n]"
_WRAPPED = rf"{_IN}{{0,120}}+(?:\n{_IN}{{1,60}}+)?+"
_TITLE = re.compile(
    rf"《(?P<name>{_WRAPPED}(?:[《〈]{_WRAPPED}[》〉]{_WRAPPED}){{0,4}})》"
    rf"|〈(?P<inner>{_IN}{{2,60}})〉"
)
_S = r"[ \t\u3000]{0,2}"
YEAR = r"(?:19|20)[0-9]{2}[〕﹞］\])）]"  # of a document number, after the bracket that opens
SERIAL = rf"[〔﹝［\[(（]{YEAR}{_S}(?:第{_S})?[0-9０-９]{{1,5}}{_S}号"
_EDITION = re.compile(
    rf"{_S}[（(](?P<edition>(?:19|20)[0-9]{{2}}{_S}年?{_S}(?:[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?)?"
    rf"[^（）()，。；《》\n]{{0,12}}|(?:最新)?修[订正](?:版|案)?|试行)[）)]"
)
_NUMBERED = re.compile(
    rf"{_S}[（(]?{_S}(?P<number>(?!以下|简称)[\u4e00-\u9fff]{{1,10}}(?:[（(][\u4e00-\u9fff]{{1,3}}[）)][\u4e00-\u9fff]{{0,4}})?{_S}{SERIAL}){_S}[）)]?"
)
_CALLED = r"(?:以下|下|以下统|以下均)?(?:简称|称)(?:为|：|:)?"
_INTRODUCED = re.compile(
    rf"{_S}[（(][^（）()《》\n。]{{0,40}}?{_CALLED}{_S}[“\"‘《〈「]?(?P<alias>[^“”\"‘’《》〈〉「」（）()，,。；;、\n]{{2,24}})"
    rf"[”\"’》〉」]?(?:[，,；;][^（）()\n]{{0,40}})?[）)]"
)
ALIAS = re.compile(
    r"以下(?:简称|称)(?:为|：|:)?[ ]?[“\"‘《〈「]?(?P<alias>[^“”\"‘’《》〈〉「」（）()，,。；;、\n]{2,24})[”\"’》〉」]?"
)
_WITHIN = re.compile(
    rf"{_S}(?:的|中的?|之|里)?{_S}(?:总则|分则|附则|总则编|[\u4e00-\u9fff]{{2,5}}编)?{_S}[，,]?{_S}(?=[第笫])"
)
_KIND = (
    "法|法典|条例|规定|办法|细则|规则|解释|决定|通知|意见|批复|公约|准则|章程|标准|规范|规程|通则|答复|复函|决议|议定书|"
    "协定|条约|宪章|修正案|目录|纲要|规划|指引|指南|守则|补充规定|原则|解答|惯例|安排|名录|总则|分则|大纲|法例|法令|纪要|"
    "公告|通告|命令|令|函|宣言|定额|基准|声明|备忘录"
)
_KINDS = tuple(_KIND.split("|"))
_CLOSING = frozenset("）)〕一二三四五六七八九十")
_BRACKETED = re.compile(r"(?:[（(〔][^（）()〔〕]{1,14}[）)〕]|[一二三四五六七八九十])+$")
_NEVER = tuple(
    "合同|协议|书|证|单|表|报|报告|笔录|证明|记录|档案|凭证|票据|收条|欠条|借条|情况说明|鉴定意见|评估意见|处理意见|"
    "辩护意见|检验意见|审查意见|方案".split("|")
)


class Title(NamedTuple):
    """A title in marks: its `name` without them, and `end`, the place after all that belongs to it."""

    start: int
    core: int  # the place after the marks, the edition and the number
    end: int
    name: str
    instrument: bool
    edition: str
    number: str
    alias: str
    provision: int  # where the provision named with it begins with 第, -1 for none


def read(text: str, start: int) -> Title | None:
    """Return the title whose opening mark stands at `start`; None where no closing mark belongs to it."""
    found = _TITLE.match(text, start)
    if found is None:
        return None
    name = (found["name"] or found["inner"] or "").strip()
    core, end, edition, number, alias = _trailer(text, found.end())
    within = _WITHIN.match(text, end)
    return Title(start, core, end, name, instrument(name), edition, number, alias, within.end() if within else -1)


def _trailer(text: str, end: int) -> tuple[int, int, str, str, str]:
    """Return where what follows a title ends, without and with the short form; edition, document number, short form."""
    edition = number = alias = ""
    core = end
    while text[end : end + 3].lstrip(" \t\u3000")[:1] in ("（", "("):
        if not edition and (found := _EDITION.match(text, end)):
            edition = found["edition"]
        elif not number and (found := _NUMBERED.match(text, end)):
            number = found["number"]
        elif not alias and (found := _INTRODUCED.match(text, end)):
            alias = found["alias"].strip()
        else:
            break
        end = found.end()
        core = core if alias else end
    return core, end, edition, number, alias


def instrument(name: str) -> bool:
    """Tell whether a title looks like that of an instrument, by the word with which it ends."""
    bare = "".join(name.split())
    if bare[-1:] in _CLOSING:
        bare = _BRACKETED.sub("", bare[-40:])
    return bare.endswith(_KINDS) and not bare.endswith(_NEVER)


def contract(name: str) -> bool:
    """Tell whether a title names what only parties agreed, or a paper of one case: its 第三条 is no provision."""
    return "".join(name.split()).endswith(_NEVER)
