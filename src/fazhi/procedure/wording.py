"""Periods, conditions and guards of a procedure in words."""

from collections.abc import Callable, Mapping
from typing import Any

from fazhi.clock import Direction, Term, Unit
from fazhi.procedure.model import Action, Edition, Field, GuardRef, TermRule

_UNITS: Mapping[Unit, str] = {
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.HOUR: "小时",
}
ROLLED = "末日为休假日的顺延"
LOCAL = "本地设置"


def length_words(term: Term) -> str:
    """Return a period's length: “5 个工作日”."""
    return f"{term.n} {_UNITS[term.unit]}"


def term_words(term: Term, from_words: str = "") -> str:
    """Return a period in words: “自受理之日起 60 日，末日为休假日的顺延”; `from_words` names the event."""
    length = ("不少于 " if term.minimum else "") + length_words(term)
    if term.direction is Direction.BEFORE:
        return f"{from_words}前 {length}" if from_words else f"提前 {length}"
    said = f"自{from_words}起 {length}" if from_words else length
    return f"{said}，{ROLLED}" if term.roll else said


def rule_words(edition: Edition, rule: TermRule, from_words: str = "") -> str:
    """Return one period of an obligation or a round with its condition, and whether it is local or not set yet."""
    when = f"{condition_words(edition, rule.when)}的，" if rule.when else ""
    if rule.term is not None:
        said = term_words(rule.term, from_words)
    else:
        field = _field(edition, rule.field)
        said = f"以“{field.name if field else rule.field}”为准" if rule.field else "本地尚未设置期限"
    return f"{when}{said}" + (f"（{LOCAL}）" if rule.local else "")


def condition_words(edition: Edition, when: Mapping[str, Any], action: Action | None = None) -> str:
    """Return a condition in words, “程序为简易”; the keys are fields of `action`, or what the matter remembers."""
    return "，".join(_part(edition, key, wanted, action) for key, wanted in when.items())


def _part(edition: Edition, key: str, wanted: Any, action: Action | None) -> str:
    field = _field(edition, key, action)
    values = [str(v) for v in ([wanted] if isinstance(wanted, str) else wanted)]
    if field is None and (steps := _steps_setting(edition, key, values)):
        return f"已办理{'或者'.join(f'“{name}”' for name in steps)}"
    return f"“{field.name if field else key}”为{'或者'.join(_value_name(edition, key, field, v) for v in values)}"


def _steps_setting(edition: Edition, key: str, values: list[str]) -> list[str]:
    """Return the actions that leave such a mark: what no form asks has no name, but the step that set it has one."""
    return list(dict.fromkeys(a.name for a in edition.actions.values() if a.sets.get(key) in values))


def _field(edition: Edition, key: str, action: Action | None = None) -> Field | None:
    """Return the field that a key means: the action's own, else the one whose value is remembered, else any."""
    others = sorted(edition.actions.values(), key=lambda a: key not in a.remember)
    actions = [action, *others] if action else others
    return next((f for a in actions for f in a.fields if f.id == key), None)


def _value_name(edition: Edition, key: str, field: Field | None, value: str) -> str:
    """Return a choice's name: the field's own, else that of a field of the same id, as another opening action has."""
    own = [field] if field else []
    others = [f for a in edition.actions.values() for f in a.fields if f.id == key]
    known = next((f.choices[value] for f in (*own, *others) if value in f.choices), "")
    return known or {"yes": "是", "no": "否"}.get(value, value)


def begins_words(edition: Edition, obligation: str) -> str:
    """Return the events from which an obligation runs: “受理之日”."""
    found: list[str] = []
    for action in edition.actions.values():
        for start in action.starts:
            if start.obligation == obligation:
                found.append(_begin(edition, action, start.at, start.after))
    return "或者".join(dict.fromkeys(found))


def _begin(edition: Edition, action: Action, at: str, after: str) -> str:
    if after in edition.obligations:
        return f"“{edition.obligations[after].name}”期限届满之日"
    name = next((f.name for f in action.fields if f.id == at), "")
    return f"“{name}”" if name else f"“{action.name}”之日"


def guard_words(edition: Edition, ref: GuardRef, action: Action | None = None) -> str:
    """Return a guard of `action` with its parameters as a condition in words."""
    when = f"{condition_words(edition, ref.params['when'], action)}的，" if ref.params.get("when") else ""
    say = _GUARDS.get(ref.name)
    return when + (say(edition, ref.params) if say else str(ref.params.get("reason") or ref.name))


def _actions(edition: Edition, params: Mapping[str, Any]) -> str:
    return "、".join(f"“{edition.actions[a].name}”" if a in edition.actions else a for a in params.get("actions", ()))


def _obligations(edition: Edition, params: Mapping[str, Any]) -> str:
    rules = edition.obligations
    return "、".join(f"“{rules[o].name}”" if o in rules else o for o in params.get("obligations", ()))


def _role(edition: Edition, params: Mapping[str, Any]) -> str:
    role = str(params.get("role", ""))
    return edition.roles[role].name if role in edition.roles else role


def _round(edition: Edition, params: Mapping[str, Any]) -> str:
    round = str(params.get("round", ""))
    return edition.rounds[round].name if round in edition.rounds else round


_GUARDS: Mapping[str, Callable[[Edition, Mapping[str, Any]], str]] = {
    "done": lambda e, p: f"已办理{_actions(e, p)}",
    "not_done": lambda e, p: f"未办理过{_actions(e, p)}",
    "done_by_another": lambda e, p: f"须由没有办理{_actions(e, p)}的人员办理",
    "unit_differs": lambda e, p: f"须由{_role(e, p)}以外的单位办理",
    "at_most": lambda e, p: f"最多办理 {p.get('times')} 次",
    "round_closed": lambda e, p: f"“{_round(e, p)}”已全部答复",
    "round_asked": lambda e, p: f"已发起“{_round(e, p)}”",
    "overdue": lambda e, p: f"{_obligations(e, p)}已超过期限",
    "not_overdue": lambda e, p: f"{_obligations(e, p)}未超过期限",
    "owed": lambda e, p: f"{_obligations(e, p)}尚待完成",
    "nothing_owed": lambda e, p: f"{_obligations(e, p)}已完成",
    "role_held": lambda e, p: f"已确定{_role(e, p)}",
    "not_paused": lambda e, p: "没有中止",
    "paused_for": lambda e, p: f"中止已满 {p.get('days')} 日",
}
