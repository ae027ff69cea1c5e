"""Acting from the desk: a form into one act, its preview, and every refusal back to where it was written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from fazhi.desk.forms import ActionForm
from fazhi.desk.obligations import bearer_words
from fazhi.desk.who import Clerk
from fazhi.matters import acting, attachments, streams
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Attachment, Matter
from fazhi.matters.projection import owed_name
from fazhi.people.parties import BadPhone, prepare_party
from fazhi.procedure import Edition, Event, Refused, State, fold
from fazhi.procedure import Obligation as Owed
from fazhi.procedure import effects as fx


@dataclass(frozen=True, slots=True)
class Due:
    """A period that an act starts or changes."""

    what: str
    bearer: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an act would do, told before it is done."""

    stage: str
    papers: tuple[str, ...]
    told: tuple[str, ...]
    starts: tuple[Due, ...]
    ends: tuple[str, ...]
    again: tuple[str, ...]  # later events that a late entry decides again


def preview(clerk: Clerk, matter: Matter, form: ActionForm) -> Preview:
    """Return what the act would do, files sent being kept already; raise Refused as the act itself would."""
    events = streams.read(matter.id)
    stand_in = {name: uuid4().hex for name in form.new_parties()}
    planned = acting.plan(_act(clerk, matter, form, {**form.kept(), **stand_in}), events)
    return told(events, planned)


def told(events: Sequence[Event], planned: acting.Plan) -> Preview:
    """Return in words what a plan would do."""
    before, after = fold(events), fold([*events, *planned.events])
    edition = editions()[after.edition]
    effects = [effect for event in planned.events for effect in event.effects]
    conflicts = planned.corrected.conflicts if planned.corrected else ()
    return Preview(
        stage=edition.stages[after.stage].name,
        papers=tuple(e.kind for e in effects if isinstance(e, fx.Paper)),
        told=tuple(_recipient(edition, after, e) for e in effects if isinstance(e, fx.Tell)),
        starts=tuple(_starts(edition, before, after)),
        ends=tuple(owed_name(edition, o) for o in _ended(before, after)),
        again=conflicts,
    )


def do(clerk: Clerk, matter: Matter, form: ActionForm) -> acting.Acted:
    """Do what the form says. Files and parties are kept first; a refusal raises Refused and loses none of them."""
    wanted = _act(clerk, matter, form, dict(form.kept()))
    data = {**wanted.data, **keep_files(clerk, matter.id, form), **_keep_parties(clerk, matter, form, wanted)}
    return acting.act(replace(wanted, data=data))


def keep_files(clerk: Clerk, matter: UUID, form: ActionForm) -> dict[str, list[str]]:
    """Keep the files of a form and note them in it, so that a later refusal does not lose them; return all by field."""
    kept = {name: list(ids) for name, ids in form.kept().items()}
    for name, files in form.uploads().items():
        for file in files:
            try:
                row = attachments.keep(file.name or "", file, clerk.person.pk, clerk.now, matter)  # type: ignore[arg-type]
            except Refused as refused:
                raise Refused(refused.code, refused.why, refused.remedy, {name: str(refused)}) from refused
            row.save(force_insert=True)
            kept.setdefault(name, []).append(row.id.hex)
            _note(form, name, kept[name])
    return kept


def kept_files(form: ActionForm, clerk: Clerk) -> dict[str, list[str]]:
    """Return the names of the files already kept for a form, by field."""
    ids = [id for found in form.kept().values() for id in found]
    names = {
        row.id.hex: row.name for row in Attachment.objects.for_viewer(clerk.viewer).filter(id__in=ids)
    } if ids else {}  # fmt: skip
    return {field: [names[id] for id in found if id in names] for field, found in form.kept().items()}


def _note(form: ActionForm, name: str, ids: list[str]) -> None:
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data[f"fz_kept_{name}"] = " ".join(ids)  # type: ignore[index]


def _keep_parties(clerk: Clerk, matter: Matter, form: ActionForm, wanted: acting.Act) -> dict[str, str]:
    found: dict[str, str] = {}
    if not form.new_parties():
        return found
    _would_stand(matter, wanted, {name: uuid4().hex for name in form.new_parties()})
    for name, (called, phone) in form.new_parties().items():
        try:
            rows, party = prepare_party(called, phone, clerk.now)
        except BadPhone as bad:
            raise Refused("fields", str(bad), "", {name: str(bad)}) from bad
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
        found[name] = party.id.hex
    return found


def _would_stand(matter: Matter, wanted: acting.Act, stand_in: dict[str, str]) -> None:
    """Refuse before anybody is put on record for nothing."""
    acting.plan(replace(wanted, data={**wanted.data, **stand_in}), streams.read(matter.id))


def _act(clerk: Clerk, matter: Matter, form: ActionForm, more: dict[str, Any]) -> acting.Act:
    return acting.Act(
        matter.id, form.action.id, clerk.actor, form.cleaned_data["fz_command"], clerk.now,
        data={**form.given(), **more},
        occurred_at=form.occurred_at(),
        late_reason=form.cleaned_data.get("fz_late_reason") or "",
        seen=form.cleaned_data.get("fz_seen") or 0,
    )  # fmt: skip


def _recipient(edition: Edition, state: State, effect: fx.Tell) -> str:
    return f"{bearer_words(edition, effect.to, state.holders.get(effect.to, ''))}（{effect.kind}）"


def _starts(edition: Edition, before: State, after: State) -> Iterator[Due]:
    for owed in after.open_obligations():
        old = before.obligations.get(owed.id)
        if old is None or old.due != owed.due:
            yield Due(owed_name(edition, owed), bearer_words(edition, owed.bearer, owed.holder), owed.due)


def _ended(before: State, after: State) -> list[Owed]:
    return [o for o in before.open_obligations() if not after.obligations[o.id].open]
