"""Several counts in one query: a page with a number on every tab asks the database once."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Asked = tuple[str, tuple[Any, ...]]


def counted(questions: Mapping[str, QuerySet[Any, Any]], most: int) -> dict[str, int]:
    """Return how many rows each query set holds, counted up to `most`; one query, none where all are empty.

    Query sets of people's records must have been narrowed to a viewer before.
    """
    asked = {name: found for name, rows in questions.items() if (found := _asked(rows[:most]))}
    if not asked:
        return dict.fromkeys(questions, 0)
    # Written by Django, with its values apart.
    columns = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) counted)" for sql, _ in asked.values())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [value for _, values in asked.values() for value in values])
        row: tuple[int, ...] = cursor.fetchone()
    return dict.fromkeys(questions, 0) | dict(zip(asked, row, strict=True))


def _asked(rows: QuerySet[Any, Any]) -> Asked | None:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing can meet, such as one of no units
        return None
