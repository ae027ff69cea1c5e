"""The city is made once, through the public ways, with a matter in every stage."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from fazhi.cities.demo import Made, is_demo, make_city
from fazhi.cities.playing import matter_of, people_cast, scenes
from fazhi.cities.stories import read_stories, tell
from fazhi.clock import BEIJING, official_calendar
from fazhi.ledger.models import Event
from fazhi.ledger.verifying import verify
from fazhi.matters import streams
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter, Request
from fazhi.people.models import Person
from fazhi.people.viewers import person_viewer
from tests.cities.conftest import NOW

PROCEDURES = ("grid_matter", "legal_consultation", "people_mediation")


def matters() -> Iterator[Matter]:
    yield from Matter.objects.unscoped("测试")


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_stage_has_a_matter_now(made: Made, procedure: str) -> None:
    edition = next(e for e in editions().values() if e.procedure == procedure)
    there = {m.stage for m in matters() if m.procedure == procedure}
    assert there == set(edition.stages)


def test_a_few_dozen_matters_of_some_weeks(made: Made) -> None:
    opened = [m.opened_at for m in matters()]
    assert made.matters == len(opened) > 60
    assert max(opened) <= NOW
    assert len({at.astimezone(BEIJING).isocalendar()[:2] for at in opened}) >= 6


def test_what_a_supervisor_looks_for_is_there(made: Made) -> None:
    found = list(matters())
    assert sum(m.supervised for m in found) > 2
    assert any(m.returned for m in found)
    assert any(m.late_entries for m in found)
    assert any(m.on_time is False for m in found)
    assert any(m.on_time for m in found)
    assert any(m.due and m.due < NOW and not m.ended_at for m in found)
    assert {m.satisfied for m in found} >= {"satisfied", "fair"}
    assert {m.outcome for m in found} >= {"resolved", "self_resolved", "invalid", "rejected", "confirmed", "escalated"}
    assert Request.objects.unscoped("测试").filter(silent_at__isnull=False).exists()
    assert Request.objects.unscoped("测试").filter(answer="declined").exists()
    assert Event.objects.filter(type="void").count() == 1


def test_the_three_rates_were_asked_of_what_was_closed(made: Made) -> None:
    closed = [m for m in matters() if m.procedure == "grid_matter" and m.stage == "closed"]
    assert closed
    assert all(m.responded and m.resolved and m.satisfied for m in closed)


def test_the_voided_entry_was_confirmed_by_a_second_person(made: Made) -> None:
    event = Event.objects.get(type="void")
    person = Person.objects.get(username="centre.verifier")
    assert f'"confirmed_by":"{person.pk}"' in event.body
    assert event.actor != person.pk


def test_the_late_entry_kept_its_two_times(made: Made) -> None:
    signed = next(e for e in streams.read(matter_of("late-entry")) if e.action == "sign")
    assert signed.late
    assert signed.recorded_at - signed.occurred_at > timedelta(days=2)


def test_the_ledger_is_sound(made: Made) -> None:
    found = verify()
    assert found.sound
    assert found.streams == made.matters


def test_a_second_run_adds_nothing(made: Made) -> None:
    before = Event.objects.count(), Person.objects.count(), Matter.objects.unscoped("测试").count()
    told: list[str] = []
    again = make_city(NOW + timedelta(days=2), told.append)
    assert (again.regions, again.passwords, again.matters) == (0, {}, 0)
    assert (Event.objects.count(), Person.objects.count(), Matter.objects.unscoped("测试").count()) == before
    assert any("fazhi account reset" in line for line in told)


def test_scenes_come_in_the_order_of_time(made: Made) -> None:
    found = scenes(tell(read_stories("qingfeng"), NOW, official_calendar(), 1), people_cast())
    assert [scene.at for scene in found] == sorted(scene.at for scene in found)


@pytest.mark.parametrize(
    ("username", "sees_all"),
    [
        ("rule-of-law-office.supervisor", True),
        ("government.leader", True),
        ("government.analyst", True),
        ("housing.handler", False),
        ("justice.system_admin", False),
    ],
)
def test_who_sees_the_whole_county(made: Made, username: str, sees_all: bool) -> None:
    viewer = person_viewer(Person.objects.get(username=username), NOW + timedelta(minutes=1))
    seen = Matter.objects.for_viewer(viewer).count()
    assert (seen == made.matters) is sees_all


def test_an_administrator_sees_no_matter(made: Made) -> None:
    viewer = person_viewer(Person.objects.get(username="justice.system_admin"), NOW + timedelta(minutes=1))
    assert Matter.objects.for_viewer(viewer).count() == 0


def test_an_installation_says_that_it_is_a_demonstration(made: Made) -> None:
    assert is_demo()
    page = Client().get("/no-such-page")
    assert "演示数据" in page.content.decode()
