"""What a city may do to a procedure, rule by rule: each yields what is wrong, or changes the joined file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fazhi.clock import BadTerm, Direction, Term, Unit
from fazhi.procedure.consequences import BACK
from fazhi.procedure.model import START, Edition, ObligationRule, Round, TermRule
from fazhi.procedure.source import Node
from fazhi.procedure.wording import length_words

Found = Iterator[tuple[int, str, str]]

# How few and how many hours one unit can come to. A month has 28 to 31 days; a working day can be followed by any
# number of days off, so that it has no upper bound: n working days are never shorter than n calendar days, and no
# number of calendar days is surely as long as one working day.
_HOURS: Mapping[Unit, tuple[int, float]] = {
    Unit.HOUR: (1, 1),
    Unit.CALENDAR_DAY: (24, 24),
    Unit.WORKING_DAY: (24, float("inf")),
    Unit.MONTH: (28 * 24, 31 * 24),
    Unit.YEAR: (365 * 24, 366 * 24),
}
_CLOCKWORK = ("pauses", "resumes", "extends", "excludes", "rechooses")


@dataclass(frozen=True, slots=True)
class Overlaid:
    """The base edition, the file that grows out of it, and the city's file as it was written."""

    base: Edition
    joined: Node
    overlay: Node


def surely_within(short: Term, long: Term) -> bool:
    """Whether `short` never ends later than `long` when both run from the same event.

    In the same unit the numbers are compared. In different units the longest that `short` can be is compared with the
    shortest that `long` can be; where that leaves a doubt, the answer is no.
    """
    if short.unit is long.unit:
        return short.n <= long.n
    return short.n * _HOURS[short.unit][1] <= long.n * _HOURS[long.unit][0]


def shortened(o: Overlaid, name: str, given: Node) -> Found:
    """Set the periods of one obligation or round anew, if each is local or surely stricter on the unit than the law."""
    line, section = given.lines[name], "rounds" if name in o.base.rounds else "obligations"
    found = o.base.rounds.get(name) or o.base.obligations.get(name)
    if found is None:
        yield line, f"程序没有义务或者征询“{name}”", "请核对代码；增加义务请写在 obligations: 中"
        return
    bearer = getattr(found, "bearer", "")
    if bearer and o.base.roles[bearer].kind in ("party", "anyone"):
        yield line, f"“{found.name}”由{o.base.roles[bearer].name}承担，是当事人的期限，本地不得改动", "请删去这一行"
        return
    for wanted in given[name] if isinstance(given[name], list) else [given[name]]:
        if not isinstance(wanted, Node):
            yield line, f"“{found.name}”的期限写法不认识", "请写成 {n: 天数, unit: 单位}"
            continue
        yield from _shorten(o, section, name, found.terms, wanted)


def _shorten(o: Overlaid, section: str, name: str, rules: tuple[TermRule, ...], wanted: Node) -> Found:
    node = o.joined[section][name]
    nodes = node.get("terms") or ([node["term"]] if node.get("term") else [])
    places = [i for i, n in enumerate(nodes) if (n.get("when") or {}) == (wanted.get("when") or {})]
    if len(nodes) == 1 and not wanted.get("when"):
        places = [0]
    if len(places) != 1:
        yield wanted.line, f"“{name}”的期限分情形，看不出要缩短哪一个", "请写上与原文件相同的 when:"
        return
    legal = rules[places[0]]
    if unknown := set(wanted) - {"n", "unit", "when", "note"}:
        yield wanted.line, f"缩短期限不能带“{'、'.join(sorted(unknown))}”", "只写 n、unit，必要时写 when、note"
    elif legal.term is None:
        yield wanted.line, f"“{name}”在程序中没有固定的期限，谈不上缩短", "期限由设置确定的，请写在 settings: 中"
    else:
        yield from _compared(nodes[places[0]], legal, legal.term, wanted)


def _compared(node: Node, legal: TermRule, before: Term, wanted: Node) -> Found:
    try:
        unit = Unit(wanted.get("unit", before.unit))
        term = Term(int(wanted.get("n", 0)), unit, before.direction, before.roll and unit is not Unit.HOUR)
    except (BadTerm, ValueError, TypeError):
        yield wanted.line, f"期限“{wanted.get('n')} {wanted.get('unit')}”无法识别", "n 为正整数；单位同参考手册"
        return
    # Time that a unit must leave to somebody (不少于若干日、若干日前) is stricter the longer it is.
    leaves = before.minimum or before.direction is Direction.BEFORE
    fits = surely_within(before, term) if leaves else surely_within(term, before)
    if not (fits or legal.local):
        yield wanted.line, *_refusal(before, term, legal.basis, leaves)
        return
    node.update(n=term.n, unit=str(unit), local=True)
    node.setdefault(
        "note", str(wanted.get("note") or f"法定期限 {length_words(before)}，本地改为 {length_words(term)}")
    )
    if before.roll and not term.roll:
        node["roll"] = False


def _refusal(before: Term, term: Term, basis: str, leaves: bool) -> tuple[str, str]:
    law = f"{basis}规定的 {length_words(before)}"
    if before.unit is not term.unit:
        kept = "不少于" if leaves else "不超过"
        return f"{length_words(term)}不能保证在任何时候都{kept}{law}", "请用与法定期限相同的单位"
    if leaves:
        return f"{law}是应当留足的时间，本地不得减为 {length_words(term)}", f"请写不少于 {before.n} 的数"
    return f"{law}，本地不得延长为 {length_words(term)}", f"请写不大于 {before.n} 的数，或者删去这一行"


