"""What of a matter is kept from one who sees it: the one place that decides who does not learn who reported.

A procedure says of a party from which roles it is hidden, see `procedure.model.Role.hidden_from`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from fazhi.matters.catalogue import editions
from fazhi.matters.sealing import opened
from fazhi.people.models import Party
from fazhi.people.parties import ANONYMOUS
from fazhi.people.sight import Target, grants_through
from fazhi.people.viewers import Viewer, unit_subject
from fazhi.procedure import Edition, Event, State, fold
from fazhi.procedure.model import Field, Role
from fazhi.vault.errors import VaultError
from fazhi.vault.masking import mask_id_number, mask_numbers, mask_phone
from fazhi.vault.sealing import open_many

HIDDEN: Final = "（反映人要求隐去）"
SOMEBODY: Final = "party"  # stands for the party's id where a program reads the actor
SHORTEST: Final = 2  # characters of a word that is struck out of texts: a single one occurs everywhere


@dataclass(frozen=True)
class Veil:
    """What one viewer is not told of one matter; `drawn` says whether anything is kept back at all."""

    drawn: bool = False
    parties: frozenset[str] = frozenset()
    private: tuple[str, ...] = ()  # texts of the matter that tell of the party: where it lives

    def covers(self, field: Field, value: Any = None) -> bool:
        """Whether what was filled in is not told: the hidden party itself, and what tells of it."""
        return self.drawn and (field.private or (field.type == "party" and str(value) in self.parties))

    def text(self, text: str) -> str:
        """Return a text as this viewer reads it: numbers masked for everybody, what names the party struck out."""
        shown = mask_numbers(text)
        for word in self._words if self.drawn else ():
            shown = shown.replace(word, HIDDEN)
        return shown

    def name(self, name: str) -> str:
        """Return the name of a file as this viewer reads it."""
        return self.text(name) if self.drawn else name

    def actor(self, id: str) -> str:
        """Return who acted, as a program is told it."""
        return SOMEBODY if self.drawn and id in self.parties else id

    @cached_property
    def _words(self) -> tuple[str, ...]:
        found = [*self.private, *(word for id in self.parties for word in _words_of(id))]
        return tuple(sorted({word for word in found if len(word) >= SHORTEST}, key=lambda word: -len(word)))


OPEN: Final = Veil()


def hides(edition: Edition, told: Mapping[str, Any]) -> bool:
    """Whether a matter opened with these data hides a party from anybody: then no list shows its words."""
    return any(_is_hidden(role, told) for role in edition.roles.values())


def veil_over(viewer: Viewer, matter: UUID, events: Sequence[Event]) -> Veil:
    """Return what is kept from the viewer, by all events of the matter and the grants held now.

    It is drawn for whoever sees the matter only through units that play no other than the roles it is hidden from:
    the unit that handles it, those called to the spot, their overseers. No query where nothing is hidden.
    """
    state = fold(events)
    edition = editions()[state.edition]
    roles = [role for role in edition.roles.values() if _is_hidden(role, state.facts)]
    if not roles or viewer.kind == "system":
        return OPEN
    from_whom = frozenset(name for role in roles for name in role.hidden_from)
    if _is_told(viewer, matter, state, from_whom):
        return OPEN
    parties = frozenset(state.holders[role.id] for role in roles if state.holders.get(role.id))
    return Veil(True, parties, tuple(_private(edition, events)))


def _is_hidden(role: Role, told: Mapping[str, Any]) -> bool:
    return bool(role.hidden_from) and (not role.hidden_by or told.get(role.hidden_by) == "yes")


def _is_told(viewer: Viewer, matter: UUID, state: State, from_whom: frozenset[str]) -> bool:
    told = {unit_subject(unit) for role, unit in state.holders.items() if role not in from_whom}
    subjects = {grant.subject for grant in grants_through(viewer, Target(matter))}
    return any(subject in told or not subject.startswith("unit:") for subject in subjects)


def _private(edition: Edition, events: Sequence[Event]) -> list[str]:
    fields = {field.id for action in edition.actions.values() for field in action.fields if field.private}
    told = [data for event in events for data in (event.data, event.data.get("values") or {})]  # also put right later
    values = [data[name] for data in told for name in fields & data.keys()]
    return list(opened(values).values()) if values else []


def _words_of(id: str) -> list[str]:
    party = Party.objects.filter(id=UUID(id)).first()
    if party is None:
        return []
    sealed = {"name": party.sealed_name, "phone": party.sealed_phone, "identity": party.sealed_identity}
    content = open_many(one for one in sealed.values() if one)
    plain = {k: _opened(content[one]) for k, one in sealed.items() if one}
    phone, identity = plain.get("phone", ""), plain.get("identity", "")
    known = [plain.get("name", ""), phone, mask_phone(phone), identity, mask_id_number(identity)]
    return known + [party.display_name] * (party.display_name != ANONYMOUS)


def _opened(content: bytes | VaultError) -> str:
    return "" if isinstance(content, VaultError) else content.decode()
