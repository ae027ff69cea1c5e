"""What a scenario expects after a step, held against what the engine says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fazhi.clock import local_day
from fazhi.procedure import effects as fx
from fazhi.procedure.corrections import MEND, Corrected
from fazhi.procedure.decide import Choice, allowed
from fazhi.procedure.fold import Entry
from fazhi.procedure.model import Actor, Edition
from fazhi.procedure.moves import Preview
from fazhi.procedure.state import Obligation, State

NONE = ("无", None, "")


@dataclass(frozen=True, slots=True)
class Seen:
    """What can be looked at after a step."""

    edition: Edition
    state: State
    at: datetime
    cast: tuple[Actor, ...]
    passed: Sequence[Entry]
    done: Corrected | None = None
    preview: Preview | None = None


def differences(seen: Seen, expected: Mapping[str, Any]) -> list[str]:
    """Return what is not as `expected` says, each in one Chinese sentence."""
    found: list[str] = []
    for key, value in expected.items():
        check = _CHECKS.get(key)
        found += check(seen, value) if check else [f"不认识的预期“{key}”，可用：{'、'.join(_CHECKS)}"]
    return found


def _differs(what: str, expected: Any, actual: Any) -> list[str]:
    return [] if expected == actual else [f"{what}应为“{expected}”，实为“{actual}”"]


def _stage(seen: Seen, expected: Any) -> list[str]:
    stage = seen.edition.stages.get(seen.state.stage)
    return _differs("环节", expected, stage.name if stage else "未登记")


def _outcome(seen: Seen, expected: Any) -> list[str]:
    outcome = seen.edition.outcomes.get(seen.state.outcome)
    return _differs("结果", "无" if expected in NONE else expected, outcome.name if outcome else "无")


def _edition(seen: Seen, expected: Any) -> list[str]:
    return _differs("适用版本", expected, seen.edition.id)


def name_of(seen: Seen, obligation: Obligation) -> str:
    """Return an obligation as scenarios name it; one asked of a unit carries the unit in brackets."""
    if obligation.request:
        return f"{seen.edition.rounds[obligation.rule].name}（{obligation.holder}）"
    rule = seen.edition.obligations.get(obligation.rule)
    return rule.name if rule else {MEND: "核对更正的影响"}.get(obligation.rule, obligation.rule)


def _open(seen: Seen) -> dict[str, Obligation]:
    return {name_of(seen, o): o for o in seen.state.open_obligations()}


def _due(seen: Seen, expected: Mapping[str, Any]) -> list[str]:
    owed, found = _open(seen), []
    for name, when in expected.items():
        if name not in owed:
            found.append(f"“{name}”应当在办，实际不在办（在办：{'、'.join(owed) or '无'}）")
            continue
        due = owed[name].due
        if isinstance(when, datetime):
            found += _differs(f"“{name}”到期", when, due.replace(tzinfo=None) if due else "无")
        else:
            found += _differs(f"“{name}”到期", _word(when), local_day(due) if due else "无")
    return found


def _word(when: Any) -> Any:
    return when if isinstance(when, date) else "无"


def _all_due(seen: Seen, expected: Mapping[str, Any]) -> list[str]:
    names = [name_of(seen, o) for o in seen.state.open_obligations()]
    more = sorted(set(names) - expected.keys())
    twice = sorted({name for name in names if names.count(name) > 1})
    return [
        *_due(seen, expected),
        *([f"还有没写到的在办义务：{'、'.join(more)}"] if more else []),
        *(f"“{name}”有 {names.count(name)} 项在办" for name in twice),
    ]


def _settled(seen: Seen, expected: Mapping[str, Any]) -> list[str]:
    last = {name_of(seen, o): o for o in seen.state.obligations.values()}
    found = []
    for name, how in expected.items():
        found += _differs(f"“{name}”", how, _how(last[name]) if name in last else "没有")
    return found


def _how(obligation: Obligation) -> str:
    if obligation.dropped_at:
        return "不再需要"
    if obligation.lapsed_at:
        return "期满"
    if obligation.met_at is None:
        return "在办"
    return {True: "按期", False: "逾期", None: "完成"}[obligation.on_time]


def _late(seen: Seen, expected: Any) -> list[str]:
    late = sorted(name for name, o in _open(seen).items() if o.late_at(seen.at))
    return _differs("超过期限的", sorted(expected or []), late)


def _choices(seen: Seen, action: str) -> list[tuple[Actor, Choice]]:
    return [
        (actor, choice)
        for actor in seen.cast
        for choice in allowed(seen.edition, seen.state, actor, seen.at)
        if choice.action.name == action
    ]


def _may(seen: Seen, expected: Any) -> list[str]:
    found = []
    for action in expected:
        choices = _choices(seen, action)
        if not any(choice.ok for _, choice in choices):
            why = {r for _, c in choices for r in c.reasons}
            found.append(f"“{action}”应当可以办理，实际不可以：{'；'.join(sorted(why)) or '没有这一办理事项'}")
    return found


def _may_not(seen: Seen, expected: Mapping[str, str]) -> list[str]:
    found = []
    for action, reason in expected.items():
        choices = _choices(seen, action)
        why = sorted({r for _, c in choices if c.mine for r in c.reasons} or {r for _, c in choices for r in c.reasons})
        if not choices or any(choice.ok for _, choice in choices):
            found.append(f"“{action}”应当不可以办理，实际可以")
        elif reason not in "；".join(why):
            found.append(f"“{action}”不可以办理的理由应含“{reason}”，实为“{'；'.join(why)}”")
    return found


def _requests(seen: Seen, expected: Mapping[str, str]) -> list[str]:
    found = []
    last = {r.to: r for r in seen.state.requests.values()}
    for unit, how in expected.items():
        request = last.get(unit)
        if request is None:
            found.append(f"没有向“{unit}”征询")
            continue
        answers = seen.edition.rounds[request.round].answers
        actual = answers.get(request.answer, request.answer) if not request.open else "未答复"
        found += _differs(f"“{unit}”", how, "逾期未答复" if request.open and request.silent_at else actual)
    return found


def _facts(seen: Seen, expected: Mapping[str, Any]) -> list[str]:
    fields = {f.name: f for action in seen.edition.actions.values() for f in action.fields if f.id in action.remember}
    found = []
    for name, value in expected.items():
        field = fields.get(name)
        actual = seen.state.facts.get(field.id if field else name)
        found += _differs(f"“{name}”", value, field.choices.get(str(actual), actual) if field else actual)
    return found


def _effects(seen: Seen, kind: type[Any]) -> list[str]:
    event = seen.done.event if seen.done else None
    return [effect.kind for effect in (event.effects if event else ()) if isinstance(effect, kind)]


def _papers(seen: Seen, expected: Any) -> list[str]:
    return _differs("文书", list(expected or []), _effects(seen, fx.Paper))


def _notices(seen: Seen, expected: Any) -> list[str]:
    return _differs("通知", list(expected or []), _effects(seen, fx.Tell))


def _course(seen: Seen, expected: Any) -> list[str]:
    actions = seen.edition.actions
    words = {"void": "作废", "amend": "更正", "revoke": "撤销", "vary": "变更", "erase": "销毁", "move": "迁移"}
    actual = [
        actions[e.event.action].name if e.event.action in actions else words.get(e.event.kind, e.event.action)
        for e in seen.passed
        if e.effects or e.event.kind != "act"
    ]
    return _differs("经过", list(expected), actual)


def _changed(seen: Seen, expected: Any) -> list[str]:
    seqs = seen.done.changed if seen.done else ()
    names = {e.event.seq: e.event.action for e in seen.passed}
    actions = seen.edition.actions
    actual = [actions[names[s]].name for s in seqs if names.get(s) in actions]
    return _differs("随之改变的记录", list(expected or []), actual)


def _rested(seen: Seen, expected: Any) -> list[str]:
    rested = "；".join((*seen.done.rested, *seen.done.conflicts)) if seen.done else ""
    wrong = [f"须核对的应含“{text}”，实为“{rested}”" for text in expected or [] if text not in rested]
    return wrong or ([] if expected or not rested else [f"应当没有须核对的，实有“{rested}”"])


def _moves(name: str) -> Callable[[Seen, Any], list[str]]:
    def check(seen: Seen, expected: Any) -> list[str]:
        actual = list(getattr(seen.preview, name)) if seen.preview else "没有预览"
        return _differs(name, list(expected or []), actual)

    return check


_CHECKS: Mapping[str, Callable[[Seen, Any], list[str]]] = {
    "环节": _stage, "结果": _outcome, "适用版本": _edition, "到期": _due, "在办": _all_due, "了结": _settled,
    "逾期": _late, "可以": _may, "不可以": _may_not, "征询": _requests, "记载": _facts, "文书": _papers,
    "通知": _notices, "经过": _course, "随之改变": _changed, "须核对": _rested,
    "迁移": _moves("moved"), "不迁移": _moves("stays"), "提前": _moves("earlier"), "推后": _moves("later"),
    "不变": _moves("same"), "不能迁移": _moves("blocked"),
}  # fmt: skip
