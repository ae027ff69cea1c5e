"""Moving running matters to a new edition, with its preview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fazhi.clock import Calendar
from fazhi.procedure import effects as fx
from fazhi.procedure.corrections import MEND
from fazhi.procedure.errors import Refused
from fazhi.procedure.events import Event
from fazhi.procedure.fold import fold
from fazhi.procedure.model import Actor, Edition
from fazhi.procedure.state import Obligation, State
from fazhi.procedure.terms import choose, reckoning_of


@dataclass(frozen=True, slots=True)
class Preview:
    """What a move would do, as ids of matters: moved, staying, and of the moved, which way their due date goes."""

    moved: tuple[str, ...]
    stays: tuple[str, ...]
    earlier: tuple[str, ...]
    later: tuple[str, ...]
    same: tuple[str, ...]
    blocked: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"迁移 {len(self.moved)} 件（到期日提前 {len(self.earlier)} 件、推后 {len(self.later)} 件、"
            f"不变 {len(self.same)} 件）；不迁移 {len(self.stays)} 件；不能迁移 {len(self.blocked)} 件"
        )


def move(
    old: Edition, new: Edition, events: Sequence[Event], *, actor: Actor, at: datetime, calendar: Calendar
) -> Event:
    """Return the event that moves a matter to `new`; raise Refused where its transition clause does not say how."""
    state = fold(events)
    stage = _target_stage(old, new, state)
    if stage is None:
        raise Refused("stays", f"按过渡条款，本件继续适用{old.id}", "不需要迁移")
    effects: list[fx.Effect] = [fx.UseEdition(new.id)]
    if stage != state.stage:
        effects.append(fx.Enter(stage))
    for obligation in state.open_obligations():
        effects.extend(_obligation(new, state, obligation, calendar))
    clause = new.transition
    data = {"from": old.id, "to": new.id, "basis": clause.basis if clause else ""}
    decided = {"edition": new.id, "digest": new.digest, "calendar": calendar.edition}
    return Event(
        events[-1].seq + 1, "move", "move", at, at, actor.id, data=data, effects=tuple(effects), decided=decided
    )


def preview(
    old: Edition, new: Edition, matters: Iterable[tuple[str, Sequence[Event]]], *, at: datetime, calendar: Calendar
) -> Preview:
    """Return what moving `matters` to `new` would do, without doing it."""
    found: dict[str, list[str]] = {k: [] for k in ("moved", "stays", "earlier", "later", "same", "blocked")}
    for id, events in matters:
        for kind in _previewed(old, new, events, at, calendar):
            found[kind].append(id)
    return Preview(**{kind: tuple(ids) for kind, ids in found.items()})


def _previewed(
    old: Edition, new: Edition, events: Sequence[Event], at: datetime, calendar: Calendar
) -> tuple[str, ...]:
    try:
        event = move(old, new, events, actor=Actor("preview"), at=at, calendar=calendar)
    except Refused as refused:
        return ("stays",) if refused.code == "stays" else ("blocked",)
    before, after = headline(old, fold(events)), headline(new, fold([*events, event]))
    if before is None or after is None or before == after:
        return "moved", "same"
    return "moved", "earlier" if after < before else "later"


def headline(edition: Edition, state: State) -> datetime | None:
    """Return the earliest due date among what we owe; None where nothing of ours is dated."""
    ours = [
        o.due
        for o in state.open_obligations()
        if o.due is not None and (o.request or (o.bearer in edition.roles and edition.roles[o.bearer].ours))
    ]
    return min(ours, default=None)


def _target_stage(old: Edition, new: Edition, state: State) -> str | None:
    clause = new.transition
    here = old.stages.get(state.stage)
    if clause is None or state.edition != old.id or here is None or here.end or state.stage in clause.stays:
        return None
    stage = clause.moves.get(state.stage, state.stage)
    if stage not in new.stages:
        raise Refused("blocked", f"{new.id}没有与“{here.name}”对应的环节", "请在过渡条款的 moves 中写明")
    return stage


def _obligation(new: Edition, state: State, obligation: Obligation, calendar: Calendar) -> list[fx.Effect]:
    if obligation.rule == MEND:  # what rested on an error is to be looked at under whatever edition
        return []
    rule = new.obligations.get(obligation.rule)
    if obligation.rule not in (new.rounds if obligation.request else new.obligations):
        return [fx.Drop(obligation.id)]
    if rule is None or new.transition is None or not new.transition.recompute:
        return []
    term = obligation.term
    obligation.term = choose(rule.terms, state.facts)
    found = reckoning_of(new, state, obligation, calendar)
    if found is None or (found.due, obligation.term) == (obligation.due, term):
        return []
    return [fx.Redue(obligation.id, found.due, found.provisional, "适用新规定", term=obligation.term)]
