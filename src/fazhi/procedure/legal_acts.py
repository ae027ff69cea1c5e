"""Acts that end or change an earlier act from now on (撤销、变更), and those that hide or erase (封存、销毁)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from fazhi.procedure import effects as fx
from fazhi.procedure.corrections import MEND, Corrected, Editions, action_of, target_of
from fazhi.procedure.errors import Refused
from fazhi.procedure.events import Event, EventKind
from fazhi.procedure.fold import fold
from fazhi.procedure.model import Actor


def revoke(
    editions: Editions, events: Sequence[Event], target: int, *, actor: Actor, confirmed_by: str, reason: Any,
    occurred_at: datetime, recorded_at: datetime,
) -> Corrected:  # fmt: skip
    """End a legal act from `occurred_at` on; it was true until then. Its transition says where the matter goes."""
    entry = target_of(events, target)
    action = action_of(editions, entry.event)
    if not action.revoked_to:
        raise Refused("not_revocable", f"“{action.name}”不是可以撤销的行为", "录入有误的，请办理更正")
    _confirmed(actor, confirmed_by)
    state = fold(events)
    opened = {e.id for e in entry.effects if isinstance(e, fx.Open)}
    effects: list[fx.Effect] = [fx.Drop(o.id) for o in state.open_obligations() if o.id in opened]
    if state.outcome:
        effects.append(fx.Reopen())
    effects.append(fx.Enter(action.revoked_to))
    data = {"reason": reason, "confirmed_by": confirmed_by}
    event = _event(events, "revoke", actor, occurred_at, recorded_at, data, target, effects)
    return Corrected(event)


def vary(
    editions: Editions, events: Sequence[Event], target: int, values: Mapping[str, Any], *, actor: Actor,
    confirmed_by: str, reason: Any, occurred_at: datetime, recorded_at: datetime,
) -> Corrected:  # fmt: skip
    """Change what a legal act laid down from `occurred_at` on; the old values were true until then."""
    action = action_of(editions, target_of(events, target).event)
    unknown = sorted(set(values) - set(action.remember))
    if unknown or not values:
        raise Refused("fields", f"“{action.name}”没有可以变更的“{'、'.join(unknown)}”", "请核对要变更的项目")
    _confirmed(actor, confirmed_by)
    data = {"reason": reason, "confirmed_by": confirmed_by, "values": dict(values)}
    effects: list[fx.Effect] = [fx.Put(key, value) for key, value in values.items()]
    event = _event(events, "vary", actor, occurred_at, recorded_at, data, target, effects)
    return Corrected(event)


def seal(events: Sequence[Event], *, actor: Actor, reason: Any, at: datetime, sealed: bool = True) -> Event:
    """Hide a matter, or show it again: reversible."""
    return _event(events, "seal", actor, at, at, {"reason": reason, "sealed": sealed}, 0, [])


def erase(events: Sequence[Event], *, actor: Actor, confirmed_by: str, reason: Any, at: datetime) -> Event:
    """Record that a matter's key was destroyed: irreversible, so a second person confirms."""
    _confirmed(actor, confirmed_by)
    return _event(events, "erase", actor, at, at, {"reason": reason, "confirmed_by": confirmed_by}, 0, [])


def mended(events: Sequence[Event], obligation: str, *, actor: Actor, at: datetime) -> Event:
    """Record that what rested on an error was looked at."""
    found = fold(events).obligations.get(obligation)
    if found is None or found.rule != MEND or not found.open:
        raise Refused("no_target", "没有这项待核对的事项", "请刷新后再办理")
    return _event(events, "remark", actor, at, at, {"obligation": obligation}, 0, [fx.Meet(obligation)])


def _confirmed(actor: Actor, confirmed_by: str) -> None:
    if confirmed_by in ("", actor.id):
        raise Refused("second_person", "这项操作须由另一人复核", "请选择复核人，复核人不能是经办人本人")


def _event(
    events: Sequence[Event], kind: EventKind, actor: Actor, occurred_at: datetime, recorded_at: datetime,
    data: Mapping[str, Any], target: int, effects: Sequence[fx.Effect],
) -> Event:  # fmt: skip
    event = Event(events[-1].seq + 1, kind, kind, occurred_at, recorded_at, actor.id, data=data, target=target)
    return replace(event, effects=tuple(effects))
