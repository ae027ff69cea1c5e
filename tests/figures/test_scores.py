"""Cards of a period: whose they are, which days, which region, and what ended before is not read."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.figures.scope import Scope
from fazhi.figures.scores import UNHELD, Card, Score, cards_in, scores
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from fazhi.matters.timing import sweep
from fazhi.people.viewers import system_viewer
from tests.matters.cast import NOW, county, do, sent, staff

__all__ = ["county", "sent"]
pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
ALL = system_viewer("测试计分", LATER)
SINCE, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def late(sent: Callable[..., Received]) -> Matter:
    """A matter that the housing bureau let lie, supervised once, and that another unit handles now."""
    received = sent()
    do(received.matter, "sign", staff("qian", "housing", "handler"))
    sweep(LATER)
    Matter.objects.unscoped("测试").filter(pk=received.matter).update(unit="ecology")
    return Matter.objects.unscoped("测试").get(pk=received.matter)


@pytest.mark.parametrize(
    ("narrowed", "n"),
    [
        ({}, 1),
        ({"unit": "housing"}, 1),
        ({"unit": "ecology"}, 0),
        ({"unit": UNHELD}, 0),
        ({"region": "410922"}, 1),
        ({"region": "410923"}, 0),
        ({"procedure": "grid_matter"}, 1),
        ({"procedure": "people_mediation"}, 0),
    ],
)
def test_cards_are_narrowed_by_whom_they_were_given_to(late: Matter, narrowed: dict[str, str], n: int) -> None:
    assert len(cards_in(Scope(SINCE, UNTIL, **narrowed), ALL)) == n


def test_only_cards_of_the_period_count(late: Matter) -> None:
    [card] = cards_in(Scope(SINCE, UNTIL), ALL)
    day = card.at.date()
    assert cards_in(Scope(day, day), ALL) == [card]
    assert cards_in(Scope(day + timedelta(days=1), UNTIL), ALL) == []
    assert cards_in(Scope(SINCE, day - timedelta(days=1)), ALL) == []


@pytest.mark.parametrize(("since", "read"), [(-400, 2), (1, 1)])
def test_what_ended_before_the_period_is_not_read(late: Matter, since: int, read: int) -> None:
    ended = LATER.date()
    Matter.objects.unscoped("测试").filter(pk=late.pk).update(ended_at=LATER)
    with CaptureQueriesContext(connection) as asked:
        cards_in(Scope(ended + timedelta(days=since), ended + timedelta(days=400)), ALL)
    assert len(asked) == read


def test_a_card_that_no_unit_holds_can_be_named(monkeypatch: pytest.MonkeyPatch, late: Matter) -> None:
    card = Card("", "yellow", LATER, late.pk)
    monkeypatch.setattr("fazhi.figures.scores.cards_of", lambda _id, _events: [card])
    assert cards_in(Scope(SINCE, UNTIL, unit=UNHELD), ALL) == [card]
    assert cards_in(Scope(SINCE, UNTIL, unit="housing"), ALL) == []


@pytest.mark.parametrize(
    ("points", "words"),
    [({"yellow": 3}, "−3 分"), ({"yellow": 0}, "0 分"), ({}, "不计分（本地没有规定督办扣分）")],
)
def test_what_a_card_costs(late: Matter, points: dict[str, int | None], words: str) -> None:
    [one] = scores([Card("housing", "yellow", LATER, late.pk)], points)
    assert isinstance(one, Score)
    assert one.words == words
