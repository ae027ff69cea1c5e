"""Looking at a party's full data: for those who work on the matter, for a stated purpose, never without a trace."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fazhi.desk.happenings import LOOKED_FOR
from fazhi.desk.who import Clerk
from fazhi.matters import streams
from fazhi.matters.acting import correct
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter
from fazhi.matters.sealing import texts_of
from fazhi.people.models import Party
from fazhi.procedure import Event
from fazhi.procedure.corrections import Corrected
from fazhi.vault.errors import VaultError
from fazhi.vault.sealing import open_many


class UnmaskForm(forms.Form):
    """What the full data are needed for."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("用途"),
        choices=[(id, gettext_lazy(name)) for id, name in LOOKED_FOR.items()],
        widget=forms.RadioSelect,
    )
    command = forms.CharField(widget=forms.HiddenInput, max_length=64)


def unmasked(clerk: Clerk, matter: Matter, asked: dict[str, Any]) -> dict[str, Any]:
    """Write the trace, and only then return name, phone and whole text of a matter."""
    correct(matter.id, asked["command"], clerk.now, lambda events: Corrected(_trace(clerk, events, asked["purpose"])))
    events = streams.read(matter.id)
    edition = editions()[matter.edition]
    text = texts_of(events[0]).get(edition.intake.text if edition.intake else "text", "")
    return {"facts": _party(matter.party), "message": text, "purpose": _(LOOKED_FOR[asked["purpose"]])}


def _trace(clerk: Clerk, events: Sequence[Event], purpose: str) -> Event:
    last = events[-1]
    at = max(clerk.now, last.occurred_at)
    return Event(last.seq + 1, "remark", "unmask", at, clerk.now, clerk.actor.id, data={"for": purpose})


def _party(id: str) -> list[tuple[str, str]]:
    party = Party.objects.filter(id=UUID(id)).first() if id else None
    if party is None:
        return [(_("当事人"), _("没有留下姓名和联系方式"))]
    sealed = {_("姓名"): party.sealed_name, _("电话"): party.sealed_phone, _("证件号码"): party.sealed_identity}
    content = open_many(s for s in sealed.values() if s)
    return [(name, _opened(content[id])) for name, id in sealed.items() if id] or [(_("当事人"), party.display_name)]


def _opened(content: bytes | VaultError) -> str:
    return str(content.__doc__ or content) if isinstance(content, VaultError) else content.decode()
