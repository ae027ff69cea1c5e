"""The state of a matter, as a replay of its events gives it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fazhi.procedure.model import START


@dataclass(slots=True)
class Obligation:
    """One thing owed: by whom, since when, until when, and how it ended."""

    id: str
    rule: str
    bearer: str
    holder: str
    start: datetime
    due: datetime | None
    provisional: bool = False
    term: int = -1
    request: str = ""
    met_at: datetime | None = None
    dropped_at: datetime | None = None
    lapsed_at: datetime | None = None
    extensions: tuple[tuple[int, str], ...] = ()
    excluded: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is still owed."""
        return self.met_at is None and self.dropped_at is None and self.lapsed_at is None

    @property
    def on_time(self) -> bool | None:
        """Whether it was met by its due date; None while open, dropped or without a due date."""
        if self.due is None or self.dropped_at is not None:
            return None
        if self.met_at is not None:
            return not _after(self.met_at, self.due)
        return False if self.lapsed_at is not None else None

    def late_at(self, moment: datetime) -> bool:
        """Whether it is owed and overdue at `moment`."""
        return self.open and self.due is not None and _after(moment, self.due)


def _after(moment: datetime, due: datetime) -> bool:
    # 23:59:59 stands for 24:00, so the fraction of a second before midnight is still in time.
    return moment.replace(microsecond=0) > due


@dataclass(slots=True)
class Request:
    """One unit asked, and what came of it."""

    id: str
    round: str
    to: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None
    silent_at: datetime | None = None
    over: bool = False  # its round is closed; an answer may still come late, but closes nothing

    @property
    def open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_at is None


@dataclass(slots=True)
class State:
    """Where a matter stands after the events that were folded."""

    seq: int = 0
    edition: str = ""
    stage: str = START
    outcome: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)
    obligations: dict[str, Obligation] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    closed_rounds: dict[str, str] = field(default_factory=dict)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    times: dict[str, int] = field(default_factory=dict)
    done_by: dict[str, set[str]] = field(default_factory=dict)
    relations: list[tuple[str, str]] = field(default_factory=list)
    opened_at: datetime | None = None
    entered_at: datetime | None = None
    last_at: datetime | None = None
    ended_at: datetime | None = None
    sealed: bool = False
    erased: bool = False

    @property
    def paused(self) -> bool:
        """Whether the clocks that may be paused stand still."""
        return bool(self.pauses) and self.pauses[-1][1] is None

    def open_obligations(self) -> list[Obligation]:
        """Return what is still owed, in the order in which it began."""
        # As `open` says, without the call: every decision asks this of every obligation there ever was.
        return [
            o for o in self.obligations.values()
            if o.met_at is None and o.dropped_at is None and o.lapsed_at is None
        ]  # fmt: skip

    def open_of(self, rule: str) -> Obligation | None:
        """Return the open obligation under `rule`, the latest if there are several."""
        return next((o for o in reversed(self.open_obligations()) if o.rule == rule), None)

    def requests_of(self, round: str) -> list[Request]:
        """Return the requests of a round, in the order asked."""
        return [r for r in self.requests.values() if r.round == round]
