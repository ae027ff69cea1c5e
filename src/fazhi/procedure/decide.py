"""Deciding: may this be done now, and what does it do. Pure; may refuse; returns events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fazhi.clock import Calendar, ClockError
from fazhi.procedure.consequences import consequences
from fazhi.procedure.effects import Effect
from fazhi.procedure.errors import Refused
from fazhi.procedure.events import Event
from fazhi.procedure.fields import checked
from fazhi.procedure.guards import GUARDS, Context, test
from fazhi.procedure.model import START, Action, Actor, Edition, Role
from fazhi.procedure.state import State


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody wants to do: when it took legal effect, and when we learn of it."""

    action: str
    actor: Actor
    occurred_at: datetime
    recorded_at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An action with whether it may be taken now, and why not."""

    action: Action
    ok: bool
    reasons: tuple[str, ...] = ()
    mine: bool = True  # whether the actor plays a role that may take it at all


def decide(
    edition: Edition, state: State, command: Command, *, calendar: Calendar, facts: Mapping[str, Any] | None = None
) -> Event:
    """Return the event that `command` makes; raise Refused with the reason and what to do instead."""
    action = edition.actions.get(command.action)
    if action is None:
        raise Refused("unknown_action", f"“{edition.name}”没有“{command.action}”这一办理事项")
    _stage_fits(edition, state, action)
    if not any(plays(command.actor, edition.roles[role], state) for role in action.who):
        raise Refused("not_yours", f"“{action.name}”由{_whose(edition, action)}办理", "请交由其办理")
    _times_fit(edition, state, command)
    data = checked(action, command.data)
    known = facts or {}
    passed = _guards_hold(edition, state, action, command, data, known)
    _extension_fits(edition, state, action, data)
    effects = _effects(edition, state, action, command, data, calendar)
    decided: dict[str, Any] = {
        "edition": edition.id,
        "digest": edition.digest,
        "calendar": calendar.edition,
        "guards": passed,
    }
    if action.guards and known:
        decided["facts"] = dict(known)
    if command.actor.units:
        decided["units"] = sorted(command.actor.units)
    return Event(
        state.seq + 1, "act", action.id, command.occurred_at, command.recorded_at, command.actor.id,
        data=data, effects=effects, decided=decided, late=command.late_reason,
    )  # fmt: skip


def _effects(
    edition: Edition, state: State, action: Action, command: Command, data: Mapping[str, Any], calendar: Calendar
) -> tuple[Effect, ...]:
    units = frozenset(command.actor.units)
    try:
        return consequences(edition, state, action, data, command.occurred_at, calendar, units)
    except ClockError as wrong:
        if command.actor.system:
            raise  # the timer fills in no date: this is for the operator
        raise Refused("dates", f"不能办理“{action.name}”：{wrong}", "请核对填写的日期") from wrong


def allowed(
    edition: Edition, state: State, actor: Actor, at: datetime, facts: Mapping[str, Any] | None = None
) -> list[Choice]:
    """Return every action that people take, each with whether it may be taken now and why not."""
    return [
        _choice(edition, state, action, actor, at, facts or {})
        for action in edition.actions.values()
        if any(edition.roles[role].kind != "timer" for role in action.who)
    ]


def plays(actor: Actor, role: Role, state: State) -> bool:
    """Whether `actor` plays `role` in the matter."""
    if role.kind == "timer":
        return actor.system
    if role.kind == "party":
        # Whoever opens a matter is not yet named in it; from then on only those named are its parties.
        nobody = actor.party if state.stage == START else ""
        return bool(actor.party) and actor.party == state.holders.get(role.id, nobody)
    if role.kind == "asked":
        return any(r.open and role.posts & actor.units.get(r.to, frozenset()) for r in state.requests_of(role.round))
    holder = state.holders.get(role.id)
    if holder is None or role.kind == "anyone":
        return not role.posts or any(role.posts & posts for posts in actor.units.values())
    return bool(role.posts & actor.units.get(holder, frozenset()))


def _choice(
    edition: Edition, state: State, action: Action, actor: Actor, at: datetime, facts: Mapping[str, Any]
) -> Choice:
    reasons: list[str] = []
    mine = any(plays(actor, edition.roles[role], state) for role in action.who)
    if not mine:
        reasons.append(f"由{_whose(edition, action)}办理")
    try:
        _stage_fits(edition, state, action)
    except Refused as refused:
        reasons.append(refused.why)
    for ref in action.guards:
        if GUARDS[ref.name].needs_data:
            continue
        if why := test(Context(edition, state, action, actor, {}, facts, at, ref.params), ref.name):
            reasons.append(why)
    return Choice(action, not reasons, tuple(reasons), mine)


def _stage_fits(edition: Edition, state: State, action: Action) -> None:
    if state.stage in action.sources:
        return
    here = edition.stages[state.stage].name if state.stage in edition.stages else "未登记"
    if state.stage in edition.stages and edition.stages[state.stage].end:
        raise Refused("ended", f"本件已办结（{here}），不能再办理“{action.name}”", "如需更正，请办理更正")
    wanted = "、".join(edition.stages[s].name for s in edition.stages if s in action.sources) or "登记"
    raise Refused("wrong_stage", f"现在是“{here}”环节，“{action.name}”在“{wanted}”环节办理", "请先办理当前环节")


def _whose(edition: Edition, action: Action) -> str:
    return "、".join(edition.roles[role].name for role in sorted(action.who))


def _times_fit(edition: Edition, state: State, command: Command) -> None:
    if command.occurred_at > command.recorded_at + timedelta(minutes=5):
        raise Refused("future", "发生时间晚于现在", "请核对时间；尚未发生的事项不能登记")
    if state.stage != START and state.opened_at and command.occurred_at < state.opened_at:
        raise Refused("before_start", "发生时间早于本件登记时间", "请核对时间")
    late = command.recorded_at - command.occurred_at > timedelta(hours=edition.late_after_hours)
    if late and not command.late_reason and not command.actor.system:
        raise Refused(
            "late_reason", f"发生时间早于录入时间 {edition.late_after_hours} 小时以上，属于补录", "请填写补录理由"
        )  # fmt: skip


def _extension_fits(edition: Edition, state: State, action: Action, data: Mapping[str, Any]) -> None:
    extend = action.extends
    if extend is None or extend.by is None:
        return
    obligation = state.open_of(extend.obligation)
    name = edition.obligations[extend.obligation].name
    if obligation is None:
        raise Refused("extension", f"现在没有正在计算的“{name}”期限，不能延长")
    used, days = sum(n for n, _ in obligation.extensions), int(data.get("days", extend.by.n))
    if extend.times and len(obligation.extensions) >= extend.times:
        raise Refused("extension", f"“{name}”的期限以延长{extend.times}次为限，已经延长")
    if days < 1 or (not extend.agreed and used + days > extend.by.n):
        already = f"，已延长{used}日" if used else ""
        raise Refused("extension", f"“{name}”的期限延长最多{extend.by}{already}", "请改正延长的日数")


def _guards_hold(
    edition: Edition, state: State, action: Action, command: Command, data: Mapping[str, Any], facts: Mapping[str, Any]
) -> list[str]:
    for ref in action.guards:
        context = Context(edition, state, action, command.actor, data, facts, command.occurred_at, ref.params)
        if why := test(context, ref.name):
            raise Refused("guard", f"不能办理“{action.name}”：{why}")
    return [ref.name for ref in action.guards]
