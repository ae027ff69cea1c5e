"""Outside facts that guards need, gathered by registered providers before a decision."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fazhi.procedure import Actor, Edition, State
from fazhi.procedure.guards import facts_needed


@dataclass(frozen=True, slots=True)
class Asked:
    """About what a provider is asked: which matter, in which state, for whose act, at what moment."""

    matter: UUID
    state: State
    actor: Actor
    at: datetime


Provider = Callable[[Asked], Any]
_PROVIDERS: dict[str, Provider] = {}


def provide(name: str, provider: Provider) -> None:
    """Register where the fact `name` comes from; called by rooms at start-up."""
    _PROVIDERS[name] = provider


def known_facts() -> frozenset[str]:
    """Return the facts that have a provider."""
    return frozenset(_PROVIDERS)


def gather(edition: Edition, actions: Iterable[str], asked: Asked) -> Mapping[str, Any]:
    """Return the facts that the actions need, each asked for once; what a guard read is stored with the event."""
    names = {name for action in actions for name in facts_needed(edition, action)}
    return {name: _PROVIDERS[name](asked) for name in sorted(names) if name in _PROVIDERS}


def gather_here(edition: Edition, asked: Asked) -> Mapping[str, Any]:
    """Return the facts that the actions of the matter's present stage need."""
    return gather(edition, (action.id for action in edition.actions_at(asked.state.stage)), asked)
