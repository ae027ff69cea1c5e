"""Earlier answers to the same question: those whose author said that others may be given them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from uuid import UUID

from fazhi.matters import streams
from fazhi.matters.catalogue import editions
from fazhi.matters.facts import Asked
from fazhi.matters.models import Matter
from fazhi.matters.sealing import texts_of
from fazhi.procedure import Event, fold
from fazhi.procedure.fold import timeline
from fazhi.triage import compose
from fazhi.triage.duplicates import Neighbours
from fazhi.vault.masking import mask_numbers

FOUND, OFFERED_ALL = "earlier_found", "earlier_offered"  # facts that a procedure may ask for
ANSWER, REUSABLE = "answer", "reusable"  # the fields by which an action gives an answer, and lends it to others
LATEST = 2_000  # matters looked through, the latest opened
OFFERED = 3
ALIKE = 0.5  # likeness, 0–1, from which two messages may ask the same


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """An answer that may be given again: of which matter, to what question, how alike (0–1) the questions are."""

    matter: UUID
    number: str
    question: str
    answer: str
    likeness: float


def earlier_answers(
    text: str, *, title: str = "", besides: UUID | None = None, least: float = ALIKE
) -> list[EarlierAnswer]:  # fmt: skip
    """Return up to three answers once given to a question like this, the likest first; texts come from the vault.

    Only what its author marked as fit for others, so that nobody is shown another person's affairs; what was since
    sealed, erased or voided is not among them.
    """
    _shelf.bring_up_to_date()
    found = [(UUID(name), like) for name, like in _shelf.index.similar(compose(title, text), OFFERED + 1, least)]
    wanted = {id: like for id, like in found if id != besides}
    told = [_told(events, id, wanted[id]) for id, events in streams.read_many(wanted)]
    return sorted((one for one in told if one), key=lambda one: -one.likeness)[:OFFERED]


def answers_for(procedure: str, text: str) -> list[EarlierAnswer]:
    """Return what may be offered to somebody about to ask under a procedure; empty where it lends no answers."""
    return earlier_answers(text) if procedure in _procedures() else []


def answers_beside(matter: UUID, events: Sequence[Event]) -> list[EarlierAnswer]:
    """Return what may be offered in a matter that is still open; empty where its procedure lends no answers."""
    edition = editions()[str(events[0].decided["edition"])]
    if edition.procedure not in _procedures() or fold(events).ended_at is not None:
        return []
    title, text = _question(events)
    return earlier_answers(text, title=title, besides=matter)


def found(asked: Asked) -> list[str]:
    """Return the numbers of the consultations whose answers may be offered now: the fact `earlier_found`."""
    return [one.number for one in answers_beside(asked.matter, streams.read(asked.matter))]


def offered(asked: Asked) -> bool:
    """Whether every answer found now was offered in this matter, by the record of it: the fact `earlier_offered`.

    The asker who goes on without is not held up: the answers stand on the very page from which that is done.
    """
    if asked.actor.party and asked.actor.party in asked.state.holders.values():
        return True
    events = streams.read(asked.matter)
    return {one.number for one in answers_beside(asked.matter, events)} <= _recorded(events)


def _recorded(events: Sequence[Event]) -> set[str]:
    """Return what the system found and showed when earlier answers were offered; an act that was voided is none."""
    given = (event.decided.get("facts") or {} for event in _standing(events))
    return {number for facts in given for number in facts.get(FOUND) or ()}


class _Shelf:
    """The questions with an answer for others, kept in memory as pairs of characters; brought up to date by need."""

    def __init__(self) -> None:
        self.index = Neighbours(LATEST)
        self._lock = Lock()
        self._seen: dict[UUID, int] = {}

    def bring_up_to_date(self) -> None:
        """Look again at the matters that moved since, and forget those that are gone."""
        with self._lock:
            now = dict(_latest())
            for id in self._seen.keys() - now.keys():
                self.index.remove(id.hex)
            moved = [id for id, seq in now.items() if self._seen.get(id) != seq]
            for id, events in streams.read_many(moved):
                self._put(id, events)
            self._seen = now

    def _put(self, id: UUID, events: Sequence[Event]) -> None:
        if _answering(events) is None:
            self.index.remove(id.hex)
        else:
            self.index.add(id.hex, compose(*_question(events)))


_shelf = _Shelf()


@lru_cache(maxsize=1)
def _procedures() -> tuple[str, ...]:
    answering = (
        e.procedure for e in editions().values() for a in e.actions.values() if REUSABLE in {f.id for f in a.fields}
    )
    return tuple(sorted(set(answering)))


def _latest() -> Iterator[tuple[UUID, int]]:
    rows = Matter.objects.unscoped("查找可以提供给他人的解答").filter(
        procedure__in=_procedures(), sealed=False, erased=False
    )
    yield from rows.order_by("-opened_at").values_list("id", "seq")[:LATEST]


def _standing(events: Sequence[Event]) -> list[Event]:
    """Return the events that were not voided, with their data as amendments leave it."""
    return [replace(entry.event, data=entry.data) for entry in timeline(events)]


def _answering(events: Sequence[Event]) -> Event | None:
    """Return the last event that answered, if its author lends the answer to others."""
    given = [event for event in _standing(events) if ANSWER in event.data]
    return given[-1] if given and given[-1].data.get(REUSABLE) == "yes" else None


def _question(events: Sequence[Event]) -> tuple[str, str]:
    opening = next(event for event in _standing(events) if event.seq == events[0].seq)
    edition = editions()[str(opening.decided["edition"])]
    texts = texts_of(opening)
    return texts.get("title", ""), texts.get(edition.intake.text if edition.intake else "text", "")


def _told(events: Sequence[Event], id: UUID, likeness: float) -> EarlierAnswer | None:
    answering = _answering(events)
    if answering is None:
        return None
    answer = texts_of(answering).get(ANSWER, "")
    number = str(events[0].data.get("number", ""))
    return EarlierAnswer(id, number, mask_numbers(_question(events)[1]), mask_numbers(answer), likeness)
