"""What this city's own matters teach the dispatcher: who returned a matter, and who took it in the end."""

from collections.abc import Iterator

from fazhi.matters import streams
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter
from fazhi.matters.projection import responsible
from fazhi.matters.sealing import texts_of
from fazhi.procedure import Edition, Event, fold
from fazhi.procedure.fold import apply
from fazhi.procedure.state import State
from fazhi.triage import Example, compose
from fazhi.triage.routing import lessons


def examples_of_this_city() -> Iterator[Example]:
    """Yield an example for each unit that returned or finally took a matter; sealed matters teach nothing."""
    found = Matter.objects.unscoped("训练分办模型").filter(erased=False, sealed=False)
    for id in found.order_by("id").values_list("id", flat=True).iterator():
        events = streams.read(id)
        edition = editions()[fold(events).edition]
        if edition.intake and edition.intake.dispatch:
            yield from _lessons(edition, events)


def _lessons(edition: Edition, events: list[Event]) -> tuple[Example, ...]:
    texts = texts_of(events[0])
    message = compose(texts.get("title", ""), texts.get(edition.intake.text if edition.intake else "", ""))
    state = fold(events)
    taken = responsible(edition, state) if state.outcome or state.times.get("sign") else None
    return lessons(message, _returners(edition, events), taken, group=message[:40])


def _returners(edition: Edition, events: list[Event]) -> list[str]:
    found, state = [], State()
    for event in events:
        action = edition.actions.get(event.action)
        if action is not None and action.tally == "returned":
            found.append(responsible(edition, state))
        apply(state, event, event.effects)
    return found
