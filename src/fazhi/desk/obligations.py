"""Cards of what is owed in a matter: who, what, by when, on which article, and how the date was reckoned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from fazhi.clock import Step
from fazhi.matters.catalogue import calendar, editions
from fazhi.matters.projection import NEVER, owed_name, responsible
from fazhi.matters.units import directory
from fazhi.procedure import Edition, State
from fazhi.procedure import Obligation as Owed
from fazhi.procedure.corrections import MEND
from fazhi.procedure.model import TermRule
from fazhi.procedure.terms import reckoning_of, rules_of
from fazhi.procedure.wording import LOCAL


class Line(Protocol):
    """One line of a reckoning."""

    @property
    def label(self) -> str:
        """What was done, in words."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A line said where there is nothing to reckon."""

    label: str


@dataclass(frozen=True, slots=True)
class Card:
    """One obligation as a page shows it."""

    id: str
    what: str
    bearer: str
    article: str
    due: datetime | None
    steps: Sequence[Line]
    met_at: datetime | None
    lapse: str
    article_url: str = ""
    period: None = None
    remedial: bool = False  # something to look at after a correction, which a person says was done


def open_cards(state: State) -> list[Card]:
    """Return a card for each thing still owed, the earliest due first."""
    owed = sorted(state.open_obligations(), key=lambda o: (o.due or NEVER, o.id))
    return [card_of(state, one) for one in owed]


def met_cards(state: State) -> list[Card]:
    """Return a card for each thing that was owed and done, the latest first."""
    met = [o for o in state.obligations.values() if o.met_at]
    return [card_of(state, one) for one in sorted(met, key=lambda o: o.met_at or NEVER, reverse=True)]


def card_of(state: State, owed: Owed) -> Card:
    """Return the card of one obligation."""
    edition = editions()[state.edition]
    terms = rules_of(edition, owed)
    rule = terms[owed.term] if 0 <= owed.term < len(terms) else None
    remedial = owed.rule == MEND
    return Card(
        id=owed.id,
        what=mending_words(owed.id) if remedial else owed_name(edition, owed),
        bearer=bearer_words(edition, owed.bearer, responsible(edition, state) if remedial else owed.holder),
        article=_article(edition, owed, rule),
        due=owed.due,
        steps=tuple(_steps(edition, state, owed, rule)),
        met_at=owed.met_at,
        lapse=_lapse(edition, owed),
        remedial=remedial,
    )


def mending_words(obligation: str) -> str:
    """Return what is to be looked at, with the number of the correction that calls for it."""
    seq = obligation.removeprefix(f"{MEND}#").partition(".")[0]
    return _("核对受更正影响的文书（见第 %(seq)s 条）") % {"seq": seq}


def bearer_words(edition: Edition, role: str, holder: str) -> str:
    """Return who bears an obligation: the role, and the unit that holds it."""
    known = edition.roles.get(role)
    if known is not None and known.kind == "party":
        return known.name
    unit = directory(timezone.localdate()).name(holder) if holder else ""
    return "，".join(word for word in (unit, known.name if known else "") if word) or _("尚未确定")


def _article(edition: Edition, owed: Owed, rule: TermRule | None) -> str:
    basis = (rule.basis if rule else "") or _basis(edition, owed)
    if rule is not None and rule.local:
        return f"{LOCAL}（{basis}）" if basis else LOCAL
    return basis


def _basis(edition: Edition, owed: Owed) -> str:
    if owed.request:
        return edition.rounds[owed.rule].basis
    known = edition.obligations.get(owed.rule)
    return known.basis if known else ""


def _steps(edition: Edition, state: State, owed: Owed, rule: TermRule | None) -> Iterator[Line]:
    found = reckoning_of(edition, state, owed, calendar(), explain=True)
    if found is not None:
        steps: tuple[Step, ...] = found.steps
        yield from steps
    elif rule is not None and rule.field and rule.note:
        yield Fixed(rule.note)
    elif known := edition.obligations.get(owed.rule):
        yield from ([Fixed(_("没有确定的期限：%(no_term)s") % {"no_term": known.no_term})] if known.no_term else [])


def _lapse(edition: Edition, owed: Owed) -> str:
    known = edition.obligations.get(owed.rule)
    action = edition.actions.get(known.lapse or known.overdue) if known else None
    return action.name if action else ""
