"""What the page of one matter shows: what it is, what happened, what is owed, what may be done; now or as it was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.clock import BEIJING, day_end
from fazhi.desk.authors import names_of
from fazhi.desk.choices import choices_of
from fazhi.desk.correcting import may_mend, may_propose
from fazhi.desk.happenings import action_taken, happenings, looks, name_of
from fazhi.desk.models import Proposal
from fazhi.desk.obligations import met_cards, open_cards
from fazhi.desk.values import names_for, shown
from fazhi.desk.who import Clerk
from fazhi.matters import streams
from fazhi.matters.catalogue import editions
from fazhi.matters.earlier import answers_beside
from fazhi.matters.models import Gist, Matter
from fazhi.matters.sealing import texts_of
from fazhi.matters.units import directory
from fazhi.matters.veiling import Veil, veil_over
from fazhi.people.models import Level
from fazhi.people.reasons import who_sees, why
from fazhi.people.sight import visible
from fazhi.procedure import Edition, Event, State, fold
from fazhi.procedure.diagram import diagram_svg
from fazhi.procedure.fold import timeline
from fazhi.screens.words import long_date


@dataclass(frozen=True, slots=True)
class Moment:
    """As of when a matter is looked at: what was in effect, and what was known; nothing given is now."""

    effective_at: datetime | None = None
    known_at: datetime | None = None

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Moment":
        """Read it from the query of the address: a day means its end, and no day means now."""
        return cls(_moment(given.get("effective_at", "")), _moment(given.get("known_at", "")))

    @property
    def past(self) -> bool:
        """Whether this is not now."""
        return bool(self.effective_at or self.known_at)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
        if len(text.strip()) == len("2026-11-23"):
            return day_end(found.date())
        return found.astimezone(BEIJING) if found.tzinfo else found.replace(tzinfo=BEIJING)
    except (ValueError, OverflowError):  # near the ends of the calendar a moment has no time of Beijing
        return None


@dataclass(frozen=True, slots=True)
class Asked:
    """A round of requests: who was asked, who answered, who is silent, by name."""

    name: str
    answered: int
    asked: int
    lines: tuple[tuple[str, str, datetime | None], ...]
    silent: str


def matter_context(clerk: Clerk, matter: Matter, moment: Moment, done: str = "") -> dict[str, Any]:
    """Return everything that the page of a matter shows."""
    known = streams.read(matter.id)
    veil = veil_over(clerk.viewer, matter.id, known)  # by what is so now, also where the page shows the past
    events = [e for e in known if not moment.known_at or e.recorded_at <= moment.known_at]
    seen = [e for e in events if not moment.effective_at or e.occurred_at <= moment.effective_at]
    state = fold(events, effective_at=moment.effective_at)
    edition = editions()[state.edition or matter.edition]
    return {
        "matter": matter,
        "edition": edition,
        "stage": edition.stages.get(state.stage),
        "outcome": edition.outcomes.get(state.outcome),
        "done": _done(edition, done),
        **_what(clerk, matter, seen, edition, state, veil),
        "events": happenings(clerk.viewer, seen, {} if moment.past else _fixable(clerk, matter, seen), veil),
        "obligations": open_cards(state),
        "met": met_cards(state),
        "rounds": list(_rounds(edition, state)),
        "moment": moment,
        "seq": events[-1].seq if events else 0,
        **({} if moment.past else _now(clerk, matter, edition, state, events, veil)),
    }


def _done(edition: Edition, action: str) -> str:
    return _("已办理“%(action)s”。") % {"action": edition.actions[action].name} if action in edition.actions else ""


def _fixable(clerk: Clerk, matter: Matter, events: Sequence[Event]) -> dict[int, str]:
    mine = [e.seq for e in events if e.seq > 1 and action_taken(e) and may_propose(clerk, e)]
    return {seq: reverse("desk:correct", args=[matter.number, seq]) for seq in mine}


def _now(
    clerk: Clerk, matter: Matter, edition: Edition, state: State, events: Sequence[Event], veil: Veil
) -> dict[str, Any]:  # fmt: skip
    works = visible(Matter.objects.unscoped("核对办理权限").filter(id=matter.id), clerk.viewer, level=Level.WORK)
    return {
        "choices": choices_of(clerk, matter, edition, state),
        "related": list(_related(clerk, state)),
        "earlier": answers_beside(matter.id, events),
        "looks": looks(events),
        "may_mend": may_mend(clerk, edition, state),
        "may_unmask": bool(matter.party) and not veil.drawn and works.exists(),
        "proposals": Proposal.objects.for_viewer(clerk.viewer).filter(matter_id=matter.id, outcome=""),
    }


def _what(
    clerk: Clerk, matter: Matter, events: Sequence[Event], edition: Edition, state: State, veil: Veil
) -> dict[str, Any]:  # fmt: skip
    if not events:
        return {"title": matter.number, "message": "", "facts": []}
    opening = _standing(events)
    action = edition.actions.get(opening.action)
    fields = {f.id: f for f in action.fields} if action else {}
    texts = texts_of(opening)
    text_field = edition.intake.text if edition.intake else "text"
    given = [(fields[k], v) for k, v in opening.data.items() if k in fields and k not in (text_field, "title")]
    return {
        "title": veil.text(texts.get("title", "")) or _gist(clerk, matter),
        "message": veil.text(texts.get(text_field, "")),
        "facts": [
            (_("程序"), edition.name),
            (_("登记时间"), _day(state.opened_at)),
            *_given(clerk, given, opening, texts, veil),
        ],
        "holders": list(_holders(edition, state)),
    }


def _standing(events: Sequence[Event]) -> Event:
    """Return the opening event with its data as corrections leave it."""
    entry = next(e for e in timeline(events) if e.event.seq == events[0].seq)
    return replace(entry.event, data=entry.data)


def _given(
    clerk: Clerk, given: list[Any], opening: Event, texts: Mapping[str, str], veil: Veil
) -> Iterator[tuple[str, str]]:  # fmt: skip
    opened = {v["sealed"]: texts[k] for k, v in opening.data.items() if isinstance(v, Mapping) and k in texts}
    names = names_for(clerk.viewer, given, opened, veil)
    for field, value in given:
        if field.type != "unit" and value not in ("", [], None):
            yield field.name, shown(field, value, names)


def _gist(clerk: Clerk, matter: Matter) -> str:
    found = Gist.objects.for_viewer(clerk.viewer).filter(matter=matter).first()
    return found.text if found else matter.number


def _day(at: datetime | None) -> str:
    return long_date(at) if at else ""


def _holders(edition: Edition, state: State) -> Iterator[tuple[str, str]]:
    units = directory(timezone.localdate())
    told: dict[str, list[str]] = {}
    for role, holder in state.holders.items():
        known = edition.roles.get(role)
        if holder and known is not None and known.kind == "unit":
            told.setdefault(units.name(holder), []).append(known.name)
    for unit, roles in told.items():
        yield unit, "、".join(dict.fromkeys(roles))


def _rounds(edition: Edition, state: State) -> Iterator[Asked]:
    units = directory(timezone.localdate())
    for id, round in edition.rounds.items():
        requests = state.requests_of(id)
        if not requests:
            continue
        lines = [
            (units.name(r.to), round.answers.get(r.answer, r.answer) if r.answered_at else _("尚未答复"), r.answered_at)
            for r in requests
        ]
        silent = "、".join(units.name(r.to) for r in requests if r.open and (r.silent_at or r.over))
        yield Asked(round.name, sum(not r.open for r in requests), len(requests), tuple(lines), silent)


def _related(clerk: Clerk, state: State) -> Iterator[tuple[str, Matter]]:
    ids = {other: kind for kind, other in state.relations}
    for found in Matter.objects.for_viewer(clerk.viewer).filter(id__in=ids, sealed=False):
        yield _(RELATIONS.get(ids.get(str(found.id), ids.get(found.id.hex, "")), OTHERWISE)), found


OTHERWISE = gettext_noop("相关")
RELATIONS: Mapping[str, str] = {
    "duplicate_of": gettext_noop("与此件重复"),
    "joined_with": gettext_noop("并案"),
    "split_from": gettext_noop("由此件分出"),
    "transferred_to": gettext_noop("转往"),
    "arises_from": gettext_noop("由此件引起"),
    "continues": gettext_noop("接续此件"),
}


def diagram_of(edition: Edition, state: State) -> SafeString:
    """Return the drawing of the procedure with where the matter stands; its text is escaped where it is drawn."""
    return mark_safe(diagram_svg(edition, state.stage))  # noqa: S308


def sight_context(clerk: Clerk, matter: Matter) -> dict[str, Any]:
    """Return who may see a matter, and why this person does."""
    veil = veil_over(clerk.viewer, matter.id, streams.read(matter.id))
    all = [replace(reason, text=veil.name(reason.text)) for reason in who_sees(matter, clerk.now)]
    return {"matter": matter, "mine": why(clerk.viewer, matter), "all": all}


def since_seen(clerk: Clerk, matter: Matter, seen: int) -> list[tuple[str, str, datetime]]:
    """Return what others did to a matter after its event `seen`: what, who, when."""
    later = [e for e in streams.read(matter.id) if e.seq > seen and e.actor != clerk.actor.id]
    names = names_of(e.actor for e in later)
    return [(name_of(e), names[e.actor], e.recorded_at) for e in later]
