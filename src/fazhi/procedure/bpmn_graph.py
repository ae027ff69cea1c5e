"""A procedure as the nodes and flows of BPMN: tasks, gateways, events."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fazhi.clock import Unit
from fazhi.procedure.flow import WIDE, Step, in_order, paused_at, returned, stays, steps_of, taken_by
from fazhi.procedure.model import START, Action, Edition, ObligationRule, Stage
from fazhi.procedure.wording import LOCAL, begins_words, rule_words

NodeKind = Literal["startEvent", "userTask", "exclusiveGateway", "endEvent", "serviceTask"]
# Working days have no ISO 8601 duration: such a period stays words, a wrong number would be worse than none.
_ISO: Mapping[Unit, str] = {
    Unit.CALENDAR_DAY: "P{}D",
    Unit.MONTH: "P{}M",
    Unit.YEAR: "P{}Y",
    Unit.HOUR: "PT{}H",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A task, a gateway or an event."""

    id: str
    kind: NodeKind
    name: str = ""
    lane: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A timer on the edge of a task; `duration` in ISO 8601, empty where it has none."""

    id: str
    task: str
    interrupts: bool
    duration: str
    note: str


@dataclass(frozen=True, slots=True)
class Way:
    """A sequence flow; `timer` is the boundary event that it leaves by, if any."""

    id: str
    source: str
    target: str
    name: str = ""
    timer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """What can happen at many stages: an event sub-process, written once instead of at each of them."""

    id: str
    name: str
    timed: bool
    ends: str  # the end that it leads to; empty: the process goes on
    duration: str
    note: str


@dataclass(slots=True)
class Graph:
    """All of a process."""

    nodes: list[Node] = field(default_factory=list)
    timers: list[Boundary] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)

    def lead(self, source: str, target: str, name: str = "", timer: str = "", note: str = "") -> None:
        """Add a flow."""
        self.ways.append(Way(f"flow_{len(self.ways) + 1}", source, target, name, timer, note))


def graph_of(edition: Edition) -> Graph:
    """Return the procedure as BPMN says it."""
    graph = Graph()
    left = paused_at(edition)
    ways: dict[str, list[Step]] = {}
    apart = _set_apart(edition)
    graph.asides = [_aside(edition, action, number) for number, action in enumerate(apart.values(), 1)]
    for step in [one for found in steps_of(edition) for one in returned(found, left)]:
        if step not in ways.setdefault(step.source, []) and step.target != step.source and step.action not in apart:
            ways[step.source].append(step)
    for stage in (Stage(START, "开始"), *in_order(edition)):
        graph.nodes.append(_node(edition, stage))
        _leave(graph, edition, stage, ways.get(stage.id, []))
        _stay(graph, edition, stage, apart)
    return graph


def _set_apart(edition: Edition) -> dict[str, Action]:
    """Return what starts from many stages and either stays where the matter is by the clock, or ends it."""

    def fits(action: Action) -> bool:
        ends = action.to in edition.stages and edition.stages[action.to].end
        return ends or (not action.to and taken_by(edition, action) == "silence")

    return {a.id: a for a in edition.actions.values() if len(a.sources - {START}) >= WIDE and fits(a)}


def _aside(edition: Edition, action: Action, number: int) -> Aside:
    rules = _waits_for(edition, action)
    at = "、".join(s.name for s in edition.stages.values() if s.id in action.sources)
    note = "；".join([f"可在：{at}", *(word for rule in rules for word in _owed(edition, rule)), action.basis])
    ends = edition.stages[action.to].name if action.to else ""
    timed = taken_by(edition, action) == "silence"
    return Aside(f"aside_{number}", action.name, timed, ends, _duration(rules), note.rstrip("；"))


def _waits_for(edition: Edition, action: Action) -> list[ObligationRule]:
    return [o for o in edition.obligations.values() if action.id in (o.lapse, o.overdue)]


def node_id(stage: str) -> str:
    """Return the id of a stage's node, which XML allows."""
    return f"stage_{re.sub(r'[^A-Za-z0-9_.-]', '_', stage)}"


def _node(edition: Edition, stage: Stage) -> Node:
    kind: NodeKind = "startEvent" if stage.id == START else "endEvent" if stage.end else "userTask"
    kept = [a for a in stays(edition, stage.id) if taken_by(edition, a) != "silence"]
    said = [
        f"责任角色：{edition.roles[stage.role].name}" if stage.role in edition.roles else "",
        stage.basis,
        LOCAL if stage.local else "",
        f"环节内办理：{'、'.join(a.name for a in kept)}" if kept else "",
    ]
    return Node(node_id(stage.id), kind, stage.name, stage.role, "；".join(word for word in said if word))


def _leave(graph: Graph, edition: Edition, stage: Stage, steps: list[Step]) -> None:
    source = node_id(stage.id)
    taken = [s for s in steps if s.by != "silence" or stage.id == START]
    if len(taken) > 1:
        gate = f"gate_{source}"
        graph.nodes.append(Node(gate, "exclusiveGateway", lane=stage.role))
        graph.lead(source, gate)
        source = gate
    for step in taken:
        graph.lead(source, node_id(step.target), step.name, note=_way_note(edition, step))
    for step in steps:
        if step not in taken:
            timer = _timer(graph, edition, stage, edition.actions[step.action], interrupts=True)
            graph.lead(node_id(stage.id), node_id(step.target), step.name, timer, _way_note(edition, step))


def _stay(graph: Graph, edition: Edition, stage: Stage, apart: Mapping[str, Action]) -> None:
    for action in stays(edition, stage.id):
        if action.id not in apart and taken_by(edition, action) == "silence" and stage.id != START:
            timer = _timer(graph, edition, stage, action, interrupts=False)
            task = f"{timer}_task"
            graph.nodes.append(Node(task, "serviceTask", action.name, stage.role, action.basis))
            graph.lead(node_id(stage.id), task, "", timer)


def _way_note(edition: Edition, step: Step) -> str:
    action = edition.actions.get(step.action)
    if action is None:
        return ""
    who = "、".join(role.name for role in edition.roles.values() if role.id in action.who)
    return "；".join(word for word in (who, action.basis, LOCAL if action.local else "") if word)


def _timer(graph: Graph, edition: Edition, stage: Stage, action: Action, *, interrupts: bool) -> str:
    id = f"timer_{len(graph.timers) + 1}"
    rules = _waits_for(edition, action)
    note = "；".join(word for rule in rules for word in _owed(edition, rule))
    graph.timers.append(Boundary(id, node_id(stage.id), interrupts, _duration(rules), note))
    return id


def _owed(edition: Edition, rule: ObligationRule) -> Iterator[str]:
    begins = begins_words(edition, rule.id)
    for term in rule.terms:
        yield f"{rule.name}：{rule_words(edition, term, begins)}"


def _duration(rules: list[ObligationRule]) -> str:
    terms = [term.term for rule in rules for term in rule.terms]
    only = terms[0] if len(terms) == 1 else None
    return _ISO[only.unit].format(only.n) if only and only.unit in _ISO else ""
