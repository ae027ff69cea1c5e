"""One column of a model: how its value is read from an instance, and the form in which the database driver takes it."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection
from django.db.models import (
    BigIntegerField,
    BinaryField,
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    SmallIntegerField,
    TextField,
    UUIDField,
)
from django.db.models.expressions import DatabaseDefault

AnyField: TypeAlias = "Field[Any, Any]"
Reader = Callable[[Model], Any]
Converter = Callable[[Any], Any]

# For values of exactly these types Django's preparation returns the value itself.
_AS_IS: dict[type[AnyField], type] = {
    CharField: str, TextField: str, IntegerField: int, SmallIntegerField: int, BigIntegerField: int,
    BooleanField: bool, BinaryField: bytes,
}  # fmt: skip


def reader_of(fields: Sequence[AnyField]) -> Reader:
    """Return the function that reads the fields' values from a new instance, with the defaults `save` would fill in."""
    if len(fields) > 1 and all(map(_plain, fields)):
        return attrgetter(*(field.attname for field in fields))
    return lambda row: [getattr(row, f.attname) if _plain(f) else f.pre_save(row, True) for f in fields]


def _plain(field: AnyField) -> bool:
    return type(field).pre_save is Field.pre_save or (type(field) is DateTimeField and not _automatic(field))


def _automatic(field: "DateTimeField[Any, Any]") -> bool:
    return field.auto_now or field.auto_now_add


def filled_in(fields: Sequence[AnyField]) -> tuple[dict[AnyField, Any], dict[AnyField, Callable[[], Any]]]:
    """Return, for fields left out of a new row, the stored defaults that never differ, and makers of those that do.

    TypeError for a field whose value only an instance can give, such as a file's.
    """
    alike: dict[AnyField, Any] = {}
    made: dict[AnyField, Callable[[], Any]] = {}
    for field in fields:
        if not _plain(field):
            raise TypeError(f"{field.model.__name__}.{field.name} 的值要由模型实例给出。请写入实例，不要写入 New。")
        stored = converter(field)
        if callable(field.default):
            made[field] = _maker(field, stored)
        else:
            alike[field] = stored(field.get_default())
    return alike, made


def _maker(field: AnyField, stored: Converter) -> Callable[[], Any]:
    return lambda: stored(field.get_default())


def kept_type(field: AnyField) -> type:
    """Return the type whose values the driver takes as they are; a type that no value has where there is none."""
    return _AS_IS.get(type(_target(field)), _Nothing)


class _Nothing:
    """The type of no value."""


def _target(field: AnyField) -> AnyField:
    while isinstance(field, ForeignKey):
        field = field.target_field
    return field


def converter(field: AnyField) -> Converter:
    """Return the function from a field's Python value to what this engine's driver takes."""
    target = _target(field)
    general = _general(field)
    special = (_SQLITE if connection.vendor == "sqlite" else _POSTGRES).get(type(target))
    if special is not None and getattr(target, "encoder", None) is None:
        return special(general)
    as_is = _AS_IS.get(type(target))
    if as_is is None:
        return general
    return lambda value: value if value is None or type(value) is as_is else general(value)


def _hexadecimal(general: Converter) -> Converter:
    return lambda value: value.hex if type(value) is UUID else general(value)


def _utc(general: Converter) -> Converter:
    return lambda value: utc_text(value) if type(value) is datetime and value.tzinfo else general(value)


def _json(general: Converter) -> Converter:
    return lambda value: json.dumps(value) if type(value) is dict else general(value)


def _uuid(general: Converter) -> Converter:
    return lambda value: value if type(value) is UUID else general(value)


def _aware(general: Converter) -> Converter:
    return lambda value: value if type(value) is datetime and value.tzinfo else general(value)


_Special = dict[type[AnyField], Callable[[Converter], Converter]]
_SQLITE: _Special = {UUIDField: _hexadecimal, DateTimeField: _utc, JSONField: _json}
_POSTGRES: _Special = {UUIDField: _uuid, DateTimeField: _aware}


def utc_text(moment: datetime) -> str:
    """Return an aware moment as UTC text, microseconds only where there are any."""
    # Of two moments that differ only in which side of a clock change they mean, a dictionary keeps one.
    return _written_moment(moment) if moment.fold else _known_moment(moment)


def _written_moment(moment: datetime) -> str:
    return str(moment.astimezone(UTC).replace(tzinfo=None))


# One write tells the same few moments many times.
_known_moment = lru_cache(maxsize=256)(_written_moment)


def _general(field: AnyField) -> Converter:
    def prepared(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, DatabaseDefault):
            name = f"{field.model.__name__}.{field.name}"
            raise TypeError(f"{name} 由数据库给出默认值，写入队列不支持。请在程序中给出该值。")
        return field.get_db_prep_save(value, connection=connection)

    return prepared
