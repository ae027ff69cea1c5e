"""From a filled form to a matter: the party, the files and the message go into one write."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from fazhi.ledger.writing import stream_id_for
from fazhi.matters import streams
from fazhi.matters.catalogue import current, profile
from fazhi.matters.intake import Message, Received, receive
from fazhi.matters.models import Attachment
from fazhi.people.parties import prepare_party
from fazhi.portal.drafts import Content, OpenDraft
from fazhi.portal.services import Service
from fazhi.procedure import Action, Actor, Edition

CHANNEL = "portal"


@dataclass(frozen=True, slots=True)
class Opening:
    """How the procedure of a service is opened by a resident."""

    action: Action
    party: str  # the field that names the sender
    files: str  # the field that takes files
    has_place: bool


def opening_of(service: Service, now: datetime) -> Opening:
    """Return how the service's procedure is opened today."""
    edition = current(service.procedure, timezone.localdate(now))
    assert edition.intake is not None, f"{service.procedure} has an intake: the portal's tests open it"
    action = edition.actions[edition.intake.action]
    files = next((f.id for f in action.fields if f.type == "file"), "")
    return Opening(action, _party_field(edition, action), files, any(f.id == "place" for f in action.fields))


def send(service: Service, draft: OpenDraft, now: datetime) -> Received:
    """Send a draft; the same draft twice makes one matter. Raise Refused with what is wrong."""
    content, opening = draft.content, opening_of(service, now)
    command = f"portal:{draft.id.hex}"
    matter = stream_id_for(streams.KIND, command)
    rows, party = prepare_party(content.name, content.phone, now)
    files = list(_attachments(content, matter, party.id.hex, now)) if opening.files else []
    data: dict[str, Any] = {opening.party: party.id.hex, **_told(content, opening)}
    if files:
        data[opening.files] = [file.id.hex for file in files]
    message = Message(
        text=content.text, region=content.village or content.township or profile().code, channel=CHANNEL,
        procedure=service.procedure, data=data, rows=[*rows, *files],
    )  # fmt: skip
    return receive(message, Actor(party.id.hex, party=party.id.hex), command, now)


def _party_field(edition: Edition, action: Action) -> str:
    roles = [r for r in action.who if edition.roles[r].kind == "party"]
    return next(field for role, field in action.assigns.items() if role in roles)


def _told(content: Content, opening: Opening) -> dict[str, str]:
    known = {f.id for f in opening.action.fields}
    told = {"place": content.place, "respondent_text": content.whom}
    return {name: value for name, value in told.items() if value and name in known}


def _attachments(content: Content, matter: UUID, party: str, now: datetime) -> Iterator[Attachment]:
    for photo in content.photos:
        told = {name: photo[name] for name in ("name", "type", "size", "digest")}
        yield Attachment(id=UUID(photo["id"]), matter_id=matter, uploaded_by=party, uploaded_at=now, **told)
