"""The unit in a matter's row stands for its grant: whoever looks, by whatever right, sees the same matters."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.matters.models import Matter
from fazhi.people import viewers
from fazhi.people.grants import prepare_oversight
from fazhi.people.models import Grant, Level, Oversight, Party, Person, Post, Region, ScopeKind, Unit, UnitKind
from fazhi.people.viewers import Viewer, party_viewer, person_viewer, public_viewer, unit_subject

from .factory import NOW, matter

pytestmark = pytest.mark.django_db
REGIONS = {"41": 1, "4109": 2, "410922": 3, "410923": 3, "410922101": 4, "410922103": 4, "410923101": 4}
UNITS = {"water": "410922", "road": "410922", "east": "410922101", "west": "410922103", "away": "410923101"}
DAY = timedelta(days=1)


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> None:
    """Regions and units; every viewer counts as one of very many grants."""
    monkeypatch.setattr(viewers, "WIDE", 0)
    for code, level in REGIONS.items():
        above = {1: None, 2: "41", 3: "4109", 4: code[:6]}[level]
        Region.objects.create(code=code, name=code, level=level, parent_id=above)
    for id, code in UNITS.items():
        Unit.objects.create(
            id=id, name=id, kind=UnitKind.DEPARTMENT, region_id=code, valid_from=date(2026, 1, 1),
            valid_to=date(2026, 6, 1) if id == "west" else None,
        )  # fmt: skip


def some_matters(dice: random.Random, party: Party) -> None:
    """Write matters as the projection does: who is responsible has a grant in force; all the others are random."""
    others = [*map(unit_subject, UNITS), "public:", f"party:{party.pk.hex}", "post:water/leader"]
    for _ in range(60):
        unit = dice.choice(["", *UNITS])
        row = matter(
            unit=unit, granted=(), region=dice.choice(["", *REGIONS]), sealed=dice.random() < 0.2,
            erased=dice.random() < 0.2, ended_at=dice.choice([None, NOW - DAY]),
        )  # fmt: skip
        held = [(unit_subject(unit), NOW - 9 * DAY, None)] if unit else []
        held += [(s, *dice.choice(PERIODS)) for s in dice.sample(others, dice.randrange(3)) if s != unit_subject(unit)]
        Grant.objects.bulk_create(
            Grant(subject=s, object_id=row.id, level=Level.WORK, valid_from=since, valid_to=until, granted_by="x/1/1")
            for s, since, until in held
        )


PERIODS: list[tuple[datetime, datetime | None]] = [
    (NOW - 5 * DAY, None), (NOW - 5 * DAY, NOW - DAY), (NOW - 5 * DAY, NOW + DAY), (NOW + DAY, None), (NOW - DAY, NOW),
]  # fmt: skip
OVERSIGHTS: list[tuple[str, ScopeKind, str]] = [
    ("whole", ScopeKind.REGION, "410922"), ("city", ScopeKind.REGION, "4109"), ("town", ScopeKind.REGION, "410922103"),
    ("one", ScopeKind.UNIT, "east"), ("elsewhere", ScopeKind.REGION, "410923"),
]  # fmt: skip


def somebody(dice: random.Random, party: Party) -> Iterator[tuple[str, Viewer]]:
    """Yield viewers of every kind: overseers of each scope, some whose right has ended, clerks, a party, the public."""
    for name, kind, scope in [*OVERSIGHTS, ("clerk", ScopeKind.UNIT, "")]:
        person = Person.objects.create_user(name, display_name=name)
        Post.objects.create(person=person, unit_id=dice.choice(list(UNITS)), role="handler", valid_from="2026-01-01")
        if scope:
            right = prepare_oversight(f"person:{person.pk}", kind, scope, Level.SEE, NOW, "unit/1/1")
            right.valid_from, right.valid_to = dice.choice(PERIODS)
            right.save()
        yield name, person_viewer(person, NOW, present=True)
    yield "party", replace(party_viewer(party, NOW), present=True)
    yield "public", replace(public_viewer(NOW), present=True)


def seen(viewer: Viewer, **narrower: object) -> set[object]:
    return set(Matter.objects.for_viewer(viewer, **narrower).values_list("id", flat=True))


@pytest.mark.parametrize("seed", range(6))
def test_the_short_way_shows_what_the_grants_show(county: None, seed: int) -> None:
    dice, party = random.Random(seed), Party.objects.create(display_name="王*")
    some_matters(dice, party)
    people = list(somebody(dice, party))
    Unit.objects.filter(id="east").update(region_id=dice.choice(["410922101", "410923101"]))  # left the oversight
    for name, viewer in [*people, *((n, _anew(n)) for n, _ in people if n not in ("party", "public"))]:
        one_by_one, from_grants = replace(viewer, present=False), replace(viewer, wide=False)
        assert seen(viewer) == seen(one_by_one) == seen(from_grants), name
        for level in (Level.WORK, Level.SUPERVISE):
            assert seen(viewer, level=level) == seen(from_grants, level=level), name
        then = NOW - 3 * DAY
        assert seen(viewer, at=then) == seen(from_grants, at=then), name


def _anew(name: str) -> Viewer:
    return person_viewer(Person.objects.get(username=name), NOW, present=True)


def test_only_who_looks_now_goes_the_short_way(county: None) -> None:
    person = Person.objects.create_user("whole", display_name="全县")
    Post.objects.create(person=person, unit_id="away", role="leader", valid_from="2026-01-01")
    Oversight.objects.bulk_create(
        [prepare_oversight(f"person:{person.pk}", ScopeKind.REGION, "410922", Level.SEE, NOW - DAY, "unit/1/1")]
    )
    matter(unit="water")
    for present, short in ((True, True), (False, False)):
        with CaptureQueriesContext(connection) as queries:
            assert seen(person_viewer(person, NOW, present=present))
        assert ('"unit" IN' in queries[-1]["sql"]) is short
