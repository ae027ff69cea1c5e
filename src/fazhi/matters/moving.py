"""Moving running matters to a new edition of their procedure: previewed, then one transaction a matter."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from fazhi.ledger.writing import Write, commit_many
from fazhi.matters import streams
from fazhi.matters.acting import finish
from fazhi.matters.catalogue import calendar
from fazhi.matters.models import Matter
from fazhi.procedure import Actor, Edition, Event, Refused
from fazhi.procedure.moves import Preview, move, preview

BATCH = 200


def preview_move(old: Edition, new: Edition, now: datetime) -> Preview:
    """Return which running matters would move, and which way their due dates go; nothing is changed."""
    return preview(old, new, ((id.hex, events) for id, events in _running(old)), at=now, calendar=calendar())


def move_all(old: Edition, new: Edition, actor: Actor, now: datetime) -> int:
    """Move every running matter that the transition clause moves; return how many. Run again, it moves the rest."""
    moved, writes = 0, []
    for id, events in _running(old):
        try:
            event = move(old, new, events, actor=actor, at=now, calendar=calendar())
        except Refused:
            continue
        write = Write(command_id=f"move:{new.id}:{id.hex}")
        finish(write, id, events, [event])
        writes.append(write)
        if len(writes) == BATCH:
            moved += _written(writes)
            writes = []
    return moved + _written(writes)


def _written(writes: list[Write]) -> int:
    return sum(not isinstance(result, Exception) for result in commit_many(writes))


def _running(old: Edition) -> Iterator[tuple[UUID, list[Event]]]:
    found = Matter.objects.unscoped("迁移到新版本").filter(edition=old.id, ended_at__isnull=True).order_by("id")
    for id in list(found.values_list("id", flat=True)):
        yield id, streams.read(id)
