"""What differs between two editions of a procedure, in words that a lawyer reads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from fazhi.clock import stated_readings
from fazhi.procedure.captions import RETURN
from fazhi.procedure.consequences import BACK
from fazhi.procedure.flow import CLOSE_WORDS
from fazhi.procedure.model import START, Action, Edition, Field, ObligationRule, Outcome, Role, Round, Stage, TermRule
from fazhi.procedure.wording import LOCAL, begins_words, condition_words, guard_words, length_words, rule_words

Facets = Mapping[str, str]  # what can be said of a part, by its heading
NOTHING = "（无）"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a part added or removed, or one of its facets changed."""

    kind: Literal["added", "removed", "changed"]
    part: str  # 环节, 办理事项, 义务, …
    id: str
    name: str
    facet: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if self.kind != "changed":
            said = f"；{self.after or self.before}" if self.after or self.before else ""
            return f"{'增加' if self.kind == 'added' else '删去'}{self.part}“{self.name}”{said}"
        return f"{self.part}“{self.name}”的{self.facet}：{self.before or NOTHING} → {self.after or NOTHING}"


def diff(old: Edition, new: Edition) -> list[Change]:
    """Return every change from `old` to `new`, in the order of the language's parts."""
    told = _in_new_names(old, new)
    found = list(_facets("程序", old.procedure, new.name, _edition(old), _edition(new)))
    for part, attribute, facets in _PARTS:
        found += _part(part, (told, getattr(old, attribute)), (new, getattr(new, attribute)), facets)
    return found


def _in_new_names(old: Edition, new: Edition) -> Edition:
    """Return the old edition with the new names: a renamed stage is one change, not one wherever it is mentioned."""

    def renamed(attribute: str) -> dict[str, Any]:
        news = getattr(new, attribute)
        return {
            id: replace(item, name=news[id].name if id in news else item.name)
            for id, item in getattr(old, attribute).items()
        }

    names: dict[str, Any] = {attribute: renamed(attribute) for _, attribute, _ in _PARTS}
    return replace(old, **names)


def diff_text(old: Edition, new: Edition) -> str:
    """Return the changes as plain text, one a line."""
    changes = diff(old, new)
    head = f"{new.name}：{old.id} → {new.id}"
    if not changes:
        return f"{head}\n没有不同\n"
    return "\n".join([head, f"共 {len(changes)} 处不同", *(f"  · {change}" for change in changes)]) + "\n"


def _part(
    part: str,
    old: tuple[Edition, Mapping[str, Any]],
    new: tuple[Edition, Mapping[str, Any]],
    facets: Callable[[Edition, Any], Facets],
) -> Iterator[Change]:
    (before, olds), (after, news) = old, new
    for id, item in olds.items():
        if id not in news:
            yield Change("removed", part, id, item.name, before=_gist(facets(before, item)))
    for id, item in news.items():
        if id not in olds:
            yield Change("added", part, id, item.name, after=_gist(facets(after, item)))
        else:
            yield from _facets(part, id, item.name, facets(before, olds[id]), facets(after, item))


def _facets(part: str, id: str, name: str, before: Facets, after: Facets) -> Iterator[Change]:
    for facet in after:
        if before[facet] != after[facet]:
            yield Change("changed", part, id, name, facet, before[facet], after[facet])


def _gist(facets: Facets) -> str:
    return "；".join(f"{facet}：{words}" for facet, words in facets.items() if words and facet != "名称")


def _edition(e: Edition) -> Facets:
    return {
        "名称": e.name,
        "状态": "草案" if e.status == "draft" else "已发布",
        "施行日期": str(e.valid_from),
        "失效日期": str(e.valid_until or ""),
        "效力": e.binding,
        "计算口径": "；".join(stated_readings(e.rules)),
        "理解": "；".join(e.readings),
    }


def _role(e: Edition, role: Role) -> Facets:
    return {"名称": role.name, "类别": role.kind, "岗位": "、".join(sorted(role.posts))}


def _stage(e: Edition, stage: Stage) -> Facets:
    return {
        "名称": stage.name,
        "责任角色": _names(e.roles, [stage.role]),
        "性质": "办结" if stage.end else "",
        "依据": stage.basis,
        "本地": _local(stage.local),
        "没有期限的理由": stage.no_due,
    }


