"""How this room's tables follow from the ledger, for `fazhi ledger rebuild`."""

from collections.abc import Iterable

import orjson

from fazhi.ledger.models import Event as Row
from fazhi.ledger.projections import Projection
from fazhi.ledger.writing import New
from fazhi.matters import projection, streams
from fazhi.matters.catalogue import editions
from fazhi.matters.gists import gist_of
from fazhi.matters.models import Gist
from fazhi.people.models import Grant
from fazhi.procedure import from_body


def _rows(rows: list[Row]) -> Iterable[New]:
    events = [from_body(r.seq, r.type, r.occurred_at, r.recorded_at, r.actor, orjson.loads(r.body)) for r in rows]
    matter = rows[0].stream_id
    found = projection.new_rows(matter, events)
    edition = editions()[str(events[0].decided["edition"])]
    if edition.intake and not any(e.kind == "erase" for e in events):
        found.append(gist_of(matter, events, edition.intake.text))
    return found


MATTERS = Projection(
    name="matters",
    models=(*projection.MODELS, Gist, Grant),
    rows=_rows,
    stream_kinds=(streams.KIND,),
)
