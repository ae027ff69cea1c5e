"""What the person concerned may do in a matter, asked as a form made from the procedure's own fields."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fazhi.matters import facts
from fazhi.matters.acting import Act, Acted, act
from fazhi.matters.attachments import keep
from fazhi.matters.models import Attachment, Matter
from fazhi.portal.files import FilesField
from fazhi.portal.words import ASKED, AT_THE_WINDOW, GIVING_UP, OFFERED
from fazhi.procedure import Action, Actor, Edition, State, allowed
from fazhi.procedure.decide import Choice
from fazhi.procedure.fields import LONGEST_TEXT
from fazhi.procedure.model import Field
from fazhi.screens.text_fields import CleanText
from fazhi.screens.words import long_date

SIMPLE = frozenset({"text", "choice", "yesno", "file"})
YESNO = (("yes", _("是")), ("no", _("否")))


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be done, or why it cannot be done yet."""

    id: str
    label: str
    refused: str = ""
    first: bool = False  # the one that the page puts forward; never one that gives the matter up


def party_actor(matter: Matter) -> Actor:
    """Return the person whom the matter concerns, as the engine sees them."""
    return Actor(matter.party, party=matter.party)


def offers(edition: Edition, state: State, matter: Matter, now: datetime) -> list[Offer]:
    """Return what the person may do here; what fits the stage but not yet the time says why not."""
    if not matter.party:
        return []
    actor = party_actor(matter)
    known = facts.gather_here(edition, facts.Asked(matter.id, state, actor, now))
    choices = allowed(edition, state, actor, now, known)
    fitting = [c for c in choices if c.mine and state.stage in c.action.sources and _is_simple(c.action)]
    found = sorted((c for c in fitting if _shown(c)), key=lambda c: c.action.id in GIVING_UP)
    return [
        Offer(
            c.action.id, gettext(OFFERED.get(c.action.id, c.action.name)), _why_not(c, matter),
            n == 0 and c.ok and c.action.id not in GIVING_UP,
        )
        for n, c in enumerate(found)
    ]  # fmt: skip


def _shown(choice: Choice) -> bool:
    return choice.ok or choice.action.tally == "urged"


def _why_not(choice: Choice, matter: Matter) -> str:
    if choice.ok:
        return ""
    then = (
        gettext("过了{day}还没有办好的，可以在这里催办。").replace("{day}", long_date(matter.due))
        if matter.due
        else gettext("到期没有办好的，可以在这里催办。")
    )
    return f"{'；'.join(choice.reasons)}。{then}" if choice.action.tally == "urged" else "；".join(choice.reasons)


def _is_simple(action: Action) -> bool:
    if action.id in AT_THE_WINDOW or any(f.required and f.type not in SIMPLE for f in action.fields):
        return False
    return not action.assigns or not any(f.required and f.id in action.assigns.values() for f in action.fields)


class ActForm(forms.Form):
    """The simple fields of an action, and a key by which sending twice is known."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, action: Action, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked = [field for field in action.fields if field.type in SIMPLE]
        for field in self.asked:
            self.fields[field.id] = _control(field)

    def values(self) -> dict[str, Any]:
        """Return what was filled in, files apart."""
        return {f.id: self.cleaned_data[f.id] for f in self.asked if f.type != "file"}

    def chosen(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield the file fields with what was chosen."""
        for field in self.asked:
            if field.type == "file":
                yield field.id, self.cleaned_data[field.id] or []


def _control(field: Field) -> forms.Field:
    label = gettext(ASKED.get(field.id, field.name))
    if field.type in ("choice", "yesno"):
        choices: Sequence[tuple[str, Any]] = tuple(field.choices.items()) or YESNO
        return forms.ChoiceField(label=label, choices=choices, required=field.required, widget=forms.RadioSelect)
    if field.type == "file":
        return FilesField(label=label, required=field.required)
    return CleanText(
        label=label, required=field.required, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )


def take(matter: Matter, action: str, form: ActForm, now: datetime) -> Acted:
    """Do it; the same key twice does it once. Raise Refused with what is wrong."""
    data = form.values()
    rows: list[Attachment] = []
    for name, files in form.chosen():
        kept = [keep(file.name, file, matter.party, now, matter.id) for file in files]
        rows += kept
        if kept:
            data[name] = [row.id.hex for row in kept]
    command = f"portal:{form.cleaned_data['key'].hex}"
    return act(Act(matter.id, action, party_actor(matter), command, now, data, rows=rows))
