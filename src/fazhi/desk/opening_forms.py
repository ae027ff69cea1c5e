"""The form that registers a new matter: what its opening action asks of a person, and where it happened."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.dashboards.names import CHANNELS
from fazhi.desk.forms import ActionForm, offer_for
from fazhi.desk.who import Clerk
from fazhi.ledger.writing import stream_id_for
from fazhi.matters import streams
from fazhi.matters.catalogue import profile
from fazhi.matters.units import directory
from fazhi.people.models import Region
from fazhi.procedure.model import Action, Edition, Field

TAKEN = ("resident", "hotline", "grid", "township")  # the other channels are told by the door itself
TOWNSHIP_DIGITS, VILLAGE_DIGITS = 9, 12
UNKNOWN = gettext_noop("不清楚，或者不限于一个乡镇")
WHERE = ("fz_township", "fz_village")
ORDER: Mapping[str, int] = {"text": 0, "party": 2, "file": 4}  # the place comes after the texts, files come last


@dataclass(frozen=True, slots=True)
class Places:
    """The townships of the city, and the villages of each, by code and name."""

    townships: tuple[tuple[str, str], ...]
    villages: tuple[tuple[str, str], ...]

    def within(self, township: str) -> list[tuple[str, str]]:
        """Return the villages of a township."""
        return [one for one in self.villages if township and one[0].startswith(township)]

    def grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return all villages under the name of their township, for a browser without script."""
        return [(name, found) for code, name in self.townships if (found := self.within(code))]


def places() -> Places:
    """Return the regions of the city; one query."""
    found = list(Region.objects.filter(code__startswith=profile().code).order_by("code").values_list("code", "name"))
    lengths = (TOWNSHIP_DIGITS, VILLAGE_DIGITS)
    return Places(*(tuple(one for one in found if len(one[0]) == n) for n in lengths))


class OpeningForm(ActionForm):
    """What is filled in to register a matter."""

    def __init__(self, edition: Edition, action: Action, clerk: Clerk, *args: Any, **named: Any) -> None:
        asked = replace(action, fields=tuple(f for f in action.fields if is_asked(edition, f)))
        super().__init__(asked, offer_for(clerk), *args, **named)
        self.edition, self.clerk = edition, clerk
        self.has_place = any(f.id == "region" for f in action.fields)
        self.fields["fz_command"] = forms.UUIDField(widget=forms.HiddenInput)
        self.fields["fz_checked"] = forms.CharField(widget=forms.HiddenInput, required=False)
        if self.has_place:
            self._ask_where()
        if any(f.id == "channel" and f.type == "code" for f in asked.fields):
            self.fields["channel"] = forms.ChoiceField(
                label=_("来源渠道"), choices=[(code, _(CHANNELS[code])) for code in TAKEN], initial="resident"
            )

    def _ask_where(self) -> None:
        found = places()
        self.fields["fz_township"] = forms.ChoiceField(
            label=_("乡镇（街道）"), required=False, choices=[("", _(UNKNOWN)), *found.townships],
            widget=forms.Select(
                attrs={
                    "hx-get": reverse_lazy("desk:villages"), "hx-target": "#id_fz_village", "hx-trigger": "change",
                }
            ),
        )  # fmt: skip
        self.fields["fz_village"] = forms.ChoiceField(
            label=_("村（社区）"), required=False, choices=[("", _("不清楚")), *found.grouped()]
        )

    @property
    def asked(self) -> list[forms.BoundField]:
        """Return the fields in the order in which a person tells: what, where, who, the rest, files."""
        rest = [f for f in self.action.fields if f.id not in self._holders]
        told = sorted(rest, key=lambda f: ORDER.get(f.type, 3))
        texts = [self[f.id] for f in told if f.type == "text"]
        where = [self[name] for name in WHERE if name in self.fields]
        return [*texts, *where, *(self[f.id] for f in told if f.type != "text")]

    @property
    def units_of_the_place(self) -> list[forms.BoundField]:
        """Return the fields for units that are found by the place where they are left empty."""
        return [self[f.id] for f in self.action.fields if f.id in self._holders]

    @property
    def _holders(self) -> frozenset[str]:
        return frozenset(self.edition.intake.holders if self.edition.intake else ())

    @property
    def region(self) -> str:
        """Return the code of the village, else of the township, else nothing."""
        return str(self.cleaned_data.get("fz_village") or self.cleaned_data.get("fz_township") or "")

    @property
    def command_id(self) -> str:
        """Return what makes sending twice harmless: the form and the person who fills it in."""
        command: UUID = self.cleaned_data["fz_command"]
        return f"desk:{self.clerk.person.pk}:{command.hex}"

    @property
    def matter_id(self) -> UUID:
        """Return the id that the matter will have, which its files bear before it is there."""
        return stream_id_for(streams.KIND, self.command_id)

    def clean(self) -> dict[str, Any]:
        """Refuse a village of another township."""
        data: dict[str, Any] = super().clean() or {}
        township, village = data.get("fz_township") or "", data.get("fz_village") or ""
        if township and village and not village.startswith(township):
            self.add_error("fz_village", _("这个村（社区）不在所选的乡镇（街道）。请重新选择。"))
        return data

    def note_checked(self, numbers: list[str]) -> None:
        """Remember which likely duplicates were shown, so that the same ones are not asked about again."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["fz_checked"] = " ".join([*self.checked, *numbers])  # type: ignore[index]

    @property
    def checked(self) -> list[str]:
        """Return the numbers of the likely duplicates that were shown."""
        return str(self["fz_checked"].value() or "").split()


def is_asked(edition: Edition, one: Field) -> bool:
    """Whether a person fills a field in here: a place is chosen, a subject found when dispatched."""
    dispatched = bool(edition.intake and edition.intake.dispatch)
    return one.id != "region" and not (dispatched and one.id == "subject")


def fresh_opening(edition: Edition, action: Action, clerk: Clerk) -> OpeningForm:
    """Return the empty form, the person's own unit and place filled in where they play a part."""
    given: dict[str, Any] = {f.id: f.default for f in action.fields if f.default}
    return OpeningForm(
        edition, action, clerk, initial={**given, **_own(edition, action, clerk), "fz_command": uuid4().hex}
    )


def sent_opening(
    edition: Edition, action: Action, clerk: Clerk, data: QueryDict, files: Mapping[str, Any]
) -> OpeningForm:
    """Return the form as it was sent."""
    return OpeningForm(edition, action, clerk, data, files)


def _own(edition: Edition, action: Action, clerk: Clerk) -> dict[str, str]:
    """Return the person's place, and the person's unit for each role in which the person opens the matter."""
    units = directory(timezone.localdate(clerk.now)).by_id
    regions = [units[id].region for id in clerk.units if id in units]
    place = next((code for code in regions if len(code) >= TOWNSHIP_DIGITS), "")
    found = {"fz_township": place[:TOWNSHIP_DIGITS], "fz_village": place if len(place) == VILLAGE_DIGITS else ""}
    kinds = edition.intake.holders if edition.intake else {}
    for role, name in action.assigns.items():
        for id in clerk.units if role in action.who else ():
            fits = name not in kinds or (id in units and units[id].kind == kinds[name])
            if fits and edition.roles[role].posts & clerk.actor.units.get(id, frozenset()):
                found.setdefault(name, id)
    return found
