"""Who may see, work on, supervise: one table a right, most of it saying no."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet

from fazhi.people import viewers
from fazhi.people.grants import prepare_grants, prepare_oversight
from fazhi.people.models import Grant, Level, Party, ScopeKind
from fazhi.people.sight import SightRefused, Target, may_see, require, visible
from fazhi.people.viewers import (
    PUBLIC,
    Viewer,
    party_subject,
    party_viewer,
    person_subject,
    person_viewer,
    post_subject,
    public_viewer,
    subjects_of,
    system_viewer,
    unit_subject,
)

from .conftest import NOW, SINCE, Cast, Errand

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
EVERYBODY = "mediator office_leader colleague supervisor county_leader clerk stranger auditor".split()

OFFICE, ABOVE = "mediator office_leader", "supervisor county_leader"
# Who is granted what at which level, and who of the staff may then see, work, supervise. All the others may not.
TABLE = [
    (unit_subject("office"), Level.WORK, f"{OFFICE} {ABOVE}", OFFICE, "supervisor"),
    (unit_subject("office"), Level.SEE, f"{OFFICE} {ABOVE}", "", "supervisor"),
    (unit_subject("office"), Level.SUPERVISE, f"{OFFICE} {ABOVE}", "", f"{OFFICE} supervisor"),
    (unit_subject("other"), Level.WORK, "colleague county_leader", "colleague", ""),
    (unit_subject("away"), Level.WORK, "stranger", "stranger", ""),
    (unit_subject("bureau"), Level.WORK, "clerk supervisor county_leader", "clerk supervisor county_leader", ""),
    (post_subject("office", "leader"), Level.WORK, "office_leader", "office_leader", ""),
    (post_subject("bureau", "supervisor"), Level.SUPERVISE, "supervisor", "", "supervisor"),
    (post_subject("office", "audit_admin"), Level.SEE, "", "", ""),
    (PUBLIC, Level.SEE, " ".join(EVERYBODY), "", ""),
]


def give(cast: Cast, subject: str, level: Level = Level.WORK) -> None:
    Grant.objects.bulk_create(prepare_grants(cast.matter, {subject: level}, MARCH, "matter/1/1"))


def allowed(cast: Cast, level: Level) -> set[str]:
    people = cast.people.items()
    return {name for name, person in people if may_see(person_viewer(person, NOW), Target(cast.matter), level)}


@pytest.mark.parametrize(("subject", "level", "see", "work", "supervise"), TABLE)
def test_sec_08_role_by_sight(cast: Cast, subject: str, level: Level, see: str, work: str, supervise: str) -> None:
    give(cast, subject, level)
    assert allowed(cast, Level.SEE) == set(see.split())
    assert allowed(cast, Level.WORK) == set(work.split())
    assert allowed(cast, Level.SUPERVISE) == set(supervise.split())


def test_nothing_granted_nothing_seen(cast: Cast) -> None:
    assert allowed(cast, Level.SEE) == set()


def test_a_person_keeps_what_was_granted_to_the_person_alone(cast: Cast) -> None:
    give(cast, person_subject(cast.people["clerk"].pk), Level.SEE)
    assert allowed(cast, Level.SEE) == {"clerk"}


def test_a_party_sees_its_own_and_that_of_records_merged_into_it(cast: Cast) -> None:
    give(cast, party_subject(cast.party.pk), Level.SEE)
    kept, other = Party.objects.create(display_name="王*"), Party.objects.create(display_name="李*")
    assert may_see(party_viewer(cast.party, NOW), Target(cast.matter))
    assert not may_see(party_viewer(kept, NOW), Target(cast.matter))
    Party.objects.filter(pk=cast.party.pk).update(merged_into=kept)
    assert may_see(party_viewer(kept, NOW), Target(cast.matter))
    assert not may_see(party_viewer(other, NOW), Target(cast.matter))
    assert not may_see(public_viewer(NOW), Target(cast.matter))


def test_a_right_holds_from_its_moment_until_before_its_end(cast: Cast) -> None:
    give(cast, unit_subject("office"))
    Grant.objects.update(valid_to=NOW)
    viewer = person_viewer(cast.people["mediator"], NOW)
    moments = {MARCH - timedelta(seconds=1): False, MARCH: True, NOW - timedelta(seconds=1): True, NOW: False}
    assert {at: may_see(viewer, Target(cast.matter), at=at) for at in moments} == moments


def test_a_past_post_gives_past_sight_only(cast: Cast) -> None:
    give(cast, unit_subject("office"))
    mediator = cast.people["mediator"]
    mediator.posts.update(valid_to=NOW.date())
    assert may_see(person_viewer(mediator, NOW - timedelta(days=1)), Target(cast.matter))
    assert not may_see(person_viewer(mediator, NOW), Target(cast.matter))


def test_a_deactivated_account_is_only_the_public(cast: Cast) -> None:
    give(cast, unit_subject("office"))
    cast.people["mediator"].is_active = False
    assert person_viewer(cast.people["mediator"], NOW).kind == "public"
    assert "mediator" not in allowed(cast, Level.SEE)


def test_subjects_name_posts_units_and_the_units_overseen(cast: Cast) -> None:
    leader = subjects_of(cast.people["county_leader"], NOW)
    assert leader.own == {
        PUBLIC,
        person_subject(cast.people["county_leader"].pk),
        unit_subject("bureau"),
        post_subject("bureau", "leader"),
    }
    assert leader.overseen == {"office": Level.SEE, "other": Level.SEE, "bureau": Level.SEE}


def test_the_higher_of_two_oversights_counts(cast: Cast) -> None:
    subject = post_subject("bureau", "leader")
    prepare_oversight(subject, ScopeKind.UNIT, "office", Level.SUPERVISE, MARCH, "unit/1/2").save()
    overseen = subjects_of(cast.people["county_leader"], NOW).overseen
    assert (overseen["office"], overseen["other"]) == (Level.SUPERVISE, Level.SEE)


def test_oversight_never_means_work(cast: Cast) -> None:
    with pytest.raises(ValueError, match="分派"):
        prepare_oversight(unit_subject("bureau"), ScopeKind.UNIT, "office", Level.WORK, MARCH, "unit/1/3")


def test_sec_15_a_denial_is_logged_without_names(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    viewer = person_viewer(cast.people["stranger"], NOW)
    with caplog.at_level(logging.WARNING, "fazhi.denied"), pytest.raises(SightRefused, match="联系"):
        require(viewer, Target(cast.matter))
    assert [record.name for record in caplog.records] == ["fazhi.denied"]
    assert viewer.id in caplog.text
    assert "stranger" not in caplog.text


def test_the_system_sees_all_and_says_why(cast: Cast) -> None:
    assert may_see(system_viewer("重建统计", NOW), Target(cast.matter))
    with pytest.raises(ValueError, match="理由"):
        system_viewer(" ", NOW)


def wide(viewer: Viewer) -> Viewer:
    return Viewer(viewer.kind, viewer.id, viewer.at, viewer.subjects, viewer.posts, wide=True)


@pytest.mark.parametrize("as_seen_by", [lambda viewer: viewer, wide], ids=["from the grants", "row by row"])
@pytest.mark.parametrize(("name", "count"), [("mediator", 3), ("colleague", 0), ("county_leader", 3), ("auditor", 0)])
def test_a_list_shows_what_may_be_seen_one_by_one(cast: Cast, name: str, count: int, as_seen_by) -> None:  # type: ignore[no-untyped-def]
    give(cast, unit_subject("office"))
    Errand.objects.bulk_create(Errand(matter_id=cast.matter, due=SINCE) for _ in range(3))
    Errand.objects.create(matter_id=cast.party.pk, due=SINCE)
    viewer = as_seen_by(person_viewer(cast.people[name], NOW))
    assert visible(rows(), viewer, object_field="matter_id").count() == count


def rows() -> QuerySet[Errand]:
    return Errand._base_manager.all()


def test_few_and_many_grants_are_told_apart(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewers, "WIDE", 1)
    give(cast, unit_subject("office"))
    assert not person_viewer(cast.people["mediator"], NOW).wide
    give(cast, unit_subject("office"))
    assert person_viewer(cast.people["mediator"], NOW).wide


@pytest.mark.parametrize("many", [1, 40])
def test_queries_do_not_grow_with_what_is_seen(cast: Cast, many: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for _ in range(many):
        give(cast, unit_subject("office"))
    Errand.objects.bulk_create(Errand(matter_id=cast.matter, due=SINCE) for _ in range(many))
    with django_assert_num_queries(4):  # posts, oversights, units of regions, few or many
        viewer = person_viewer(cast.people["county_leader"], NOW)
    with django_assert_num_queries(1):
        assert len(Errand.objects.for_viewer(viewer)) == many


PLANS = [(False, "grant_subject"), (True, "grant_object")]


@pytest.mark.parametrize(("many", "index"), PLANS, ids=["from the grants", "row by row"])
def test_a_list_by_due_date_uses_the_right_index(cast: Cast, many: bool, index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by statistics, which a test's few rows do not give")
    viewer = person_viewer(cast.people["county_leader"], NOW)
    plan = visible(rows(), wide(viewer) if many else viewer, object_field="matter_id").order_by("due", "id").explain()
    assert f"USING INDEX {index}" in plan
    assert ("USING INDEX errand_due" in plan) is many
    assert ("USE TEMP B-TREE" in plan) is not many
