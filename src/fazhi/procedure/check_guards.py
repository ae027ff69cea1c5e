"""Static checks of the guards that actions name: that they exist, get what they need, and speak of what there is."""

from collections.abc import Iterator, Mapping
from typing import Any

from fazhi.procedure.guards import Guard, GuardBook
from fazhi.procedure.model import Action, Edition, GuardRef

Found = Iterator[tuple[int, str, str]]
OPTIONAL = frozenset({"when", "unless", "grounds"})  # what a guard can do without
_LISTS = frozenset({"actions", "obligations", "in", "grounds", "fields"})


def guards_of(edition: Edition, book: GuardBook) -> Found:
    """Yield what is wrong with the guards of an edition."""
    remembered = {key for a in edition.actions.values() for key in (*a.remember, *a.sets)}
    for action in edition.actions.values():
        for ref in action.guards:
            guard = book.guards.get(ref.name)
            if guard is None:
                names = "、".join(sorted(book.guards))
                yield action.line, f"办理事项“{action.id}”的条件“{ref.name}”不认识", f"可用的条件：{names}"
                continue
            yield from _params(action, ref, guard)
            yield from _referred(edition, action, ref, remembered)
            yield from _fact(action, ref, book)


def _params(action: Action, ref: GuardRef, guard: Guard) -> Found:
    for param in sorted(set(ref.params) - guard.params - {"when"}):
        yield action.line, f"条件“{ref.name}”没有参数“{param}”", f"可用：{'、'.join(sorted(guard.params))}"
    for param in sorted(guard.params - set(ref.params) - OPTIONAL - _unneeded(ref)):
        yield action.line, f"办理事项“{action.id}”的条件“{ref.name}”缺少参数“{param}”", f"请补上 {param}:"
    for param in sorted(_LISTS & set(ref.params)):
        if not isinstance(ref.params[param], list):
            yield action.line, f"条件“{ref.name}”的参数“{param}”须是列表", f"请写成 {param}: [值, 值]"
    when = ref.params.get("when") or {}
    if not isinstance(when, Mapping) or not all(isinstance(wanted, list) for wanted in when.values()):
        yield action.line, f"条件“{ref.name}”的 when 写法不对", "请写成 when: {名称: [值, 值]}"


def _unneeded(ref: GuardRef) -> frozenset[str]:
    if ref.name == "done":
        return frozenset({"reason"})
    return frozenset({"fact", "reason"}) if ref.name == "paused_for" and "grounds" not in ref.params else frozenset()


def _referred(edition: Edition, action: Action, ref: GuardRef, remembered: set[str]) -> Found:
    fields = {f.id for f in action.fields}
    known: Mapping[str, tuple[str, set[str]]] = {
        "actions": ("办理事项", set(edition.actions)),
        "obligations": ("义务", set(edition.obligations)),
        "round": ("征询", set(edition.rounds)),
        "role": ("角色", set(edition.roles)),
        "field": ("填写项", fields),
        "fields": ("填写项", fields),
        "when": ("记住的事项或者填写项", fields | remembered),
        "unless": ("记住的事项", remembered),
    }
    for param, (what, names) in known.items():
        for name in _names(ref.params.get(param)):
            if name not in names:
                yield action.line, f"条件“{ref.name}”用到的{what}“{name}”没有定义", f"请先定义该{what}，或者改正名称"
    if ref.name in ("fact_is", "paused_for") and (fact := ref.params.get("fact")) and fact not in remembered:
        what = f"条件“{ref.name}”用到的“{fact}”没有哪个办理事项记住"
        yield action.line, what, "请在办理事项的 remember 或者 sets 中写上，或者改正名称"


def _names(value: Any) -> list[str]:
    if isinstance(value, list | Mapping):
        return [str(name) for name in value]
    return [str(value)] if value is not None else []


def _fact(action: Action, ref: GuardRef, book: GuardBook) -> Found:
    fact = ref.params.get("fact") if ref.name == "fact_given" else None
    if fact and fact not in book.facts:
        known = "、".join(sorted(book.facts)) or "（无）"
        yield action.line, f"事实“{fact}”没有来源，无人能够提供", f"可用的事实：{known}"
