"""A fixed cast: a mediator and her office, a colleague of another office, a supervisor, a county leader, an auditor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, models

from fazhi.people.grants import prepare_oversight
from fazhi.people.models import Level, Party, Person, Post, Region, ScopeKind, Unit, UnitKind
from fazhi.people.scoped import Sighted
from fazhi.people.viewers import post_subject, unit_subject

SINCE = date(2026, 1, 1)
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


class Errand(Sighted):
    """A record that belongs to a matter."""

    sight_field = "matter_id"

    matter_id = models.UUIDField()
    due = models.DateField()

    class Meta:
        app_label = "people_tests"
        indexes = (
            models.Index(fields=("due", "id"), name="errand_due"),
            models.Index(fields=("matter_id",), name="errand_matter"),
        )


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Add the table of the test's own model."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Errand)


@dataclass(frozen=True)
class Cast:
    """Everybody in the play, by name."""

    units: dict[str, Unit]
    people: dict[str, Person]
    party: Party
    matter: UUID


@pytest.fixture
def regions(db: None) -> dict[str, Region]:
    """Return a small country: two townships of one county, and another county."""
    rows = [("41", "河南省"), ("4109", "濮阳市"), ("410922", "清丰县"), ("410923", "南乐县")]
    rows += [("410922101", "马庄桥镇"), ("410922103", "仙庄镇")]
    for code, name in rows:
        above = {2: None, 4: "41", 6: "4109", 9: code[:6]}[len(code)]
        Region.objects.create(code=code, name=name, level={2: 1, 4: 2, 6: 3, 9: 4}[len(code)], parent_id=above)
    return {region.name: region for region in Region.objects.all()}


@pytest.fixture
def staff(regions: dict[str, Region]) -> Callable[..., Person]:
    """Return a maker of people who hold one post."""

    def make(username: str, unit: Unit, role: str, **period: Any) -> Person:
        person = Person.objects.create_user(username, display_name=username)
        Post.objects.create(person=person, unit=unit, role=role, **({"valid_from": SINCE} | period))
        return person

    return make


@pytest.fixture
def cast(regions: dict[str, Region], staff: Callable[..., Person]) -> Cast:
    """Return the cast; nothing is granted but the oversights of the bureau and of the leader."""
    places = {"office": "马庄桥镇", "other": "仙庄镇", "bureau": "清丰县", "away": "南乐县"}
    units = {
        id: Unit.objects.create(id=id, name=id, kind=UnitKind.JUDICIAL_OFFICE, region=regions[at], valid_from=SINCE)
        for id, at in places.items()
    }
    posts = {
        "mediator": ("office", "mediator"),
        "office_leader": ("office", "leader"),
        "colleague": ("other", "mediator"),
        "supervisor": ("bureau", "supervisor"),
        "county_leader": ("bureau", "leader"),
        "clerk": ("bureau", "handler"),
        "stranger": ("away", "supervisor"),
        "auditor": ("office", "audit_admin"),
    }
    people = {name: staff(name, units[unit], role) for name, (unit, role) in posts.items()}
    start = datetime(2026, 1, 1, tzinfo=UTC)
    watch = [
        (post_subject("bureau", "supervisor"), ScopeKind.UNIT, "office", Level.SUPERVISE),
        (post_subject("bureau", "leader"), ScopeKind.REGION, "410922", Level.SEE),
        (unit_subject("away"), ScopeKind.REGION, "410923", Level.SUPERVISE),
    ]
    for subject, scope, scope_id, level in watch:
        prepare_oversight(subject, scope, scope_id, level, start, "unit/1/1").save()
    return Cast(units, people, Party.objects.create(display_name="王*"), uuid4())
