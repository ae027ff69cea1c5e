"""The city's file against the official division list and the table of subjects."""

from collections import Counter

import pytest
import yaml

from fazhi.cities.demo import Made, tell_accounts
from fazhi.cities.organisation import declaration, township_id
from fazhi.matters.catalogue import CATALOGUE
from fazhi.matters.dispatching import duties, table
from fazhi.matters.units import directory
from fazhi.people.models import Hierarchy, Person, Post, Region, Unit
from fazhi.people.roles import ADMINISTRATORS, ROLES
from fazhi.people.units import path, units_under
from tests.cities.conftest import NOW

TODAY = NOW.date()
TOWNSHIPS = 17


def test_every_kind_of_department_has_a_unit_of_the_city() -> None:
    kinds = {kind for departments in duties().values() for kind in departments}
    routed = yaml.safe_load((CATALOGUE / "routing" / "qingfeng.yaml").read_text("utf-8"))
    assert set(routed) == kinds
    declared = {unit["id"] for unit in declaration("qingfeng")["units"]}
    assert {unit for units in routed.values() for unit in units} <= declared
    assert {route.unit for route in table().routes} <= declared


def test_every_routed_unit_has_somebody_to_handle(made: Made) -> None:
    held = set(Post.objects.filter(role="handler").values_list("unit_id", flat=True))
    assert {route.unit for route in table().routes} <= held


def test_in_every_township_somebody_does_each_part_of_the_work(made: Made) -> None:
    held = set(Post.objects.values_list("unit_id", "role"))
    work = {"": {"leader", "handler"}, "-justice": {"case_officer", "publicist"}, "-mediation": {"mediator"}}
    for region in Region.objects.filter(code__startswith="410922", level=4):
        id = township_id(region.code)
        assert {(id + part, role) for part, roles in work.items() for role in roles} <= held, region.name


def test_an_account_that_is_not_told_says_how_to_use_it(made: Made) -> None:
    said: list[str] = []
    tell_accounts({"t100.leader": "secret-1", "t105.leader": "secret-2"}, frozenset({"t100.leader"}), said.append)
    text = "\n".join(said)
    assert "secret-1" in text
    assert "secret-2" not in text
    assert "另有 1 个乡镇账号，密码没有列出" in text


def test_townships_and_villages_bear_the_official_names(made: Made) -> None:
    assert Region.objects.filter(code__startswith="410922", level=4).count() == TOWNSHIPS
    kinds = Counter(Unit.objects.values_list("kind", flat=True))
    assert kinds["township"] == kinds["judicial_office"] == TOWNSHIPS
    assert kinds["mediation_committee"] == TOWNSHIPS + 2 + len(declaration("qingfeng")["villages"])
    assert Unit.objects.get(pk="t101").name == "马庄桥镇人民政府"
    assert Unit.objects.get(pk="v100101").name == "城关镇凤鸣社区居民委员会"
    assert str(Unit.objects.get(pk="v102201-mediation")) == "瓦南街村调委会"


@pytest.mark.parametrize(
    ("kind", "region", "unit"),
    [
        ("mediation_committee", "410922101201", "v101201-mediation"),
        ("mediation_committee", "410922101203", "t101-mediation"),  # a village without one goes to its township
        ("mediation_committee", "410922", "county-mediation"),
        ("township", "410922105201", "t105"),
        ("grid_centre", "410922105201", "centre"),
        ("rule_of_law_office", "410922101", "rule-of-law-office"),
        ("legal_service_centre", "410922101", "legal-service"),
    ],
)
def test_a_region_is_served_by_the_nearest_unit(made: Made, kind: str, region: str, unit: str) -> None:
    found = directory(TODAY).serving(kind, region)
    assert found is not None
    assert found.id == unit


def test_a_judicial_office_has_two_leaders(made: Made) -> None:
    office = Unit.objects.get(pk="t101-justice")
    assert {u.pk for u in path(office, Hierarchy.DUAL, TODAY)} == {"justice", "t101", "t101-justice"}


def test_the_government_leads_departments_and_townships(made: Made) -> None:
    under = {u.pk for u in units_under(Unit.objects.get(pk="government"), Hierarchy.TERRITORY, TODAY)}
    assert {"housing", "t101", "v101201", "traffic-police"} <= under
    assert "court" not in under  # a court stands under no government
    assert "ecology" not in under  # a branch of the municipal bureau


def test_there_is_an_account_for_each_role(made: Made) -> None:
    held = set(Post.objects.values_list("role", flat=True))
    assert set(ROLES) - held == {"reviewer"}  # no procedure of this release has a reviewer


def test_three_persons_administer(made: Made) -> None:
    persons = Post.objects.filter(role__in=ADMINISTRATORS).values_list("person_id", flat=True)
    assert len(set(persons)) == len(ADMINISTRATORS)


def test_nobody_has_a_name_that_could_be_taken_for_real(made: Made) -> None:
    assert not Person.objects.exclude(display_name__endswith="（演示）").exists()
