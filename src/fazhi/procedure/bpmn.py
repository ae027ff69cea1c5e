"""A procedure as BPMN 2.0 XML with diagram interchange, for any BPMN viewer.

A stage is a user task, or an end event; an action that leads on is a sequence flow of its name; several ways out of a
stage leave by an exclusive gateway; what silence does leaves by a boundary timer event; roles are lanes. What is done
without leaving a stage stands in the task's documentation. Guards and fields have no home in BPMN. The export shows a
procedure; it is not meant to be executed.
"""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from fazhi.procedure.bpmn_drawing import draw
from fazhi.procedure.bpmn_graph import Aside, Boundary, Graph, Node, Way, graph_of
from fazhi.procedure.model import Edition

_SPACES: Mapping[str, str] = {
    "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
}


def to_bpmn(edition: Edition) -> str:
    """Return the procedure as a BPMN 2.0 document."""
    graph = graph_of(edition)
    root = ET.Element(
        "bpmn:definitions",
        {**_SPACES, "id": "definitions", "targetNamespace": f"urn:fazhi:procedure:{edition.procedure}"},
    )
    name = {"id": "process", "name": f"{edition.name}（{edition.id}）", "isExecutable": "false"}
    process = ET.SubElement(root, "bpmn:process", name)
    _lanes(process, edition, graph)
    for node in graph.nodes:
        _node(process, node, graph)
    for timer in graph.timers:
        _timer(process, timer, graph)
    for way in graph.ways:
        _way(process, way)
    for aside in graph.asides:
        _aside(process, aside)
    draw(root, graph)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _lanes(process: ET.Element, edition: Edition, graph: Graph) -> None:
    used = {node.lane for node in graph.nodes} - {""}
    if not used:
        return
    lanes = ET.SubElement(process, "bpmn:laneSet", {"id": "lanes"})
    for number, role in enumerate((r for r in edition.roles.values() if r.id in used), 1):
        lane = ET.SubElement(lanes, "bpmn:lane", {"id": f"lane_{number}", "name": role.name})
        tasks = {node.id for node in graph.nodes if node.lane == role.id}
        for id in [n.id for n in graph.nodes if n.id in tasks] + [t.id for t in graph.timers if t.task in tasks]:
            ET.SubElement(lane, "bpmn:flowNodeRef").text = id


def _note(parent: ET.Element, note: str) -> None:
    if note:
        ET.SubElement(parent, "bpmn:documentation").text = _clean(note)


def _clean(words: str) -> str:
    return "".join(c for c in words if c.isprintable())


def _node(process: ET.Element, node: Node, graph: Graph) -> None:
    names = {"name": _clean(node.name)} if node.name else {}
    element = ET.SubElement(process, f"bpmn:{node.kind}", {"id": node.id, **names})
    _note(element, node.note)
    for way in graph.ways:
        if way.target == node.id:
            ET.SubElement(element, "bpmn:incoming").text = way.id
    for way in graph.ways:
        if way.source == node.id and not way.timer:
            ET.SubElement(element, "bpmn:outgoing").text = way.id


def _timer(process: ET.Element, timer: Boundary, graph: Graph) -> None:
    keys = {"id": timer.id, "attachedToRef": timer.task, "cancelActivity": "true" if timer.interrupts else "false"}
    element = ET.SubElement(process, "bpmn:boundaryEvent", keys)
    _note(element, timer.note)
    for way in graph.ways:
        if way.timer == timer.id:
            ET.SubElement(element, "bpmn:outgoing").text = way.id
    _clock(element, timer.id, timer.duration)


def _clock(event: ET.Element, id: str, duration: str) -> None:
    definition = ET.SubElement(event, "bpmn:timerEventDefinition", {"id": f"{id}_definition"})
    if duration:
        kind = {"xsi:type": "bpmn:tFormalExpression"}
        ET.SubElement(definition, "bpmn:timeDuration", kind).text = duration


def _aside(process: ET.Element, aside: Aside) -> None:
    """Write an event sub-process: its event, what is done, and where it ends."""
    id, name = aside.id, _clean(aside.name)
    whole = ET.SubElement(process, "bpmn:subProcess", {"id": id, "name": name, "triggeredByEvent": "true"})
    _note(whole, aside.note)
    start = ET.SubElement(
        whole, "bpmn:startEvent", {"id": f"{id}_start", "isInterrupting": "true" if aside.ends else "false"}
    )
    ET.SubElement(start, "bpmn:outgoing").text = f"{id}_in"
    if aside.timed:
        _clock(start, f"{id}_start", aside.duration)
    else:
        ET.SubElement(start, "bpmn:messageEventDefinition", {"id": f"{id}_start_definition"})
    kind = "serviceTask" if aside.timed else "userTask"
    task = ET.SubElement(whole, f"bpmn:{kind}", {"id": f"{id}_task", "name": name})
    ET.SubElement(task, "bpmn:incoming").text = f"{id}_in"
    ET.SubElement(task, "bpmn:outgoing").text = f"{id}_out"
    end = ET.SubElement(whole, "bpmn:endEvent", {"id": f"{id}_end", "name": _clean(aside.ends or "继续办理")})
    ET.SubElement(end, "bpmn:incoming").text = f"{id}_out"
    for way, source, target in (("in", "start", "task"), ("out", "task", "end")):
        ends = {"id": f"{id}_{way}", "sourceRef": f"{id}_{source}", "targetRef": f"{id}_{target}"}
        ET.SubElement(whole, "bpmn:sequenceFlow", ends)


def _way(process: ET.Element, way: Way) -> None:
    ends = {"sourceRef": way.timer or way.source, "targetRef": way.target}
    names = {"name": _clean(way.name)} if way.name else {}
    _note(ET.SubElement(process, "bpmn:sequenceFlow", {"id": way.id, **names, **ends}), way.note)
