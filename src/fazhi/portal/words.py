"""What happened, in the words of whom it concerns; what is between offices only is not told."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from fazhi.procedure import Edition
from fazhi.procedure.model import Action

# {unit}: to whom it was given, or who did it. An action that is not here is told by its own name.
# Marked here, translated where they are said.
SAID: Mapping[str, str] = {
    "report": _("反映的事项已经收到"),
    "ask": _("咨询已经收到"),
    "apply": _("调解申请已经收到"),
    "dispatch_auto": _("已交给{unit}办理"),
    "dispatch": _("已交给{unit}办理"),
    "arrange_lead": _("会商后改由{unit}牵头办理"),
    "arrange": _("有关部门已经会商，继续办理"),
    "sign": _("{unit}已接收，开始办理"),
    "return": _("{unit}认为不归本单位办理，正在重新安排"),
    "self_handle": _("网格员已到现场处理"),
    "whistle": _("已请有关部门到现场一起处理"),
    "close_whistle": _("部门到场情况已经汇总"),
    "extend": _("办理期限延长一次"),
    "approve_hang": _("因客观条件不具备，暂缓办理"),
    "resume": _("恢复办理"),
    "feedback": _("{unit}已反馈办理结果，等待核查"),
    "verify_pass": _("核查通过"),
    "verify_fail": _("核查没有通过，退回重新办理"),
    "call_back": _("已回访"),
    "handle_again": _("回访时问题没有解决，重新办理"),
    "dispatch_after": _("回访时问题没有解决，正在安排单位办理"),
    "close": _("已办结"),
    "end_hung": _("客观条件不具备，已告知并终结"),
    "reject": _("没有受理，原因和其他途径见下"),
    "mark_invalid": _("已终结，原因见下"),
    "transfer_mediation": _("已转人民调解"),
    "transfer_other": _("已转有权处理的单位"),
    "urge": _("催办"),
    "supplement": _("补充了材料"),
    "rate": _("作了评价"),
    "route": _("已转给{unit}解答"),
    "route_auto": _("已转给{unit}解答"),
    "answer_villager": _("法律明白人已解答"),
    "answer_publicist": _("普法员已解答"),
    "answer_advisor": _("法律顾问已解答"),
    "offer_earlier": _("以前有人问过相同的问题，当时的解答见上"),
    "climb_to_publicist": _("已请普法员解答"),
    "climb_to_advisor": _("已请法律顾问解答"),
    "unsolved_to_publicist": _("还没有解决，已请普法员解答"),
    "unsolved_to_advisor": _("还没有解决，已请法律顾问解答"),
    "merge": _("与以前的咨询相同，一并解答"),
    "mark_no_legal_issue": _("不是法律问题，其他途径见下"),
}
SAID_OF_ANSWER: Mapping[str, str] = {"arrived": _("{unit}已到现场"), "declined": _("{unit}没有到现场")}

# The texts of an action that are meant for whom the matter concerns, or are their own.
TOLD: Mapping[str, tuple[str, ...]] = {
    "answer_villager": ("answer",), "answer_publicist": ("answer",), "answer_advisor": ("answer",),
    "self_handle": ("result",), "feedback": ("result",), "extend": ("reason",), "end_hung": ("reason",),
    "close": ("summary",), "reject": ("reason", "told"), "mark_invalid": ("reason",), "transfer_other": ("reason",),
    "transfer_mediation": ("reason",), "refer": ("reason",), "refer_mediation": ("reason",),
    "mark_no_legal_issue": ("reason",), "urge": ("text",), "supplement": ("text",), "rate": ("text", "remark"),
}  # fmt: skip
ADDRESSED = frozenset({"answer_villager", "answer_publicist", "answer_advisor", "urge", "supplement", "rate"})

# How a resident is asked what the procedure asks of whoever acts.
ASKED: Mapping[str, str] = {
    "satisfied": _("您满意吗"),
    "remark": _("想说的话"),
    "reason": _("想说明的情况"),
}
OFFERED: Mapping[str, str] = {
    "urge": _("催一催"),
    "rate": _("评价"),
    "supplement": _("补充材料"),
    "unsolved_to_publicist": _("还没有解决，请普法员再解答"),
    "unsolved_to_advisor": _("还没有解决，请法律顾问再解答"),
}
# Not for a few taps on a telephone: they need dates, papers or the other side, and are done at the window.
AT_THE_WINDOW = frozenset({"apply_confirmation", "withdraw_confirmation", "refuse"})
GIVING_UP = frozenset({"withdraw"})  # offered last, and never as the thing to do
INTERNAL = frozenset({"apply_hang", "refuse_hang"})


def between_offices(edition: Edition) -> frozenset[str]:
    """Return the obligations that supervision of staff starts: not the concern of whom the matter is about."""
    supervising = (a for a in edition.actions.values() if a.tally == "supervised")
    return frozenset(start.obligation for action in supervising for start in action.starts)


def is_told(edition: Edition, action: Action) -> bool:
    """Whether an action is told to residents: supervision of staff and the answers to it are not."""
    replies = bool(action.ends) and set(action.ends) <= between_offices(edition)
    return action.tally != "supervised" and not replies and action.id not in INTERNAL


def said(action: Action, answer: str, unit: str) -> str:
    """Return what happened in plain words."""
    words = SAID_OF_ANSWER.get(answer, "") if action.answers else ""
    return gettext(words or SAID.get(action.id, action.name)).replace("{unit}", unit or gettext("有关单位"))
