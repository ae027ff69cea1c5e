"""Registering a new matter at the desk: who may by which procedure, what is like it already, and doing it once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.acting import keep_files
from fazhi.desk.opening_forms import OpeningForm
from fazhi.desk.queue import Similar, similar_to
from fazhi.desk.who import Clerk
from fazhi.matters import streams
from fazhi.matters.catalogue import current, editions
from fazhi.matters.gists import gist_line
from fazhi.matters.intake import Message, Received, receive
from fazhi.matters.models import Attachment, Matter
from fazhi.matters.querying import query_code
from fazhi.people.parties import BadPhone, prepare_party
from fazhi.people.sight import visible
from fazhi.procedure import Action, Actor, Edition, Refused, State
from fazhi.procedure.decide import plays
from fazhi.procedure.model import START


@dataclass(frozen=True, slots=True)
class Opening:
    """One way in which a person may open a matter."""

    edition: Edition
    action: Action

    @property
    def url(self) -> str:
        """Return the address of its form."""
        return reverse("desk:open", args=[self.edition.procedure, self.action.id])

    @property
    def draft(self) -> str:
        """Return the name under which the browser keeps what is being written."""
        return f"open-{self.edition.procedure}-{self.action.id}"


def openings(clerk: Clerk) -> Iterator[Opening]:
    """Yield every way in which the person may open a matter today, by the posts held."""
    for edition in in_force(clerk):
        for action in edition.actions_at(START):
            if may_open(clerk.actor, edition, action):
                yield Opening(edition, action)


def in_force(clerk: Clerk) -> Iterator[Edition]:
    """Yield the edition in force today of each procedure that a message can open."""
    today = timezone.localdate(clerk.now)
    for procedure in dict.fromkeys(edition.procedure for edition in editions().values()):
        try:
            found = current(procedure, today)
        except Refused:
            continue
        if found.intake is not None:
            yield found


def may_open(actor: Actor, edition: Edition, action: Action) -> bool:
    """Whether one of the actor's posts may take an opening action; parties have a door of their own."""
    return any(plays(actor, edition.roles[role], State()) for role in action.who)


def similar(clerk: Clerk, form: OpeningForm) -> list[Similar]:
    """Return recent matters, among those the person may see, that may be about the same and were not shown yet."""
    title, text = _told(form)[:2]
    line = gist_line(title, text)
    found = similar_to(clerk, form.edition.procedure, line, form.matter_id) if line else []
    return [one for one in found if one.number not in form.checked]


def register(clerk: Clerk, form: OpeningForm) -> Received:
    """Open the matter; the same form twice opens one. Raise Refused with what is wrong; files sent are kept."""
    files = keep_files(clerk, form.matter_id, form)
    rows, parties = _parties(clerk, form)
    title, text, data = _told(form)
    message = Message(
        text=text, title=title, region=form.region, channel="", procedure=form.edition.procedure,
        occurred_at=form.occurred_at(), late_reason=form.cleaned_data.get("fz_late_reason") or "",
        data={**data, **parties, **files}, rows=rows, action=form.action.id,
        keyed=True,
    )  # fmt: skip
    return receive(message, clerk.actor, form.command_id, clerk.now)


def kept_names(clerk: Clerk, form: OpeningForm) -> dict[str, list[str]]:
    """Return the names of the files already kept for a matter that is not there yet, by field."""
    ids = [id for found in form.kept().values() for id in found]
    own = Attachment.objects.unscoped("本人登记时上传的文件").filter(uploaded_by=clerk.person.pk, id__in=ids)
    names = {row.id.hex: row.name for row in own} if ids else {}
    return {field: [names[id] for id in found if id in names] for field, found in form.kept().items()}


def registered(clerk: Clerk, number: str) -> dict[str, Any] | None:
    """Return number and query code of a matter for the person who registered it; None for everybody else."""
    matter: Matter | None = Matter.objects.unscoped("登记人看自己登记的编号").filter(number=number).first()
    opened = streams.read(matter.id)[0] if matter else None
    if matter is None or opened is None or opened.actor != clerk.actor.id:
        return None
    edition = editions()[matter.edition]
    return {
        "matter": matter,
        "code": query_code(matter.id),
        "stage": edition.stages[matter.stage],
        "draft": Opening(edition, edition.actions[opened.action]).draft,
        "sees": visible(Matter.objects.unscoped("登记后是否还能查看").filter(id=matter.id), clerk.viewer).exists(),
    }


def _told(form: OpeningForm) -> tuple[str, str, dict[str, Any]]:
    data = form.given()
    text = form.edition.intake.text if form.edition.intake else ""
    return data.pop("title", ""), data.pop(text, ""), data


def _parties(clerk: Clerk, form: OpeningForm) -> tuple[list[Model], dict[str, str]]:
    rows: list[Model] = []
    found: dict[str, str] = {}
    for name, (called, phone) in form.new_parties().items():
        try:
            made, party = prepare_party(called, phone, clerk.now)
        except BadPhone as bad:
            raise Refused("fields", str(bad), "", {name: str(bad)}) from bad
        rows += made
        found[name] = party.id.hex
    return rows, found
