"""Who may see, and why, in words."""

from datetime import UTC, datetime

import pytest

from fazhi.people.grants import prepare_ending, prepare_grants
from fazhi.people.models import Grant, Level
from fazhi.people.reasons import who_sees, why
from fazhi.people.sight import Target
from fazhi.people.viewers import (
    PUBLIC,
    party_subject,
    person_subject,
    person_viewer,
    post_subject,
    system_viewer,
    unit_subject,
)

from .conftest import NOW, Cast

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


def give(cast: Cast, subject: str, level: Level) -> Grant:
    (grant,) = prepare_grants(cast.matter, {subject: level}, MARCH, "matter/1/2")
    grant.save()
    return grant


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("mediator", "office自2026年3月1日起可以办理。"),
        ("supervisor", "bureau督办员自2026年1月1日起可以督办，因其督办office的事项。"),
        ("county_leader", "bureau负责人自2026年1月1日起可以查看，因其查看office的事项。"),
    ],
)
def test_why_names_the_way_by_which_it_is_seen(cast: Cast, name: str, text: str) -> None:
    give(cast, unit_subject("office"), Level.WORK)
    assert [reason.text for reason in why(person_viewer(cast.people[name], NOW), Target(cast.matter))] == [text]


@pytest.mark.parametrize("name", ["colleague", "stranger", "auditor", "clerk"])
def test_no_reason_for_whom_nothing_was_granted(cast: Cast, name: str) -> None:
    give(cast, unit_subject("office"), Level.WORK)
    assert why(person_viewer(cast.people[name], NOW), Target(cast.matter)) == []


def test_every_kind_of_subject_has_a_name(cast: Cast) -> None:
    person = cast.people["clerk"].pk
    subjects = [PUBLIC, person_subject(person), party_subject(cast.party.pk), post_subject("other", "leader")]
    for subject in subjects:
        give(cast, subject, Level.SEE)
    told = [reason.text.partition("自")[0] for reason in who_sees(Target(cast.matter), NOW)]
    assert told == ["任何人", "clerk", "当事人王*", "other负责人"]


def test_who_sees_counts_overseers_and_asks_the_past(cast: Cast) -> None:
    grant = give(cast, unit_subject("office"), Level.WORK)
    assert len(who_sees(Target(cast.matter), NOW)) == 3
    ending = prepare_ending(grant, datetime(2026, 5, 1, tzinfo=UTC), "matter/1/9")
    Grant.objects.filter(pk=ending.pk).update(**ending.fields)
    assert who_sees(Target(cast.matter), NOW) == []
    (first, *_) = who_sees(Target(cast.matter), datetime(2026, 4, 1, tzinfo=UTC))
    assert (first.granted_by, first.until) == ("matter/1/2", datetime(2026, 5, 1, tzinfo=UTC))


def test_the_system_gives_its_reason(cast: Cast) -> None:
    (reason,) = why(system_viewer("重建统计", NOW), Target(cast.matter))
    assert "重建统计" in reason.text
