"""The BPMN export, held against the OMG's own schema and against an independent parser."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from procedure_cases import licence

from fazhi.procedure import Edition
from fazhi.procedure.bpmn import to_bpmn

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def process(edition: Edition) -> ET.Element:
    found = ET.fromstring(to_bpmn(edition)).find(f"{BPMN}process")
    assert found is not None
    return found


def named(root: ET.Element, kind: str) -> list[str]:
    return [e.get("name", "") for e in root.iter(f"{BPMN}{kind}")]


@pytest.fixture
def parser() -> Any:
    """Give a parser that is not ours and holds every document against the OMG's own schema."""
    found: Any = pytest.importorskip("SpiffWorkflow.bpmn.parser.BpmnParser")
    return found.BpmnParser(validator=found.BpmnValidator())


def test_an_independent_parser_finds_it_valid(parser: Any) -> None:
    # It counts only processes that claim to be executable; ours says of itself that it is for looking at.
    text = to_bpmn(licence()).replace('isExecutable="false"', 'isExecutable="true"')
    parser.add_bpmn_io(BytesIO(text.encode()), filename="licence.bpmn")
    assert parser.get_process_ids() == ["process"]


def test_that_parser_would_notice(parser: Any) -> None:
    wrong = to_bpmn(licence()).replace("bpmn:userTask", "bpmn:userTaks")
    with pytest.raises(Exception, match="userTaks"):
        parser.add_bpmn_io(BytesIO(wrong.encode()), filename="licence.bpmn")


def test_stages_are_tasks_and_actions_flows() -> None:
    root = process(licence())
    assert named(root, "userTask") == ["受理审查", "审查", "征求意见", "约谈", "中止", "撤回申请"]
    assert {"受理", "视为受理", "作出决定", "约谈", "结束约谈", "恢复", "中止"} <= set(named(root, "sequenceFlow"))
    assert "回访" not in named(root, "sequenceFlow"), "what stays in a stage is no flow"


def test_silence_leaves_by_a_timer_on_the_task() -> None:
    root = process(licence())
    timers = list(root.iter(f"{BPMN}boundaryEvent"))
    assert [(t.get("attachedToRef"), t.get("cancelActivity")) for t in timers] == [
        ("stage_received", "true"),
        ("stage_review", "false"),
    ]
    note = timers[0].findtext(f"{BPMN}documentation")
    assert note == "决定是否受理：自“提出申请”之日起 5 个工作日"
    assert not list(timers[0].iter(f"{BPMN}timeDuration")), "working days have no ISO duration"


def test_calendar_days_are_an_iso_duration() -> None:
    root = process(
        licence("{n: 5, unit: working_day, basis: 《某法》第三条}", "{n: 2, unit: month, basis: 《某法》第三条}")
    )
    assert [d.text for d in root.iter(f"{BPMN}timeDuration")] == ["P2M"]


def test_what_can_be_done_anywhere_is_an_event_sub_process() -> None:
    root = process(licence())
    (aside,) = root.iter(f"{BPMN}subProcess")
    assert (aside.get("name"), aside.get("triggeredByEvent")) == ("撤回申请", "true")
    assert named(aside, "endEvent") == ["已办结"]
    assert "可在：受理审查、审查" in (aside.findtext(f"{BPMN}documentation") or "")


def test_lanes_are_roles_and_name_every_task_once() -> None:
    root = process(licence())
    lanes = {lane.get("name"): [r.text for r in lane.iter(f"{BPMN}flowNodeRef")] for lane in root.iter(f"{BPMN}lane")}
    assert set(lanes) == {"经办人"}
    assert len(lanes["经办人"]) == len(set(lanes["经办人"]))
    assert "stage_review" in lanes["经办人"]


def _ids(root: ET.Element, kinds: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        yield from (e.get("id", "") for e in root.iter(f"{BPMN}{kind}"))


def test_everything_is_drawn_once_and_every_flow_joins_what_exists() -> None:
    root = ET.fromstring(to_bpmn(licence()))
    nodes = set(
        _ids(
            root,
            ("startEvent", "endEvent", "userTask", "serviceTask", "exclusiveGateway", "boundaryEvent", "subProcess"),
        )
    )
    flows = list(root.iter(f"{BPMN}sequenceFlow"))
    assert {f.get("sourceRef") for f in flows} | {f.get("targetRef") for f in flows} <= nodes
    shapes = [s.get("bpmnElement", "") for s in root.iter(f"{DI}BPMNShape")]
    assert sorted(shapes) == sorted(nodes)
    edges = [e.get("bpmnElement") for e in root.iter(f"{DI}BPMNEdge")]
    assert sorted(map(str, edges)) == sorted(f.get("id", "") for f in flows)
    assert all(len(list(e)) >= 2 for e in root.iter(f"{DI}BPMNEdge"))


def test_what_a_node_says_of_its_flows_is_what_the_flows_say() -> None:
    root = process(licence())
    flows = {f.get("id"): (f.get("sourceRef"), f.get("targetRef")) for f in root.iter(f"{BPMN}sequenceFlow")}
    said = {
        (kind, node.get("id"), end.text)
        for node in root.iter()
        for kind in ("incoming", "outgoing")
        for end in node.findall(f"{BPMN}{kind}")
    }
    told = {("outgoing", source, id) for id, (source, _) in flows.items()}
    told |= {("incoming", target, id) for id, (_, target) in flows.items()}
    assert said == told


def test_text_is_escaped() -> None:
    text = to_bpmn(licence("name: 约谈, role", "name: '<约谈> & \"x\"', role"))
    assert "<约谈>" in named(ET.fromstring(text), "userTask")[3]
