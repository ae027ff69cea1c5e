"""POST /matters, the hot path: a token seen in the last seconds costs no query; commits meet others in one group."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from fazhi.api.schemas import MatterIn
from fazhi.api.tokens import Caller
from fazhi.clock import local_day
from fazhi.ids import new_id
from fazhi.matters.catalogue import current
from fazhi.matters.intake import Message, Received, receive
from fazhi.matters.units import directory
from fazhi.people.parties import prepare_party
from fazhi.procedure import Refused


def create(given: MatterIn, key: str, caller: Caller, now: datetime) -> dict[str, Any]:
    """Open a matter in the name of the caller and return the values of a CreatedOut; raise Refused, BadPhone."""
    edition = current(given.procedure, local_day(now))
    if not edition.opens_by_message:
        raise Refused("no_intake", f"“{edition.name}”不能由来信开始", "请在工作台登记新办件")
    rows, data = _party(given, now)
    if given.place:
        data["place"] = given.place
    if given.hide_reporter:
        data["hide_reporter"] = "yes"
    message = Message(
        text=given.text, region=given.region, channel=given.channel, procedure=given.procedure, title=given.title,
        subject=given.subject, occurred_at=given.occurred_at, late_reason=given.late_reason, data=data, rows=rows,
    )  # fmt: skip
    # The key is the caller's own: the same key of another person opens another matter, and tells nothing of the first.
    own = key or given.command_id
    command = f"api:{caller.person.pk}:{own or new_id().hex}"
    received = receive(message, caller.actor, command, now, fresh=not own)
    return _told(received, now)


def _party(given: MatterIn, now: datetime) -> tuple[list[Model], dict[str, Any]]:
    if given.party is None:
        return [], {}
    rows, party = prepare_party(given.party.name, given.party.phone, now)
    return rows, {_party_field(given.procedure, now): party.pk.hex}


def _party_field(procedure: str, now: datetime) -> str:
    edition = current(procedure, local_day(now))
    action = edition.actions[edition.intake.action] if edition.intake else None
    parties = {role.id for role in edition.roles.values() if role.kind == "party"}
    for role, field in (action.assigns if action else {}).items():
        if role in parties:
            return field
    raise Refused("fields", f"“{edition.name}”不登记反映人", "请去掉 party", {"party": "不能填写"})


def _told(received: Received, now: datetime) -> dict[str, Any]:
    # As plain values: making the models and having them checked and taken apart again costs more than a query.
    return {
        "id": received.matter,
        "number": received.number,
        "code": received.code,
        "stage": received.stage,
        "unit": received.unit,
        "unit_name": directory(local_day(now)).name(received.unit) if received.unit else "",
        "due": received.due,
        "suggestions": [
            {"unit": s.unit, "name": s.name, "subject": s.subject, "confidence": s.confidence, "reasons": s.reasons}
            for s in received.suggestions
        ],
        "repeated": received.repeated,
    }
