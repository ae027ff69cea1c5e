"""The two ways to a figure agree: conditions in SQL over the projections, and conditions held against folded events."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from fazhi.clock import BEIJING
from fazhi.figures import membership
from fazhi.figures.conditions import OWED
from fazhi.figures.definitions import Indicator
from fazhi.figures.membership import counts_row, members, members_at
from fazhi.figures.registry import indicators
from fazhi.figures.scope import Scope
from fazhi.ledger.models import Event
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter, Request
from tests.matters.cast import DISPATCHER, HANDLER, TOWN, county, do, sent, staff
from tests.matters.cast import NOW as SENT_AT

from .factory import JUNE, NOW, matter, whistle

__all__ = ["county", "sent"]
pytestmark = pytest.mark.django_db
DICE = random.Random(20260620)
RULES = ["dispatch", "sign", "answer_villager", "answer_publicist", "answer_advisor"]
OUTCOMES = ["", "resolved", "answered", "escalated", "agreed_oral", "confirm_rejected", "failed", "out_of_scope"]
EACH = pytest.mark.parametrize("indicator", list(indicators().values()), ids=lambda one: one.id)
SCOPES = [JUNE, replace(JUNE, region="410922101"), replace(JUNE, unit="road", channel="hotline")]


def some_moment() -> datetime | None:
    return DICE.choice([None, datetime(2026, 5, 25, tzinfo=BEIJING) + timedelta(hours=DICE.randrange(1000))])


def random_matter() -> Matter:
    return matter(
        owed=tuple(DICE.sample(RULES, DICE.randrange(4))),
        procedure=DICE.choice(["grid_matter", "legal_consultation", "people_mediation"]),
        stage=DICE.choice(["handling", "registered", "closed"]),
        outcome=DICE.choice(OUTCOMES),
        unit=DICE.choice(["road", "water"]),
        region=DICE.choice(["", "410922", "410922101", "410922103002"]),
        channel=DICE.choice(["", "hotline"]),
        party=DICE.choice(["", "p1", "p2"]),
        opened_at=some_moment() or NOW,
        ended_at=some_moment(),
        due=some_moment(),
        on_time=DICE.choice([None, True, False]),
        responded=DICE.choice(["", "yes", "no", "unreached"]),
        resolved=DICE.choice(["", "yes", "no", "unreached"]),
        satisfied=DICE.choice(["", "satisfied", "fair", "dissatisfied", "unreached"]),
        supervised=DICE.randrange(3),
        returned=DICE.randrange(2),
    )


def row_of(one: Matter) -> dict[str, Any]:
    owed = frozenset(one.obligations.get_queryset().unscoped("测试").values_list("rule", flat=True))
    return {f.attname: getattr(one, f.attname) for f in Matter._meta.concrete_fields} | {OWED: owed}


def request_row(one: Request) -> dict[str, Any]:
    of_matter = {name: getattr(one.matter, name) for name in ("procedure", "region", "subject", "channel")}
    return {f.attname: getattr(one, f.attname) for f in Request._meta.concrete_fields} | of_matter


@EACH
def test_sql_and_rows_agree_on_random_records(indicator: Indicator) -> None:
    rows = [random_matter() for _ in range(60)]
    asked = [
        whistle(one, "road", due=some_moment(), answered_at=some_moment(), answer=DICE.choice(["", "arrived"]))
        for one in rows
    ]
    found = [(str(r.id), row_of(r)) for r in rows]
    if indicator.records == "request":
        found = [(f"{r.matter_id}/{r.key}", request_row(r)) for r in asked]
    if indicator.counts == "parties":
        found = [(row["party"], row) for _, row in found]
    for scope in SCOPES:
        counted = [(key, row) for key, row in found if counts_row(indicator, scope, row, NOW)]
        by_sql = members(indicator, scope, NOW)
        assert by_sql.all == {key for key, _ in counted}
        assert by_sql.above == {key for key, row in counted if indicator.counts_above(row, NOW)}


def lives(sent: Callable[..., Received]) -> None:
    """Lead a dozen matters through what can happen: closed, late, returned, whistled, dissatisfied, still open."""
    caller = staff("zhou", "centre", "dispatcher")
    for n in range(12):
        id = sent(text=f"第{n}盏路灯不亮。").matter
        if n % 4 == 0:
            do(id, "return", HANDLER, reason="不属于本单位")
            continue
        do(id, "sign", HANDLER)
        if n % 4 == 1:
            do(id, "whistle", TOWN, units=["ecology", "housing"], place="东街", matter="路灯")
            do(id, "check_in", HANDLER, SENT_AT + timedelta(hours=n), answer="arrived")
            continue
        done = SENT_AT + timedelta(days=n)
        do(id, "feedback", HANDLER, done, result="已修好")
        do(id, "verify_pass", DISPATCHER, done, finding="已亮")
        do(id, "call_back", caller, done, responded="yes", resolved="no", satisfied=DICE.choice(["satisfied", "fair"]))
        do(id, "close", caller, done)


def test_projections_and_folded_events_agree_on_real_matters(
    sent: Callable[..., Received], monkeypatch: pytest.MonkeyPatch
) -> None:
    lives(sent)
    month = Scope(SENT_AT.date().replace(day=1), (SENT_AT + timedelta(days=30)).date())
    moment = SENT_AT + timedelta(days=20)
    everything: set[UUID] = set(Event.objects.filter(stream_kind="matter").values_list("stream_id", flat=True))
    projected = {one.id: members(one, month, moment) for one in indicators().values()}
    monkeypatch.setattr(membership, "_touched_since", lambda at: everything)
    folded = {one.id: members_at(one, month, moment) for one in indicators().values()}

    assert projected == folded
    counts = {id: (len(found.above), len(found.all)) for id, found in folded.items()}
    assert counts["intake"][1] == 12
    assert counts["grid_bounce"] == (3, 12)
    assert 0 < counts["on_time"][0] < counts["on_time"][1]
    assert 0 < counts["grid_checkin_on_time"][0] < counts["grid_checkin_on_time"][1] == 6
