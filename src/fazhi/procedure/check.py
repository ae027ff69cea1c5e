"""Static checks of an edition: nothing unknown is named, every stage can be reached and left."""

from collections.abc import Iterable, Iterator

from fazhi.procedure.check_guards import guards_of
from fazhi.procedure.consequences import BACK
from fazhi.procedure.errors import Problem
from fazhi.procedure.guards import GuardBook
from fazhi.procedure.model import START, Action, Edition, TermRule
from fazhi.procedure.source import Node


def problems_of(edition: Edition, root: Node, file: str, book: GuardBook) -> list[Problem]:
    """Return every problem in an edition that was read without mistakes of form."""
    checks = (
        _names,
        _holders,
        _rounds,
        _guards,
        _fields,
        _conditions,
        _clockwork,
        _reachable,
        _leavable,
        _discharged,
        _grounds,
        _intake,
        _hidden,
    )
    return [
        Problem(file, line, what, remedy)
        for check in checks
        for line, what, remedy in check(_Checked(edition, root, book))
    ]


class _Checked:
    def __init__(self, edition: Edition, root: Node, book: GuardBook) -> None:
        self.edition, self.root, self.book = edition, root, book

    def line(self, section: str, name: str) -> int:
        node = self.root.get(section)
        return int(node.lines.get(name, 1)) if isinstance(node, Node) else 1


Found = Iterator[tuple[int, str, str]]


def _names(c: _Checked) -> Found:
    e = c.edition
    for action in e.actions.values():
        yield from _unknown(c, action, "环节", action.sources - {START}, e.stages)
        yield from _unknown(c, action, "环节", {action.to} - {"", BACK}, e.stages)
        yield from _unknown(c, action, "环节", {action.revoked_to} - {""}, e.stages)
        yield from _unknown(c, action, "角色", action.who, e.roles)
        yield from _unknown(c, action, "角色", {*action.assigns, *action.unassigns}, e.roles)
        yield from _unknown(c, action, "角色", {n.to for n in action.notices}, e.roles)
        yield from _unknown(c, action, "结果", _outcomes(e, action), e.outcomes)
        owed = {s.obligation for s in action.starts} | ({action.extends.obligation} if action.extends else set())
        owed |= {s.after for s in action.starts} - {""} | set(action.rechooses)
        excluded = set(action.excludes.obligations) if action.excludes else set()
        yield from _unknown(c, action, "义务", owed | excluded | {*action.ends, *action.drops}, e.obligations)
        rounds = {action.answers, action.closes_round, action.asks.round if action.asks else ""} - {""}
        yield from _unknown(c, action, "征询", rounds, e.rounds)


def _holders(c: _Checked) -> Found:
    e = c.edition
    for obligation in e.obligations.values():
        at = c.line("obligations", obligation.id)
        if obligation.bearer not in e.roles:
            yield at, f"义务“{obligation.id}”的承担者“{obligation.bearer}”不在 roles 中", "请在 roles 中增加该角色"
        for follow in {obligation.lapse, obligation.overdue} - {""}:
            if follow not in e.actions:
                yield at, f"义务“{obligation.id}”逾期后的“{follow}”不在 actions 中", "请在 actions 中增加，或者改正名称"
    if e.lead and e.lead not in e.roles:
        yield 1, f"lead“{e.lead}”不在 roles 中", "请改正名称"
    for stage in e.stages.values():
        if stage.role and stage.role not in e.roles:
            yield stage.line, f"环节“{stage.id}”的角色“{stage.role}”不在 roles 中", "请在 roles 中增加该角色"


def _rounds(c: _Checked) -> Found:
    e = c.edition
    for round in e.rounds.values():
        if round.to and round.to not in e.stages:
            what = f"征询“{round.id}”结束后进入的环节“{round.to}”没有定义"
            yield c.line("rounds", round.id), what, "请先定义该环节，或者改正名称"
        if round.close == "quorum" and round.quorum < 1:
            yield c.line("rounds", round.id), f"征询“{round.id}”按 quorum 结束，却没有写几家", "请写 quorum: 家数"
    for role in e.roles.values():
        if role.round and role.round not in e.rounds:
            what = f"角色“{role.id}”的征询“{role.round}”没有定义"
            yield c.line("roles", role.id), what, "请先在 rounds 中定义，或者改正名称"
        acts = any(role.id in action.who for action in e.actions.values())
        if acts and role.kind in ("unit", "asked") and not role.posts:
            what = f"角色“{role.id}”没有写由什么岗位担任，等于任何人都能办理或者没有人能办理"
            yield c.line("roles", role.id), what, "请写 posts: [岗位]"


