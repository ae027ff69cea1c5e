"""What has to happen by itself, and how often: each room says its own, one worker does them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

log = logging.getLogger("fazhi.chores")
Work = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Chore:
    """One piece of work, told the present moment, and the least time between two runs."""

    name: str
    every: timedelta
    work: Work


_chores: dict[str, Chore] = {}


def register(chore: Chore) -> None:
    """Make a chore known; the same name again replaces it."""
    _chores[chore.name] = chore


def known() -> tuple[Chore, ...]:
    """Return the chores by name."""
    return tuple(_chores[name] for name in sorted(_chores))


def run_due(now: datetime, last: dict[str, datetime]) -> list[str]:
    """Run each chore whose time has come since `last`, note it there, and return the names of those that failed."""
    failed = []
    for chore in known():
        if chore.name in last and now - last[chore.name] < chore.every:
            continue
        last[chore.name] = now
        try:
            chore.work(now)
        except Exception:  # one room's trouble must not stop the clocks of the others
            log.exception("chore %s failed; it is tried again", chore.name)
            failed.append(chore.name)
    return failed
