"""What holds of every reckoning, whatever the term."""

from calendar import monthrange
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fazhi.clock import (
    BEIJING,
    CountingRules,
    Direction,
    Extension,
    Interval,
    Term,
    Unit,
    official_calendar,
    reckon,
)

CALENDAR = official_calendar()
LAST = CALENDAR.published_until
# A year that could hardly differ more from Monday to Friday: it rests for its first two months.
NEXT_EDITION = CALENDAR.with_year(LAST.year + 1, [LAST + timedelta(days=d) for d in range(1, 60)], [], "新")
DAY_UNITS = [Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH]

days = st.dates(date(2015, 1, 1), date(2028, 12, 31))
moments = st.datetimes(datetime(2015, 1, 1), datetime(2028, 12, 31)).map(lambda m: m.replace(tzinfo=BEIJING))
lengths = st.integers(1, 120)
terms = st.builds(Term, lengths, st.sampled_from(DAY_UNITS), roll=st.booleans())
all_terms = terms | st.builds(Term, lengths, st.just(Unit.HOUR))
rules = st.builds(CountingRules, **dict.fromkeys(CountingRules.__slots__, st.booleans()))


def due_of(term: Term, start: datetime, **options: object) -> datetime:
    due = reckon(term, start, CALENDAR, explain=False, **options).due  # type: ignore[arg-type]
    assert due is not None
    return due


@given(all_terms, moments, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_later_event_is_never_due_earlier(term: Term, start: datetime, later: timedelta) -> None:
    assert due_of(term, start) <= due_of(term, start + later)


@given(all_terms, moments, lengths)
def test_a_longer_term_is_never_due_earlier(term: Term, start: datetime, more: int) -> None:
    assert due_of(term, start) <= due_of(Term(term.n + more, term.unit, roll=term.roll), start)


@given(terms, moments)
def test_a_rolled_term_ends_on_a_working_day_no_sooner_than_unrolled(term: Term, start: datetime) -> None:
    rolled = due_of(Term(term.n, term.unit, roll=True), start)
    unrolled = due_of(Term(term.n, term.unit), start)
    assert CALENDAR.is_working_day(rolled.date())
    assert rolled >= unrolled
    assert CALENDAR.working_days_between(unrolled.date(), rolled.date()) <= 1


@given(all_terms, moments, st.timedeltas(timedelta(days=-30), timedelta(days=200)), st.integers(0, 90), rules)
def test_a_pause_never_makes_due_earlier(
    term: Term, start: datetime, after: timedelta, length: int, counting: CountingRules
) -> None:
    for kind in ("suspend", "exclude"):
        pause = Interval(kind, start + after, start + after + timedelta(days=length))  # type: ignore[arg-type]
        assert due_of(term, start, intervals=[pause], rules=counting) >= due_of(term, start, rules=counting)


@given(st.integers(2, 120), moments, st.integers(0, 90), st.data())
def test_a_suspension_of_k_days_inside_adds_k_calendar_days(
    n: int, start: datetime, k: int, data: st.DataObject
) -> None:
    term = Term(n, Unit.CALENDAR_DAY)
    began = start + timedelta(days=data.draw(st.integers(1, n)))
    pause = Interval("suspend", began, began + timedelta(days=k))
    assert due_of(term, start, intervals=[pause]) == due_of(term, start) + timedelta(days=k)


@given(all_terms, moments, all_terms)
def test_an_extension_never_makes_due_earlier(term: Term, start: datetime, more: Term) -> None:
    assert due_of(term, start, extensions=[Extension(more)]) >= due_of(term, start)


@given(all_terms, moments, st.integers(0, 40))
def test_an_open_interval_leaves_no_due_day_or_the_same(term: Term, start: datetime, after: int) -> None:
    pause = Interval("suspend", start + timedelta(days=after), None)
    paused = reckon(term, start, CALENDAR, intervals=[pause], explain=False)
    if paused.due is None:
        assert paused.left is not None
        assert paused.left >= 0
    else:
        assert paused.due == due_of(term, start)
        assert paused.left is None


@given(days, st.integers(1, 400))
def test_counting_undoes_adding(day: date, n: int) -> None:
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, n)) == n
    back = CALENDAR.add_working_days(day, -n)
    assert CALENDAR.working_days_between(back - timedelta(1), day - timedelta(1)) == n


@given(days, st.integers(-400, 400).filter(bool))
def test_adding_lands_on_a_working_day_and_goes_the_right_way(day: date, n: int) -> None:
    landed = CALENDAR.add_working_days(day, n)
    assert CALENDAR.is_working_day(landed)
    assert (landed > day) == (n > 0)


@given(moments, lengths)
def test_months_end_on_the_corresponding_day_or_the_last(start: datetime, n: int) -> None:
    due = due_of(Term(n, Unit.MONTH), start)
    assert (due.year * 12 + due.month) - (start.year * 12 + start.month) == n
    assert due.day == min(start.day, monthrange(due.year, due.month)[1])


@given(moments, lengths, st.sampled_from(DAY_UNITS))
def test_counting_back_keeps_the_full_term_before_the_event(start: datetime, n: int, unit: Unit) -> None:
    due = due_of(Term(n, unit, Direction.BEFORE), start)
    assert due.date() < start.date()
    assert due_of(Term(n + 1, unit, Direction.BEFORE), start) <= due


@given(terms, moments)
def test_a_published_reckoning_does_not_change_with_a_later_year(term: Term, start: datetime) -> None:
    first = reckon(term, start, CALENDAR, explain=False)
    later = reckon(term, start, NEXT_EDITION, explain=False)
    assert first.provisional or later.due == first.due


@given(all_terms, moments, rules)
def test_the_hour_of_the_event_moves_only_terms_in_hours(term: Term, start: datetime, counting: CountingRules) -> None:
    noon = start.replace(hour=12, minute=0, second=0, microsecond=0)
    if term.unit is not Unit.HOUR:
        assert due_of(term, start, rules=counting) == due_of(term, noon, rules=counting)
    else:
        assert due_of(term, start, rules=counting) - start <= timedelta(hours=term.n + 1)
