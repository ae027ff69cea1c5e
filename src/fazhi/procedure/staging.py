"""What a scenario is played with: its cast, its words for days, actions and fields, and the scene as it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from fazhi.clock import BEIJING, Calendar, day_end
from fazhi.procedure.events import Event
from fazhi.procedure.fold import fold
from fazhi.procedure.model import Action, Actor, Edition, Field
from fazhi.procedure.source import Node

OFFICE_HOUR = time(9, tzinfo=BEIJING)  # a date with no time means nine in the morning
MATTER = "本件"
MOST_TICKS = 100
LONG_AGO = datetime(1949, 10, 1, tzinfo=BEIJING)


class BadScenario(Exception):
    """场景文件写得不对。"""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing in a scenario that did not come out as written."""

    file: str
    line: int
    step: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.step}：{self.what}"


@dataclass(slots=True)
class Played:
    """How a scenario came out: its failures, and the streams of its matters."""

    failures: list[Failure] = field(default_factory=list)
    matters: dict[str, list[Event]] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)


@dataclass(slots=True)
class Scene:
    """The scene while it is being played."""

    file: str
    editions: dict[str, Edition]
    calendar: Calendar
    opening: str
    cast: dict[str, Actor]
    played: Played
    now: dict[str, datetime] = field(default_factory=dict)  # of each matter

    def edition(self, matter: str) -> Edition:
        events = self.played.matters.get(matter)
        return self.editions[(fold(events).edition if events else "") or self.opening]


def actor_of(edition: Edition, name: str, given: Any) -> Actor:
    """Return a person of the cast; one who holds posts in several units is given as a list."""
    units: dict[str, frozenset[str]] = {}
    party, system = "", False
    for part in _list(given):
        unit = str(part.get("单位", ""))
        if unit:
            units[unit] = units.get(unit, frozenset()) | _posts(edition, name, part)
        party, system = str(part.get("当事人", party)), bool(part.get("系统", system))
    return Actor(name, units, party, system=system)


def _posts(edition: Edition, name: str, part: Mapping[str, Any]) -> frozenset[str]:
    posts = frozenset(map(str, _list(part.get("岗位"))))
    for played in _list(part.get("身份")):
        role = next((r for r in edition.roles.values() if r.name == played), None)
        if role is None:
            raise BadScenario(f"人物“{name}”的身份“{played}”不是“{edition.name}”的角色")
        posts |= role.posts
    return posts


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def moment_of(value: Any) -> datetime:
    """Return a date as nine in the morning of that day, a time as it is, Beijing time; raise BadScenario."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=BEIJING)
    if isinstance(value, date):
        return datetime.combine(value, OFFICE_HOUR)
    raise BadScenario(f"“{value}”不是日期，请按 2025-03-03 或者 2025-03-03 15:30:00 的样式填写")


def end_of(value: Any) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return None if value is None else moment_of(value)
    return day_end(value)


def named(edition: Edition, name: str) -> Action:
    for action in edition.actions.values():
        if name in (action.name, action.id):
            return action
    raise BadScenario(f"“{edition.id}”没有办理事项“{name}”")


def who(scene: Scene, step: Node) -> Actor:
    name = str(step.get("经办", ""))
    if name not in scene.cast:
        raise BadScenario(f"{scene.file}:{step.line}: 经办“{name}”不在人物中")
    return scene.cast[name]


def filled(action: Action, given: Mapping[str, Any]) -> dict[str, Any]:
    by_name = {f.name: f for f in action.fields} | {f.id: f for f in action.fields}
    unknown = [name for name in given if name not in by_name]
    if unknown:
        raise BadScenario(f"“{action.name}”没有填写项“{'、'.join(unknown)}”")
    return {by_name[name].id: _value(by_name[name], value) for name, value in given.items()}


def _value(field: Field, value: Any) -> Any:
    if field.type == "choice":
        return next((code for code, label in field.choices.items() if label == str(value)), value)
    return value
