"""A small county with its units, and messages that arrive there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from fazhi.clock import BEIJING
from fazhi.matters import dispatching, units
from fazhi.matters.acting import Act, Acted, act
from fazhi.matters.intake import Message, Received, receive
from fazhi.people.models import Region, Unit
from fazhi.procedure import Actor
from fazhi.triage import Candidate

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=BEIJING)
TOWNSHIP = "410922101"
UNITS = [
    ("centre", "清丰县网格中心", "grid_centre", "410922"),
    ("office", "县依法治县办", "rule_of_law_office", "410922"),
    ("housing", "县住建局", "department", "410922"),
    ("ecology", "县生态环境局", "department", "410922"),
    ("township", "马庄桥镇", "township", TOWNSHIP),
]


class FixedRanker:
    """Ranks the unit it was told first, as sure as it was told."""

    edition = "test"

    def __init__(self, unit: str = "housing", confidence: float = 0.97) -> None:
        self.unit, self.confidence = unit, confidence

    def rank(self, text: str, top: int = 3) -> tuple[Candidate, ...]:
        others = [u for u in ("ecology", "township") if u != self.unit]
        rest = (1 - self.confidence) / 2
        return (Candidate(self.unit, self.confidence, ("路灯",)), *(Candidate(u, rest) for u in others))

    def rank_many(self, texts: Any, top: int = 3, *, reasons: bool = False) -> list[tuple[Candidate, ...]]:
        return [self.rank(text, top) for text in texts]


@pytest.fixture
def county(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The county, its township and its units, with a machine that is sure of 住建局."""
    for code, level, parent in (("41", 1, None), ("4109", 2, "41"), ("410922", 3, "4109"), (TOWNSHIP, 4, "410922")):
        Region.objects.get_or_create(code=code, defaults={"name": code, "level": level, "parent_id": parent})
    for id, name, kind, region in UNITS:
        Unit.objects.create(id=id, name=name, kind=kind, region_id=region, valid_from="2020-01-01")
    units.forget()
    monkeypatch.setattr(dispatching, "ranker", FixedRanker)
    yield
    units.forget()


def staff(id: str, unit: str, *posts: str) -> Actor:
    """Return somebody who holds posts at a unit."""
    return Actor(id, {unit: frozenset(posts)})


RESIDENT = Actor("party:1", party=uuid4().hex)
DISPATCHER = staff("zhao", "centre", "dispatcher", "verifier")
HANDLER = staff("qian", "housing", "handler")
TOWN = staff("sun", "township", "handler", "leader")
SUPERVISOR = staff("li", "office", "supervisor")


@pytest.fixture
def sent(county: None) -> Callable[..., Received]:
    """Send a message as a resident."""

    def send(text: str = "东街路灯坏了半个月没人修。", command_id: str = "", **more: Any) -> Received:
        message = Message(
            text=text, region=TOWNSHIP, channel="resident", **{"data": {"reporter": RESIDENT.party}, **more}
        )
        return receive(message, RESIDENT, command_id or uuid4().hex, NOW)

    return send


def do(matter: UUID, action: str, actor: Actor, now: datetime = NOW, /, **data: Any) -> Acted:
    """Act on a matter."""
    return act(Act(matter, action, actor, uuid4().hex, now, data))
