"""Moving running matters to a new edition; and provisional dates made firm when the calendar comes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from fazhi.clock import BEIJING, Term, Unit, official_calendar
from fazhi.matters import catalogue, moving, timing
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter, Obligation
from fazhi.procedure import Edition
from fazhi.procedure.model import Transition
from tests.matters.cast import DISPATCHER, HANDLER, NOW, do

Send = Callable[..., Received]


@pytest.fixture
def shorter(monkeypatch: pytest.MonkeyPatch) -> Edition:
    """A new edition under which handling takes three working days."""
    old = catalogue.editions()["grid_matter@1"]
    rule = old.obligations["handle"]
    term = replace(rule.terms[0], term=Term(3, Unit.WORKING_DAY))
    new = replace(
        old, id="grid_matter@2", obligations={**old.obligations, "handle": replace(rule, terms=(term,))},
        transition=Transition(recompute=True, stays=frozenset({"dispatched"})),
    )  # fmt: skip
    both = {**catalogue.editions(), new.id: new}
    for room in ("acting", "projection", "sight", "timing", "intake"):
        monkeypatch.setattr(f"fazhi.matters.{room}.editions", lambda: both)
    return new


def test_a_move_is_previewed_and_then_done(sent: Send, shorter: Edition) -> None:
    waiting, handled = sent().matter, sent().matter
    do(handled, "sign", HANDLER)
    old = catalogue.editions()["grid_matter@1"]
    seen = moving.preview_move(old, shorter, NOW)
    assert (seen.moved, seen.earlier, seen.stays) == ((handled.hex,), (handled.hex,), (waiting.hex,))
    assert Matter.objects.unscoped("测试").filter(edition="grid_matter@2").count() == 0
    assert moving.move_all(old, shorter, DISPATCHER, NOW) == 1
    moved = Matter.objects.unscoped("测试").get(pk=handled)
    assert moved.edition == "grid_matter@2"
    assert moved.due == datetime(2026, 11, 26, 23, 59, 59, tzinfo=BEIJING)  # three working days after 11-23
    assert moving.move_all(old, shorter, DISPATCHER, NOW) == 0


def test_a_provisional_date_becomes_firm(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    late = datetime(2026, 12, 30, 10, tzinfo=BEIJING)
    id = sent().matter
    do(id, "sign", HANDLER, late)
    owed = Obligation.objects.unscoped("测试").get(matter=id, rule="handle")
    assert owed.provisional
    assert owed.due == datetime(2027, 1, 7, 23, 59, 59, tzinfo=BEIJING)  # 1-1 is always a holiday
    published = official_calendar().with_year(  # type: ignore[attr-defined]
        2027, frozenset({date(2027, 1, 1), date(2027, 1, 4)}), frozenset(), "2027 试"
    )
    monkeypatch.setattr(timing, "calendar", lambda: published)
    assert timing.recalendar(late + timedelta(hours=1)) == 1
    owed = Obligation.objects.unscoped("测试").get(matter=id, rule="handle")
    assert not owed.provisional
    assert owed.due == datetime(2027, 1, 8, 23, 59, 59, tzinfo=BEIJING)
    assert timing.recalendar(late + timedelta(hours=2)) == 0
