"""M02 乡镇吹哨、部门报到：一个部门一行，沉默的有名有姓。"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest

from fazhi.figures.compute import figure
from fazhi.figures.records import records
from fazhi.figures.registry import indicator
from fazhi.figures.scope import Scope
from fazhi.matters import units
from fazhi.matters.intake import Received
from fazhi.matters.models import Request
from fazhi.matters.timing import sweep
from fazhi.people.models import Unit
from fazhi.people.viewers import system_viewer
from fazhi.procedure import Refused
from fazhi.screens.words import rate_words
from tests.matters.cast import HANDLER, NOW, TOWN, do, staff

pytestmark = pytest.mark.django_db
ASKED = ["ecology", "urban", "water"]
AFTER = NOW + timedelta(days=3)
NOVEMBER = Scope(date(2026, 11, 1), date(2026, 11, 30))
ALL = system_viewer("测试报到", AFTER)


@dataclass(frozen=True)
class Answer:
    """A department's answer to the whistle."""

    unit: str
    says: str = "arrived"


@pytest.fixture
def whistled(sent: Callable[..., Received]) -> UUID:
    for id, name in (("urban", "县城市管理局"), ("water", "县水利局")):
        Unit.objects.create(id=id, name=name, kind="department", region_id="410922", valid_from="2020-01-01")
    units.forget()
    matter = sent().matter
    do(matter, "sign", HANDLER)
    do(matter, "whistle", TOWN, units=ASKED, place="东街路口", matter="污水外溢，涉及三个部门。")
    return matter


def answer(matter: UUID, given: Answer) -> None:
    more = {"reason": "执法车辆在外。"} if given.says == "declined" else {}
    do(matter, "check_in", staff(f"{given.unit}-1", given.unit, "handler"), answer=given.says, **more)


def rows(matter: UUID) -> dict[str, tuple[str, bool]]:
    found = Request.objects.unscoped("测试").filter(matter_id=matter)
    return {one.unit: (one.answer, one.silent_at is not None) for one in found}


def silent_by_name() -> list[str]:
    found = records(indicator("grid_checkin_on_time"), NOVEMBER, ALL, AFTER, "difference")
    return [units.directory(AFTER.date()).name(row.unit) for row in found]


def test_m02_three_departments_make_three_rows(whistled: UUID) -> None:
    assert rows(whistled) == dict.fromkeys(ASKED, ("", False))


def test_m02_two_arrive_and_the_silent_one_is_named(whistled: UUID) -> None:
    answer(whistled, Answer("ecology"))
    answer(whistled, Answer("urban"))
    assert sweep(AFTER) == 1
    assert rows(whistled) == {"ecology": ("arrived", False), "urban": ("arrived", False), "water": ("", True)}
    found = figure(indicator("grid_checkin_on_time"), NOVEMBER, ALL, AFTER)
    assert (found.numerator, found.denominator) == (2, 3)
    assert rate_words(2, 3, found.unit) == "66.67%（2／3 次）"
    assert silent_by_name() == ["县水利局"]


def test_m02_a_refusal_counts_as_not_arrived_and_needs_a_reason(whistled: UUID) -> None:
    with pytest.raises(Refused, match="请填写理由"):
        do(whistled, "check_in", staff("water-1", "water", "handler"), answer="declined")
    for given in (Answer("ecology"), Answer("urban"), Answer("water", "declined")):
        answer(whistled, given)
    found = figure(indicator("grid_checkin_on_time"), NOVEMBER, ALL, AFTER)
    assert (found.numerator, found.denominator) == (2, 3)
    assert silent_by_name() == ["县水利局"]


def test_m02_only_a_department_that_was_called_can_report_in(whistled: UUID) -> None:
    with pytest.raises(Refused):
        do(whistled, "check_in", staff("qian", "housing", "handler"), answer="arrived")
    assert len(rows(whistled)) == 3
