"""Guards: pure functions that a transition names. Each declares the outside facts that it needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fazhi.clock import day_end, local_day
from fazhi.procedure.model import Action, Actor, Edition
from fazhi.procedure.state import State


@dataclass(frozen=True, slots=True)
class Context:
    """All that a guard may look at."""

    edition: Edition
    state: State
    action: Action
    actor: Actor
    data: Mapping[str, Any]
    facts: Mapping[str, Any]
    at: datetime
    params: Mapping[str, Any]


Test = Callable[[Context], str]  # an empty string: it holds; otherwise the reason why not


@dataclass(frozen=True, slots=True)
class Guard:
    """A guard's test with what it takes and what it must be told."""

    name: str
    test: Test
    params: frozenset[str] = frozenset()
    facts: tuple[str, ...] = ()
    needs_data: bool = False


@dataclass(frozen=True, slots=True)
class GuardBook:
    """The guards and facts that a catalogue may name."""

    guards: Mapping[str, Guard]
    facts: frozenset[str] = field(default_factory=frozenset)


def _unless(context: Context) -> bool:
    wanted: Mapping[str, Any] = context.params.get("unless", {})
    return bool(wanted) and all(context.state.facts.get(key) == value for key, value in wanted.items())


def _names(context: Context, ids: list[str]) -> str:
    actions = context.edition.actions
    return "、".join(f"“{actions[i].name}”" if i in actions else i for i in ids)


def test(context: Context, name: str) -> str:
    """Return why the guard `name` does not hold, or an empty text; one with a `when` holds wherever that is not so."""
    when: Mapping[str, Any] = context.params.get("when") or {}
    known = {**context.state.facts, **context.data}
    if any(str(known.get(key, "")) not in map(str, wanted) for key, wanted in when.items()):
        return ""
    return GUARDS[name].test(context)


def done(context: Context) -> str:
    """The named actions were all done before."""
    missing = [a for a in context.params["actions"] if not context.state.times.get(a)]
    if not missing or _unless(context):
        return ""
    return context.params.get("reason") or f"须先办理{_names(context, missing)}"


def not_done(context: Context) -> str:
    """None of the named actions was done before."""
    found = [a for a in context.params["actions"] if context.state.times.get(a)]
    return f"已办理{_names(context, found)}，不能再办" if found else ""


def done_by_another(context: Context) -> str:
    """Whoever acts did none of the named actions: nobody checks his own work."""
    own = [a for a in context.params["actions"] if context.actor.id in context.state.done_by.get(a, ())]
    return f"您办理了{_names(context, own)}，须由其他人员办理" if own else ""


def unit_differs(context: Context) -> str:
    """The unit that acts is not the holder of the named role."""
    holder = context.state.holders.get(context.params["role"], "")
    # Only the units in which the actor holds a post for this action count: a post elsewhere lends no distance.
    playing = [context.edition.roles[r].posts for r in context.action.who]
    mine = {u for u, held in context.actor.units.items() if u and any(posts & held for posts in playing)}
    role = context.edition.roles[context.params["role"]].name
    return f"{role}不能核查自己办理的事项" if holder and mine == {holder} else ""


def at_most(context: Context) -> str:
    """The action was done fewer than `times` times."""
    n = int(context.params["times"])
    return f"以{n}次为限，已办理{n}次" if context.state.times.get(context.action.id, 0) >= n else ""


def fact_is(context: Context) -> str:
    """The matter remembers one of the given values."""
    key, wanted = context.params["fact"], context.params["in"]
    if context.state.facts.get(key) in wanted:
        return ""
    return str(context.params["reason"])


def field_is(context: Context) -> str:
    """A field of the action has one of the given values."""
    if context.data.get(context.params["field"]) in context.params["in"]:
        return ""
    return str(context.params["reason"])


def needs_field(context: Context) -> str:
    """A further field must be filled in; with `when`, only if the matter or the action says so."""
    if context.data.get(context.params["field"]) not in (None, "", []):
        return ""
    return str(context.params["reason"])


def round_closed(context: Context) -> str:
    """No request of the round is still open, or the round was closed without waiting for the rest."""
    if context.params["round"] in context.state.closed_rounds:
        return ""
    waiting = [r for r in context.state.requests_of(context.params["round"]) if r.open]
    name = context.edition.rounds[context.params["round"]].name
    return f"“{name}”还有 {len(waiting)} 个单位没有答复" if waiting else ""


def round_asked(context: Context) -> str:
    """At least one unit was asked in the round."""
    if context.state.requests_of(context.params["round"]):
        return ""
    return f"尚未发起“{context.edition.rounds[context.params['round']].name}”"


