"""Who looks: everything by which a person, a party or the public can hold a right, gathered once a request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fazhi.people.models import Grant, Level, Oversight, Party, Person, Post, ScopeKind, SubjectKind, Unit
from fazhi.people.models.dated import in_force
from fazhi.people.posts import posts_on
from fazhi.people.roles import ADMINISTRATORS

PUBLIC: Final = f"{SubjectKind.PUBLIC.value}:"
# Below so many grants a list starts from them; above, it walks in its own order and asks row by row. Measured on
# 300,000 matters: starting from 2,000 grants costs 11 ms; walking for a viewer of 100 costs a second.
WIDE: Final = 2_000


def unit_subject(unit_id: str) -> str:
    """Return the subject that stands for all who hold a post at the unit."""
    return f"{SubjectKind.UNIT.value}:{unit_id}"


def post_subject(unit_id: str, role: str) -> str:
    """Return the subject that stands for whoever holds this post at the unit, now or after a change of person."""
    return f"{SubjectKind.POST.value}:{unit_id}/{role}"


def person_subject(person_id: str) -> str:
    """Return the subject that stands for one person in whatever post."""
    return f"{SubjectKind.PERSON.value}:{person_id}"


def party_subject(party_id: UUID) -> str:
    """Return the subject that stands for one resident or body."""
    return f"{SubjectKind.PARTY.value}:{party_id.hex}"  # as events name parties


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a viewer is (`own`), and the units whose affairs the viewer sees or supervises (`overseen`)."""

    own: frozenset[str]
    overseen: Mapping[str, Level] = field(default_factory=dict)

    def holding(self, level: Level) -> frozenset[str]:
        """Return the subjects through which at least `level` may be held; work is never done by oversight."""
        if level is Level.WORK:
            return self.own
        reach = (unit for unit, held in self.overseen.items() if level is Level.SEE or held is Level.SUPERVISE)
        return self.own | {unit_subject(unit) for unit in reach}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, as of which moment; `system` sees all and says why it must."""

    kind: Literal["person", "party", "public", "system"]
    id: str
    at: datetime
    subjects: Subjects
    posts: tuple[Post, ...] = ()
    wide: bool = False
    reason: str = ""
    present: bool = False  # made for this moment, to see what is there now: not for a question about the past

    @property
    def units(self) -> frozenset[str]:
        """Return the units, by id, whatever is granted to which the viewer sees."""
        mark = unit_subject("")
        return frozenset(s.removeprefix(mark) for s in self.subjects.holding(Level.SEE) if s.startswith(mark))

    @property
    def label(self) -> str:
        """Return kind and opaque id: fit for a log."""
        return f"{self.kind}:{self.id}"


def subjects_of(person: Person, at: datetime) -> Subjects:
    """Return what the person is at the moment `at`, by posts held that day and the oversight granted to them."""
    return _subjects(person, posts_on(person, timezone.localdate(at)), at)


def person_viewer(
    person: Person, at: datetime, posts: Iterable[Post] | None = None, *, present: bool = False
) -> Viewer:  # fmt: skip
    """Return the person as a viewer at the moment `at`; a deactivated account is only the public.

    `present` says that the moment is the one in which the viewer looks.
    """
    if not person.is_active:
        return public_viewer(at)
    held = tuple(posts_on(person, timezone.localdate(at)) if posts is None else posts)
    subjects = _subjects(person, held, at)
    return Viewer("person", person.pk, at, subjects, held, wide=_is_wide(subjects), present=present)


def party_viewer(party: Party, at: datetime) -> Viewer:
    """Return a resident as a viewer; what was granted to the records merged into this one counts."""
    merged = Party.objects.filter(merged_into=party).values_list("pk", flat=True)
    own = frozenset({PUBLIC, party_subject(party.pk), *map(party_subject, merged)})
    subjects = Subjects(own)
    return Viewer("party", str(party.pk), at, subjects, wide=_is_wide(subjects))


def public_viewer(at: datetime) -> Viewer:
    """Return anybody who has not signed in."""
    subjects = Subjects(frozenset({PUBLIC}))
    return Viewer("public", "", at, subjects, wide=_is_wide(subjects))


def system_viewer(reason: str, at: datetime) -> Viewer:
    """Return the system itself, which sees all; ValueError when no reason is given."""
    if not reason.strip():
        raise ValueError(_("系统查看全部事项必须说明理由。请写明用途，例如“重建统计”。"))
    return Viewer("system", "system", at, Subjects(frozenset()), reason=reason)


def _subjects(person: Person, posts: Iterable[Post], at: datetime) -> Subjects:
    own = {PUBLIC, person_subject(person.pk)}
    for post in posts:
        if post.role not in ADMINISTRATORS:
            own |= {unit_subject(post.unit_id), post_subject(post.unit_id, post.role)}
    return Subjects(frozenset(own), _overseen(own, at))


def _overseen(own: set[str], at: datetime) -> dict[str, Level]:
    scopes = Oversight.objects.filter(in_force(at), subject__in=own).values_list("scope_kind", "scope_id", "level")
    units: dict[str, Level] = {}
    regions: dict[str, Level] = {}
    for kind, scope, level in scopes:
        _keep_higher(units if kind == ScopeKind.UNIT else regions, scope, Level(level))
    for unit_id, code in _units_in(regions):
        for region, level in regions.items():
            if code.startswith(region):
                _keep_higher(units, unit_id, level)
    return units


def _keep_higher(levels: dict[str, Level], key: str, level: Level) -> None:
    if levels.get(key) is not Level.SUPERVISE:
        levels[key] = level


def _units_in(regions: Iterable[str]) -> Iterable[tuple[str, str]]:
    inside = Q()
    for code in regions:
        inside |= Q(region__code__startswith=code)
    return Unit.objects.filter(inside).values_list("pk", "region_id") if inside else ()


def _is_wide(subjects: Subjects) -> bool:
    held = Grant.objects.filter(subject__in=subjects.holding(Level.SEE)).order_by()
    return held.values("pk")[WIDE : WIDE + 1].exists()
