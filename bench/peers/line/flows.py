"""A linear flow of twenty steps that do nothing."""

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.base import Flow
from viewflow.workflow.models import Process, Task

STEPS = 20


class Line(Flow):
    """Start, twenty steps, end."""

    process_class = Process
    task_class = Task
    start = flow.StartHandle().Next(this.step0)
    over = flow.End()
    for _n in range(STEPS):
        locals()[f"step{_n}"] = flow.Handle().Next(getattr(this, f"step{_n + 1}" if _n + 1 < STEPS else "over"))


def play() -> int:
    """Take one process from start to end, each step in a transaction of its own; return the steps taken."""
    from django.db import transaction

    with transaction.atomic():
        process = Line.start.run()
    for n in range(STEPS):
        with transaction.atomic():
            getattr(Line, f"step{n}").run(process.task_set.get(status="NEW"))
    process.refresh_from_db()
    assert process.status == "DONE", process.status
    return STEPS
