"""A matter as the person it concerns reads it: what happened, what is awaited from whom, and by when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from fazhi.clock import Step
from fazhi.matters.catalogue import calendar
from fazhi.matters.projection import NEVER, ours, owed_name
from fazhi.matters.sealing import opened
from fazhi.matters.units import directory
from fazhi.portal.words import ADDRESSED, TOLD, between_offices, is_told, said
from fazhi.procedure import Edition, Event, State
from fazhi.procedure import Obligation as Owed
from fazhi.procedure.fold import Entry, apply, timeline
from fazhi.procedure.model import Action
from fazhi.procedure.terms import reckoning_of, rules_of
from fazhi.vault.masking import mask_numbers

YOU, SYSTEM = gettext_noop("您"), gettext_noop("系统")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, as the component `timeline` shows it."""

    what: str
    when: datetime
    who: str
    text: str = ""
    late_entry: datetime | None = None
    late_reason: str = ""


@dataclass(frozen=True, slots=True)
class Awaited:
    """One thing still to come: from whom, by when, and how the date was reckoned."""

    what: str
    who: str
    due: datetime | None
    article: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells one matter under its edition."""

    edition: Edition
    texts: Mapping[str, str]
    parties: frozenset[str]

    def line(self, entry: Entry, before: State) -> Line:
        """Return what an event says."""
        event, action = entry.event, self.edition.actions[entry.event.action]
        unit = _given_to(self.edition, action, entry.data) or _by(event, action, before)
        late = event.recorded_at if event.late else None
        return Line(
            said(action, str(entry.data.get("answer", "")), unit_name(unit)), event.occurred_at,
            self._who(event, action, before), self._text(action, entry.data), late,
        )  # fmt: skip

    def _who(self, event: Event, action: Action, before: State) -> str:
        if event.actor in self.parties:
            return gettext(YOU)
        if any(self.edition.roles[role].kind == "timer" for role in action.who):
            return gettext(SYSTEM)
        return unit_name(_by(event, action, before))

    def _text(self, action: Action, data: Mapping[str, Any]) -> str:
        values = (data.get(field) for field in TOLD.get(action.id, ()))
        texts = [self.texts[v["sealed"]] for v in values if isinstance(v, Mapping) and v.get("sealed") in self.texts]
        choices = [
            f.choices[str(data[f.id])] for f in action.fields if action.id == "rate" and f.id in data and f.choices
        ]
        whole = "。".join([*choices, *texts])
        return whole if action.id in ADDRESSED else mask_numbers(whole)


def story(edition: Edition, events: Sequence[Event], parties: frozenset[str]) -> list[Line]:
    """Return what happened, in order, as far as it is for the person concerned."""
    entries = [entry for entry in timeline(events) if entry.event.kind == "act"]
    teller = Teller(edition, opened(_values(entries)), parties)
    state, lines = State(), []
    for entry in entries:
        if is_told(edition, edition.actions[entry.event.action]):
            lines.append(teller.line(entry, state))
        apply(state, entry.event, entry.effects)
    return lines


def awaited(edition: Edition, state: State) -> list[Awaited]:
    """Return what is awaited, the earliest due first; where nothing is owed, whose turn it is."""
    stage = edition.stages[state.stage]
    if stage.end:
        return []
    hidden = between_offices(edition)
    owed = [o for o in state.open_obligations() if o.rule not in hidden and ours(edition, o)]
    told = [_awaited(edition, state, o) for o in sorted(owed, key=lambda o: o.due or NEVER)]
    return told or [Awaited(stage.name, _bearer(edition, stage.role, state.holders.get(stage.role, "")), None)]


def _values(entries: Sequence[Entry]) -> Iterator[Any]:
    for entry in entries:
        yield from (entry.data.get(field) for field in TOLD.get(entry.event.action, ()))


def _given_to(edition: Edition, action: Action, data: Mapping[str, Any]) -> str:
    if not action.sources or (edition.intake and action.id == edition.intake.action):
        return ""
    return next((str(data[field]) for field in action.assigns.values() if data.get(field)), "")


def _by(event: Event, action: Action, before: State) -> str:
    units: list[str] = list(event.decided.get("units", []))
    holders = [before.holders.get(role, "") for role in sorted(action.who)]
    return next((h for h in holders if h in units), units[0] if units else "")


def _awaited(edition: Edition, state: State, owed: Owed) -> Awaited:
    terms = rules_of(edition, owed)
    rule = terms[owed.term] if 0 <= owed.term < len(terms) else None
    found = reckoning_of(edition, state, owed, calendar(), explain=True)
    article = (gettext("本地规定的期限") if rule.local else rule.basis) if rule and owed.due else ""
    steps = found.steps if found is not None and owed.due else ()
    return Awaited(owed_name(edition, owed), _bearer(edition, owed.bearer, owed.holder), owed.due, article, steps)


def _bearer(edition: Edition, role: str, holder: str) -> str:
    known = edition.roles.get(role)
    if known is not None and known.kind == "party":
        return gettext(YOU)
    return unit_name(holder) or (known.name if known else "")


def unit_name(unit: str) -> str:
    """Return a unit's name, or nothing for none."""
    return directory(timezone.localdate()).name(unit) if unit else ""
