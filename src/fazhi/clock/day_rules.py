"""Whether a law's “日” is a working day: each law says so for itself, or says nothing."""

from dataclasses import dataclass

from fazhi.clock.errors import BadTerm
from fazhi.clock.terms import Unit


@dataclass(frozen=True, slots=True)
class DayRule:
    """The numbers of days that a law counts in working days; `days` None means any number."""

    law: str
    article: str
    days: frozenset[int] | None


DAY_RULES = {
    rule.law: rule
    for rule in (
        DayRule("行政处罚法", "第八十五条", frozenset({2, 3, 5, 7})),
        DayRule("行政复议法", "第八十八条", frozenset({3, 5, 7, 10})),
        DayRule("行政强制法", "第六十九条", frozenset(range(1, 11))),
        # Only for the periods in which an organ carries out licensing; a party's own periods are not meant.
        DayRule("行政许可法", "第八十二条", None),
    )
}


def day_rule(law: str, n: int) -> Unit:
    """The unit in which `law` counts “n日”; calendar days where it has no such article. BadTerm if n ≤ 0."""
    if n <= 0:
        raise BadTerm
    rule = DAY_RULES.get(law.strip("《》 ").removeprefix("中华人民共和国"))
    if rule is None or (rule.days is not None and n not in rule.days):
        return Unit.CALENDAR_DAY
    return Unit.WORKING_DAY
