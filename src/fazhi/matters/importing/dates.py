"""Dates with the year last, such as 12/31/2016: which comes first, month or day, is one decision for the whole file."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from fazhi.clock import BEIJING
from fazhi.matters.importing.mapping import ColumnMap, DateOrder
from fazhi.matters.importing.reading import Source

SAMPLE = 100_000  # rows looked at before the import starts: enough to judge by, and a long file is not read twice
_YEAR_LAST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def is_year_last(text: str) -> bool:
    """Whether the text is a date with its year last, so that its order must be known."""
    return _YEAR_LAST.fullmatch(text) is not None


def order_of(values: Iterable[Any]) -> DateOrder | None:
    """Return the order that some value proves and no value contradicts; None where nothing proves either."""
    proven = {order for value in values if (order := _proven(str(value).strip()))}
    return proven.pop() if len(proven) == 1 else None


def _proven(text: str) -> DateOrder | None:
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    first, second = int(found[1]), int(found[3])
    if first <= 12 < second:
        return DateOrder.MONTH_FIRST
    return DateOrder.DAY_FIRST if second <= 12 < first else None


def dated(columns: ColumnMap, source: Source) -> ColumnMap:
    """Return the mapping with the order of dates that the rows of the file prove, where it names none itself."""
    column = columns.columns.get("sent_at")
    if columns.dates is not None or column is None:
        return columns
    return replace(columns, dates=order_of(row.values.get(column, "") for row in islice(source.rows(), SAMPLE)))


def read_year_last(text: str, order: DateOrder | None) -> datetime | None:
    """Return the moment (Beijing time) of a date with its year last; None where this order does not give a date."""
    found = _YEAR_LAST.fullmatch(text)
    if found is None or order not in (DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST):
        return None
    first, second = int(found[1]), int(found[3])
    month, day = (first, second) if order == DateOrder.MONTH_FIRST else (second, first)
    hour, minute, seconds = (int(part or 0) for part in found.group(5, 6, 7))
    try:
        return datetime(int(found[4]), month, day, hour, minute, seconds, tzinfo=BEIJING)
    except ValueError:
        return None
