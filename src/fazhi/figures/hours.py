"""The hour of a moment, as the database tells it: what days, weeks and months are made of.

Periods begin at midnight of Beijing, which is a full hour anywhere; to sort each record into its week in SQL costs
several times as much as to sort the hours that records fall into.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, Func


class UtcHour(Func):
    """The hour of a moment as text, `2026-06-01 08`, in UTC."""

    function = "SUBSTR"
    template = "%(function)s(%(expressions)s, 1, 13)"  # SQLite keeps a moment as text in UTC
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Write it for PostgreSQL, which keeps a moment as a moment."""
        template = "TO_CHAR(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"
        return self.as_sql(compiler, connection, template=template, **more)


def hour_of(moment: datetime) -> str:
    """Return the hour of a moment as `UtcHour` gives it; hours compare as moments do."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H")
