"""Many writes as one transaction: prepared where they come from, run together, parted again when one fails."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Q

from fazhi.ledger.appending import Row, canonical_bodies, event_statements, known_heads, link_write
from fazhi.ledger.changes import Committed, New, StreamMoved, Write
from fazhi.ledger.rows import Statements, change_rows, delete_matching, delete_rows, insert_rows, key_of, run

Outcome = Committed | Exception


@dataclass(slots=True)
class Prepared:
    """A write with everything computed that needs no lock: bodies as JSON, rows as SQL."""

    write: Write
    bodies: list[list[str]]
    deletes: Statements
    matching: list[tuple[type[Model], Q]]
    inserts: Statements
    changes: Statements


def prepare(write: Write) -> Prepared:
    """Turn a write into SQL and canonical bodies; TypeError or ValueError when a value has no stored form."""
    return Prepared(
        write,
        canonical_bodies(write),
        delete_rows((model, what) for model, what in write.deletes if isinstance(what, dict)),
        [(model, what) for model, what in write.deletes if isinstance(what, Q)],
        insert_rows(write.inserts),
        change_rows(write.changes),
    )


def commit_group(group: Sequence[Prepared]) -> list[Outcome]:
    """Commit writes as one transaction; when it fails, each alone, so that only the guilty one fails."""
    try:
        with transaction.atomic():
            outcomes = _run_group(group)
            _check_deferred()
        return outcomes
    except Exception as error:  # whatever one write does, those beside it in the group must not suffer
        if len(group) == 1:
            return [_diagnosed(group[0], error) if isinstance(error, IntegrityError) else error]
    return [commit_group([prepared])[0] for prepared in group]


def _check_deferred() -> None:
    # A broken reference is refused only when the outermost transaction commits; inside somebody else's transaction it
    # would then fail far from here. PostgreSQL can be asked at once, SQLite cannot.
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _run_group(group: Sequence[Prepared]) -> list[Outcome]:
    heads = known_heads((a, p.write.command_id) for p in group for a in p.write.appends)
    outcomes: list[Outcome] = []
    turns: list[Turn] = [Turn()]
    for prepared in group:
        try:
            committed, rows = link_write(prepared.write, prepared.bodies, heads)
        except StreamMoved as moved:
            outcomes.append(moved)
            continue
        outcomes.append(committed)
        if not committed.first_result:
            if not turns[-1].takes(prepared):
                turns.append(Turn())
            turns[-1].add(prepared, rows)
    for turn in turns:
        turn.run()
    return outcomes


def _diagnosed(prepared: Prepared, error: IntegrityError) -> Outcome:
    """Tell a lost race (the stream moved, the command was seen) from a fault of the write's own rows."""
    heads = known_heads((a, prepared.write.command_id) for a in prepared.write.appends)
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
        self._matching: list[tuple[type[Model], Q]] = []
        self._inserts: Statements = {}
        self._changes: Statements = {}
        self._touched: set[object] = set()

    def takes(self, prepared: Prepared) -> bool:
        """Tell whether a write touches no stream and no row that a write before it in this turn touches."""
        return self._touched.isdisjoint(_touched(prepared.write))

    def add(self, prepared: Prepared, events: list[Row]) -> None:
        """Take a write into this turn."""
        self._touched |= _touched(prepared.write)
        self._events += events
        self._matching += prepared.matching
        _merge(self._deletes, prepared.deletes)
        _merge(self._inserts, prepared.inserts)
        _merge(self._changes, prepared.changes)

    def run(self) -> None:
        """Run everything of this turn: deletes, inserts, changes."""
        for model, condition in self._matching:
            delete_matching(model, condition)
        run(self._deletes)
        run(event_statements(self._events))
        run(self._inserts)
        run(self._changes)


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
