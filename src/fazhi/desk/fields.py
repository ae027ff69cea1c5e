"""Form fields for what an action requires: one kind of control for each type that a procedure file may name."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _

from fazhi.matters.units import Served
from fazhi.procedure.fields import LONGEST_CODE, LONGEST_TEXT
from fazhi.procedure.model import Field
from fazhi.screens.text_fields import CleanText

if TYPE_CHECKING:  # generic for checkers only
    Upload = UploadedFile[Any]
else:
    Upload = UploadedFile

ONE_LINE = frozenset({"title", "place"})  # texts that are a line, by their name in the procedure files
CONDUCT = "-conduct"  # after a field's name: the day of the conduct, by whose law its citations are checked
FEW = 6  # so many choices are shown all at once
NOT_ASKED = frozenset({"village_committee", "enterprise", "other"})  # kinds never called to a round from here


class Offer:
    """What there is to choose from: the units in being, and the colleagues of one's own units."""

    def __init__(self, units: Sequence[Served], people: Sequence[tuple[str, str]]) -> None:
        self.units = sorted(units, key=lambda u: (len(u.region), u.region, u.name))
        self.people = list(people)
        self.by_name = {u.name: u.id for u in self.units}
        self.by_id = {u.id: u.name for u in self.units}


class UnitField(CleanText):
    """A unit, typed by its name with the names offered, kept by its id."""

    def __init__(self, offer: Offer, **more: Any) -> None:
        widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off", "placeholder": _("输入名称选择单位")})
        super().__init__(widget=widget, **more)
        self.offer = offer

    def prepare_value(self, value: Any) -> Any:
        """Show the name of a unit that is given by its id."""
        return self.offer.by_id.get(value, value)

    def clean(self, value: Any) -> str:
        """Return the unit's id; say which names are near where there is no such unit."""
        text = str(super().clean(value))
        if not text or text in self.offer.by_id:
            return text
        if text in self.offer.by_name:
            return self.offer.by_name[text]
        near = [name for name in self.offer.by_name if text in name][:3]
        hint = _("是不是：%(names)s？") % {"names": "、".join(near)} if near else _("请从列表中选择。")
        raise forms.ValidationError(_("没有名称为“%(text)s”的单位。%(hint)s") % {"text": text, "hint": hint})


class PartyInput(forms.MultiWidget):
    """Name and phone of a party who is not on record yet."""

    template_name = "desk/includes/party_input.html"

    def __init__(self) -> None:
        super().__init__(
            {
                "name": forms.TextInput(attrs={"class": "form-control", "placeholder": _("姓名或者名称")}),
                "phone": forms.TextInput(attrs={"class": "form-control", "placeholder": _("电话"), "inputmode": "tel"}),
            }
        )

    def decompress(self, value: Any) -> list[str]:
        """Return name and phone."""
        return list(value) if value else ["", ""]


class PartyField(forms.MultiValueField):
    """A party to be put on record with the act."""

    def __init__(self, **more: Any) -> None:
        parts = (CleanText(max_length=64, required=False), CleanText(max_length=20, required=False))
        super().__init__(fields=parts, widget=PartyInput(), require_all_fields=False, **more)

    def compress(self, data_list: list[str]) -> tuple[str, str] | None:
        """Return (name, phone), or None for nobody."""
        name, phone = (*data_list, "", "")[:2]
        if phone and not name:
            raise forms.ValidationError(_("填写了电话，请把姓名也填上。"))
        return (name, phone) if name else None


class ReasoningInput(forms.Textarea):
    """A text whose citations are checked while it is written: what was found is shown under it."""

    template_name = "desk/includes/reasoning_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what the page's script asks: only this field is sent, by POST, so that it stands in no address."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        shown = f"cites-{context['widget']['attrs'].get('id', name)}"
        asks = {
            "hx-post": f"{reverse('desk:citations')}?field={name}", "hx-params": f"{name},{name}{CONDUCT}",
            "hx-target": f"#{shown}",
        }  # fmt: skip
        here = {"data-cites": "", "hx-trigger": "cite, input changed delay:600ms", "hx-sync": "this:replace"}
        conduct = {
            "data-cites-day": "", "type": "date", "name": f"{name}{CONDUCT}", "id": f"{shown}-day",
            "hx-trigger": "change", **asks,
        }  # fmt: skip
        context["widget"]["attrs"] |= asks | here
        context["widget"] |= {"shown": shown, "conduct": conduct}
        return context


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files that come with an act."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=FilesInput(attrs={"multiple": True}), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Return the files, none for an empty field."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


def control_for(one: Field, offer: Offer) -> forms.Field:
    """Return the form field for one field of an action."""
    # Whether something must be filled in is for the engine to say, in the same words at every door.
    common: dict[str, Any] = {"label": one.name, "required": one.required, "help_text": one.help}
    return _CONTROLS[one.type](one, offer, common)


def _text(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    longer = ReasoningInput if one.reasoning else forms.Textarea
    widget = forms.TextInput() if one.id in ONE_LINE else longer(attrs={"rows": 4})
    return CleanText(widget=widget, max_length=LONGEST_TEXT, **common)


def _code(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=LONGEST_CODE, **common)


def _choice(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    choices = list(one.choices.items())
    if len(choices) <= FEW:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", _("请选择")), *choices], **common)


def _yesno(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("yes", _("是")), ("no", _("否"))], widget=forms.RadioSelect, **common)


def _date(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **common)


def moment_field(**common: Any) -> forms.DateTimeField:
    """Return a field for a day and time of Beijing."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **common)


def _datetime(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return moment_field(**common)


def _number(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return forms.IntegerField(**common)


def _unit(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return UnitField(offer, **common)


def _units(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    choices = [(u.id, u.name) for u in offer.units if u.kind not in NOT_ASKED]
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)


def _person(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("请选择")), *offer.people], **common)


def _party(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return PartyField(**common)


def _file(one: Field, offer: Offer, common: dict[str, Any]) -> forms.Field:
    return FilesField(**{**common, "required": False})  # files sent before an error are kept beside the form


_CONTROLS: Mapping[str, Callable[[Field, Offer, dict[str, Any]], forms.Field]] = {
    "text": _text, "choice": _choice, "date": _date, "datetime": _datetime, "number": _number, "yesno": _yesno,
    "unit": _unit, "units": _units, "person": _person, "party": _party, "file": _file, "code": _code,
}  # fmt: skip
