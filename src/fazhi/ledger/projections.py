"""Projections: what screens show is made from the events, and can be made again.

A room registers how its tables follow from the events; `rebuild` makes them anew and compares them row by row with what
was there.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection, transaction
from django.db.models import AutoField, Model

from fazhi.ledger.changes import New
from fazhi.ledger.models import Event
from fazhi.ledger.reading import read_all
from fazhi.ledger.rows import insert_rows
from fazhi.ledger.running import run

StreamRows = Callable[[list[Event]], Iterable[Model | New]]


@dataclass(frozen=True, slots=True)
class Projection:
    """Tables that follow from events: `rows` gives, for all events of one stream in order, the rows of that stream.

    `stream_kinds` are the kinds it follows from (empty: all); `models` every model whose rows it gives, parents first.
    """

    name: str
    models: tuple[type[Model], ...]
    rows: StreamRows
    stream_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableReport:
    """One table before and after: counts, digests over all rows, and the first keys that differ."""

    projection: str
    table: str
    rows_before: int
    rows_after: int
    digest_before: str
    digest_after: str
    differing: tuple[str, ...]

    @property
    def identical(self) -> bool:
        """Tell whether the rebuilt table equals the old one."""
        return self.digest_before == self.digest_after

    def sentence(self) -> str:
        """Return what the operator reads."""
        if self.identical:
            return f"{self.table}：{self.rows_after} 行，重建前后一致。"
        keys = "、".join(self.differing)
        return f"{self.table}：重建前 {self.rows_before} 行，重建后 {self.rows_after} 行，不一致；例如 {keys}。"


class _CheckOnly(Exception):
    """Takes the rebuilt tables back."""


_registered: dict[str, Projection] = {}
_BATCH = 500
_SHOWN = 10


def register(projection: Projection) -> None:
    """Make a projection known to `rebuild`; the same name again replaces it."""
    _registered[projection.name] = projection


def registered() -> tuple[Projection, ...]:
    """Return the known projections by name."""
    return tuple(_registered[name] for name in sorted(_registered))


def rebuild(*, check: bool = False, only: Iterable[str] = ()) -> list[TableReport]:
    """Make every projection (or those named in `only`) anew from the events and compare; `check` takes it back."""
    wanted = [p for p in registered() if not (names := tuple(only)) or p.name in names]
    reports: list[TableReport] = []
    try:
        with transaction.atomic():
            _keep_writers_out(wanted)
            for projection in wanted:
                reports += _rebuild_one(projection)
            if check:
                raise _CheckOnly
    except _CheckOnly:
        pass
    return reports


def _keep_writers_out(projections: list[Projection]) -> None:
    # SQLite's transaction has done so at its beginning.
    if connection.vendor == "postgresql":
        tables = {"ledger_event"} | {m._meta.db_table for p in projections for m in p.models}
        names = ", ".join(connection.ops.quote_name(table) for table in sorted(tables))
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")


def _rebuild_one(projection: Projection) -> list[TableReport]:
    before = {model: _row_digests(model) for model in projection.models}
    for model in reversed(projection.models):
        queryset = model._base_manager.all()
        queryset._raw_delete(queryset.db)
    for batch in _batches(projection):
        run(insert_rows(batch))
    connection.check_constraints()
    return [_compare(projection, model, before[model], _row_digests(model)) for model in projection.models]


def _batches(projection: Projection) -> Iterator[list[Model | New]]:
    batch: list[Model | New] = []
    for events in read_all(projection.stream_kinds):
        batch += projection.rows(events)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row_digests(model: type[Model]) -> dict[str, int]:
    """Return a digest of every row by its key; surrogate numbers the database hands out are no part of a row."""
    fields = [f.attname for f in model._meta.concrete_fields if not isinstance(f, AutoField)]
    automatic = isinstance(model._meta.pk, AutoField)
    digests: dict[str, int] = {}
    for row in model._base_manager.values_list(*fields).iterator(chunk_size=5000):
        content = orjson.dumps([_plain(value) for value in row])
        digest = int.from_bytes(hashlib.sha256(content).digest(), "big")
        key = content.decode() if automatic else _key(model, fields, row)
        digests[key] = digests.get(key, 0) + digest
    return digests


def _key(model: type[Model], fields: list[str], row: tuple[Any, ...]) -> str:
    return "/".join(str(row[fields.index(f.attname)]) for f in model._meta.pk_fields)


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, str | int | float | bool | dict | list | None):
        return value
    return str(value)


def _compare(projection: Projection, model: type[Model], before: dict[str, int], after: dict[str, int]) -> TableReport:
    differing = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    return TableReport(
        projection.name,
        model._meta.db_table,
        len(before),
        len(after),
        _table_digest(before),
        _table_digest(after),
        tuple(sorted(differing)[:_SHOWN]),
    )


def _table_digest(digests: dict[str, int]) -> str:
    # A sum does not depend on the order of rows, so no table has to be sorted.
    return f"{sum(digests.values()) % 2**256:064x}"
