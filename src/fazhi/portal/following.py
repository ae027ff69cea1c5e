"""What the page of one matter is given."""

from datetime import datetime
from typing import Any

from fazhi.matters import streams
from fazhi.matters.catalogue import editions
from fazhi.matters.earlier import answers_beside
from fazhi.matters.models import Attachment, Gist, Matter
from fazhi.portal.access import REASON
from fazhi.portal.acting import offers
from fazhi.portal.services import SERVICES, Text
from fazhi.portal.story import awaited, story, unit_name
from fazhi.procedure import fold


def _title(procedure: str, name: str) -> Text:
    """Return what the service is called on the home page, else the procedure's own name."""
    return next((s.name for s in SERVICES.values() if s.procedure == procedure), name)


def page(matter: Matter, now: datetime) -> dict[str, Any]:
    """Return a matter's page for the person whom it concerns."""
    events = streams.read(matter.id)
    state = fold(events)
    edition = editions()[state.edition]
    stage = edition.stages[state.stage]
    gist = Gist.objects.unscoped(REASON).filter(pk=matter.pk).first()
    return {
        "matter": matter, "gist": gist.text if gist else "", "title": _title(edition.procedure, edition.name),
        "stage": stage, "ended": stage.end, "known": edition.actions,
        "unit": unit_name(matter.unit), "erased": state.erased,
        "lines": story(edition, events, frozenset({matter.party} - {""})),
        "earlier": [] if state.erased else answers_beside(matter.id, events),
        "awaited": awaited(edition, state), "paused": state.paused,
        "offers": offers(edition, state, matter, now),
        "files": list(Attachment.objects.unscoped(REASON).filter(matter_id=matter.id, uploaded_by=matter.party or "-")),
    }  # fmt: skip
