"""A procedure as boxes and arrows: what its drawings and its export show."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from fazhi.procedure.consequences import BACK
from fazhi.procedure.model import START, Action, Edition, Stage

WIDE = 4  # an action that starts from so many stages is written once, beside its target
CLOSE_WORDS: Mapping[str, str] = {
    "all": "全部答复",
    "any": "一家答复",
    "quorum": "达到规定数",
    "deadline": "期限届满",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One way from a stage to another; `action` is empty where a round of requests leads on by itself."""

    source: str
    target: str
    name: str
    action: str = ""
    local: bool = False
    by: Literal["", "silence", "system"] = ""  # taken by the clock when a period is over, or by the system at once


@dataclass(frozen=True, slots=True)
class Arrow:
    """All ways from one stage to another, drawn as one line."""

    source: str
    target: str
    steps: tuple[Step, ...]

    @property
    def local(self) -> bool:
        """Whether none of its ways stands in the law."""
        return all(step.local for step in self.steps)


@dataclass(frozen=True, slots=True)
class Note:
    """What may be done from many stages, written once beside the stage that it leads to."""

    id: str
    sources: tuple[str, ...]  # in the order of the file
    arrow: Arrow


@dataclass(frozen=True, slots=True)
class Flow:
    """The arrows between stages, the notes for what starts from many, and the stages that lead back where they left."""

    arrows: tuple[Arrow, ...]
    notes: tuple[Note, ...]
    returns: tuple[Arrow, ...]  # target BACK


def steps_of(edition: Edition) -> Iterator[Step]:
    """Yield every way from one stage to another, in the order of the file; BACK stands for where a pause began."""
    for action in edition.actions.values():
        for source in _in_order(edition, action):
            if action.to and action.to != source:
                yield Step(source, action.to, action.name, action.id, action.local, taken_by(edition, action))
            leads = edition.rounds[action.answers].to if action.answers in edition.rounds else ""
            if leads and leads != source:
                round = edition.rounds[action.answers]
                yield Step(source, leads, f"{round.name}：{CLOSE_WORDS[round.close]}", local=action.local)


def flow_of(edition: Edition) -> Flow:
    """Return the edition as few arrows: ways between the same two stages are one, ways from many stages a note."""
    steps = list(steps_of(edition))
    left = paused_at(edition)
    if len(left) < WIDE:
        steps = [resolved for step in steps for resolved in returned(step, left)]
    wide = _wide(steps)
    grouped: dict[tuple[str, str], list[Step]] = {}
    for step in steps:
        if (step.action, step.target) not in wide:
            grouped.setdefault((step.source, step.target), []).append(step)
    arrows = [Arrow(source, target, tuple(_once(ways))) for (source, target), ways in grouped.items()]
    return Flow(
        tuple(a for a in arrows if a.target != BACK),
        tuple(_notes(edition, steps, wide)),
        tuple(a for a in arrows if a.target == BACK),
    )


def paused_at(edition: Edition) -> list[str]:
    """Return the stages at which a matter can be suspended: where a resumption may lead back to."""
    found = {s for a in edition.actions.values() if a.pauses and a.to for s in a.sources - {a.to}}
    return [s for s in edition.stages if s in found]


def returned(step: Step, left: list[str]) -> list[Step]:
    """Return a step to BACK as one step to each stage that was left, any other step as it is."""
    return [replace(step, target=stage) for stage in left] if step.target == BACK else [step]


def stays(edition: Edition, stage: str) -> tuple[Action, ...]:
    """Return what may be done at a stage without leaving it."""
    return tuple(a for a in edition.actions_at(stage) if a.to in ("", stage))


def in_order(edition: Edition) -> list[Stage]:
    """Return the stages as the file lists them, those that end a matter last."""
    return sorted(edition.stages.values(), key=lambda stage: stage.end)


def wholly_local(edition: Edition) -> bool:
    """Whether no stage and no action stands in the law, so that the mark need not be repeated on every line."""
    return all(s.local for s in edition.stages.values()) and all(a.local for a in edition.actions.values())


def taken_by(edition: Edition, action: Action) -> Literal["", "silence", "system"]:
    """Return who takes an action that no person takes."""
    if not action.who or any(edition.roles[r].kind != "timer" for r in action.who):
        return ""
    silent = {o.lapse for o in edition.obligations.values()} | {o.overdue for o in edition.obligations.values()}
    return "silence" if action.id in silent else "system"


def _in_order(edition: Edition, action: Action) -> list[str]:
    return [s for s in (START, *edition.stages) if s in action.sources]


def _once(steps: list[Step]) -> list[Step]:
    return list({(s.action, s.name): s for s in steps}.values())


def _wide(steps: list[Step]) -> set[tuple[str, str]]:
    count: dict[tuple[str, str], int] = {}
    for step in steps:
        if step.action and step.target != BACK:
            count[step.action, step.target] = count.get((step.action, step.target), 0) + 1
    return {key for key, n in count.items() if n >= WIDE}


def _notes(edition: Edition, steps: list[Step], wide: set[tuple[str, str]]) -> Iterator[Note]:
    sources: dict[tuple[str, str], list[str]] = {}
    first: dict[tuple[str, str], Step] = {}
    for step in steps:
        if (key := (step.action, step.target)) in wide:
            sources.setdefault(key, []).append(step.source)
            first.setdefault(key, step)
    together: dict[tuple[str, tuple[str, ...]], list[Step]] = {}
    for key, found in sources.items():
        together.setdefault((key[1], tuple(found)), []).append(first[key])
    for index, ((target, found_at), ways) in enumerate(together.items()):
        yield Note(f"note{index}", found_at, Arrow("", target, tuple(ways)))
