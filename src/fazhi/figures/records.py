"""Opening a figure: the records behind it, with the reader's own rights, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import BooleanField, Case, F, Q, Value, When

from fazhi.clock import BEIJING
from fazhi.figures.compute import in_numerator, placed, population
from fazhi.figures.definitions import Indicator
from fazhi.figures.scope import Scope
from fazhi.figures.sources import Rows, source_of
from fazhi.people.viewers import Viewer

Part = Literal["numerator", "denominator", "difference"]
PARTS: tuple[Part, ...] = ("numerator", "denominator", "difference")
PAGE = 50


class BadCursor(ValueError):
    """翻页位置不正确。请回到第一页。"""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records, and the cursor of the next; empty when it is the last."""

    rows: Sequence[Any]
    following: str


def records(indicator: Indicator, scope: Scope, viewer: Viewer, now: datetime, part: Part = "denominator") -> Rows:
    """Return the records of the numerator, the denominator, or those only in the denominator; the latest first.

    A count has no parts: whatever the part, all its records. Each row carries `in_numerator` and `shown_at`.
    """
    rows: Rows = population(indicator, scope, viewer, now).annotate(
        in_numerator=_flag(indicator, now),
        shown_at=placed(indicator) if indicator.placed_by else F("opened_at"),
    )
    if indicator.is_rate and part != "denominator":
        rows = rows.filter(in_numerator=part == "numerator")
    if source_of(indicator).elsewhere:
        rows = rows.select_related("matter")
    return rows.order_by("-shown_at", *(f"-{key}" for key in source_of(indicator).key))


def page(indicator: Indicator, rows: Rows, after: str = "", size: int = PAGE) -> Page:
    """Return the page of `records` after a cursor; no slower at page 1,000. Raise BadCursor."""
    key = source_of(indicator).key
    if after:
        rows = rows.filter(_behind(after, key))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return Page(found[:size], _cursor(last, key) if last else "")


def _flag(indicator: Indicator, now: datetime) -> Any:
    # A condition on a missing moment is neither true nor false in SQL; a flag is one of the two.
    condition = in_numerator(indicator, now)
    if not condition:
        return Value(True, output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _behind(cursor: str, key: tuple[str, ...]) -> Q:
    try:
        moment, id, *rest = cursor.split("~")
        at, stream = datetime.fromisoformat(moment), UUID(id)
    except ValueError:
        raise BadCursor from None
    if at.tzinfo is None or len(rest) != len(key) - 1:
        raise BadCursor
    same = Q(shown_at=at)
    behind = Q(shown_at__lt=at) | same & Q(**{f"{key[0]}__lt": stream})
    return behind | same & Q(**{key[0]: stream, f"{key[1]}__lt": rest[0]}) if rest else behind


def _cursor(row: Any, key: tuple[str, ...]) -> str:
    moment = row.shown_at.astimezone(BEIJING).isoformat()
    return "~".join([moment, *(str(getattr(row, name)) for name in key)])
