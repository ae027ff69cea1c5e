"""Issuing a figure freezes it; computing it again shows what differs, never silently."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from fazhi.figures import issued_rows as rows
from fazhi.figures.compute import rate
from fazhi.figures.definitions import Indicator
from fazhi.figures.membership import Membership, members, members_at
from fazhi.figures.models import IssuedFigure
from fazhi.figures.scope import Scope
from fazhi.ledger.writing import Append, Change, NewEvent, Write, commit, stream_id_for
from fazhi.matters.catalogue import profile
from fazhi.people.models import Oversight, ScopeKind
from fazhi.people.models.dated import in_force
from fazhi.people.viewers import Viewer, unit_subject

ISSUERS = frozenset({"leader", "analyst", "supervisor"})


class MayNotIssue(PermissionError):
    """发布统计数须由负责人、统计分析员或者督办员办理，且统计范围须在本人监督的单位或者区划之内。请缩小范围，或者请有权限的人员发布。"""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NothingRestated(ValueError):
    """重新计算的结果与已发布的一致，没有需要登记的更正。"""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Restatement:
    """An issued figure computed again: old and new, and the keys of the records that differ."""

    issued: IssuedFigure
    as_of: datetime
    numerator: int
    denominator: int | None
    value: Decimal | int | None
    digest: str
    added: frozenset[str]
    removed: frozenset[str]
    changed: frozenset[str]  # counted both times, but in the numerator only once
    reproduced: bool  # whether the records counted at the time still give the digest that was frozen

    @property
    def differs(self) -> bool:
        """Whether any record differs, even where the value happens to be the same."""
        return bool(self.added or self.removed or self.changed) or not self.reproduced


def may_issue(viewer: Viewer, scope: Scope) -> bool:
    """Whether the viewer holds the post to issue figures and oversees the whole of the scope."""
    if viewer.kind == "system":
        return True
    if not ISSUERS & {post.role for post in viewer.posts}:
        return False
    if scope.unit and (unit_subject(scope.unit) in viewer.subjects.own or scope.unit in viewer.subjects.overseen):
        return True
    held = Oversight.objects.filter(in_force(viewer.at), subject__in=viewer.subjects.own, scope_kind=ScopeKind.REGION)
    whole = scope.region or profile().code
    return any(whole.startswith(code) for code in held.values_list("scope_id", flat=True))


def issue(
    indicator: Indicator, scope: Scope, viewer: Viewer, now: datetime, command_id: str
) -> IssuedFigure:  # fmt: skip
    """Freeze a figure as known at `now`, over all records of the scope. Raise MayNotIssue.

    The same command id twice issues one figure.
    """
    if not may_issue(viewer, scope):
        raise MayNotIssue
    id = stream_id_for(rows.KIND, command_id)
    if earlier := IssuedFigure.objects.filter(pk=id).first():
        return earlier
    event = NewEvent(
        rows.ISSUE, rows.issue_body(indicator, scope, members_at(indicator, scope, now), now), now, now, viewer.id
    )
    write = Write(command_id=command_id, appends=[Append(rows.KIND, id, 0, (event,))])
    write.inserts.append(rows.issued_row(id, event.body, now, viewer.id))
    commit(write)
    return IssuedFigure.objects.get(pk=id)


def recompute(issued: IssuedFigure, now: datetime) -> Restatement:
    """Compute an issued figure again under the definition it was issued by, and compare record by record.

    A figure of a period is computed by what is known at `now`; a stock stays at its moment, with what came in late.
    """
    indicator, scope = rows.definition_of(issued), rows.scope_of(issued)
    old = members_at(indicator, scope, issued.known_at)
    if indicator.is_stock:
        new = members_at(indicator, scope, issued.known_at, known_at=now)
    else:
        new = members(indicator, scope, now)
    return _compared(issued, indicator, old, new, now)


def record(restatement: Restatement, viewer: Viewer, now: datetime, command_id: str) -> None:
    """Write a restatement into the figure's stream. Raise MayNotIssue, NothingRestated, or StreamMoved."""
    if not may_issue(viewer, rows.scope_of(restatement.issued)):
        raise MayNotIssue
    if not restatement.differs:
        raise NothingRestated
    issued, body = restatement.issued, _restatement_body(restatement)
    event = NewEvent(rows.RESTATE, body, restatement.as_of, now, viewer.id)
    write = Write(command_id=command_id, appends=[Append(rows.KIND, issued.pk, issued.seq, (event,))])
    write.inserts.append(rows.restated_row(issued.pk, issued.seq + 1, body, viewer.id))
    write.changes.append(Change(IssuedFigure, issued.pk, {"seq": issued.seq + 1}))
    commit(write)


def _compared(
    issued: IssuedFigure, indicator: Indicator, old: Membership, new: Membership, now: datetime
) -> Restatement:  # fmt: skip
    numerator, denominator = new.counts(indicator)
    return Restatement(
        issued=issued,
        as_of=now,
        numerator=numerator,
        denominator=denominator,
        value=rate(numerator, denominator) if indicator.is_rate else numerator,
        digest=new.digest,
        added=new.all - old.all,
        removed=old.all - new.all,
        changed=(new.all & old.all) & (new.above ^ old.above),
        reproduced=old.digest == issued.records_digest,
    )


def _restatement_body(found: Restatement) -> dict[str, object]:
    return {
        "as_of": found.as_of.isoformat(),
        "numerator": found.numerator,
        "denominator": found.denominator,
        "value": rows.value_text(found.value),
        "digest": found.digest,
        "added": sorted(found.added),
        "removed": sorted(found.removed),
        "changed": sorted(found.changed),
        "reproduced": found.reproduced,
    }


def matter_of(key: str) -> UUID | None:
    """Return the matter that a record's key names; None where the key is a party's."""
    try:
        return UUID(key.split("/")[0])
    except ValueError:
        return None
