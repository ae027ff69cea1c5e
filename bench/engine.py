"""The engine: fold and decide in memory, and `act` with its durable write, beside SpiffWorkflow and django-viewflow."""

import json
import os
import subprocess
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from bench import city, peers_venv
from bench.table import Row

SECONDS = 4.0
BEGUN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CENTRE = {"centre": frozenset({"dispatcher", "verifier"})}
TOWN = {"town": frozenset({"handler", "leader", "dispatcher"})}
# Twenty events of one matter: returned once, whistled for, reworked twice. (action, who, data)
STORY: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("report", "clerk", {"text": {"sealed": "0", "digest": "0"}, "region": "410922101", "township": "town",
                         "centre": "centre", "verifier": "centre", "supervisor": "office"}),
    ("dispatch_auto", "timer", {"unit": "urban", "confidence": 95, "model": "m"}),
    ("return", "urban", {"reason": {"sealed": "1", "digest": "1"}}),
    ("dispatch", "clerk", {"unit": "housing"}),
    ("sign", "housing", {}),
    ("extend", "clerk", {"reason": {"sealed": "2", "digest": "2"}}),
    ("whistle", "town", {"units": ["ecology", "water", "police"], "place": {"sealed": "3", "digest": "3"},
                         "matter": {"sealed": "4", "digest": "4"}}),
    *((("check_in", unit, {"answer": "arrived"})) for unit in ("ecology", "water", "police")),
    ("arrange", "town", {"plan": {"sealed": "5", "digest": "5"}}),
    *((action, who, {field: {"sealed": "6", "digest": "6"}}) for action, who, field in (
        ("feedback", "housing", "result"), ("verify_fail", "checker", "finding"), ("feedback", "housing", "result"),
        ("verify_pass", "checker", "finding"))),
    ("call_back", "clerk", {"responded": "yes", "resolved": "no", "satisfied": "dissatisfied"}),
    ("handle_again", "clerk", {"reason": {"sealed": "7", "digest": "7"}}),
    ("feedback", "housing", {"result": {"sealed": "8", "digest": "8"}}),
    ("verify_pass", "checker", {"finding": {"sealed": "9", "digest": "9"}}),
    ("call_back", "clerk", {"responded": "yes", "resolved": "yes", "satisfied": "satisfied"}),
)  # fmt: skip
LAST: tuple[str, str, dict[str, Any]] = ("close", "clerk", {})


def run(seconds: float = SECONDS) -> list[Row]:
    """Measure in memory first, then with the database."""
    city.begin("engine")
    city.furnish()
    python = peers_venv.ready("peers", ("SpiffWorkflow==3.2.0", "django-viewflow==2.4.0"))
    spiff, viewflow = _spiff(python, seconds), _viewflow(python, seconds)
    memory, written = in_memory(seconds), durable(seconds)
    return [
        Row("engine", "fold of 20 events and decide, in memory", "1/s", memory, spiff["memory"],
            "SpiffWorkflow, one step of 20 user tasks", 10_000, ">="),
        Row("engine", "act with the durable write, one core", "1/s", written, viewflow,
            "django-viewflow, SQLite FULL", 300, ">="),
        Row("engine", "the same beside a state saved as JSON", "1/s", written, spiff["saved"],
            "SpiffWorkflow, no database"),
    ]  # fmt: skip


def in_memory(seconds: float) -> float:
    """Return how often a second a matter of twenty events is folded and its next action decided."""
    from fazhi.matters.catalogue import calendar, current
    from fazhi.procedure import Command, decide, fold

    edition, days = current("grid_matter", BEGUN.date()), calendar()
    events = story()
    action, who, data = LAST
    command = Command(action, actor(who), moment(len(events)), moment(len(events)), data)
    count, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        for _ in range(100):
            decide(edition, fold(events), command, calendar=days)
        count += 100
    return count / took


def story() -> list[Any]:
    """Return the twenty events, each decided by the engine itself."""
    from fazhi.matters.catalogue import calendar, current
    from fazhi.procedure import Command, decide, fold

    edition = current("grid_matter", BEGUN.date())
    events: list[Any] = []
    for n, (action, who, data) in enumerate(STORY):
        command = Command(action, actor(who), moment(n), moment(n), data)
        events.append(decide(edition, fold(events), command, calendar=calendar()))
    assert len(events) == 20
    return events


def moment(n: int) -> datetime:
    """Return when the nth thing of the story happens."""
    return BEGUN + timedelta(minutes=20 * n)


def actor(who: str) -> Any:
    """Return somebody of the story: a unit's name stands for its handler."""
    from fazhi.procedure import Actor
    from fazhi.procedure.timer import CLOCK

    if who == "timer":
        return CLOCK
    posts = {"clerk": CENTRE, "checker": CENTRE, "town": TOWN}.get(who, {who: frozenset({"handler"})})
    return Actor(who, posts)


def durable(seconds: float) -> float:
    """Return how many acts a second one process does on one core, each with its own durable commit."""
    from fazhi.matters.acting import Act, act
    from fazhi.matters.intake import Message, receive

    os.sched_setaffinity(0, {0})
    acts, spent = 0, 0.0
    while spent < seconds:
        message = Message("三号楼电梯停运半个月，老人上下楼很不方便，请尽快处理。", city.COUNTY, "desk")
        matter = receive(message, actor("clerk"), uuid4().hex, datetime.now(UTC)).matter
        began = time.perf_counter()
        for action, who, data in CYCLE:
            act(Act(matter, action, actor(who), uuid4().hex, datetime.now(UTC), data))
        spent += time.perf_counter() - began
        acts += len(CYCLE)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    return acts / spent


_AWAY = (("return", "housing", {"reason": "不属于本单位职责"}), ("dispatch", "clerk", {"unit": "housing"}))
# A message that the machine has dispatched to 住建 goes back and forth, and is then handled to the end.
CYCLE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    *_AWAY, *_AWAY, *_AWAY,
    ("sign", "housing", {}),
    ("feedback", "housing", {"result": "已经修好"}),
    ("verify_pass", "checker", {"finding": "属实"}),
    ("call_back", "clerk", {"responded": "yes", "resolved": "yes", "satisfied": "satisfied"}),
    ("close", "clerk", {}),
)  # fmt: skip


def _spiff(python: str, seconds: float) -> dict[str, float]:
    found: dict[str, float] = json.loads(_peer(python, "spiff_steps.py", str(seconds)))
    return found


def _viewflow(python: str, seconds: float) -> float:
    folder = peers_venv.BENCH / "tmp"
    folder.mkdir(parents=True, exist_ok=True)
    found = json.loads(_peer("taskset", "-c", "0", python, "viewflow_steps.py", str(seconds), str(folder)))
    return float(found["durable"])


def _peer(*words: str) -> str:
    here = peers_venv.HERE / "peers"
    done = subprocess.run(
        words, cwd=here, capture_output=True, text=True, check=False, env={**os.environ, "DJANGO_SETTINGS_MODULE": ""}
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr[-2000:]}")
    return done.stdout
