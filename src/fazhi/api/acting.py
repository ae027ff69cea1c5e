"""Acting on one matter, and on many with a dry run."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from fazhi.api.reading import matter_for
from fazhi.api.schemas import ActedOut, ActIn, BatchIn, BatchOut, LineOut
from fazhi.api.tokens import Caller
from fazhi.ids import new_id
from fazhi.matters import acting
from fazhi.matters.acting import Act, Acted
from fazhi.matters.catalogue import editions
from fazhi.matters.many import Report, act_many
from fazhi.matters.models import Matter
from fazhi.matters.projection import responsible
from fazhi.matters.units import directory
from fazhi.procedure import Edition, Refused
from fazhi.procedure.model import Field
from fazhi.procedure.moves import headline

NOT_SEEN = "没有这个办件，或者您无权查看。请核对办件编号。"


def act(caller: Caller, number: str, action: str, given: ActIn, key: str, now: datetime) -> ActedOut:
    """Do something to a matter; raise Refused, NoSuchMatter, StreamMoved."""
    matter = matter_for(caller, number, now)
    _references_exist(editions()[matter.edition], action, given.data, now)
    command = f"api:{caller.person.pk}:{key or given.command_id or new_id().hex}"
    wanted = Act(
        matter.id, action, caller.actor, command, now, given.data, given.occurred_at, given.late_reason, given.seen
    )
    return _told(acting.act(wanted), now)


def act_on_many(caller: Caller, given: BatchIn, key: str, now: datetime) -> BatchOut:
    """Do the same to many matters, each on its own; a line for each number, in the order given."""
    batch = key or given.batch_id or new_id().hex
    seen = _seen(caller, given.numbers, now)
    for edition in {editions()[matter.edition].id: editions()[matter.edition] for matter in seen.values()}.values():
        _references_exist(edition, given.action, given.data, now)
    command = f"api:{caller.person.pk}:{batch}"
    acts = [Act(m.id, given.action, caller.actor, command, now, given.data) for m in seen.values()]
    report = act_many(acts, batch, dry_run=given.dry_run)
    return BatchOut(
        batch_id=batch, dry_run=given.dry_run, done=report.done, lines=list(_lines(given.numbers, seen, report))
    )


def _seen(caller: Caller, numbers: Sequence[str], now: datetime) -> dict[str, Matter]:
    rows = Matter.objects.for_viewer(caller.viewer(now)).filter(number__in=set(numbers), sealed=False)
    found = {row.number: row for row in rows}
    return {number: found[number] for number in dict.fromkeys(numbers) if number in found}


def _lines(numbers: Sequence[str], seen: Mapping[str, Matter], report: Report) -> Iterator[LineOut]:
    by_matter: dict[UUID, Any] = {line.matter: line for line in report.lines}
    for number in dict.fromkeys(numbers):
        if number not in seen:
            yield LineOut(number=number, ok=False, why=NOT_SEEN)
            continue
        line = by_matter[seen[number].id]
        yield LineOut(number=number, ok=line.ok, why=line.why, seq=line.seq)


def _told(done: Acted, now: datetime) -> ActedOut:
    state = done.state
    edition = editions()[state.edition]
    unit = responsible(edition, state)
    return ActedOut(
        id=done.matter, seq=done.seq, stage=state.stage, stage_name=edition.stages[state.stage].name,
        outcome=state.outcome, unit=unit, unit_name=directory(timezone.localdate(now)).name(unit) if unit else "",
        due=None if state.ended_at else headline(edition, state), repeated=done.repeated,
    )  # fmt: skip


def _references_exist(edition: Edition, action: str, data: Mapping[str, Any], now: datetime) -> None:
    """Refuse units that are not there: a matter given to nobody would be lost. Files are added at the matter's page."""
    known = edition.actions.get(action)
    wrong = {f.id: why for f in (known.fields if known else ()) if (why := _wrong(f, data.get(f.id), now))}
    if wrong:
        raise Refused("fields", "填写的内容有误：" + "；".join(wrong.values()), "请改正后再办理", wrong)


def _wrong(field: Field, value: Any, now: datetime) -> str:
    if value in (None, "", []):
        return ""
    if field.type == "file":
        return f"“{field.name}”须在办件页面上传"
    if field.type in ("unit", "units"):
        units = directory(timezone.localdate(now)).by_id
        values = value if isinstance(value, list) else [value]
        missing = [str(v) for v in values if not isinstance(v, str) or v not in units]
        return f"“{field.name}”中没有这个单位：{'、'.join(missing)}" if missing else ""
    if not isinstance(value, str | int | bool):
        return f"“{field.name}”须是一个值"
    return ""
