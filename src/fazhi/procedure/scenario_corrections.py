"""The corrections that a scenario makes, by their Chinese names."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fazhi.procedure import legal_acts
from fazhi.procedure.corrections import Corrected, amend, void
from fazhi.procedure.events import Event
from fazhi.procedure.fold import timeline
from fazhi.procedure.model import Edition
from fazhi.procedure.source import Node
from fazhi.procedure.staging import BadScenario, Scene, filled, moment_of, who


def target_of_step(scene: Scene, step: Node, events: list[Event]) -> int:
    wanted, nth = str(step.get("目标", "")), int(step.get("第几次", 0))
    editions = scene.editions
    seqs = [
        entry.event.seq for entry in timeline(events) if wanted in (entry.event.action, _name_in(editions, entry.event))
    ]
    if not seqs:
        raise BadScenario(f"{scene.file}:{step.line}: 没有办理过“{wanted}”，不能更正")
    return seqs[nth - 1]


def _name_in(editions: Mapping[str, Edition], event: Event) -> str:
    edition = editions.get(str(event.decided.get("edition", "")))
    action = edition.actions.get(event.action) if edition else None
    return action.name if action else {"void": "作废", "amend": "更正"}.get(event.kind, "")


def _values(scene: Scene, step: Node, events: list[Event], target: int) -> dict[str, Any]:
    event = next(e for e in events if e.seq == target)
    return filled(scene.editions[event.decided["edition"]].actions[event.action], step.get("内容") or {})


def _void(scene: Scene, step: Node, events: list[Event], at: datetime) -> Corrected:
    return void(
        scene.editions, events, target_of_step(scene, step, events), actor=who(scene, step),
        confirmed_by=str(step.get("复核", "")), reason=step.get("理由", ""), recorded_at=at, calendar=scene.calendar,
    )  # fmt: skip


def _amend(scene: Scene, step: Node, events: list[Event], at: datetime) -> Corrected:
    target = target_of_step(scene, step, events)
    return amend(
        scene.editions, events, target, _values(scene, step, events, target), actor=who(scene, step),
        confirmed_by=str(step.get("复核", "")), reason=step.get("理由", ""), recorded_at=at, calendar=scene.calendar,
    )  # fmt: skip


def _revoke(scene: Scene, step: Node, events: list[Event], at: datetime) -> Corrected:
    return legal_acts.revoke(
        scene.editions, events, target_of_step(scene, step, events), actor=who(scene, step),
        confirmed_by=str(step.get("复核", "")), reason=step.get("理由", ""),
        occurred_at=moment_of(step.get("日期")), recorded_at=at,
    )  # fmt: skip


def _vary(scene: Scene, step: Node, events: list[Event], at: datetime) -> Corrected:
    target = target_of_step(scene, step, events)
    return legal_acts.vary(
        scene.editions, events, target, _values(scene, step, events, target), actor=who(scene, step),
        confirmed_by=str(step.get("复核", "")), reason=step.get("理由", ""),
        occurred_at=moment_of(step.get("日期")), recorded_at=at,
    )  # fmt: skip


def _erase(scene: Scene, step: Node, events: list[Event], at: datetime) -> Corrected:
    return Corrected(
        legal_acts.erase(
            events, actor=who(scene, step), confirmed_by=str(step.get("复核", "")), reason=step.get("理由", ""), at=at
        )
    )


CORRECTING: Mapping[str, Callable[[Scene, Node, list[Event], datetime], Corrected]] = {
    "作废": _void, "更正": _amend, "撤销": _revoke, "变更": _vary, "销毁": _erase,
}  # fmt: skip
