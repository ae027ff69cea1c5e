"""Document numbers that stand for an instrument: 国办发〔2018〕118号. Those of cases and papers of a case are none."""

import re
from typing import NamedTuple

from fazhi.law.citing.titles import SERIAL

_SERIAL = re.compile(SERIAL)
_ORGAN = re.compile(r"[\u4e00-\u9fff]{1,12}(?:[（(][\u4e00-\u9fff]{1,4}[）)])?[ ]?$")
_LEAD = re.compile(
    r"根据|依据|按照|依照|参照|执行|印发|下发|发布|以下简称|违反|适用|转发|废止|关于|文件|同时|出具|符合|完善|试点办|以及|或者|规定|通知|政府|人民法院|委员会|小组|财政局|税务局|总局"
    r"|[和与及由以见的在了将为经对向按因、]"
)
_CASE = re.compile(
    r"诉|罚|刑|[评审验报估]字|公安局|司法所|派出所|[民行知商执赔][初终再申监字]|鉴|裁|拘|捕|复决|复议|行复|勘|认字|监督|调解|检察[^发]|立案|侦|案|受|[初终再]字|法医|登记|证"
)
_PAPER = re.compile(
    r"[^，。；、《》\n]{0,8}(?:起诉书|判决书|裁定书|决定书|意见书|通知书|建议书|调解书|鉴定|报告|证明|笔录|发票)"
)
_WITHIN = re.compile(r"(?:号)?(?:文件?|通知|规定|批复|解释|意见|函)?(?:的|中的?)?[ ]?(?=[第笫])")


class DocumentNumber(NamedTuple):
    """A document number, where it stands, and where a provision named with it begins (-1 for none)."""

    start: int
    end: int
    number: str
    provision: int


def read(text: str, year: int) -> DocumentNumber | None:
    """Return the number whose bracketed year stands at `year`; None where it is none of an instrument."""
    serial = _SERIAL.match(text, year)
    organ = _ORGAN.search(text, max(0, year - 18), year) if serial else None
    if serial is None or organ is None:
        return None
    start = organ.start()
    for lead in _LEAD.finditer(text, start, year):
        start = lead.end()
    prefix = text[start:year].strip()
    if (
        prefix in ("", "字", "第")
        or _PAPER.match(text, serial.end())
        or _CASE.search(prefix)
        or _alone(text, start, serial.end())
    ):
        return None
    within = _WITHIN.match(text, serial.end())
    return DocumentNumber(start, serial.end(), text[start : serial.end()], within.end() if within else -1)


def _alone(text: str, start: int, end: int) -> bool:
    """Tell whether the number has a line to itself: the document's own."""
    before = text[text.rfind("\n", max(0, start - 20), start) + 1 if start > 20 else 0 : start]
    after = text[end : end + 3].lstrip("）) \u3000")
    return not before.strip(" \u3000（(#*") and after[:1] in ("", "\n")
