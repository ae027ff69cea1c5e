"""The outbox: messages join the change that causes them, are claimed by lease, and are tried again when they fail."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q

from fazhi.notices.models import Message

Handler = Callable[[Message], None]
"""Delivers one message; it may be given the same message again after a crash and must tell by `message.id`."""

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)
_ERROR_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent: payloads hold codes and opaque ids only; `not_before` None means at once."""

    kind: str
    to: str
    payload: dict[str, Any]
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one run of `run_once` came to, in numbers of messages."""

    done: int = 0
    failed: int = 0


def prepare(messages: Iterable[Outgoing], now: datetime) -> list[Message]:
    """Return the rows to insert with the change that causes the messages."""
    return [
        Message(kind=m.kind, to=m.to, payload=m.payload, created=now, not_before=m.not_before or now) for m in messages
    ]


def claim(worker: str, n: int, lease: timedelta, now: datetime) -> list[Message]:
    """Return up to `n` messages that from now until the end of the lease belong to `worker` alone."""
    claimable = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    with transaction.atomic():
        found = Message.objects.filter(claimable, done_at__isnull=True, not_before__lte=now).order_by(
            "not_before", "id"
        )
        if connection.features.has_select_for_update_skip_locked:
            found = found.select_for_update(skip_locked=True)
        # SQLite's transaction holds the only write lock from its beginning: nobody reads the same rows meanwhile.
        claimed = list(found[:n])
        Message.objects.filter(pk__in=[m.pk for m in claimed]).update(
            leased_by=worker, lease_until=now + lease, attempts=F("attempts") + 1
        )
    for message in claimed:
        message.leased_by, message.lease_until = worker, now + lease
        message.attempts += 1
    return claimed


def done(message_id: UUID, worker: str, now: datetime) -> bool:
    """Mark a message done; False when its lease went to another worker meanwhile."""
    mine = Message.objects.filter(pk=message_id, leased_by=worker, done_at__isnull=True)
    return bool(mine.update(done_at=now, lease_until=None, last_error=""))


def failed(message_id: UUID, worker: str, error: str, now: datetime) -> bool:
    """Give a message back to be tried after a pause that doubles with each attempt (30 seconds to 6 hours)."""
    with transaction.atomic():
        mine = Message.objects.filter(pk=message_id, leased_by=worker, done_at__isnull=True).first()
        if mine is None:
            return False
        mine.last_error, mine.lease_until, mine.leased_by = error[:_ERROR_LENGTH], None, ""
        mine.not_before = now + pause_after(mine.attempts)
        mine.save(update_fields=["last_error", "lease_until", "leased_by", "not_before"])
    return True


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after the given number of attempts (from 1)."""
    doublings = min(max(attempts - 1, 0), 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def run_once(
    handlers: Mapping[str, Handler],
    *,
    worker: str,
    clock: Callable[[], datetime],
    n: int = 50,
    lease: timedelta = timedelta(minutes=5),
) -> Delivery:
    """Claim and deliver once; a message that fails, or has no handler, is given back with the reason."""
    finished = broken = 0
    for message in claim(worker, n, lease, clock()):
        try:
            _handler(handlers, message.kind)(message)
        except Exception as error:  # one bad message must not keep the others back
            broken += failed(message.pk, worker, f"{type(error).__name__}: {error}", clock())
        else:
            finished += done(message.pk, worker, clock())
    return Delivery(finished, broken)


def _handler(handlers: Mapping[str, Handler], kind: str) -> Handler:
    if kind not in handlers:
        raise LookupError(f"没有办理“{kind}”类消息的程序。请检查安装的版本和配置。")
    return handlers[kind]
