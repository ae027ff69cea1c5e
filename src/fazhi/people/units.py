"""How units stand to each other on a day, in each of the hierarchies."""

from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from fazhi.people.models import Hierarchy, Unit, UnitLink

# Twenty steps are more than any hierarchy has, and end links that by mistake run in a circle; UNION (not UNION ALL)
# keeps such a circle to one row a unit and step.
_WALK = """
WITH RECURSIVE walk(unit, steps) AS (
    SELECT {there}, 1 FROM {table} WHERE {here} = %(unit)s AND {true_then}
    UNION
    SELECT link.{there}, walk.steps + 1 FROM {table} link JOIN walk ON link.{here} = walk.unit
    WHERE walk.steps < 20 AND {link_true_then}
)
SELECT unit, MAX(steps) FROM walk GROUP BY unit
"""
_TRUE_THEN = (
    "{0}hierarchy = %(hierarchy)s AND {0}valid_from <= %(day)s AND ({0}valid_to IS NULL OR {0}valid_to > %(day)s)"
    " AND {0}recorded_from <= %(known)s AND ({0}recorded_to IS NULL OR {0}recorded_to > %(known)s)"
)


def units_under(unit: Unit, hierarchy: Hierarchy, on_day: date, known_at: datetime | None = None) -> list[Unit]:
    """Return all units below `unit`, at any depth, in one hierarchy on `on_day`, as known at `known_at` (now)."""
    found = _walk("parent_id", "child_id", unit, hierarchy, on_day, known_at)
    found.pop(unit.pk, None)
    return list(Unit.objects.filter(pk__in=found))


def path(unit: Unit, hierarchy: Hierarchy, on_day: date, known_at: datetime | None = None) -> list[Unit]:
    """Return the units above, the topmost first, ending with `unit`; under 双重领导 both leaders are in it."""
    above = _walk("child_id", "parent_id", unit, hierarchy, on_day, known_at)
    above.pop(unit.pk, None)
    found = sorted(Unit.objects.filter(pk__in=above), key=lambda leader: (-above[leader.pk], leader.pk))
    return [*found, unit]


def _walk(here: str, there: str, unit: Unit, hierarchy: Hierarchy, day: date, known: datetime | None) -> dict[str, int]:
    query = _WALK.format(
        here=here,
        there=there,
        table=UnitLink._meta.db_table,
        true_then=_TRUE_THEN.format(""),
        link_true_then=_TRUE_THEN.format("link."),
    )
    values: dict[str, str | date | datetime] = {
        "unit": unit.pk,
        "hierarchy": hierarchy.value,
        "day": day,
        "known": known or timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return dict(cursor.fetchall())
