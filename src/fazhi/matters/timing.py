"""The sweep: what the passing of time does to matters that nobody touches."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fazhi.ledger.writing import StreamMoved, Write, commit_many
from fazhi.matters import streams
from fazhi.matters.acting import finish
from fazhi.matters.catalogue import calendar, editions
from fazhi.matters.models import Matter, Obligation
from fazhi.procedure import Event, fold
from fazhi.procedure.timer import recalendared, tick

log = logging.getLogger("fazhi.timing")
BATCH = 200


def sweep(now: datetime, *, batch: int = BATCH) -> int:
    """Let the timer act in every matter whose time has come by `now`; return how many matters changed."""
    changed, after = 0, UUID(int=0)
    while True:
        due = Matter.objects.unscoped("计时触发").filter(wake_at__lt=now, id__gt=after).order_by("id")
        ids = list(due.values_list("id", flat=True)[:batch])
        if not ids:
            return changed
        after = ids[-1]
        changed += _swept(ids, now)


def _swept(ids: list[UUID], now: datetime) -> int:
    return _committed([write for id in ids if (write := _tried(_timer_write, id, now)) is not None])


def _tried(make: Callable[[UUID, datetime], Write | None], id: UUID, now: datetime) -> Write | None:
    """Return what is to be written; one matter's trouble is told and must not stop the clocks of those after it."""
    try:
        return make(id, now)
    except Exception as error:  # its text may be a person's: only the kind and the matter go to the log
        log.error("timer failed in matter %s: %s", id, type(error).__name__)
        return None


def _committed(writes: list[Write]) -> int:
    results = commit_many(writes)
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, StreamMoved):
            log.error("timer could not write: %s", type(result).__name__)
    # A matter that somebody else just moved keeps its wake time and comes again with the next sweep.
    return sum(1 for result in results if not isinstance(result, Exception))


def _timer_write(id: UUID, now: datetime) -> Write | None:
    events = streams.read(id)
    new: list[Event] = []
    while (found := tick(editions(), [*events, *new], now, calendar())) is not None:
        new.append(found.event)
    if not new:
        return None
    write = Write(command_id=f"timer:{events[-1].seq}")
    finish(write, id, events, new)
    return write


def recalendar(now: datetime, *, batch: int = BATCH) -> int:
    """Make provisional due dates firm where the calendar of their year has come; return how many matters changed."""
    changed, after = 0, UUID(int=0)
    while True:
        found = Obligation.objects.unscoped("放假安排公布").filter(provisional=True, state="open", matter_id__gt=after)
        ids = list(found.order_by("matter_id").values_list("matter_id", flat=True).distinct()[:batch])
        if not ids:
            return changed
        after = ids[-1]
        changed += _committed([write for id in ids if (write := _tried(_calendar_write, id, now)) is not None])


def _calendar_write(id: UUID, now: datetime) -> Write | None:
    events = streams.read(id)
    state = fold(events)
    event = recalendared(editions()[state.edition], state, calendar(), now)
    if event is None:
        return None
    write = Write(command_id=f"calendar:{events[-1].seq}")
    finish(write, id, events, [replace(event, seq=events[-1].seq + 1)])
    return write
