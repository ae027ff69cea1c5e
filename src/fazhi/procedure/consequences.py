"""What an action does once it is allowed: effects, in the order in which they take hold."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from fazhi.clock import BEIJING, Calendar, Extension, Interval, Term, Unit, reckon
from fazhi.procedure import effects as fx
from fazhi.procedure.model import Action, ObligationRule, Round, Start
from fazhi.procedure.model import Edition as Ed
from fazhi.procedure.state import Obligation, Request, State
from fazhi.procedure.terms import choose, first_due, holds, intervals_of, rules_of

BACK = "back"  # as a target stage: where the matter was before it was suspended
ONE_SECOND = timedelta(seconds=1)
SILENCE = "silence"  # the timer's own action when a request stays unanswered


@dataclass(slots=True)
class _Scene:
    edition: Ed
    state: State
    action: Action
    data: Mapping[str, Any]
    actor_units: frozenset[str]
    at: datetime
    calendar: Calendar
    facts: dict[str, Any]
    holders: dict[str, str]
    opened: dict[str, int]
    owed: list[Obligation]  # when the action began
    closed: set[str]  # those of them that the action has ended


def consequences(
    edition: Ed, state: State, action: Action, data: Mapping[str, Any], at: datetime, calendar: Calendar,
    actor_units: frozenset[str] = frozenset(),
) -> tuple[fx.Effect, ...]:  # fmt: skip
    """Return the effects of `action` on `state` at `at`. Pure; runs no guard, so that a correction can decide again."""
    scene = _Scene(
        edition, state, action, data, actor_units, at, calendar, dict(state.facts), dict(state.holders), {},
        state.open_obligations(), set(),
    )  # fmt: skip
    found: list[fx.Effect] = []
    if not state.edition:
        found.append(fx.UseEdition(edition.id))
    for part in (_remembered, _clocks, _answers, _ended, _marked, _asked, _started, _moved, _told):
        found.extend(part(scene))
    return tuple(found)


def _remembered(s: _Scene) -> Iterator[fx.Effect]:
    for role in s.action.unassigns:
        s.holders[role] = ""
        yield fx.Assign(role, "")
    for role, source in s.action.assigns.items():
        if holder := s.data.get(source):
            s.holders[role] = str(holder)
            yield fx.Assign(role, str(holder))
    for key in s.action.remember:
        if s.data.get(key) not in (None, ""):
            s.facts[key] = s.data[key]
            yield fx.Put(key, s.data[key])
    for key, value in s.action.sets.items():
        s.facts[key] = value
        yield fx.Put(key, value)
    if s.action.pauses and s.action.to:
        yield fx.Put(BACK, s.state.stage)


def _pausable(s: _Scene) -> Iterator[Obligation]:
    for obligation in s.owed:
        rule = s.edition.obligations.get(obligation.rule)
        if rule is None or not rule.pausable or obligation.rule in (*s.action.ends, *s.action.drops):
            continue
        if _counted(rule, obligation.term):
            yield obligation


def _counted(rule: ObligationRule, index: int) -> bool:
    # A day that a paper fixes is not counted, so no pause stretches it.
    return 0 <= index < len(rule.terms) and rule.terms[index].term is not None


def _clocks(s: _Scene) -> Iterator[fx.Effect]:
    if s.action.pauses and not s.state.paused:
        yield fx.Pause(s.at)
        for obligation in _pausable(s):
            if obligation.due is not None and obligation.due >= s.at:
                yield fx.Redue(obligation.id, None, why="中止")
    if s.action.resumes and s.state.paused:
        yield fx.Resume(s.at)
        yield from _resumed(s)
    if s.action.extends:
        yield from _extended(s)
    if s.action.excludes:
        yield from _excluded(s)
    for rule in s.action.rechooses:
        yield from _rechosen(s, rule)


def _resumed(s: _Scene) -> Iterator[fx.Effect]:
    since = s.state.pauses[-1][0]
    for obligation in _pausable(s):
        if obligation.due is not None and obligation.due < since:
            continue
        intervals = [
            Interval(i.kind, i.start, s.at if i.end is None else i.end)
            for i in intervals_of(s.edition, s.state, obligation)
        ]
        yield from _redue(s, obligation, intervals, [], "恢复计算")


def _extended(s: _Scene) -> Iterator[fx.Effect]:
    extend = s.action.extends
    obligation = s.state.open_of(extend.obligation) if extend else None
    if extend is None or obligation is None or extend.by is None:
        return
    n = int(s.data.get("days") or extend.by.n)
    by = (n, extend.by.unit.value)
    for effect in _redue(s, obligation, intervals_of(s.edition, s.state, obligation), [by], "延长"):
        yield fx.Redue(effect.id, effect.due, effect.provisional, effect.why, by=by)


def _excluded(s: _Scene) -> Iterator[fx.Effect]:
    exclude = s.action.excludes
    if exclude is None:
        return
    since, until = moment(s.data[exclude.since]), moment(s.data[exclude.until])
    for rule in exclude.obligations:
        if obligation := s.state.open_of(rule):
            intervals = [*intervals_of(s.edition, s.state, obligation), Interval("exclude", since, until)]
            intervals.sort(key=lambda i: i.start)
            for effect in _redue(s, obligation, intervals, [], "扣除"):
                yield fx.Redue(
                    effect.id, effect.due, effect.provisional, effect.why, interval=("exclude", since, until)
                )


def _rechosen(s: _Scene, rule: str) -> Iterator[fx.Redue]:
    # 简易程序转为普通程序, say: the same obligation from the same start, under another of its periods.
    obligation = s.state.open_of(rule)
    if obligation is None:
        return
    index = choose(s.edition.obligations[rule].terms, {**s.facts, **s.data})
    if index < 0 or index == obligation.term:
        return
    changed = replace(obligation, term=index)
    for effect in _redue(s, changed, intervals_of(s.edition, s.state, obligation), [], "期限改变"):
        yield replace(effect, term=index)


def _redue(
    s: _Scene, obligation: Obligation, intervals: list[Interval], more: list[tuple[int, str]], why: str
) -> Iterator[fx.Redue]:
    terms = rules_of(s.edition, obligation)
    if not 0 <= obligation.term < len(terms) or (term := terms[obligation.term].term) is None:
        return
    extensions = [Extension(Term(n, Unit(unit))) for n, unit in (*obligation.extensions, *more)]
    found = reckon(
        term, obligation.start, s.calendar, intervals=intervals, extensions=extensions,
        rules=s.edition.rules, explain=False,
    )  # fmt: skip
    yield fx.Redue(obligation.id, found.due, found.provisional, why)


def _answers(s: _Scene) -> Iterator[fx.Effect]:
    if not s.action.answers:
        return
    waiting = s.state.requests_of(s.action.answers)
    mine = [r for r in waiting if r.open and (r.to in s.actor_units or r.to == s.data.get("unit"))]
    if not mine:
        return
    request = min(mine, key=lambda r: r.over)  # a unit asked again answers what it was asked last
    yield fx.Answer(request.id, str(s.data.get("answer", "")))
    for obligation in s.owed:
        if obligation.request == request.id:
            s.closed.add(obligation.id)
            yield fx.Meet(obligation.id)
    rule = s.edition.rounds[s.action.answers]
    if not request.over and _closes(rule, [r for r in waiting if not r.over], request.id):
        yield fx.CloseRound(rule.id, rule.close)
        if rule.to:
            yield fx.Enter(rule.to)


def _closes(rule: Round, asked: list[Any], answering: str) -> bool:
    answered = sum(1 for r in asked if not r.open or r.id == answering)
    needed = {"all": len(asked), "any": 1, "quorum": rule.quorum, "deadline": len(asked)}[rule.close]
    return answered >= needed


def silence(edition: Ed, state: State, request: Request) -> tuple[fx.Effect, ...]:
    """Return what it does that the time for answering `request` has run out."""
    effects: list[fx.Effect] = [fx.Silent(request.id)]
    rule = edition.rounds[request.round]
    others = [r for r in state.requests_of(rule.id) if r.open and not r.silent_at and r.id != request.id]
    if rule.close == "deadline" and not others:
        effects.append(fx.CloseRound(rule.id, "deadline"))
        if rule.to:
            effects.append(fx.Enter(rule.to))
    return tuple(effects)


def _ended(s: _Scene) -> Iterator[fx.Effect]:
    for effect in _ending(s):
        s.closed.add(effect.id)
        yield effect
    if s.action.closes_round:
        yield fx.CloseRound(s.action.closes_round, s.action.id)
        for obligation in s.owed:
            if obligation.request and obligation.rule == s.action.closes_round and obligation.id not in s.closed:
                s.closed.add(obligation.id)
                yield fx.Drop(obligation.id)


def _ending(s: _Scene) -> Iterator[fx.Lapse | fx.Meet | fx.Drop]:
    for obligation in s.owed:
        rule = s.edition.obligations.get(obligation.rule)
        if rule is not None and rule.lapse == s.action.id and obligation.due is not None and obligation.due <= s.at:
            yield fx.Lapse(obligation.id)
        elif obligation.rule in s.action.ends:
            yield fx.Meet(obligation.id)
        elif obligation.rule in s.action.drops:
            yield fx.Drop(obligation.id)


def _marked(s: _Scene) -> Iterator[fx.Effect]:
    for obligation in s.owed:
        rule = s.edition.obligations.get(obligation.rule)
        if rule is not None and rule.overdue == s.action.id and obligation.late_at(s.at + ONE_SECOND):
            yield fx.Put(overdue_mark(obligation.id), True)


def overdue_mark(obligation: str) -> str:
    """Return the key under which a matter remembers that the timer has dealt with an overdue obligation."""
    return f"overdue:{obligation}"


def _next_id(s: _Scene, rule: str) -> str:
    before = sum(1 for o in s.state.obligations.values() if o.rule == rule)
    s.opened[rule] = s.opened.get(rule, 0) + 1
    return f"{rule}#{before + s.opened[rule]}"


def _asked(s: _Scene) -> Iterator[fx.Effect]:
    if s.action.asks is None:
        return
    rule = s.edition.rounds[s.action.asks.round]
    for unit in dict.fromkeys(s.data[s.action.asks.field]):
        id = _next_id(s, rule.id)
        due = first_due(s.edition, rule.terms, s.at, s.facts, s.data, s.calendar)
        yield fx.AskUnit(id, rule.id, str(unit))
        yield fx.Open(id, rule.id, "asked", str(unit), s.at, due.at, due.provisional, due.term, request=id)


def _started(s: _Scene) -> Iterator[fx.Effect]:
    for start in s.action.starts:
        rule = s.edition.obligations[start.obligation]
        if start.when and not holds(start.when, {**s.facts, **s.data}):
            continue
        if rule.terms and rule.terms[-1].when and _nothing_owed(s, rule):
            continue
        yield from _opening(s, start, rule)


def _nothing_owed(s: _Scene, rule: ObligationRule) -> bool:
    # Every period is conditional and none applies: then nothing is owed.
    return not any(holds(term.when, s.facts) for term in rule.terms)


def _opening(s: _Scene, start: Start, rule: ObligationRule) -> Iterator[fx.Effect]:
    begins = _begins(s, start)
    due = first_due(s.edition, rule.terms, begins, s.facts, s.data, s.calendar)
    opened = fx.Open(
        _next_id(s, rule.id), rule.id, rule.bearer, s.holders.get(rule.bearer, ""),
        begins, due.at, due.provisional, due.term,
    )  # fmt: skip
    yield opened
    if s.state.paused and not s.action.resumes and rule.pausable and _counted(rule, due.term):
        yield fx.Redue(opened.id, None, why="中止")
    if start.without and all(s.data.get(name) for name in start.without):
        since, until = (moment(s.data[name]) for name in start.without)
        obligation = Obligation(opened.id, rule.id, "", "", begins, due.at, term=due.term)
        for effect in _redue(s, obligation, [Interval("exclude", since, until)], [], "扣除"):
            yield replace(effect, interval=("exclude", since, until))
    if start.met:
        yield fx.Meet(opened.id, moment(s.data[start.met]) if s.data.get(start.met) else None)


def _begins(s: _Scene, start: Start) -> datetime:
    if start.after and (before := s.state.open_of(start.after)) and before.due:
        return before.due
    return moment(s.data[start.at]) if start.at and s.data.get(start.at) else s.at


def _moved(s: _Scene) -> Iterator[fx.Effect]:
    to = str(s.state.facts.get(BACK, "")) if s.action.to == BACK else s.action.to
    if to:
        yield fx.Enter(to)
    outcome = s.action.outcome or str(
        s.data.get(s.action.outcome_field) or s.facts.get(s.action.outcome_fact) or ""
    )  # fmt: skip
    if outcome:
        yield fx.Finish(outcome)
    if to and s.edition.stages[to].end:
        for obligation in s.owed:
            # What no procedure names is the task to look at what rested on an error: the end of a matter ends it not.
            if obligation.id not in s.closed and (obligation.request or obligation.rule in s.edition.obligations):
                yield fx.Drop(obligation.id)


def _told(s: _Scene) -> Iterator[fx.Effect]:
    for kind in s.action.papers:
        yield fx.Paper(kind)
    for notice in s.action.notices:
        yield fx.Tell(notice.to, notice.kind)


def moment(value: Any) -> datetime:
    """Return a date or time given as a value or in ISO form as an aware time, Beijing time where none is said."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=BEIJING)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=BEIJING)
    raise TypeError(f"不是日期：{value!r}")
