"""Which parts of a procedure the scenarios reach."""

from collections.abc import Iterable

from fazhi.procedure import effects as fx
from fazhi.procedure.model import Edition
from fazhi.procedure.staging import Played


def unreached(edition: Edition, played: Iterable[Played]) -> list[str]:
    """Return every stage, action, outcome and obligation of `edition` that no scenario reaches, in Chinese."""
    stages, actions, outcomes, owed = set[str](), set[str](), set[str](), set[str]()
    for event in (e for p in played for events in p.matters.values() for e in events):
        if event.decided.get("edition") == edition.id:
            actions.add(event.action)
        for effect in event.effects:
            if isinstance(effect, fx.Enter):
                stages.add(effect.stage)
            elif isinstance(effect, fx.Finish):
                outcomes.add(effect.outcome)
            elif isinstance(effect, fx.Open):
                owed.add(effect.rule)
    return [
        f"{kind}“{item.name}”（{item.id}）"
        for kind, known, reached in (
            ("环节", edition.stages, stages),
            ("办理事项", edition.actions, actions),
            ("结果", edition.outcomes, outcomes),
            ("义务", edition.obligations, owed),
        )
        for item in known.values()
        if item.id not in reached
    ]
