"""Who may see an object, and why, in words: now or on a past day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.people.models import Dated, Grant, Level, Oversight, Party, Person, ScopeKind, SubjectKind, Unit
from fazhi.people.models.dated import in_force
from fazhi.people.roles import role_name
from fazhi.people.sight import grants_on, grants_through
from fazhi.people.viewers import Viewer, party_subject, unit_subject

_MAY = {
    Level.SEE.value: gettext_noop("查看"),
    Level.WORK.value: gettext_noop("办理"),
    Level.SUPERVISE.value: gettext_noop("督办"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One right, in a sentence, with the event that gave it."""

    text: str
    level: Level
    since: datetime
    until: datetime | None
    granted_by: str


def why(viewer: Viewer, seen: Any, at: datetime | None = None) -> list[Reason]:
    """Return why the viewer sees the object at `at` (default: now); empty when it is not seen.

    For a past moment pass a viewer made for it, since posts change too.
    """
    if viewer.kind == "system":
        return [Reason(_("系统后台任务：%(reason)s。") % {"reason": viewer.reason}, Level.SEE, viewer.at, None, "")]
    found: list[tuple[Dated, str]] = []
    for grant in grants_through(viewer, seen, at):
        if grant.subject in viewer.subjects.own:
            found.append((grant, ""))
        else:
            found += [(oversight, grant.subject) for oversight in _oversights(viewer, grant, at or viewer.at)]
    return _told(found)


def who_sees(seen: Any, at: datetime) -> list[Reason]:
    """Return everybody who may see the object at the moment `at`, each with the reason, overseers included."""
    grants = grants_on(seen, at)
    found: list[tuple[Dated, str]] = [(grant, "") for grant in grants]
    for grant in grants:
        kind, _, unit_id = grant.subject.partition(":")
        if kind == SubjectKind.UNIT:
            found += [(oversight, grant.subject) for oversight in _oversights_of(unit_id, at)]
    return _told(found)


def _oversights(viewer: Viewer, grant: Grant, at: datetime) -> list[Oversight]:
    unit_id = grant.subject.removeprefix(f"{SubjectKind.UNIT.value}:")
    return [oversight for oversight in _oversights_of(unit_id, at) if oversight.subject in viewer.subjects.own]


def _oversights_of(unit_id: str, at: datetime) -> list[Oversight]:
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        return []
    regions = [unit.region_id[:length] for length in (2, 4, 6, 9, 12) if length <= len(unit.region_id)]
    rows = Oversight.objects.filter(in_force(at)).order_by("valid_from", "pk")
    of_unit = rows.filter(scope_kind=ScopeKind.UNIT, scope_id=unit_id)
    return [*of_unit, *rows.filter(scope_kind=ScopeKind.REGION, scope_id__in=regions)]


def _told(found: list[tuple[Dated, str]]) -> list[Reason]:
    names = _names([right.subject for right, _ in found] + [through for _, through in found if through])
    return [_reason(right, through, names) for right, through in found]


def _reason(right: Dated, through: str, names: dict[str, str]) -> Reason:
    day = timezone.localtime(right.valid_from)
    said = {
        "who": names[right.subject], "year": day.year, "month": day.month, "day": day.day,
        "may": _(_MAY[right.level]), "unit": names.get(through, ""),
    }  # fmt: skip
    if through:
        text = _("%(who)s自%(year)s年%(month)s月%(day)s日起可以%(may)s，因其%(may)s%(unit)s的事项。") % said
    else:
        text = _("%(who)s自%(year)s年%(month)s月%(day)s日起可以%(may)s。") % said
    return Reason(text, Level(right.level), right.valid_from, right.valid_to, right.granted_by)


def _names(subjects: Iterable[str]) -> dict[str, str]:
    """Return the name of each subject, with one query for each kind that occurs."""
    split = {subject: (subject.partition(":")[0], subject.partition(":")[2]) for subject in subjects}
    units = _ids(split, SubjectKind.UNIT) | {rest.partition("/")[0] for rest in _ids(split, SubjectKind.POST)}
    called: dict[str, str] = {f"{SubjectKind.PUBLIC.value}:": _("任何人")}
    for unit in Unit.objects.filter(pk__in=units):
        called[unit_subject(unit.pk)] = unit.name
    for person in Person.objects.filter(pk__in=_ids(split, SubjectKind.PERSON)):
        called[f"{SubjectKind.PERSON.value}:{person.pk}"] = person.display_name
    for party in Party.objects.filter(pk__in=_ids(split, SubjectKind.PARTY)):
        called[party_subject(party.pk)] = _("当事人%(name)s") % {"name": party.display_name}
    return {subject: called.get(subject) or _post_name(subject, called) for subject in split}


def _ids(split: Mapping[str, tuple[str, str]], kind: SubjectKind) -> set[str]:
    return {rest for found, rest in split.values() if found == kind.value}


def _post_name(subject: str, called: dict[str, str]) -> str:
    unit, _, role = subject.partition(":")[2].partition("/")
    return f"{called.get(unit_subject(unit), unit)}{role_name(role)}" if role else subject
