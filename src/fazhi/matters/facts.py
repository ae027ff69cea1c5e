"""Outside facts that guards need, gathered by registered providers before a decision."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fazhi.procedure import Actor, Edition, State
from fazhi.procedure.guards import facts_needed

Provider = Callable[[State, Actor, datetime], Any]
_PROVIDERS: dict[str, Provider] = {}


def provide(name: str, provider: Provider) -> None:
    """Register where the fact `name` comes from; called by rooms at start-up."""
    _PROVIDERS[name] = provider


def known_facts() -> frozenset[str]:
    """Return the facts that a catalogue may name."""
    return frozenset(_PROVIDERS)


def gather(edition: Edition, action: str, state: State, actor: Actor, at: datetime) -> Mapping[str, Any]:
    """Return the facts that `action` needs; each guard's result is then stored with the event."""
    return {name: _PROVIDERS[name](state, actor, at) for name in facts_needed(edition, action) if name in _PROVIDERS}
