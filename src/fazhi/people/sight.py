"""The one place that decides who may see what, and can say why, now or at any past moment."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from fazhi.people.models import Grant, Level, ObjectKind
from fazhi.people.models.dated import in_force
from fazhi.people.viewers import Viewer

M = TypeVar("M", bound=Model)
denied = logging.getLogger("fazhi.denied")


class SightRefused(Exception):
    """The viewer may not see what was asked for, and is told whom to ask."""

    def __init__(self) -> None:
        super().__init__(_("您没有查看这一事项的权限。如因工作需要查看，请联系本单位负责人或者承办单位授权。"))


@dataclass(frozen=True, slots=True)
class Target:
    """The stream that is looked at."""

    id: UUID
    kind: ObjectKind = ObjectKind.MATTER


def visible(
    queryset: QuerySet[M],
    viewer: Viewer,
    at: datetime | None = None,
    *,
    object_field: str = "id",
    kind: ObjectKind = ObjectKind.MATTER,
    level: Level = Level.SEE,
    unit_field: str = "",
) -> QuerySet[M]:
    """Narrow `queryset` to the rows whose object the viewer may see (or work on, or supervise) at `at`.

    `object_field` names the column that holds the object's UUID; `unit_field` the one, if any, with the unit that
    holds the object now and therefore has a grant in force. No query is run here; the database joins once.
    """
    if viewer.kind == "system":
        return queryset
    grants = _grants(viewer, kind, level, at or viewer.at)
    if viewer.wide:
        granted = Q(Exists(grants.filter(object_id=OuterRef(object_field))))
        # The unit in the row stands for its grant. To look for the grant of each of 100,000 matters takes half a
        # second a query, and who oversees a county would find it every time.
        if unit_field and viewer.present and at is None and level is Level.SEE:
            granted = Q(**{f"{unit_field}__in": sorted(viewer.units)}) | granted
        return queryset.filter(granted)
    return queryset.filter(**{f"{object_field}__in": grants.values("object_id")})


def may_see(viewer: Viewer, seen: Any, level: Level = Level.SEE, at: datetime | None = None) -> bool:
    """Say whether the viewer may see (work on, supervise) a Target or a row of a scoped model; a denial is logged."""
    target = target_of(seen)
    if viewer.kind == "system" or _on(viewer, target, level, at).exists():
        return True
    # Opaque ids only: who reads the log of denials need not be one who may see the matter.
    denied.warning("denied viewer=%s object=%s:%s level=%s", viewer.label, target.kind.value, target.id, level.value)
    return False


def require(viewer: Viewer, seen: Any, level: Level = Level.SEE) -> None:
    """Raise SightRefused, logged, unless the viewer may see (work on, supervise) the object now."""
    if not may_see(viewer, seen, level):
        raise SightRefused


def grants_through(viewer: Viewer, seen: Any, at: datetime | None = None) -> Sequence[Grant]:
    """Return the grants by which the viewer sees the object at `at`, the oldest first."""
    return list(_on(viewer, target_of(seen), Level.SEE, at).order_by("valid_from", "pk"))


def grants_on(seen: Any, at: datetime) -> Sequence[Grant]:
    """Return every grant on the object in force at `at`, the oldest first."""
    target = target_of(seen)
    found = Grant.objects.filter(in_force(at), object_kind=target.kind, object_id=target.id)
    return list(found.order_by("valid_from", "pk"))


def target_of(seen: Any) -> Target:
    """Return what a row stands for: its model names the column in `sight_field` (default `id`)."""
    if isinstance(seen, Target):
        return seen
    if isinstance(seen, UUID):
        return Target(seen)
    return Target(getattr(seen, getattr(seen, "sight_field", "id")), getattr(seen, "sight_kind", ObjectKind.MATTER))


def _on(viewer: Viewer, target: Target, level: Level, at: datetime | None) -> QuerySet[Grant]:
    return _grants(viewer, target.kind, level, at or viewer.at).filter(object_id=target.id)


def _grants(viewer: Viewer, kind: ObjectKind, level: Level, at: datetime) -> QuerySet[Grant]:
    return Grant.objects.filter(in_force(at), _held(viewer, level), object_kind=kind)


def _held(viewer: Viewer, level: Level) -> Q:
    if level is Level.SEE:
        return Q(subject__in=viewer.subjects.holding(level))
    reached = viewer.subjects.holding(level)
    return Q(subject__in=viewer.subjects.own, level=level) | Q(subject__in=reached - viewer.subjects.own)
