"""SpiffWorkflow: a linear BPMN flow of twenty user tasks, in memory and with its state saved as JSON at each step.

Run in the peers' environment with the seconds to measure; prints one JSON object: steps a second, in both ways.
"""

import json
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

STEPS = 20


def linear() -> str:
    """Return BPMN 2.0 XML: start, twenty user tasks, end."""
    names = ["begin", *(f"step{n}" for n in range(STEPS)), "over"]
    tasks = "".join(f'<userTask id="{name}"/>' for name in names[1:-1])
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>' for n, (a, b) in enumerate(pairwise(names))
    )
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="bench">'
        f'<process id="line" isExecutable="true"><startEvent id="begin"/>{tasks}<endEvent id="over"/>{flows}</process>'
        "</definitions>"
    )


def rate(seconds: float, saved: bool) -> float:
    """Return how many steps a second one process takes."""
    parser = BpmnParser()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "line.bpmn"
        path.write_text(linear())
        parser.add_bpmn_file(str(path))
    spec = parser.get_spec("line")
    serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
    steps, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        workflow = BpmnWorkflow(spec)
        workflow.do_engine_steps()
        for _ in range(STEPS):
            workflow.get_next_task(state=TaskState.READY, manual=True).run()
            workflow.do_engine_steps()
            if saved:
                serializer.serialize_json(workflow)
            steps += 1
        assert workflow.is_completed()
    return steps / took


if __name__ == "__main__":
    wanted = float(sys.argv[1])
    print(json.dumps({"memory": rate(wanted, saved=False), "saved": rate(wanted, saved=True)}))
