"""The sample procedure, ways to change it by a line, and short words for acting on it."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from fazhi.clock import BEIJING, official_calendar
from fazhi.procedure import Actor, BadDefinition, Command, Edition, Event, decide, fold, parse_edition
from fazhi.procedure.guards import guard_book

FILE = "licence.yaml"
LICENCE = (Path(__file__).parent / FILE).read_text("utf-8")
CALENDAR = official_calendar()
BOOK = guard_book(frozenset({"credential"}))

OFFICER = Actor("o1", {"bureau": frozenset({"officer"})})
OTHER = Actor("o2", {"bureau": frozenset({"officer"})})
HEAD = Actor("h1", {"bureau": frozenset({"head"})})
APPLICANT = Actor("a1", party="p1")
ASKED = Actor("x1", {"fire": frozenset({"officer"})})
ASKED_TOO = Actor("x2", {"health": frozenset({"officer"})})
CLOCK = Actor("clock", system=True)


def licence(old: str = "", new: str = "", **more: Any) -> Edition:
    """Return the sample edition, one passage of its text replaced."""
    assert not old or LICENCE.count(old) == 1, "the passage is not there exactly once"
    return parse_edition(LICENCE.replace(old, new) if old else LICENCE, FILE, book=BOOK, **more)


def changed(section: str, entry: str, **keys: Any) -> str:
    """Return the sample's text with keys of one entry set; None takes a key away. Line numbers are not kept."""
    root = yaml.safe_load(LICENCE)
    target = root.setdefault(section, {}).setdefault(entry, {})
    for key, value in keys.items():
        key = key.rstrip("_")
        if value is None:
            target.pop(key, None)
        else:
            target[key] = value
    return yaml.safe_dump(root, allow_unicode=True, sort_keys=False)


def problems(text: str) -> list[str]:
    """Return every problem of a text that must not load."""
    with pytest.raises(BadDefinition) as caught:
        parse_edition(text, FILE, book=BOOK)
    return [str(p) for p in caught.value.problems]


def at(day: str, time: str = "09:00") -> datetime:
    """Return a moment in Beijing: 2026-03-02, 09:00."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=BEIJING)


def do(edition: Edition, events: Sequence[Event], action: str, actor: Actor, day: str, **data: Any) -> list[Event]:
    """Return the events with one more, recorded when it occurred."""
    command = Command(action, actor, at(day), at(day), data)
    return [*events, decide(edition, fold(events), command, calendar=CALENDAR)]


def applied(edition: Edition, day: str = "2026-03-02") -> list[Event]:
    """Return a matter that was applied for: Monday, 2 March 2026."""
    return do(edition, [], "apply", OFFICER, day, applicant="p1", office="bureau")


def accepted(edition: Edition, track: str = "ordinary") -> list[Event]:
    """Return a matter accepted on 3 March 2026."""
    return do(edition, applied(edition), "accept", OFFICER, "2026-03-03", track=track)