def _hidden(c: _Checked) -> Found:
    """Hidden from nobody, or by what nobody fills in, a party would be shown to all, silently."""
    e = c.edition
    remembered = {key for a in e.actions.values() for key in (*a.remember, *a.sets)}
    for role in e.roles.values():
        at = c.line("roles", role.id)
        if role.hidden_from and role.kind != "party":
            yield at, f"角色“{role.id}”不是当事人，不能写 hidden_from", "请只在 kind: party 的角色上写"
        for name in sorted(set(role.hidden_from) - set(e.roles)):
            yield at, f"角色“{role.id}”的 hidden_from 中的“{name}”不在 roles 中", "请改正名称"
        if role.hidden_by and not role.hidden_from:
            yield at, f"角色“{role.id}”写了 hidden_by，却没有写对谁隐去", "请写 hidden_from: [角色]"
        if role.hidden_by and role.hidden_by not in remembered:
            what = f"角色“{role.id}”以“{role.hidden_by}”为条件隐去，但没有办理事项记住它"
            yield at, what, "请在办理事项的 remember 或者 sets 中写上，或者改正名称"


def _outcomes(edition: Edition, action: Action) -> set[str]:
    chosen = {code for field in action.fields if field.id == action.outcome_field for code in field.choices}
    fixed = {a.sets[action.outcome_fact] for a in edition.actions.values() if action.outcome_fact in a.sets}
    return (chosen | fixed | {action.outcome}) - {""}


def _unknown(c: _Checked, action: Action, what: str, used: Iterable[str], known: Iterable[str]) -> Found:
    for name in sorted(set(used) - set(known)):
        yield action.line, f"办理事项“{action.id}”用到的{what}“{name}”没有定义", f"请先定义该{what}，或者改正名称"


def _guards(c: _Checked) -> Found:
    yield from guards_of(c.edition, c.book)


def _fields(c: _Checked) -> Found:
    for action in c.edition.actions.values():
        ids = {f.id for f in action.fields}
        used = {*action.remember, *action.assigns.values(), action.outcome_field}
        used |= {name for s in action.starts for name in (s.at, s.met, *(s.without or ()))}
        if action.asks:
            used.add(action.asks.field)
        if action.excludes:
            used |= {action.excludes.since, action.excludes.until}
        for name in sorted(used - ids - {""}):
            yield action.line, f"办理事项“{action.id}”用到的填写项“{name}”不在 fields 中", "请在 fields 中增加该项"
        for field in action.fields:
            if field.type == "choice" and not field.choices:
                yield action.line, f"填写项“{field.id}”是选项，却没有 choices", "请列出选项"
            if field.reasoning and field.type != "text":
                yield (
                    action.line,
                    f"填写项“{field.id}”标了 reasoning，却不是文字",
                    "只有文字（text）能写说理，请去掉 reasoning",
                )
            if field.choices and field.default and field.default not in field.choices:
                yield action.line, f"填写项“{field.id}”的 default“{field.default}”不在 choices 中", "请从选项中选一个"


def _conditions(c: _Checked) -> Found:
    """A condition on what no action fills in never holds: the wrong period would run, silently."""
    e = c.edition
    remembered = {key for a in e.actions.values() for key in (*a.remember, *a.sets)}
    for section, rules in (("obligations", e.obligations.values()), ("rounds", e.rounds.values())):
        for rule in rules:
            fields = {f.id for a in e.actions.values() for f in a.fields if _opens(a, rule.id)}
            for key in sorted({k for term in rule.terms for k in term.when} - remembered - fields):
                what = f"“{rule.id}”的期限以“{key}”为条件，但没有办理事项记住它"
                yield c.line(section, rule.id), what, "请在办理事项的 remember 或者 sets 中写上，或者改正名称"
    for action in e.actions.values():
        keys = {k for s in action.starts for k in s.when}
        for key in sorted(keys - remembered - {f.id for f in action.fields}):
            what = f"办理事项“{action.id}”的 starts 以“{key}”为条件，但没有办理事项记住它"
            yield action.line, what, "请在 remember 或者 sets 中写上，或者改正名称"


def _opens(action: Action, rule: str) -> bool:
    return (
        any(s.obligation == rule for s in action.starts)
        or rule in action.rechooses
        or (action.asks is not None and action.asks.round == rule)
    )


