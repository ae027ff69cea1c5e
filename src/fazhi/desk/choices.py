"""What a person may do to a matter now, what not and why: one primary action, the rest beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from fazhi.desk.who import Clerk
from fazhi.matters import facts
from fazhi.matters.models import Matter
from fazhi.procedure import Action, Choice, Edition, State, allowed
from fazhi.procedure.wording import LOCAL

ASIDE = 3  # the weight of what may be done besides


@dataclass(frozen=True, slots=True)
class Button:
    """An action as a button shows it; `refused` says why it may not be taken."""

    id: str
    label: str
    url: str
    requires: str
    primary: bool = False
    danger: bool = False
    key: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The actions that a person could take, sorted by whether they may be taken now."""

    now: tuple[Button, ...]
    aside: tuple[Button, ...]  # may be done now, but is not how the matter goes on
    mine_later: tuple[Button, ...]  # the person's own, but not now
    others: tuple[Button, ...]  # somebody else's


def choices_of(clerk: Clerk, matter: Matter, edition: Edition, state: State) -> Choices:
    """Return what the person may do now, the likeliest first, and the rest with the reason why not."""
    found = possible(clerk, matter.id, edition, state)
    ready = sorted((c for c in found if c.ok), key=lambda c: _weight(edition, state, c.action))
    onward = [c for c in ready if _weight(edition, state, c.action)[0] < ASIDE]
    aside = [c for c in ready if c not in onward] if onward else []
    now = tuple(_button(matter, c, primary=n == 0 and bool(onward)) for n, c in enumerate(onward or ready))
    rest = [c for c in found if not c.ok]
    return Choices(
        now,
        tuple(_button(matter, c) for c in aside),
        tuple(_button(matter, c) for c in rest if c.mine),
        tuple(_button(matter, c) for c in rest if not c.mine and state.stage in c.action.sources),
    )


def possible(clerk: Clerk, matter: UUID, edition: Edition, state: State) -> list[Choice]:
    """Return every action that people take, each with whether this person may take it now."""
    known = facts.gather_here(edition, facts.Asked(matter, state, clerk.actor, clerk.now))
    opening = set(_opening(edition))
    return [c for c in allowed(edition, state, clerk.actor, clerk.now, known) if c.action.id not in opening]


def _opening(edition: Edition) -> Sequence[str]:
    return [a.id for a in edition.actions.values() if a.sources == {"start"}]


def _weight(edition: Edition, state: State, action: Action) -> tuple[int, int]:
    """Order actions: what fulfils an obligation of this stage, then what goes on, then the rest in the file's order."""
    owed = {o.rule for o in state.open_obligations()}
    place = list(edition.actions).index(action.id)
    fulfils = bool(owed & set(action.ends)) or bool(action.answers)
    leaves = action.to in edition.stages and not edition.stages[action.to].end
    closes = _closes(edition, state, action)
    return (0 if fulfils and leaves else 1 if fulfils or closes else 2 if leaves else ASIDE), place


def _closes(edition: Edition, state: State, action: Action) -> bool:
    """Whether an action is the regular end of this stage: taken from here only, and leading to an end."""
    here = action.sources == {state.stage}
    return here and action.to in edition.stages and edition.stages[action.to].end


def _button(matter: Matter, choice: Choice, *, primary: bool = False) -> Button:
    action = choice.action
    asked = "、".join(f.name for f in action.fields if f.required)
    remedy = "" if choice.ok else "；".join(choice.reasons)
    return Button(
        action.id, action.name, reverse("desk:act", args=[matter.number, action.id]),
        _("须填写：%(asked)s") % {"asked": asked} if asked else "",
        primary=primary,
        refused=remedy,
    )  # fmt: skip


def basis_words(action: Action) -> str:
    """Return on what an action stands: the article, or that it is a setting of the city."""
    return action.basis or (LOCAL if action.local else "")


def draft_name(matter: Matter, action: str) -> str:
    """Return the name under which the browser keeps what is being written."""
    return quote(f"{matter.number}-{action}")
