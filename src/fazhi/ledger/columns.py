"""One column of a model: how its value is read from an instance, and the form in which the database driver takes it."""

from collections.abc import Callable
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, TypeAlias
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    TextField,
    UUIDField,
)
from django.db.models.expressions import DatabaseDefault

AnyField: TypeAlias = "Field[Any, Any]"
Reader = Callable[[Model], Any]
Converter = Callable[[Any], Any]

# For values of exactly these types Django's preparation returns the value itself.
_AS_IS: dict[type[AnyField], type] = {CharField: str, TextField: str, IntegerField: int, BooleanField: bool}


def reader(field: AnyField) -> Reader:
    """Return the function that reads a field's value from a new instance, with the defaults `save` would fill in."""
    if type(field).pre_save is Field.pre_save or (type(field) is DateTimeField and not _automatic(field)):
        return attrgetter(field.attname)
    return lambda row: field.pre_save(row, True)


def _automatic(field: "DateTimeField[Any, Any]") -> bool:
    return field.auto_now or field.auto_now_add


def converter(field: AnyField) -> Converter:
    """Return the function from a field's Python value to what this engine's driver takes."""
    target = field
    while isinstance(target, ForeignKey):
        target = target.target_field
    general = _general(field)
    if type(target) is UUIDField and connection.vendor == "sqlite":
        return lambda value: value.hex if type(value) is UUID else general(value)
    if type(target) is DateTimeField and connection.vendor == "sqlite":
        return lambda value: _utc_text(value) if type(value) is datetime and value.tzinfo else general(value)
    as_is = _AS_IS.get(type(target))
    if as_is is None:
        return general
    return lambda value: value if value is None or type(value) is as_is else general(value)


def _utc_text(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _general(field: AnyField) -> Converter:
    def prepared(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(value, DatabaseDefault):
            name = f"{field.model.__name__}.{field.name}"
            raise TypeError(f"{name} 由数据库给出默认值，写入队列不支持。请在程序中给出该值。")
        return field.get_db_prep_save(value, connection=connection)

    return prepared