def _clockwork(c: _Checked) -> Found:
    e = c.edition
    for obligation in e.obligations.values():
        for follow in {obligation.lapse, obligation.overdue} - {""}:
            action = e.actions.get(follow)
            if action and not any(e.roles[r].kind == "timer" for r in action.who if r in e.roles):
                at = c.line("obligations", obligation.id)
                yield at, f"“{follow}”由期限届满触发，但它的 who 中没有计时角色", "请在 who 中加上 kind: timer 的角色"
    for action in e.actions.values():
        if action.resumes and not any(a.pauses for a in e.actions.values()):
            yield action.line, f"“{action.id}”恢复计算，但没有办理事项能够中止", "请增加带 pauses: true 的办理事项"
        if action.extends and action.extends.by is None:
            yield action.line, f"“{action.id}”延长期限，但没有写最长延长多少", "请写 by: {n: 天数, unit: 单位}"


def _edges(e: Edition) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    paused_from = {s for a in e.actions.values() if a.pauses for s in a.sources}
    for action in e.actions.values():
        targets = paused_from if action.to == BACK else {action.to} - {""}
        if action.answers and action.answers in e.rounds:
            targets = targets | ({e.rounds[action.answers].to} - {""})
        for source in action.sources:
            found.setdefault(source, set()).update(targets)
    return found


def _reachable(c: _Checked) -> Found:
    edges, seen, waiting = _edges(c.edition), {START}, [START]
    while waiting:
        for target in edges.get(waiting.pop(), set()) - seen:
            seen.add(target)
            waiting.append(target)
    for stage in c.edition.stages.values():
        if stage.id not in seen:
            yield stage.line, f"环节“{stage.id}”永远到不了", "请增加进入该环节的办理事项，或者删去该环节"


def _leavable(c: _Checked) -> Found:
    edges = _edges(c.edition)
    ends = {s.id for s in c.edition.stages.values() if s.end}
    if not ends:
        yield 1, "没有终结环节，办件永远不能办结", "请至少给一个环节写上 end: true"
        return
    able, grown = set(ends), True
    while grown:
        more = {s for s, targets in edges.items() if targets & able} - able
        able |= more
        grown = bool(more)
    for stage in c.edition.stages.values():
        if stage.id not in able:
            yield stage.line, f"从环节“{stage.id}”出发永远走不到办结（循环没有出口）", "请增加通向终结环节的办理事项"


def _discharged(c: _Checked) -> Found:
    e = c.edition
    ended = {o for a in e.actions.values() for o in (*a.ends, *a.drops)}
    ended |= {s.obligation for a in e.actions.values() for s in a.starts if s.met}
    started = {s.obligation for a in e.actions.values() for s in a.starts}
    for obligation in e.obligations.values():
        at = c.line("obligations", obligation.id)
        if obligation.id not in started:
            yield at, f"义务“{obligation.id}”从未开始", "请在某个办理事项的 starts 中写上它，或者删去"
        if obligation.id not in ended and not obligation.lapse:
            yield at, f"义务“{obligation.id}”没有办法履行", "请在某个办理事项的 ends 中写上它"
        if not obligation.terms and not obligation.no_term:
            yield at, f"义务“{obligation.id}”没有期限，也没有说明为什么", "请写 term，或者写 no_term: 理由"


def _grounds(c: _Checked) -> Found:
    e = c.edition
    for obligation in e.obligations.values():
        for rule in obligation.terms:
            yield from _basis(c.line("obligations", obligation.id), f"义务“{obligation.id}”的期限", rule)
    for round in e.rounds.values():
        for rule in round.terms:
            yield from _basis(c.line("rounds", round.id), f"征询“{round.id}”的期限", rule)
    for stage in e.stages.values():
        if not stage.end and not stage.role:
            yield stage.line, f"环节“{stage.id}”没有责任角色", "请写 role: 角色，任何时候都要有人负责"


def _basis(line: int, what: str, rule: TermRule) -> Found:
    if not rule.local and not rule.basis:
        yield line, f"{what}没有法律依据", "请写 basis: 《法律》第几条；法律没有规定的写 local: true 或者 setting:"


def _intake(c: _Checked) -> Found:
    intake = c.edition.intake
    if intake is None:
        return
    at = int(c.root.lines.get("intake", 1))
    wanted = {intake.action: {intake.text, *intake.holders}}
    if intake.dispatch:
        wanted[intake.dispatch] = {intake.to}
    for name, fields in wanted.items():
        action = c.edition.actions.get(name)
        if action is None:
            yield at, f"intake 用到的办理事项“{name}”没有定义", "请改正名称"
            continue
        for field in sorted(fields - {f.id for f in action.fields}):
            yield at, f"intake 用到的填写项“{field}”不在“{name}”的 fields 中", "请在 fields 中增加该项"
