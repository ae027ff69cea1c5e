"""A city's staff from a declaration: once, and once only."""

from dataclasses import replace

import pytest

from fazhi.people.divisions import UnknownRegion
from fazhi.people.models import Hierarchy, Level, Oversight, Person, Post, Region, ScopeKind, Unit, UnitKind, UnitLink
from fazhi.people.posts import AdministratorsCombined
from fazhi.people.provision import LinkSpec, Organisation, OversightSpec, PersonSpec, UnitSpec, UnknownRole, provision
from fazhi.people.viewers import post_subject

from .conftest import NOW, SINCE

pytestmark = pytest.mark.django_db
CITY = Organisation(
    since=SINCE,
    units=(
        UnitSpec("bureau", "清丰县司法局", UnitKind.JUSTICE_BUREAU, "410922"),
        UnitSpec("office", "马庄桥镇司法所", UnitKind.JUDICIAL_OFFICE, "410922101"),
    ),
    links=(LinkSpec(Hierarchy.DUAL, "bureau", "office"),),
    people=(
        PersonSpec("tiaojie", "调解员甲", (("office", "mediator"), ("office", "handler"))),
        PersonSpec("xitong", "系统管理员", (("bureau", "system_admin"),)),
    ),
    oversights=(OversightSpec(post_subject("bureau", "leader"), ScopeKind.REGION, "410922", Level.SEE),),
)
COUNTED = (Unit, UnitLink, Person, Post, Oversight)


def counts() -> list[int]:
    return [model._default_manager.count() for model in COUNTED]


def test_a_second_run_changes_nothing_and_tells_no_password(regions: dict[str, Region]) -> None:
    passwords = provision(CITY, NOW, "city/1/1")
    assert counts() == [2, 1, 2, 3, 1]
    assert set(passwords) == {"tiaojie", "xitong"}
    hashes = dict(Person.objects.values_list("username", "password"))
    assert provision(CITY, NOW, "city/1/2") == {}
    assert counts() == [2, 1, 2, 3, 1]
    assert dict(Person.objects.values_list("username", "password")) == hashes


def test_sec_05_passwords_are_random_and_kept_only_as_hashes(regions: dict[str, Region]) -> None:
    passwords = provision(CITY, NOW, "city/1/1")
    assert len(set(passwords.values())) == 2
    for username, word in passwords.items():
        person = Person.objects.get(username=username)
        assert len(word) >= 16
        assert person.check_password(word)
        assert word not in str(vars(person))


def test_what_is_added_later_is_added(regions: dict[str, Region]) -> None:
    provision(CITY, NOW, "city/1/1")
    more = replace(CITY, people=(*CITY.people, PersonSpec("xin", "新人", (("office", "handler"),))))
    assert set(provision(more, NOW, "city/1/2")) == {"xin"}
    assert counts() == [2, 1, 3, 4, 1]


REFUSED = [
    (replace(CITY, units=(UnitSpec("x", "某局", UnitKind.DEPARTMENT, "410929"),)), UnknownRegion, "清丰县（410922）"),
    (replace(CITY, people=(PersonSpec("a", "甲", (("office", "wizard"),)),)), UnknownRole, "可用的岗位"),
    (
        replace(CITY, people=(PersonSpec("a", "甲", (("office", "system_admin"), ("office", "audit_admin"))),)),
        AdministratorsCombined,
        "另设账号",
    ),
]


@pytest.mark.parametrize(("city", "error", "advice"), REFUSED)
def test_a_wrong_declaration_creates_nothing(
    regions: dict[str, Region], city: Organisation, error: type[Exception], advice: str
) -> None:
    with pytest.raises(error, match=advice):
        provision(city, NOW, "city/1/1")
    assert counts() == [0, 0, 0, 0, 0]