def _action(e: Edition, action: Action) -> Facets:
    leads = RETURN if action.to == BACK else _names(e.stages, [action.to])
    return {
        "名称": action.name,
        "起点": "、".join(_stage_name(e, s) for s in (START, *e.stages) if s in action.sources),
        "去向": leads,
        "办理人": _names(e.roles, [r for r in e.roles if r in action.who]),
        "条件": "；".join(guard_words(e, ref, action) for ref in action.guards),
        "填写项": "；".join(_field(f) for f in action.fields),
        "开始计算": "；".join(_start(e, action)),
        "完成": _names(e.obligations, action.ends),
        "取消": _names(e.obligations, action.drops),
        "期限计算": "；".join(_clock(e, action)),
        "文书": "、".join(action.papers),
        "告知": "、".join(f"{_names(e.roles, [n.to])}（{n.kind}）" for n in action.notices),
        "结果": _outcome(e, action),
        "依据": action.basis,
        "本地": _local(action.local),
    }


def _stage_name(e: Edition, id: str) -> str:
    return e.stages[id].name if id in e.stages else "开始"


def _field(field: Field) -> str:
    choices = f"（{'／'.join(field.choices.values())}）" if field.choices else ""
    return field.name + choices + ("" if field.required else "，可不填")


def _start(e: Edition, action: Action) -> Iterator[str]:
    for start in action.starts:
        when = f"（{condition_words(e, start.when, action)}的）" if start.when else ""
        yield e.obligations[start.obligation].name + when


def _clock(e: Edition, action: Action) -> Iterator[str]:
    yield from (word for word, holds in (("中止", action.pauses), ("恢复", action.resumes)) if holds)
    if action.extends and action.extends.by:
        owed = e.obligations[action.extends.obligation].name
        yield f"延长“{owed}”最多 {length_words(action.extends.by)}、{action.extends.times} 次"
    if action.excludes:
        yield f"扣除“{_names(e.obligations, action.excludes.obligations)}”的期间"


def _outcome(e: Edition, action: Action) -> str:
    if action.outcome_field:
        return f"按“{next((f.name for f in action.fields if f.id == action.outcome_field), action.outcome_field)}”"
    return _names(e.outcomes, [action.outcome])


def _obligation(e: Edition, rule: ObligationRule) -> Facets:
    return {
        "名称": rule.name,
        "承担者": _names(e.roles, [rule.bearer]),
        "办理期限": _terms(e, rule.terms),
        "起算": begins_words(e, rule.id),
        "期限的依据": _bases(rule.terms) or rule.basis,
        "期满后果": _names(e.actions, [rule.lapse]),
        "超期后果": _names(e.actions, [rule.overdue]),
        "中止": "中止期间不计入" if rule.pausable else "",
        "没有期限的理由": rule.no_term,
        "适用条件": rule.condition,
    }


def _round(e: Edition, round: Round) -> Facets:
    quorum = f"（{round.quorum} 家）" if round.close == "quorum" else ""
    return {
        "名称": round.name,
        "结束": CLOSE_WORDS[round.close] + quorum,
        "答复": "、".join(round.answers.values()),
        "答复期限": _terms(e, round.terms),
        "期限的依据": _bases(round.terms) or round.basis,
        "去向": _names(e.stages, [round.to]),
    }


def _outcome_of(e: Edition, outcome: Outcome) -> Facets:
    return {"名称": outcome.name, "归档": "、".join(f"{k}={v}" for k, v in outcome.archive.items())}


def _terms(e: Edition, terms: Sequence[TermRule]) -> str:
    return "；".join(rule_words(e, term) for term in terms)


def _bases(terms: Sequence[TermRule]) -> str:
    return "；".join(dict.fromkeys(term.basis for term in terms if term.basis))


def _names(table: Mapping[str, Any], ids: Sequence[str]) -> str:
    return "、".join(table[id].name if id in table else id for id in ids if id)


def _local(local: bool) -> str:
    return LOCAL if local else ""


_PARTS: tuple[tuple[str, str, Callable[[Edition, Any], Facets]], ...] = (
    ("角色", "roles", _role),
    ("环节", "stages", _stage),
    ("办理事项", "actions", _action),
    ("义务", "obligations", _obligation),
    ("征询", "rounds", _round),
    ("结果", "outcomes", _outcome_of),
)
