"""Many writes as one transaction: prepared where they come from, run together, parted again when one fails."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model, Q

from fazhi.ledger.appending import Row, canonical_bodies, event_statements, known_heads, link_write
from fazhi.ledger.changes import Committed, New, StreamMoved, Write
from fazhi.ledger.rows import Statements, change_rows, delete_matching, delete_rows, insert_rows, key_of
from fazhi.ledger.running import Runner, lost, transaction_for

Outcome = Committed | Exception


class ConnectionLost(OperationalError):
    """与数据库的连接中断，不能确定这次操作是否已经写入。请刷新页面核对；没有写入的，请重新提交。"""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(slots=True)
class Prepared:
    """A write with everything computed that needs no lock: bodies as JSON, rows as SQL."""

    write: Write
    bodies: list[list[str]]
    deletes: Statements
    matching: list[tuple[type[Model], Q]]
    inserts: Statements
    changes: Statements
    touched: set[object]


def prepare(write: Write) -> Prepared:
    """Turn a write into SQL and canonical bodies; TypeError or ValueError when a value has no stored form."""
    return Prepared(
        write,
        canonical_bodies(write),
        delete_rows((model, what) for model, what in write.deletes if isinstance(what, dict)),
        [(model, what) for model, what in write.deletes if isinstance(what, Q)],
        insert_rows(write.inserts),
        change_rows(write.changes),
        _touched(write),
    )


def commit_group(group: Sequence[Prepared]) -> list[Outcome]:
    """Commit writes as one transaction; when it fails, each alone, so that only the guilty one fails.

    New streams are not looked up before: the keys of the event table refuse a second beginning. Only then are all
    streams and commands of the group looked up, so that what came twice is told from what is wrong.
    """
    for thorough in (False, True):
        try:
            return _committed(group, thorough=thorough)
        except Exception as error:  # whatever one write does, those beside it in the group must not suffer
            if lost(error):
                raise ConnectionLost from error
            if len(group) == 1:
                return [_diagnosed(group[0], error) if isinstance(error, IntegrityError) else error]
    return [commit_group([prepared])[0] for prepared in group]


def _committed(group: Sequence[Prepared], *, thorough: bool) -> list[Outcome]:
    # PostgreSQL gives up a transaction in which a query failed: somebody else's must not be lost by ours.
    with transaction.atomic() if connection.in_atomic_block else nullcontext():
        outcomes, turns = _linked(group, thorough=thorough)
    if turns:
        with transaction_for(len(group), plain=not any(turn.matching for turn in turns)) as runner:
            for turn in turns:
                turn.run(runner)
    return outcomes


def _linked(group: Sequence[Prepared], *, thorough: bool) -> tuple[list[Outcome], list["Turn"]]:
    # Before the transaction: what is read of a stream's past cannot change, and its keys refuse what came meanwhile.
    heads = known_heads(((a, p.write.command_id) for p in group for a in p.write.appends), thorough=thorough)
    outcomes: list[Outcome] = []
    turns: list[Turn] = []
    for prepared in group:
        try:
            committed, rows = link_write(prepared.write, prepared.bodies, heads)
        except StreamMoved as moved:
            outcomes.append(moved if thorough else _diagnosed(prepared, moved))
            continue
        outcomes.append(committed)
        if not committed.first_result:
            if not turns or not turns[-1].takes(prepared):
                turns.append(Turn())
            turns[-1].add(prepared, rows)
    return outcomes, turns


def _diagnosed(prepared: Prepared, error: Exception) -> Outcome:
    """Tell a lost race (the stream moved, the command was seen) from a fault of the write's own rows."""
    heads = known_heads(((a, prepared.write.command_id) for a in prepared.write.appends), thorough=True)
    try:
        committed, _ = link_write(prepared.write, prepared.bodies, heads)
    except StreamMoved as moved:
        return moved
    return committed if committed.first_result else error


class Turn:
    """Writes of a group that may run in any order, so that their rows can be merged table by table."""

    def __init__(self) -> None:
        self._events: list[Row] = []
        self._deletes: Statements = {}
        self.matching: list[tuple[type[Model], Q]] = []
        self._inserts: Statements = {}
        self._changes: Statements = {}
        self._touched: set[object] = set()

    def takes(self, prepared: Prepared) -> bool:
        """Tell whether a write touches no stream and no row that a write before it in this turn touches."""
        return self._touched.isdisjoint(prepared.touched)

    def add(self, prepared: Prepared, events: list[Row]) -> None:
        """Take a write into this turn."""
        self._touched |= prepared.touched
        self._events += events
        self.matching += prepared.matching
        _merge(self._deletes, prepared.deletes)
        _merge(self._inserts, prepared.inserts)
        _merge(self._changes, prepared.changes)

    def run(self, runner: Runner) -> None:
        """Run everything of this turn: deletes, inserts, changes."""
        for model, condition in self.matching:
            delete_matching(model, condition)
        runner(self._deletes)
        runner(event_statements(self._events))
        runner(self._inserts)
        runner(self._changes)


def _touched(write: Write) -> set[object]:
    streams: set[object] = {(a.stream_kind, a.stream_id) for a in write.appends}
    rows: set[object] = {(c.model, c.pk) for c in write.changes}
    for row in write.inserts:
        if (key := key_of(row)) is not None:
            rows.add((row.model if isinstance(row, New) else type(row), key))
    return streams | rows or {"no stream"}


def _merge(into: Statements, more: Statements) -> None:
    for sql, rows in more.items():
        into.setdefault(sql, []).extend(rows)
