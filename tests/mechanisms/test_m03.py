"""M03 智慧调解：成功一件只算一次；按年成表，比上年多少；每个数都能打开。"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from fazhi.clock import BEIJING
from fazhi.figures.compute import figure
from fazhi.figures.records import records
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.figures.years import years
from fazhi.matters.intake import Message, receive
from fazhi.people.models import Unit
from fazhi.people.viewers import system_viewer
from tests.matters.cast import TOWNSHIP, do, staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=BEIJING)
ALL = system_viewer("测试调解", NOW)
THREE_YEARS = Scope(date(2024, 1, 1), date(2026, 12, 31))
COMMITTEE = staff("zhou", "committee", "case_officer", "mediator")
AGREED = {
    "content": "三日内清理。", "parties_signed": "yes", "mediator_signed": "yes", "sealed": "yes",
}  # fmt: skip
SUCCESS, FAILURE = "agree_in_writing", "fail"
CASES = {2024: [SUCCESS], 2025: [SUCCESS, FAILURE], 2026: [SUCCESS, SUCCESS, SUCCESS, FAILURE]}


def mediated(year: int, how: str) -> UUID:
    """Mediate a dispute to its end and file it away, in the spring of a year."""
    at = datetime(year, 3, 4, 9, tzinfo=BEIJING)
    message = Message(
        "邻居的排水口冲着我家院墙。", TOWNSHIP, "window", "people_mediation", data={"committee": "committee"}
    )
    matter = receive(message, COMMITTEE, uuid4().hex, at).matter
    day = at.date().isoformat()
    do(matter, "accept", COMMITTEE, at + timedelta(hours=1))
    do(matter, "record_consent", COMMITTEE, at + timedelta(hours=2), applicant_agrees="yes", respondent_agrees="yes")
    do(matter, "appoint_mediator", COMMITTEE, at + timedelta(hours=3), mediator="zhou", how="designated")
    do(matter, "inform_rights", COMMITTEE, at + timedelta(hours=4), informed_on=day, how="oral")
    if how == FAILURE:
        do(matter, "fail", COMMITTEE, at + timedelta(hours=5), reason="差距过大。", told="yes")
    else:
        do(matter, how, COMMITTEE, at + timedelta(hours=5), effective_on=day, **AGREED)
        do(matter, "follow_up", COMMITTEE, at + timedelta(hours=6), visited_on=day, performed="full")
    do(matter, "archive", COMMITTEE, at + timedelta(hours=7), volume=f"{year}-1")
    return matter


@pytest.fixture
def filed(county: None) -> dict[int, list[UUID]]:
    Unit.objects.create(
        id="committee", name="马庄桥镇调委会", kind="mediation_committee", region_id=TOWNSHIP, valid_from="2020-01-01"
    )  # fmt: skip
    return {year: [mediated(year, how) for how in hows] for year, hows in CASES.items()}


def test_m03_each_year_beside_the_year_before(filed: dict[int, list[UUID]]) -> None:
    table = years(indicator("mediation_success_rate"), THREE_YEARS, ALL, NOW)
    assert [(y.year, y.counted.numerator, y.counted.denominator, y.change) for y in table] == [
        (2024, 1, 1, None),
        (2025, 1, 2, 0),
        (2026, 3, 4, 2),
    ]
    assert [y.growth for y in table] == [None, Decimal(0), Decimal(2)]


def test_m03_every_number_of_the_table_opens_to_its_cases(filed: dict[int, list[UUID]]) -> None:
    rate = indicator("mediation_success_rate")
    for year in years(rate, THREE_YEARS, ALL, NOW):
        opened = {row.id for row in records(rate, year.scope, ALL, NOW)}
        successes = {row.id for row in records(rate, year.scope, ALL, NOW, "numerator")}
        assert opened == set(filed[year.year])
        assert len(successes) == year.counted.numerator
        again = figure(rate, year.scope, ALL, NOW)
        assert (again.numerator, again.denominator) == (year.counted.numerator, year.counted.denominator)


def test_m03_a_success_is_counted_once_however_often_it_is_followed_up(filed: dict[int, list[UUID]]) -> None:
    case = mediated(2026, SUCCESS)
    rate = indicator("mediation_success_rate")
    [*_, this_year] = years(rate, THREE_YEARS, ALL, NOW)
    assert (this_year.counted.numerator, this_year.counted.denominator) == (4, 5)
    assert [row.id for row in records(rate, this_year.scope, ALL, NOW, "numerator")].count(case) == 1
