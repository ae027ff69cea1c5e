"""An import from beginning to end: resumable after a kill, the same file twice changes nothing, no row is lost."""

import csv
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from django.db import connection
from django.utils import timezone

from fazhi.ledger.models import Event
from fazhi.ledger.writing import Write, commit_many, stream_id_for
from fazhi.matters import numbers, streams
from fazhi.matters.catalogue import current
from fazhi.matters.dispatching import Suggestion, suggest_many
from fazhi.matters.importing.mapping import ColumnMap
from fazhi.matters.importing.reading import Row, Source
from fazhi.matters.importing.rows import BadRow, Options, command_id, message_of
from fazhi.matters.importing.starting import start_worker
from fazhi.matters.intake import Message, opened
from fazhi.procedure import Actor, Refused

CHUNK = 500
# An import does what a clerk would do row by row, and its events say so.
IMPORTER = Actor("import", {"import": frozenset({"dispatcher"})})


@dataclass(frozen=True, slots=True)
class Item:
    """A row with the command id that makes it one matter for ever."""

    row: Row
    command: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not brought in, and why."""

    row: Row
    why: str


@dataclass(slots=True)
class Tally:
    """What became of the rows: together they are the rows of the file."""

    rows: int = 0
    opened: int = 0
    dispatched: int = 0
    known: int = 0
    rejected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def adds_up(self) -> bool:
        """Whether every row of the file is accounted for."""
        return self.opened + self.known + self.rejected == self.rows


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one batch of rows."""

    opened: int
    dispatched: int
    known: int
    rejected: tuple[Rejected, ...]
    rows: int


def bring_in(
    source: Source, columns: ColumnMap, options: Options, rejects: Path, now: datetime, *,
    watch: Callable[[int], object] = int, workers: int = 1,
) -> Tally:  # fmt: skip
    """Open a matter for every good row; write every bad one, untouched, to `rejects` with the reason."""
    tally = Tally()
    task = partial(bring_in_chunk, columns=columns, options=options, now=now)
    with _rejects_file(rejects, source) as reject:
        for done in _results(list_chunks(source, columns, options), task, workers):
            _count(tally, done, reject)
            watch(done.rows)
    return tally


def list_chunks(source: Source, columns: ColumnMap, options: Options) -> Iterator[list[Item]]:
    """Yield the rows in batches, each row with its command id."""
    seen: dict[str, int] = {}
    items = (Item(row, command_id(row, columns, options, seen)) for row in source.rows())
    while chunk := list(islice(items, CHUNK)):
        yield chunk


def bring_in_chunk(chunk: Sequence[Item], columns: ColumnMap, options: Options, now: datetime) -> Done:
    """Open matters for one batch in one go."""
    known = _known([item.command for item in chunk])
    rejected: list[Rejected] = []
    messages: list[tuple[Item, Message]] = []
    commands: set[str] = set()
    for item in chunk:
        if item.command in known or item.command in commands:
            continue
        try:
            messages.append((item, message_of(item.row, columns, options, now)))
            commands.add(item.command)
        except BadRow as bad:
            rejected.append(Rejected(item.row, str(bad)))
    opened, dispatched = _written(messages, options, now, rejected)
    return Done(opened, dispatched, len(chunk) - opened - len(rejected), tuple(rejected), len(chunk))


def _written(
    messages: list[tuple[Item, Message]], options: Options, now: datetime, rejected: list[Rejected]
) -> tuple[int, int]:  # fmt: skip
    numbers.hold(timezone.localdate(now), len(messages))
    suggestions = _suggestions([message for _, message in messages], options, now)
    writes: list[Write] = []
    items: list[Item] = []
    dispatched = 0
    for (item, message), suggested in zip(messages, suggestions, strict=True):
        try:
            write = opened(message, IMPORTER, item.command, now, suggested).write
        except Refused as refused:
            rejected.append(Rejected(item.row, str(refused)))
            continue
        write.batch_id = options.batch
        writes.append(write)
        items.append(item)
        dispatched += len(write.appends[0].events) > 1
    done = 0
    for item, result in zip(items, commit_many(writes), strict=True):
        if isinstance(result, Exception):
            rejected.append(Rejected(item.row, f"没有写入：{result}"))
        else:
            done += not result.first_result
    return done, dispatched


def _suggestions(
    messages: Sequence[Message], options: Options, now: datetime
) -> Sequence[tuple[Suggestion, ...] | None]:
    # None leaves it to the intake: what goes by place, or says its subject, is not for the machine to guess.
    intake = current(options.procedure, timezone.localdate(now)).intake
    if intake is None or not intake.dispatch or intake.serving:
        return [None] * len(messages)
    found = suggest_many([(m.title, m.text, m.region) for m in messages], now)
    return [None if m.subject else one for m, one in zip(messages, found, strict=True)]


def _known(commands: Sequence[str]) -> set[str]:
    ids = {stream_id_for(streams.KIND, command): command for command in commands}
    there = Event.objects.filter(stream_kind=streams.KIND, stream_id__in=list(ids), seq=1)
    return {ids[id] for id in there.values_list("stream_id", flat=True)}


def _count(tally: Tally, done: Done, reject: Callable[[Rejected], None]) -> None:
    tally.rows += done.rows
    tally.opened += done.opened
    tally.dispatched += done.dispatched
    tally.known += done.known
    tally.rejected += len(done.rejected)
    for rejected in sorted(done.rejected, key=lambda r: r.row.number):
        kind = rejected.why.split("“")[0]
        tally.reasons[kind] = tally.reasons.get(kind, 0) + 1
        reject(rejected)


@contextmanager
def _rejects_file(path: Path, source: Source) -> Iterator[Callable[[Rejected], None]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["行号", "未导入的原因", "原文", *source.columns])

        def reject(rejected: Rejected) -> None:
            values = [rejected.row.values.get(column, "") for column in source.columns]
            writer.writerow([rejected.row.number, rejected.why, rejected.row.raw, *values])

        yield reject


def _results(
    chunks: Iterator[list[Item]], task: Callable[[list[Item]], Done], workers: int
) -> Iterator[Done]:  # fmt: skip
    if workers < 2:
        yield from map(task, chunks)
        return
    connection.close()  # a forked or spawned worker must not share it
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=start_worker) as pool:
        pending: deque[Future[Done]] = deque()
        for chunk in chunks:
            pending.append(pool.submit(task, chunk))
            if len(pending) > 2 * workers:  # a long file is read as fast as it is written, no faster
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