def overdue(context: Context) -> str:
    """The named obligation is open and its time is up."""
    for obligation in context.state.open_obligations():
        if obligation.rule in context.params["obligations"] and obligation.late_at(context.at):
            return ""
    return "还没有超过办理期限"


def nothing_owed(context: Context) -> str:
    """None of the named obligations is still open."""
    rules = context.edition.obligations
    left = [rules[o.rule].name for o in context.state.open_obligations() if o.rule in context.params["obligations"]]
    return f"尚未完成：{'、'.join(left)}" if left else ""


def owed(context: Context) -> str:
    """At least one of the named obligations is still open: what answers nothing is not done."""
    open_now = {o.rule for o in context.state.open_obligations()}
    return "" if open_now & set(context.params["obligations"]) else str(context.params["reason"])


def not_overdue(context: Context) -> str:
    """None of the named obligations is past its time: what is late is not made timely by lengthening the period."""
    return "已经超过办理期限" if not overdue(context) else ""


def met_on_time(context: Context) -> str:
    """None of the named obligations was met, or lapsed, out of time."""
    judged = [o.on_time for o in context.state.obligations.values() if o.rule in context.params["obligations"]]
    return str(context.params["reason"]) if False in judged else ""


def together(context: Context) -> str:
    """The named fields are filled in all or none."""
    given = [context.data.get(name) not in (None, "", []) for name in context.params["fields"]]
    return str(context.params["reason"]) if any(given) and not all(given) else ""


def role_held(context: Context) -> str:
    """Somebody holds the named role in the matter."""
    return "" if context.state.holders.get(context.params["role"]) else str(context.params["reason"])


def not_paused(context: Context) -> str:
    """The clocks are running."""
    return "已中止，须先恢复" if context.state.paused else ""


def paused_for(context: Context) -> str:
    """The clocks have stood still for at least `days` calendar days, on one of the given grounds."""
    state, grounds = context.state, context.params.get("grounds")
    if not state.paused:
        return "没有中止"
    if grounds and state.facts.get(context.params["fact"]) not in grounds:
        return str(context.params["reason"])
    days = int(context.params["days"])
    # The first day does not count, and the last is over at its 24:00 (民法典 第二百零一条、第二百零三条).
    last = day_end(local_day(state.pauses[-1][0]) + timedelta(days=days))
    return "" if context.at > last else f"中止未满 {days} 日"


def fact_given(context: Context) -> str:
    """An outside fact that the caller gathered is true, such as a credential valid on that day."""
    return "" if context.facts.get(context.params["fact"]) else str(context.params["reason"])


_P = frozenset
GUARDS: Mapping[str, Guard] = {
    g.name: g
    for g in (
        Guard("done", done, _P({"actions", "unless", "reason"})),
        Guard("not_done", not_done, _P({"actions"})),
        Guard("done_by_another", done_by_another, _P({"actions"})),
        Guard("unit_differs", unit_differs, _P({"role"})),
        Guard("at_most", at_most, _P({"times"})),
        Guard("fact_is", fact_is, _P({"fact", "in", "reason"})),
        Guard("field_is", field_is, _P({"field", "in", "reason"}), needs_data=True),
        Guard("needs_field", needs_field, _P({"field", "reason"}), needs_data=True),
        Guard("round_closed", round_closed, _P({"round"})),
        Guard("round_asked", round_asked, _P({"round"})),
        Guard("overdue", overdue, _P({"obligations"})),
        Guard("not_overdue", not_overdue, _P({"obligations"})),
        Guard("role_held", role_held, _P({"role", "reason"})),
        Guard("not_paused", not_paused),
        Guard("paused_for", paused_for, _P({"days", "grounds", "fact", "reason"})),
        Guard("met_on_time", met_on_time, _P({"obligations", "reason"})),
        Guard("together", together, _P({"fields", "reason"}), needs_data=True),
        Guard("nothing_owed", nothing_owed, _P({"obligations"})),
        Guard("owed", owed, _P({"obligations", "reason"})),
        Guard("fact_given", fact_given, _P({"fact", "reason"})),
    )
}


# The outside facts that the rooms above give. Named here, so that a file can be checked without them running; that each
# has its provider is tested where they are.
PROVIDED: frozenset[str] = frozenset({"earlier_found", "earlier_offered"})


def guard_book(facts: frozenset[str] = PROVIDED) -> GuardBook:
    """Return the book of all guards, with the outside facts that have a provider."""
    return GuardBook(GUARDS, facts)


def facts_needed(edition: Edition, action: str) -> tuple[str, ...]:
    """Return the outside facts to gather before `action` is decided."""
    refs = edition.actions[action].guards if action in edition.actions else ()
    return tuple(ref.params["fact"] for ref in refs if ref.name == "fact_given")
