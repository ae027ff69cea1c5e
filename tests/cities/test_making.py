"""Making a city: when killed, on any day, and not at all."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from fazhi.cities import playing
from fazhi.cities.demo import is_demo, make_city
from fazhi.cities.models import Demonstration
from fazhi.cities.playing import matter_of
from fazhi.cities.stories import read_stories, tell
from fazhi.clock import BEIJING, official_calendar
from fazhi.ledger.verifying import verify
from fazhi.matters import streams
from fazhi.matters.models import Matter
from fazhi.procedure import fold
from tests.cities.conftest import NOW

MOMENTS = (
    datetime(2026, 3, 1, 0, 5, tzinfo=BEIJING),  # Sunday, after the Spring Festival
    datetime(2026, 10, 7, 23, 55, tzinfo=BEIJING),  # the last day of the National Day holiday
    datetime(2027, 1, 4, 9, 0, tzinfo=BEIJING),  # a year whose calendar may not be published yet
)


def test_a_killed_run_goes_on_where_it_stopped(empty: None, monkeypatch: pytest.MonkeyPatch) -> None:
    played = 0
    told: list[str] = []

    def stop(sent: object, *args: object) -> object:
        nonlocal played
        played += 1
        if played > 100:
            raise KeyboardInterrupt
        return real(sent, *args)  # type: ignore[arg-type]

    real = playing.act
    monkeypatch.setattr(playing, "act", stop)
    with pytest.raises(KeyboardInterrupt):
        make_city(NOW, told.append)
    assert any("centre.dispatcher" in line for line in told)  # the passwords were told before
    monkeypatch.setattr(playing, "act", real)
    make_city(NOW + timedelta(hours=3), told.append)
    stages = {story.id: fold(streams.read(matter_of(story.id))).stage for story in read_stories("qingfeng")}
    assert len(stages) == Matter.objects.unscoped("测试").exclude(relations__kind="arises_from").count()
    assert stages["lamp"] == "closed"
    assert Demonstration.objects.get().told_from == NOW
    assert verify().sound


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_no_story_reaches_into_the_future(now: datetime) -> None:
    told = tell(read_stories("qingfeng"), now, official_calendar(), 1)
    last = [one.moment(step.day, step.at) for one in told for step in one.story.steps]
    assert max([*last, *(one.opened for one in told)]) < now


def test_the_stories_can_be_played_in_a_holiday(empty: None) -> None:
    assert make_city(MOMENTS[1], str).matters == Matter.objects.unscoped("测试").count() > 60


def test_the_seed_decides_the_minutes() -> None:
    stories = read_stories("qingfeng")
    first, again, other = ([one.opened for one in tell(stories, NOW, official_calendar(), n)] for n in (1, 1, 2))
    assert first == again
    assert first != other


def test_an_installation_without_a_demonstration_does_not(empty: None) -> None:
    assert not is_demo()
    assert "演示数据" not in Client().get("/no-such-page").content.decode()
