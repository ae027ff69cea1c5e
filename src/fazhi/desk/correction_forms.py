"""The form of a correction: in which way, the right values beside the recorded ones, and why."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fazhi.desk.correcting import kinds_for
from fazhi.desk.fields import control_for
from fazhi.desk.forms import offer_for
from fazhi.desk.happenings import action_taken
from fazhi.desk.who import Clerk
from fazhi.matters.sealing import texts_of
from fazhi.procedure import Event
from fazhi.screens.text_fields import CleanText

FIXED = frozenset({"file", "party"})  # these are added or merged, not rewritten


class CorrectionForm(forms.Form):
    """How an event is to be corrected."""

    kind = forms.ChoiceField(label=gettext_lazy("更正方式"), widget=forms.RadioSelect)
    reason = CleanText(
        label=gettext_lazy("更正理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=gettext_lazy("写明错在哪里、依据什么（如回证、原始登记）。"),
    )  # fmt: skip

    def __init__(self, clerk: Clerk, event: Event, data: QueryDict | None) -> None:
        action, offer = action_taken(event), offer_for(clerk)
        recorded = {**event.data, **texts_of(event)}
        for one in action.fields if action else ():
            if one.type == "datetime" and recorded.get(one.id):  # a control for moments shows no text it cannot read
                recorded[one.id] = datetime.fromisoformat(str(recorded[one.id]))
        super().__init__(data, initial={f"v_{name}": value for name, value in recorded.items()})
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = list(kinds_for(event).items())
        for one in action.fields if action else ():
            if one.type not in FIXED:
                control = control_for(one, offer)
                control.required = False
                self.fields[f"v_{one.id}"] = control
        self.units = offer.units if action and any(f.type == "unit" for f in action.fields) else []

    @property
    def values(self) -> list[forms.BoundField]:
        """Return the fields of the event's content."""
        return [self[name] for name in self.fields if name.startswith("v_")]

    def changed_values(self) -> dict[str, Any]:
        """Return what was written in otherwise than recorded."""
        changed = [name for name in self.changed_data if name.startswith("v_")]
        return {name.removeprefix("v_"): self.cleaned_data[name] for name in changed}

    def clean(self) -> dict[str, Any]:
        """Ask for at least one change where content is to be put right."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") in ("amend", "vary") and not any(n.startswith("v_") for n in self.changed_data):
            raise forms.ValidationError(_("没有改动任何一项。请把录错的项目改成正确的，再提交。"))
        return data
