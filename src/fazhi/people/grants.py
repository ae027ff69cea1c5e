"""Rights as rows for a write: given and ended, never changed otherwise."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from fazhi.ledger.writing import Change
from fazhi.people.models import Grant, Level, ObjectKind, Oversight, ScopeKind


def prepare_grants(
    object_id: UUID, to: Mapping[str, Level], since: datetime, granted_by: str, kind: ObjectKind = ObjectKind.MATTER
) -> list[Grant]:
    """Return unsaved grants of one object to subjects (`viewers.unit_subject` and its like) from `since` on."""
    return [
        Grant(
            subject=subject,
            object_kind=kind,
            object_id=object_id,
            level=level,
            valid_from=since,
            granted_by=granted_by,
        )
        for subject, level in to.items()
    ]


def prepare_oversight(
    subject: str, scope: ScopeKind, scope_id: str, level: Level, since: datetime, granted_by: str
) -> Oversight:
    """Return an unsaved oversight of a unit (by id) or a region (by code); ValueError for the level of work."""
    if level is Level.WORK:
        raise ValueError(_("监督授权只能是“查看”或者“督办”：办理事项须分派给单位本身。"))
    return Oversight(
        subject=subject,
        scope_kind=scope,
        scope_id=scope_id,
        level=level,
        valid_from=since,
        granted_by=granted_by,
    )


def prepare_ending(grant: Grant | Oversight, at: datetime, ended_by: str) -> Change:
    """Return the change that ends a right at the moment `at`, by the event named."""
    return Change(type(grant), grant.pk, {"valid_to": at, "ended_by": ended_by})
