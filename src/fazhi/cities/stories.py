"""The matters of the demonstration: read from the city's files and put on days, counted back from one moment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml

from fazhi.clock import BEIJING, Calendar
from fazhi.matters.catalogue import CATALOGUE
from fazhi.procedure.model import Field

MOST_SHIFT = 14  # minutes; the plays keep steps of one day further apart than this


class BadStory(ValueError):
    """演示件的写法有误。"""


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a story: on which working day after its opening, when, by whom, what, with what."""

    day: int
    at: time
    who: str
    action: str
    data: Mapping[str, Any] = field(default_factory=dict)
    occurred: tuple[int, time] | None = None  # of a late entry: when it really was
    late: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One matter: how it came, and every act on it in order."""

    id: str
    procedure: str
    region: str
    title: str
    text: str
    day: int = 0  # working days before the last one that is over; 0 or less
    at: time = time(9)
    minutes_ago: int = 0  # before the moment itself, in place of day and at
    by: str = ""  # an account; empty: a resident
    action: str = ""  # another opening action than the procedure's usual
    parties: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """Working days counted from the last one that was over at `now`, so that no story reaches into the future."""

    now: datetime
    calendar: Calendar

    def day(self, n: int) -> date:
        """Return the n-th working day from the last one over (0)."""
        last = self.calendar.add_working_days(self.now.astimezone(BEIJING).date(), -1)
        return self.calendar.add_working_days(last, n)

    def moment(self, n: int, at: time) -> datetime:
        """Return a moment on that day in Beijing time."""
        return datetime.combine(self.day(n), at, BEIJING)


@dataclass(frozen=True, slots=True)
class Told:
    """A story on its days: minutes by which the seed moves it make no two cities the same."""

    story: Story
    days: Days
    shift: timedelta

    @property
    def opened(self) -> datetime:
        """Return when the matter came in."""
        if self.story.minutes_ago:
            return self.days.now - timedelta(minutes=self.story.minutes_ago)
        return self.days.moment(self.story.day, self.story.at) + self.shift

    def moment(self, day: int, at: time) -> datetime:
        """Return a moment so many working days after the opening."""
        return self.days.moment(self.story.day + day, at) + self.shift

    def value(self, field: Field, given: Any) -> Any:
        """Return a field's value: a number of working days becomes a date."""
        if field.type == "date" and isinstance(given, int):
            return self.days.day(self.story.day + given).isoformat()
        if field.type == "datetime" and isinstance(given, list):
            return self.moment(given[0], _clock(given[1])).isoformat()
        return given


def read_stories(city: str) -> list[Story]:
    """Return every story of the city's files; BadStory where one cannot be played."""
    folder = CATALOGUE / "demo" / city
    plays = _table(folder / "plays.yaml")
    files = sorted(path for path in folder.glob("*.yaml") if path.name != "plays.yaml")
    return [_story(given, plays) for path in files for given in _table(path)]


def tell(stories: Sequence[Story], now: datetime, calendar: Calendar, seed: int) -> list[Told]:
    """Put stories on their days; the same seed gives the same minutes."""
    days = Days(now, calendar)
    return [
        Told(story, days, timedelta(minutes=Random(f"{seed}:{story.id}").randrange(MOST_SHIFT)))  # noqa: S311
        for story in stories
    ]


def _table(path: Path) -> Any:
    return yaml.safe_load(path.read_text("utf-8"))


def _story(given: Mapping[str, Any], plays: Mapping[str, list[Any]]) -> Story:
    values = given.get("with", {})
    raw = [*plays[given["play"]], *given.get("steps", ())] if "play" in given else given.get("steps", ())
    steps = tuple(_until([_step(s, values) for s in _wanted(raw, given.get("until", ""))], given))
    day, at = given.get("open", (0, "09:00"))
    procedure = given.get("procedure", "grid_matter")
    _in_order(given["id"], day, [(0, _clock(at)), *((step.day, step.at) for step in steps)])
    return Story(
        given["id"], procedure, str(given["region"]), given["title"], given["text"], day, _clock(at),
        given.get("minutes_ago", 0), given.get("by", ""), given.get("action", ""),
        tuple(given.get("parties", () if given.get("by") else (_PARTY[procedure],))), given.get("data", {}), steps,
    )  # fmt: skip


def _in_order(id: str, day: int, moments: list[tuple[int, time]]) -> None:
    if moments != sorted(moments):
        raise BadStory(f"演示件“{id}”的步骤没有按时间排列，或者早于登记。")
    if day + moments[-1][0] > 0:
        raise BadStory(f"演示件“{id}”的步骤在将来。请把 open 提前，或者用 until 截止。")


_PARTY = {"grid_matter": "reporter", "legal_consultation": "asker", "people_mediation": "applicant"}


def _wanted(raw: Sequence[Any], until: str) -> Iterator[Any]:
    for step in raw:
        yield step
        if step[3] == until:
            return


def _until(steps: list[Step], given: Mapping[str, Any]) -> list[Step]:
    until = given.get("until", "")
    if until and (not steps or steps[-1].action != until):
        raise BadStory(f"演示件“{given['id']}”的 until 没有“{until}”这一步。")
    return steps


def _step(raw: Sequence[Any], values: Mapping[str, Any]) -> Step:
    day, at, who, action, *rest = raw
    data = {key: _filled(value, values) for key, value in (rest[0] if rest else {}).items()}
    more = rest[1] if len(rest) > 1 else {}
    occurred = (more["occurred"][0], _clock(more["occurred"][1])) if "occurred" in more else None
    return Step(day, _clock(at), _filled(who, values), action, data, occurred, more.get("late", ""))


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    name, dot, rest = value[1:].partition(".")
    if name not in values:
        raise BadStory(f"演示件没有填写“{name}”。")
    return f"{values[name]}.{rest}" if dot else values[name]


def _clock(text: str) -> time:
    return time.fromisoformat(text)
