"""The events of an issued figure's stream, and the rows that follow from them."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

from fazhi.figures.compute import rate
from fazhi.figures.definitions import Indicator
from fazhi.figures.membership import Membership
from fazhi.figures.models import IssuedFigure, Restated
from fazhi.figures.parsing import from_entry
from fazhi.figures.scope import Scope, scope_from_json
from fazhi.ledger.models import Event
from fazhi.ledger.projections import Projection, register

KIND = "figure"
ISSUE, RESTATE = "issue", "restate"


def issue_body(indicator: Indicator, scope: Scope, counted: Membership, known_at: datetime) -> dict[str, Any]:
    """Return what an issued figure freezes, as JSON values: opaque ids only, as a digest."""
    numerator, denominator = counted.counts(indicator)
    return {
        "indicator": indicator.id,
        "edition": indicator.edition,
        "definition": indicator.entry,
        "definition_digest": indicator.digest,
        "scope": scope.to_json(),
        "known_at": known_at.isoformat(),
        "numerator": numerator,
        "denominator": denominator,
        "value": value_text(rate(numerator, denominator) if indicator.is_rate else numerator),
        "records_digest": counted.digest,
    }


def value_text(value: Decimal | int | None) -> str:
    """Return a value as it is kept: a count, a rate of 0–1 with four places, or nothing."""
    return "" if value is None else str(value)


def issued_row(id: UUID, body: Mapping[str, Any], at: datetime, by: str, seq: int = 1) -> IssuedFigure:
    """Return the row of an issued figure."""
    scope = scope_from_json(body["scope"])
    kept = ("indicator", "edition", "definition", "definition_digest", "numerator", "denominator", "value",
            "records_digest")  # fmt: skip
    return IssuedFigure(
        id=id, scope=json.dumps(body["scope"], ensure_ascii=False, sort_keys=True),
        since=scope.since, until=scope.until, known_at=datetime.fromisoformat(body["known_at"]), issued_at=at,
        issued_by=by, seq=seq, **{name: body[name] for name in kept},
    )  # fmt: skip


def restated_row(id: UUID, seq: int, body: Mapping[str, Any], by: str) -> Restated:
    """Return the row of one restatement."""
    return Restated(
        figure_id=id, seq=seq, as_of=datetime.fromisoformat(body["as_of"]), recorded_by=by,
        numerator=body["numerator"], denominator=body["denominator"], value=body["value"],
        added=len(body["added"]), removed=len(body["removed"]), changed=len(body["changed"]),
    )  # fmt: skip


def definition_of(issued: IssuedFigure) -> Indicator:
    """Return the definition that the figure was issued under, whatever the file says today."""
    return from_entry(issued.indicator, issued.definition, issued.edition.rpartition("@")[2])


def scope_of(issued: IssuedFigure) -> Scope:
    """Return the scope that the figure was issued for."""
    return scope_from_json(json.loads(issued.scope))


def register_projection() -> None:
    """Let issued figures be rebuilt from the ledger."""
    register(Projection("figures", (IssuedFigure, Restated), _rows, (KIND,)))


def _rows(events: list[Event]) -> Iterable[Model]:
    for event in events:
        body = json.loads(event.body)
        if event.type == ISSUE:
            yield issued_row(event.stream_id, body, event.recorded_at, event.actor, events[-1].seq)
        else:
            yield restated_row(event.stream_id, event.seq, body, event.actor)
