"""From a filled form to a matter: the party, the files and the message go into one write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from fazhi.ids import new_id
from fazhi.ledger.writing import stream_id_for
from fazhi.matters import streams
from fazhi.matters.attachments import Told, seal
from fazhi.matters.catalogue import current, profile
from fazhi.matters.intake import Message, Received, receive
from fazhi.matters.models import Attachment
from fazhi.people.parties import prepare_party
from fazhi.portal import waiting
from fazhi.portal.drafts import Content, OpenDraft
from fazhi.portal.services import Service
from fazhi.procedure import Action, Actor, Edition, Refused

CHANNEL = "portal"


@dataclass(frozen=True, slots=True)
class Opening:
    """How the procedure of a service is opened by a resident."""

    action: Action
    party: str  # the field that names the sender
    files: str  # the field that takes files
    has_place: bool
    can_hide: bool  # the sender may ask not to be known to the unit that handles it


def opening_of(service: Service, now: datetime) -> Opening:
    """Return how the service's procedure is opened today."""
    edition = current(service.procedure, timezone.localdate(now))
    assert edition.intake is not None, f"{service.procedure} has an intake: the portal's tests open it"
    action = edition.actions[edition.intake.action]
    files = next((f.id for f in action.fields if f.type == "file"), "")
    asked = {f.id for f in action.fields}
    return Opening(action, _party_field(edition, action), files, "place" in asked, "hide_reporter" in asked)


def send(service: Service, draft: OpenDraft, now: datetime) -> Received:
    """Send a draft; the same draft twice makes one matter. Raise Refused with what is wrong."""
    content, opening = draft.content, opening_of(service, now)
    command = f"portal:{draft.id.hex}"
    matter = stream_id_for(streams.KIND, command)
    rows, party = prepare_party(content.name, content.phone, now)
    files = _attachments(draft, matter, party.id.hex, now) if opening.files else []
    data: dict[str, Any] = {opening.party: party.id.hex, **_told(content, opening)}
    if files:
        data[opening.files] = [file.id.hex for file in files]
    message = Message(
        text=content.text, region=content.village or content.township or profile().code, channel=CHANNEL,
        procedure=service.procedure, data=data, rows=[*rows, *files], keyed=bool(opening.files),
    )  # fmt: skip
    return receive(message, Actor(party.id.hex, party=party.id.hex), command, now)


def _party_field(edition: Edition, action: Action) -> str:
    roles = [r for r in action.who if edition.roles[r].kind == "party"]
    return next(field for role, field in action.assigns.items() if role in roles)


def _told(content: Content, opening: Opening) -> dict[str, str]:
    known = {f.id for f in opening.action.fields}
    told = {"place": content.place, "respondent_text": content.whom, "hide_reporter": content.hide_reporter}
    return {name: value for name, value in told.items() if value and name in known}


def _attachments(draft: OpenDraft, matter: UUID, party: str, now: datetime) -> list[Attachment]:
    """Seal the draft's files anew, under the key of the matter that they come with."""
    try:
        return [_sealed(draft, photo, matter, party, now) for photo in draft.content.photos]
    except FileNotFoundError:
        if streams.read(matter):  # a second click, and the first one was quicker
            return []
        raise Refused("attachment", gettext("上传的文件已经不在"), gettext("请在“照片”一步去掉后重新上传")) from None


def _sealed(draft: OpenDraft, photo: Mapping[str, Any], matter: UUID, party: str, now: datetime) -> Attachment:
    # A new number, for sending twice at once seals twice: the second must not lie in the place of the first.
    file = Told(new_id(), photo["name"], photo["type"], photo["size"])
    return seal(file, waiting.pieces(draft.id, draft.key, UUID(photo["id"])), party, now, matter)
