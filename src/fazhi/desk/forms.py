"""The form of an action: its fields, when it took effect, and what makes sending it twice harmless."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.clock import BEIJING
from fazhi.desk.fields import FilesField, Offer, PartyField, Upload, control_for, moment_field
from fazhi.desk.who import Clerk
from fazhi.matters.units import directory
from fazhi.people.models import Post
from fazhi.procedure.errors import Refused
from fazhi.procedure.model import Action, Field
from fazhi.screens.text_fields import CleanText

LATE_HELP = gettext_noop("办理在先、录入在后的，填写实际办理的时间和补录理由；留空即为现在。")


class ActionForm(forms.Form):
    """What an action requires to be filled in."""

    def __init__(self, action: Action, offer: Offer, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.action, self.offer = action, offer
        for one in action.fields:
            self.fields[one.id] = control_for(one, offer)
        self.fields["fz_occurred_at"] = moment_field(label=_("实际办理时间"), required=False, help_text=_(LATE_HELP))
        self.fields["fz_late_reason"] = CleanText(label=_("补录理由"), required=False, max_length=200)
        self.fields["fz_command"] = forms.CharField(widget=forms.HiddenInput, max_length=64)
        self.fields["fz_seen"] = forms.IntegerField(widget=forms.HiddenInput, required=False)
        for one in action.fields:
            if one.type == "file":
                self.fields[kept_name(one)] = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def own(self) -> list[forms.BoundField]:
        """Return the fields of the action itself."""
        return [self[one.id] for one in self.action.fields]

    @property
    def has_files(self) -> bool:
        """Whether files may come with it, so that it is sent in a way that keeps them when the line breaks."""
        return any(one.type == "file" for one in self.action.fields)

    @property
    def needs_units(self) -> bool:
        """Whether a unit is to be typed in, so that the names must be on the page."""
        return any(one.type == "unit" for one in self.action.fields)

    @property
    def hidden(self) -> list[forms.BoundField]:
        """Return what the form carries along unseen."""
        return self.hidden_fields()

    @property
    def is_late(self) -> bool:
        """Whether the fields of a late entry are to be shown open."""
        names = ("fz_occurred_at", "fz_late_reason")
        return any(self[name].value() or self[name].errors for name in names)

    def kept(self) -> dict[str, list[str]]:
        """Return the ids of files that were sent before, by field."""
        found = {}
        for one in self.action.fields:
            if one.type == "file" and (ids := str(self[kept_name(one)].value() or "").split()):
                found[one.id] = ids
        return found

    def given(self) -> dict[str, Any]:
        """Return the fields of the action as the engine takes them; files and new parties are for the caller."""
        return {
            one.id: _plain(value)
            for one in self.action.fields
            if one.type not in ("file", "party") and (value := self.cleaned_data.get(one.id)) not in (None, "", [])
        }

    def uploads(self) -> dict[str, list[Upload]]:
        """Return the files sent now, by field."""
        found = {
            name: self.cleaned_data.get(name) or [] for name, f in self.fields.items() if isinstance(f, FilesField)
        }
        return {name: files for name, files in found.items() if files}

    def new_parties(self) -> dict[str, tuple[str, str]]:
        """Return name and phone of the parties to be put on record, by field."""
        named = [name for name, one in self.fields.items() if isinstance(one, PartyField)]
        return {name: self.cleaned_data[name] for name in named if self.cleaned_data.get(name)}

    def occurred_at(self) -> datetime | None:
        """Return when it took effect, where that is not now."""
        found: datetime | None = self.cleaned_data.get("fz_occurred_at")
        return found

    def refuse(self, refused: Refused) -> None:
        """Show a refusal where it belongs: at the fields it names, else over the form."""
        known = {name: why for name, why in refused.fields.items() if name in self.fields}
        for name, why in known.items():
            self.add_error(name, why)
        if refused.code == "late_reason":
            self.add_error("fz_late_reason", str(refused))
        elif not known:
            self.add_error(None, str(refused))


def kept_name(one: Field) -> str:
    """Return the name of the hidden field that carries the files already sent."""
    return f"fz_kept_{one.id}"


def fresh_form(action: Action, clerk: Clerk, seen: int, given: QueryDict) -> ActionForm:
    """Return an empty form, with what the address offers filled in; never text, which has no place in an address."""
    offered = {f.id: given[f.id] for f in action.fields if f.type != "text" and f.id in given}
    initial = {**offered, "fz_command": uuid4().hex, "fz_seen": seen}
    return ActionForm(action, offer_for(clerk), initial=initial)


def sent_form(action: Action, clerk: Clerk, data: QueryDict, files: Mapping[str, Any]) -> ActionForm:
    """Return the form as it was sent."""
    return ActionForm(action, offer_for(clerk), data, files)


def offer_for(clerk: Clerk) -> Offer:
    """Return what may be chosen: every unit in being, and who holds a post at the person's units."""
    units = directory(timezone.localdate(clerk.now))
    posts = Post.objects.on(timezone.localdate(clerk.now)).filter(unit_id__in=clerk.units, person__is_active=True)
    people = posts.order_by("person__display_name").values_list("person_id", "person__display_name")
    return Offer(list(units.by_id.values()), list(dict.fromkeys(people)))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).isoformat()
    return value.isoformat() if isinstance(value, date) else value
