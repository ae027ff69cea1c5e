"""Rows of any model as plain SQL: each statement is built once per shape, its values are prepared as Django would.

Django's own `save` and `bulk_create` cost more per row than the database does; a write of six rows meets its budget
only without them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import AutoField, Model, Q

from fazhi.ledger.changes import Change, New
from fazhi.ledger.columns import AnyField, Converter, Reader, converter, filled_in, kept_type, reader_of

Statements = dict[str, list[tuple[Any, ...]]]
"""SQL text → the parameter rows to run it with, in order."""

Converters = tuple[Converter, ...]


def insert_rows(rows: Iterable[Model | New]) -> Statements:
    """Return the INSERT statements of new rows; their defaults are filled in as `save` would."""
    statements: Statements = defaultdict(list)
    for row in rows:
        if type(row) is New:
            shape = _new_shape(row.model, tuple(row.fields))
            statements[shape.sql].append(shape.row(row.fields))
            continue
        assert not isinstance(row, New)
        meta = row._meta
        automatic = isinstance(meta.pk, AutoField) and row.pk is None
        sql, read, columns = _insert_shape(type(row), automatic)
        values = zip(read(row), columns, strict=True)
        statements[sql].append(
            tuple([v if v is None or type(v) is kind else stored(v) for v, (kind, stored) in values])
        )
    return statements


def change_rows(changes: Iterable[Change]) -> Statements:
    """Return the UPDATE statements of changes: fields are named by field name or attribute name."""
    statements: Statements = defaultdict(list)
    for change in changes:
        sql, fields, keys = _update_shape(change.model, tuple(change.fields))
        wanted = change.pk if len(keys) > 1 else (change.pk,)
        values = [stored(value) for stored, value in zip(fields, change.fields.values(), strict=True)]
        values += [stored(part) for stored, part in zip(keys, wanted, strict=True)]
        statements[sql].append(tuple(values))
    return statements


def delete_rows(deletes: Iterable[tuple[type[Model], dict[str, Any]]]) -> Statements:
    """Return the DELETE statements of models and equalities (field or attribute name → value)."""
    statements: Statements = defaultdict(list)
    for model, equal in deletes:
        sql, fields = _delete_shape(model, tuple(equal))
        statements[sql].append(tuple(stored(value) for stored, value in zip(fields, equal.values(), strict=True)))
    return statements


def delete_matching(model: type[Model], condition: Q) -> None:
    """Delete what a Q finds, without Django's cascade: related rows are the caller's."""
    queryset = model._default_manager.filter(condition)
    queryset._raw_delete(queryset.db)


def _quoted(names: Iterable[str | None]) -> list[str]:
    return [connection.ops.quote_name(name) for name in names if name]


def key_of(row: Model | New) -> Any:
    """Return a new row's primary key as far as it is known; None where it is not."""
    if not isinstance(row, New):
        return row.pk
    key = _new_shape(row.model, tuple(row.fields)).key
    found = tuple([row.fields.get(name) for name in key])
    return None if None in found else found if len(found) > 1 else found[0]


class _Shape(NamedTuple):
    """How rows given by the same fields become parameters: those given, those always alike, those made each time."""

    sql: str
    given: tuple[tuple[type, Converter], ...]
    constant: tuple[Any, ...]
    made: tuple[Callable[[], Any], ...]
    key: tuple[str, ...]

    def row(self, fields: dict[str, Any]) -> tuple[Any, ...]:
        """Return the parameters of one row."""
        values = [
            value if type(value) is kind or value is None else stored(value)
            for value, (kind, stored) in zip(fields.values(), self.given, strict=True)
        ]
        return (*values, *self.constant, *[make() for make in self.made])


@lru_cache(maxsize=1024)
def _new_shape(model: type[Model], names: tuple[str, ...]) -> _Shape:
    given = [_field(model, name) for name in names]
    left = [f for f in model._meta.local_concrete_fields if f.column and not f.generated and f not in given]
    left = [f for f in left if not (f.primary_key and isinstance(f, AutoField))]
    alike, made = filled_in(left)
    sql = _insert_sql(model, [*given, *alike, *made])
    key = tuple(f.attname for f in model._meta.pk_fields)
    return _Shape(
        sql, tuple((kept_type(f), converter(f)) for f in given), tuple(alike.values()), tuple(made.values()), key
    )


@lru_cache(maxsize=512)
def _insert_shape(model: type[Model], automatic: bool) -> tuple[str, Reader, tuple[tuple[type, Converter], ...]]:
    stored = (f for f in model._meta.local_concrete_fields if f.column and not f.generated)
    fields = tuple(f for f in stored if not (automatic and f.primary_key))
    return _insert_sql(model, fields), reader_of(fields), tuple((kept_type(f), converter(f)) for f in fields)


def _insert_sql(model: type[Model], fields: Sequence[AnyField]) -> str:
    columns = ", ".join(_quoted(f.column for f in fields))
    marks = ", ".join(["%s"] * len(fields))
    table = _quoted([model._meta.db_table])[0]
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608


@lru_cache(maxsize=2048)
def _update_shape(model: type[Model], names: tuple[str, ...]) -> tuple[str, Converters, Converters]:
    fields = tuple(_field(model, name) for name in names)
    keys = tuple(model._meta.pk_fields)
    sets = ", ".join(f"{column} = %s" for column in _quoted(f.column for f in fields))
    table = _quoted([model._meta.db_table])[0]
    sql = f"UPDATE {table} SET {sets} WHERE {_equalities(keys)}"  # noqa: S608
    return sql, tuple(map(converter, fields)), tuple(map(converter, keys))


@lru_cache(maxsize=512)
def _delete_shape(model: type[Model], names: tuple[str, ...]) -> tuple[str, Converters]:
    fields = tuple(_field(model, name) for name in names)
    table = _quoted([model._meta.db_table])[0]
    return f"DELETE FROM {table} WHERE {_equalities(fields)}", tuple(map(converter, fields))  # noqa: S608


def _equalities(fields: Iterable[AnyField]) -> str:
    return " AND ".join(f"{column} = %s" for column in _quoted(f.column for f in fields))


@lru_cache(maxsize=4096)
def _field(model: type[Model], name: str) -> AnyField:
    for field in model._meta.local_concrete_fields:
        if name in (field.name, field.attname):
            return field
    raise TypeError(f"{model.__name__} 没有字段 {name}。")
