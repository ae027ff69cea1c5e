"""Which period of an obligation runs, and until when, after all pauses, exclusions and extensions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fazhi.clock import Calendar, Extension, Interval, Reckoning, Term, Unit, day_end, reckon
from fazhi.procedure.model import Edition, TermRule
from fazhi.procedure.state import Obligation, State


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as it was reckoned."""

    at: datetime | None
    provisional: bool
    term: int


def holds(when: Mapping[str, tuple[str, ...]], facts: Mapping[str, Any]) -> bool:
    """Whether every condition of `when` is met by `facts`."""
    return all(str(facts.get(key, "")) in wanted for key, wanted in when.items())


def choose(terms: tuple[TermRule, ...], facts: Mapping[str, Any]) -> int:
    """Return the index of the first period whose condition holds, or -1."""
    for index, rule in enumerate(terms):
        if holds(rule.when, facts):
            return index
    return -1


def first_due(
    edition: Edition, terms: tuple[TermRule, ...], start: datetime, facts: Mapping[str, Any],
    data: Mapping[str, Any], calendar: Calendar,
) -> Due:  # fmt: skip
    """Return the due date with which an obligation opens."""
    index = choose(terms, facts)
    if index < 0:
        return Due(None, False, -1)
    rule = terms[index]
    if rule.field:
        fixed = data.get(rule.field)
        return Due(day_end(date.fromisoformat(str(fixed)[:10])) if fixed else None, False, index)
    if rule.term is None:
        return Due(None, False, index)
    reckoning = reckon(rule.term, start, calendar, rules=edition.rules, explain=False)
    return Due(reckoning.due, reckoning.provisional, index)


def rules_of(edition: Edition, obligation: Obligation) -> tuple[TermRule, ...]:
    """Return the periods of the rule, or of the round, that an obligation stands under."""
    if obligation.request:
        found = edition.rounds.get(obligation.rule)
        return found.terms if found else ()
    rule = edition.obligations.get(obligation.rule)
    return rule.terms if rule else ()


def reckoning_of(
    edition: Edition, state: State, obligation: Obligation, calendar: Calendar, *, explain: bool = False
) -> Reckoning | None:
    """Return how the due date of an obligation is reckoned today; None where no period runs."""
    terms = rules_of(edition, obligation)
    if not 0 <= obligation.term < len(terms) or (term := terms[obligation.term].term) is None:
        return None
    return reckon(
        term, obligation.start, calendar,
        intervals=intervals_of(edition, state, obligation),
        extensions=[Extension(Term(n, Unit(unit))) for n, unit in obligation.extensions],
        rules=edition.rules, explain=explain,
    )  # fmt: skip


def intervals_of(edition: Edition, state: State, obligation: Obligation) -> list[Interval]:
    """Return the intervals that stretch an obligation: the pauses since its start, and its own exclusions."""
    rule = edition.obligations.get(obligation.rule)
    kept = [Interval("exclude", since, until) for since, until in obligation.excluded]
    if rule is not None and rule.pausable:
        kept += [
            Interval("suspend", max(since, obligation.start), until)
            for since, until in state.pauses
            if until is None or until > obligation.start
        ]
    return sorted(kept, key=lambda interval: interval.start)
