"""The dispatcher's queue: matters that wait to be sent to a unit, one after the other, with units that may answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fazhi.desk import keyset
from fazhi.desk.keyset import Place
from fazhi.desk.tasks import COUNTED, place_of
from fazhi.desk.who import Clerk
from fazhi.matters import streams
from fazhi.matters.acting import Act, Acted, act
from fazhi.matters.catalogue import editions
from fazhi.matters.dispatching import Suggestion, suggest
from fazhi.matters.models import Matter, Task
from fazhi.matters.sealing import texts_of
from fazhi.matters.units import Served, directory
from fazhi.people.models import Unit
from fazhi.procedure import Action, Edition, Event
from fazhi.triage.duplicates import index_of
from fazhi.vault.masking import mask_numbers

OFFERED, RECENT, LOOKED_AT = 3, timedelta(days=90), 1000
RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Sending:
    """A stage where a matter waits to be sent, and the action that sends it."""

    stage: str
    action: Action
    posts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that may be responsible, as a button: its key, how sure the machine is, and why."""

    key: str
    unit: str
    value: str
    confidence: str
    reason: str
    name: str = "unit"


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier matter whose text is much like this one."""

    number: str
    text: str
    percent: int


def first(clerk: Clerk, after: Place | None = None) -> Task | None:
    """Return the first waiting matter after a place; those passed over stay in the queue."""
    rows = [_waiting(clerk).filter(unit=unit) for unit in clerk.units]
    found = [row for one in rows if (row := (keyset.after(one, after) if after else one).first())]
    return min(found, key=place_of, default=None)


def waiting(clerk: Clerk) -> int:
    """Return how many wait, counted up to one more than 999."""
    return _waiting(clerk).filter(unit__in=clerk.units)[: COUNTED + 1].count()


def shown(clerk: Clerk, task: Task) -> dict[str, Any]:
    """Return what the dispatcher sees of one matter."""
    matter = task.matter
    events = streams.read(matter.id)
    title, text = _message(events[0], editions()[matter.edition])
    candidates = _candidates(clerk, matter, events, title, text)
    return {
        "matter": matter, "task": task, "title": mask_numbers(title), "text": mask_numbers(text),
        "candidates": candidates, "returns": list(_returns(events)), "place": str(place_of(task)),
        "units": _offered(clerk, matter), "procedure": editions()[matter.edition].name,
        "action": sending_of(matter),
        "command": uuid4().hex, "seq": events[-1].seq,
    }  # fmt: skip


def send(clerk: Clerk, matter: Matter, unit: str, command_id: str, seen: int) -> Acted:
    """Send a matter to a unit; raise Refused where that may not be."""
    edition, action = editions()[matter.edition], sending_of(matter)
    assert edition.intake is not None, "only editions with an intake have a queue"
    data = {edition.intake.to: unit}
    subject = next((s[1] for s in _stored(streams.read(matter.id)[0]) if s[0] == unit and s[1]), "")
    if subject and any(f.id == "subject" for f in action.fields):
        data["subject"] = subject
    return act(Act(matter.id, action.id, clerk.actor, command_id, clerk.now, data, seen=seen))


def similar(clerk: Clerk, matter: Matter) -> list[Similar]:
    """Return earlier matters, among those the person may see, that may be about the same; nothing is merged."""
    own = Matter.objects.for_viewer(clerk.viewer).select_related("gist").get(id=matter.id)
    return similar_to(clerk, matter.procedure, own.gist.text, matter.id)


def similar_to(clerk: Clerk, procedure: str, line: str, but: UUID) -> list[Similar]:
    """Return recent matters of a procedure, among those the person may see, whose line is much like this one."""
    recent = Matter.objects.for_viewer(clerk.viewer).filter(
        procedure=procedure, opened_at__gt=clerk.now - RECENT, sealed=False
    )
    rows = list(recent.exclude(id=but).select_related("gist").order_by("-opened_at")[:LOOKED_AT])
    lines = {row.number: row.gist.text for row in rows if getattr(row, "gist", None)}
    found = index_of([*lines.items()]).similar(line, OFFERED)
    by_number = {row.number: row for row in rows}
    return [Similar(number, _whole(by_number[number]), round(100 * like)) for number, like in found]


def sending_of(matter: Matter) -> Action:
    """Return the action that sends a waiting matter to a unit."""
    found = next((s.action for s in _sendings()[matter.edition] if s.stage == matter.stage), None)
    return found or _sendings()[matter.edition][0].action


def duplicate_action(edition: Edition) -> str:
    """Return the action by which a person finds a matter to be a duplicate of another, or an empty text."""
    return next(
        (a.id for a in edition.actions.values() if any(f.id == "original" and f.type == "code" for f in a.fields)), ""
    )  # fmt: skip


def _whole(matter: Matter) -> str:
    opening = streams.read(matter.id)[0]
    return mask_numbers(_message(opening, editions()[matter.edition])[1])


def _message(opening: Event, edition: Edition) -> tuple[str, str]:
    texts = texts_of(opening)
    return texts.get("title", ""), texts.get(edition.intake.text if edition.intake else "text", "")


@lru_cache(maxsize=1)
def _sendings() -> Mapping[str, tuple[Sending, ...]]:
    found = {id: tuple(_of_edition(edition)) for id, edition in editions().items()}
    return {id: sendings for id, sendings in found.items() if sendings}


def _of_edition(edition: Edition) -> Iterator[Sending]:
    if edition.intake is None or not edition.intake.dispatch:
        return
    for action in edition.actions.values():
        if not any(f.id == edition.intake.to and f.type == "unit" for f in action.fields):
            continue
        for stage in edition.stages.values():
            if stage.id in action.sources and stage.role in action.who and edition.roles[stage.role].kind == "unit":
                yield Sending(stage.id, action, edition.roles[stage.role].posts)


def _waiting(clerk: Clerk) -> QuerySet[Task]:
    wanted, keys = Q(pk__in=[]), Q(pk__in=[])
    for edition, sendings in _sendings().items():
        for one in sendings:
            if clerk.holds(one.posts):
                named = Q(key=f"stage:{one.stage}")
                for owed in one.action.ends:
                    named |= Q(key__startswith=f"{owed}#")
                wanted |= named & Q(matter__edition=edition, matter__stage=one.stage)
                keys |= named
    # The keys once more by themselves: they stand in the index of the list, so that of the many tasks that are not to
    # be sent to anybody neither the matter nor its grants are looked up.
    rows: QuerySet[Task] = Task.objects.for_viewer(clerk.viewer).filter(keys).filter(wanted, matter__sealed=False)
    return rows.select_related("matter").order_by("order", "matter", "key")


def _stored(opening: Event) -> Sequence[Sequence[Any]]:
    found: Sequence[Sequence[Any]] = opening.data.get("suggestions", ())
    return found


def _candidates(clerk: Clerk, matter: Matter, events: Sequence[Event], title: str, text: str) -> list[Candidate]:
    if kind := _serving(matter):  # the procedure sends by place, so the subjects of departments say nothing here
        near = directory(timezone.localdate(clerk.now)).serving(kind, matter.region)
        return [Candidate("1", near.name, near.id, "", _("来件写明的所在地"))] if near else []
    back = {unit for e in events if e.action == "return" for unit in e.decided.get("units", ())}
    found = suggest(title, text, matter.region, clerk.now) or _as_stored(events[0])
    found = tuple(sorted(found, key=lambda s: s.unit in back))
    return [_candidate(n, s, s.unit in back) for n, s in enumerate(found[:OFFERED], start=1)]


def _serving(matter: Matter) -> str:
    intake = editions()[matter.edition].intake
    return intake.serving if intake else ""


def _offered(clerk: Clerk, matter: Matter) -> list[Served]:
    units, kind = directory(timezone.localdate(clerk.now)), _serving(matter)
    return units.of_kind(kind) if kind else list(units.by_id.values())


def _as_stored(opening: Event) -> tuple[Suggestion, ...]:
    rows = _stored(opening)
    names = dict(Unit.objects.filter(pk__in=[unit for unit, _, _ in rows]).values_list("pk", "name"))
    return tuple(Suggestion(unit, names.get(unit, unit), subject, percent / 100) for unit, subject, percent in rows)


def _candidate(n: int, one: Suggestion, returned: bool) -> Candidate:
    words = [
        _("属于“%(subject)s”") % {"subject": one.subject} if one.subject else "",
        _("文中提到%(words)s") % {"words": "、".join(one.reasons)} if one.reasons else "",
    ]
    said = [*([_("这个单位退回过本件")] if returned else []), *filter(None, words)]
    return Candidate(
        str(n),
        one.name,
        one.unit,
        _("把握 %(percent)s%%") % {"percent": one.percent},
        "；".join(said) or _("由以往办理情况推算"),
    )


def _returns(events: Sequence[Event]) -> Iterator[tuple[str, str]]:
    units = directory(timezone.localdate())
    for event in events:
        edition = editions().get(str(event.decided.get("edition", "")))
        action = edition.actions.get(event.action) if edition else None
        if action is not None and action.tally == RETURNED:
            who = "、".join(units.name(u) for u in event.decided.get("units", ()))
            yield who, mask_numbers(texts_of(event).get("reason", ""))
