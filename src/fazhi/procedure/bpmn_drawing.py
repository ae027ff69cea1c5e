"""The diagram interchange of a BPMN document: shapes, edges and labels. Lengths in px."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from fazhi.procedure.bpmn_graph import Aside, Graph, Node
from fazhi.procedure.captions import width_of
from fazhi.procedure.layout import Arrangement, Box, Item, Link, Point, arrange

_EVENT, _GATE, _TASK_HEIGHT, _LETTER, _NAME_LINE, _ASIDE_HEIGHT = 36.0, 44.0, 64.0, 12.0, 20.0, 110.0
_TIMER_APART = 48.0  # between two ways out of a task, so that timer events on its edge do not touch
_EVENTS = frozenset({"startEvent", "endEvent"})


@dataclass(frozen=True, slots=True)
class _Drawing:
    graph: Graph
    place: Arrangement
    shapes: Mapping[str, Box]
    lines: Mapping[str, tuple[Point, ...]]
    timers: Mapping[str, Box]


def _placed(graph: Graph) -> _Drawing:
    kinds = {node.id: node.kind for node in graph.nodes}
    links = [
        Link(w.source, w.target, width_of(w.name, _LETTER) + 12 if w.name else 0.0, _NAME_LINE if w.name else 0.0)
        for w in graph.ways
    ]
    place = arrange([_item(node, graph) for node in graph.nodes], links, apart=_TIMER_APART)
    shapes = {id: _shape(kinds[id], box) for id, box in place.boxes.items()}
    timers: dict[str, Box] = {}
    lines: dict[str, tuple[Point, ...]] = {}
    for way, line in zip(graph.ways, place.lines, strict=True):
        first, *between, last = line.points
        if way.timer:
            up = between and between[0][1] < first[1]
            timers[way.timer] = Box(first[0] - _EVENT / 2, first[1] - _EVENT / 2, _EVENT, _EVENT)
            first = (first[0], first[1] + (-_EVENT / 2 if up else _EVENT / 2))
        else:
            first = _touch(kinds[way.source], shapes[way.source], first)
        lines[way.id] = _distinct((first, *between, _touch(kinds[way.target], shapes[way.target], last)))
    return _Drawing(graph, place, shapes, lines, timers)


def _item(node: Node, graph: Graph) -> Item:
    words = width_of(node.name, _LETTER)
    if node.kind in _EVENTS:
        return Item(node.id, max(_EVENT, words), _EVENT + _NAME_LINE)
    if node.kind == "exclusiveGateway":
        return Item(node.id, _GATE, _GATE)
    ways = sum(1 for way in graph.ways if way.source == node.id)
    return Item(node.id, max(120.0, words + 32, ways * _TIMER_APART * 1.3), _TASK_HEIGHT)


def _shape(kind: str, box: Box) -> Box:
    if kind not in _EVENTS:
        return box
    # A start is left from below, an end is reached from above: its name stands on the other side.
    y = box.y + _NAME_LINE if kind == "startEvent" else box.y
    return Box(box.middle - _EVENT / 2, y, _EVENT, _EVENT)


def _touch(kind: str, shape: Box, point: Point) -> Point:
    """Return where a line that comes to `point` on the side of a shape's box meets the shape itself."""
    if kind not in _EVENTS and kind != "exclusiveGateway":
        return point
    radius, centre = shape.width / 2, shape.y + shape.height / 2
    aside = max(-radius * 0.7, min(radius * 0.7, point[0] - shape.middle))
    reach = (radius**2 - aside**2) ** 0.5 if kind in _EVENTS else radius - abs(aside)
    return (round(shape.middle + aside, 1), round(centre + (reach if point[1] > centre else -reach), 1))