def rerouted(o: Overlaid) -> Found:
    """Say where added actions or stages would touch the clocks of the base, or lead past its stages."""
    actions = o.overlay.get("actions") or Node()
    for id, node in actions.items():
        if isinstance(node, Node):
            yield from _touches(o, id, node, actions.lines[id])
    yield from _follows(o, actions)
    stages = o.overlay.get("stages") or Node()
    for id, node in stages.items():
        if isinstance(node, Node) and node.get("end"):
            yield stages.lines[id], f"本地不得增加终结环节“{id}”", "请使用程序已有的终结环节"
    yield from _bypasses(o, actions, stages)


def _touches(o: Overlaid, id: str, node: Node, line: int) -> Found:
    for key in _CLOCKWORK:
        if node.get(key):
            yield line, f"本地办理事项“{id}”不得用 {key} 改动期限的计算", f"请删去 {key}:"
    touched = [name for key in ("ends", "drops") for name in _listed(node.get(key))]
    touched += [str(s.get("obligation")) if isinstance(s, Mapping) else str(s) for s in node.get("starts") or []]
    if owed := [n for n in touched if n in o.base.obligations and not _is_local(o.base.obligations[n])]:
        yield line, f"本地办理事项“{id}”不得开始、完成或者取消法定义务“{'、'.join(owed)}”", "请改用本文件增加的义务"
    known = {k for a in o.base.actions.values() for k in (*a.remember, *a.sets)}
    if changed := sorted(known & {*_listed(node.get("remember")), *(node.get("sets") or {})}):
        yield line, f"本地办理事项“{id}”不得改写程序记住的“{'、'.join(changed)}”", "请换一个名称"
    round = o.base.rounds.get(str(node.get("closes_round", "")))
    if round is not None and not _is_local(round):
        yield line, f"本地办理事项“{id}”不得结束法定的征询", "请删去 closes_round:"
    if node.get("outcome"):
        yield line, f"本地办理事项“{id}”不得决定办件的结果", "请使用程序已有的办理事项办结"


def _follows(o: Overlaid, actions: Node) -> Found:
    given = o.overlay.get("obligations") or Node()
    for id, node in given.items():
        if isinstance(node, Node):
            for key in ("lapse", "overdue"):
                if node.get(key) and node[key] not in actions:
                    what = f"本地义务“{id}”期满后只能触发本文件增加的办理事项，不能触发“{node[key]}”"
                    yield given.lines[id], what, f"请增加一个办理事项，或者删去 {key}:"


def _is_local(rule: ObligationRule | Round) -> bool:
    return not rule.basis and all(term.local for term in rule.terms)


def _listed(value: Any) -> list[str]:
    return [] if value is None else [str(v) for v in value] if isinstance(value, list) else [str(value)]


def _bypasses(o: Overlaid, actions: Node, stages: Node) -> Found:
    """Follow the added actions from each stage of the base: they may come back to it, not slip past what is law."""
    steps = [
        (source, str(node.get("to") or ""), id)
        for id, node in actions.items()
        if isinstance(node, Node)
        for source in (_listed(node.get("from")) if node.get("from") != "*" else [*o.base.stages, *stages])
    ]
    for start in (START, *o.base.stages):
        within = _local_reach(o.base, start)
        seen, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            for source, target, id in steps:
                if source != here or not target or target in seen:
                    continue
                seen.add(target)
                if target in stages:
                    waiting.append(target)
                elif target not in within:
                    yield _past(o.base, start, target, id, actions.lines[id])


def _past(base: Edition, start: str, target: str, id: str, line: int) -> tuple[int, str, str]:
    names = {START: "开始", BACK: "中止前的环节", **{s.id: s.name for s in base.stages.values()}}
    return (
        line,
        f"本地办理事项“{id}”使办件从“{names[start]}”绕到“{names.get(target, target)}”，越过了法定的环节",
        f"本地增加的环节须回到“{names[start]}”，再由程序原有的办理事项继续；必须先办的，请用 requires:",
    )


def _local_reach(base: Edition, start: str) -> set[str]:
    """Return the stages that the base itself reaches from `start` by local actions alone; to come back is free."""
    seen, waiting = {start}, [start]
    while waiting:
        for action in base.actions_at(waiting.pop()):
            if action.local and action.to and action.to not in seen:
                seen.add(action.to)
                waiting.append(action.to)
    return seen


def dropped(o: Overlaid, stage: str, line: int) -> Found:
    """Take a local stage out of the joined file, with the local actions that lead only to or from it."""
    found = o.base.stages.get(stage)
    if found is None:
        yield line, f"程序没有环节“{stage}”，不能去掉", "请核对代码"
        return
    if not found.local:
        basis = f"（{found.basis}）" if found.basis else ""
        yield (
            line,
            f"环节“{found.name}”是法定环节{basis}，本地不得去掉",
            "请从 drops: 中删去；只有标明本地的环节可以去掉",
        )
        return
    del o.joined["stages"][stage]
    for action in o.base.actions.values():
        left = [s for s in action.sources if s == START or s in o.joined["stages"]]
        if action.id not in o.joined["actions"] or not (action.to == stage or stage in action.sources):
            continue
        if left and action.to != stage:
            _without(o.joined["actions"][action.id], stage)
        elif action.local:
            del o.joined["actions"][action.id]
        else:
            yield line, f"去掉“{found.name}”会连带去掉法定的办理事项“{action.name}”", "请保留该环节"


def _without(action: Node, stage: str) -> None:
    if isinstance(action.get("from"), list):
        action["from"] = [s for s in action["from"] if s != stage]
