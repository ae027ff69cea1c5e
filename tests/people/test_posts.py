"""Posts on a day, as known; three administrators in three accounts; the actor."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.db import IntegrityError, transaction

from fazhi.people.models import Person, Post, Unit
from fazhi.people.posts import AdministratorsCombined, actor_of, posts_on, prepare_post
from fazhi.people.roles import ADMINISTRATORS

from .conftest import NOW, SINCE, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wanted", ADMINISTRATORS)
@pytest.mark.parametrize("held", ADMINISTRATORS)
def test_sec_07_administrators_are_three_accounts(cast: Cast, held: str, wanted: str) -> None:
    clerk, unit = cast.people["clerk"], cast.units["bureau"]
    prepare_post(clerk, unit, held, SINCE).save()
    if held == wanted:
        assert prepare_post(clerk, unit, wanted, SINCE).role == wanted
    else:
        with pytest.raises(AdministratorsCombined, match="另设账号"):
            prepare_post(clerk, unit, wanted, SINCE)


def test_sec_07_an_administrator_may_become_another_afterwards(cast: Cast) -> None:
    clerk, unit = cast.people["clerk"], cast.units["bureau"]
    prepare_post(clerk, unit, "system_admin", SINCE, date(2026, 5, 1)).save()
    assert prepare_post(clerk, unit, "audit_admin", date(2026, 5, 1))
    with pytest.raises(AdministratorsCombined):
        prepare_post(clerk, unit, "audit_admin", date(2026, 4, 30))
    assert prepare_post(clerk, unit, "mediator", SINCE)


def test_sec_07_the_database_itself_refuses(cast: Cast) -> None:
    fields = {"person": cast.people["clerk"], "unit": cast.units["bureau"], "valid_from": SINCE}
    Post.objects.create(role="system_admin", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(role="audit_admin", **fields)
    assert Post.objects.filter(role="audit_admin", person=cast.people["clerk"]).count() == 0


def test_sec_01_accounts_are_unique_and_hashed_with_argon2(cast: Cast) -> None:
    person = Person.objects.create_user("wang", "correct horse battery", display_name="王")
    assert identify_hasher(person.password).algorithm == "argon2"
    assert person.check_password("correct horse battery")
    assert person.password_set_at is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create_user("wang", "another long one", display_name="李")


DAYS = {date(2025, 12, 31): 0, SINCE: 1, date(2026, 5, 31): 1, date(2026, 6, 1): 0}


@pytest.mark.parametrize(("day", "count"), DAYS.items())
def test_a_post_is_held_from_its_first_day_until_before_its_last(cast: Cast, day: date, count: int) -> None:
    cast.people["mediator"].posts.update(valid_to=date(2026, 6, 1))
    assert len(posts_on(cast.people["mediator"], day)) == count


def test_a_post_is_as_it_was_known(cast: Cast) -> None:
    mediator = cast.people["mediator"]
    before, after = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    mediator.posts.update(recorded_from=datetime(2026, 1, 1, tzinfo=UTC), recorded_to=datetime(2026, 3, 1, tzinfo=UTC))
    assert len(posts_on(mediator, SINCE, known_at=before)) == 1
    assert posts_on(mediator, SINCE, known_at=after) == []
    assert posts_on(mediator, SINCE) == []


def test_no_post_at_a_unit_that_is_gone(cast: Cast) -> None:
    Unit.objects.filter(pk="office").update(valid_to=date(2026, 6, 1), successor=cast.units["other"])
    assert posts_on(cast.people["mediator"], date(2026, 5, 31))
    assert not posts_on(cast.people["mediator"], date(2026, 6, 1))


def test_the_actor_holds_the_posts_of_that_day_by_unit(cast: Cast) -> None:
    clerk = cast.people["clerk"]
    for unit, role in (("bureau", "reviewer"), ("office", "handler")):
        prepare_post(clerk, cast.units[unit], role, SINCE).save()
    prepare_post(clerk, cast.units["away"], "handler", date(2027, 1, 1)).save()
    actor = actor_of(clerk, NOW)
    assert actor.id == clerk.pk
    assert actor.units == {"bureau": {"handler", "reviewer"}, "office": {"handler"}}
    assert (actor.party, actor.system) == ("", False)