def _distinct(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return (points[0], *(there for here, there in pairwise(points) if there != here))


def draw(root: ET.Element, graph: Graph) -> None:
    """Add the diagram interchange of `graph` to the document."""
    drawing = _placed(graph)
    diagram = ET.SubElement(root, "bpmndi:BPMNDiagram", {"id": "diagram"})
    plane = ET.SubElement(diagram, "bpmndi:BPMNPlane", {"id": "plane", "bpmnElement": "process"})
    for node in drawing.graph.nodes:
        _shape_of(plane, node, drawing.shapes[node.id])
    for timer in drawing.graph.timers:
        shape = ET.SubElement(plane, "bpmndi:BPMNShape", {"id": f"{timer.id}_shape", "bpmnElement": timer.id})
        _bounds(shape, drawing.timers[timer.id])
    for way, line in zip(drawing.graph.ways, drawing.place.lines, strict=True):
        edge = ET.SubElement(plane, "bpmndi:BPMNEdge", {"id": f"{way.id}_edge", "bpmnElement": way.id})
        for x, y in drawing.lines[way.id]:
            ET.SubElement(edge, "di:waypoint", {"x": f"{x:g}", "y": f"{y:g}"})
        if line.label:
            _bounds(ET.SubElement(edge, "bpmndi:BPMNLabel"), line.label)
    for row, aside in enumerate(graph.asides):
        _aside(plane, aside, drawing.place.width + _GATE, 24.0 + row * (_ASIDE_HEIGHT + 24.0))


def _shape_of(plane: ET.Element, node: Node, box: Box) -> None:
    keys = {"id": f"{node.id}_shape", "bpmnElement": node.id}
    if node.kind == "exclusiveGateway":
        keys["isMarkerVisible"] = "true"
    shape = ET.SubElement(plane, "bpmndi:BPMNShape", keys)
    _bounds(shape, box)
    if node.kind in _EVENTS and node.name:
        y = box.y - _NAME_LINE if node.kind == "startEvent" else box.y + box.height + 2
        width = width_of(node.name, _LETTER) + 8
        _bounds(ET.SubElement(shape, "bpmndi:BPMNLabel"), Box(box.middle - width / 2, y, width, _NAME_LINE - 4))


def _bounds(parent: ET.Element, box: Box) -> None:
    values = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
    ET.SubElement(parent, "dc:Bounds", {key: f"{value:.1f}" for key, value in values.items()})


def _aside(plane: ET.Element, aside: Aside, x: float, y: float) -> None:
    width = max(120.0, width_of(aside.name, _LETTER) + 32)
    middle = y + _ASIDE_HEIGHT / 2
    start = Box(x + 24, middle - _EVENT / 2, _EVENT, _EVENT)
    task = Box(start.x + _EVENT + 40, middle - _TASK_HEIGHT / 2, width, _TASK_HEIGHT)
    end = Box(task.x + width + 40, middle - _EVENT / 2, _EVENT, _EVENT)
    name = width_of(aside.ends or "继续办理", _LETTER) + 8
    label = Box(end.middle - name / 2, end.y + _EVENT + 2, name, _NAME_LINE - 4)
    whole = Box(x, y, end.x + max(_EVENT, name) + 32 - x, _ASIDE_HEIGHT)
    keys = {"id": f"{aside.id}_shape", "bpmnElement": aside.id, "isExpanded": "true"}
    _bounds(ET.SubElement(plane, "bpmndi:BPMNShape", keys), whole)
    for part, box in (("start", start), ("task", task), ("end", end)):
        keys = {"id": f"{aside.id}_{part}_shape", "bpmnElement": f"{aside.id}_{part}"}
        shape = ET.SubElement(plane, "bpmndi:BPMNShape", keys)
        _bounds(shape, box)
        if part == "end":
            _bounds(ET.SubElement(shape, "bpmndi:BPMNLabel"), label)
    for way, left, right in (("in", start, task), ("out", task, end)):
        keys = {"id": f"{aside.id}_{way}_edge", "bpmnElement": f"{aside.id}_{way}"}
        edge = ET.SubElement(plane, "bpmndi:BPMNEdge", keys)
        for at in (left.x + left.width, right.x):
            ET.SubElement(edge, "di:waypoint", {"x": f"{at:g}", "y": f"{middle:g}"})
