"""What an event did, in a small fixed vocabulary, so that a replay needs no catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Enter:
    """The matter enters a stage."""

    code: ClassVar[str] = "enter"
    stage: str


@dataclass(frozen=True, slots=True)
class Put:
    """The matter remembers a value."""

    code: ClassVar[str] = "put"
    key: str
    value: Any


@dataclass(frozen=True, slots=True)
class Assign:
    """A role is held by a unit or a party from now on."""

    code: ClassVar[str] = "assign"
    role: str
    holder: str


@dataclass(frozen=True, slots=True)
class Open:
    """An obligation begins to run; `due` is None where the law or the city sets no day."""

    code: ClassVar[str] = "open"
    id: str
    rule: str
    bearer: str
    holder: str
    start: datetime
    due: datetime | None
    provisional: bool = False
    term: int = -1  # which of the rule's terms runs
    request: str = ""


@dataclass(frozen=True, slots=True)
class Meet:
    """An obligation is fulfilled."""

    code: ClassVar[str] = "meet"
    id: str
    at: datetime | None = None  # when it was done, where that is not when the event occurred


@dataclass(frozen=True, slots=True)
class Drop:
    """An obligation ends without being fulfilled, because its ground fell away."""

    code: ClassVar[str] = "drop"
    id: str


@dataclass(frozen=True, slots=True)
class Lapse:
    """The period of an obligation ran out and the silence had its effect."""

    code: ClassVar[str] = "lapse"
    id: str


@dataclass(frozen=True, slots=True)
class Redue:
    """The due date of an obligation is another one now."""

    code: ClassVar[str] = "redue"
    id: str
    due: datetime | None
    provisional: bool = False
    why: str = ""
    by: tuple[int, str] | None = None  # an extension: how many of which unit
    interval: tuple[str, datetime, datetime] | None = None  # an excluded interval
    term: int | None = None  # another of the rule's terms runs


@dataclass(frozen=True, slots=True)
class Pause:
    """The clocks that may be paused stand still."""

    code: ClassVar[str] = "pause"
    since: datetime


@dataclass(frozen=True, slots=True)
class Resume:
    """The clocks run again."""

    code: ClassVar[str] = "resume"
    until: datetime


@dataclass(frozen=True, slots=True)
class AskUnit:
    """One unit is asked."""

    code: ClassVar[str] = "ask"
    request: str
    round: str
    to: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A unit answered what it was asked."""

    code: ClassVar[str] = "answer"
    request: str
    answer: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A unit let the time for its answer run out."""

    code: ClassVar[str] = "silent"
    request: str


@dataclass(frozen=True, slots=True)
class CloseRound:
    """A round of requests is closed."""

    code: ClassVar[str] = "close_round"
    round: str
    why: str


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper is made."""

    code: ClassVar[str] = "paper"
    kind: str


@dataclass(frozen=True, slots=True)
class Tell:
    """A notice goes to a role."""

    code: ClassVar[str] = "tell"
    to: str
    kind: str


@dataclass(frozen=True, slots=True)
class Finish:
    """The matter has an outcome."""

    code: ClassVar[str] = "finish"
    outcome: str


@dataclass(frozen=True, slots=True)
class Reopen:
    """The outcome no longer stands."""

    code: ClassVar[str] = "reopen"


@dataclass(frozen=True, slots=True)
class Relate:
    """This matter stands in a relation to another."""

    code: ClassVar[str] = "relate"
    kind: str
    other: str


@dataclass(frozen=True, slots=True)
class UseEdition:
    """From now on the matter runs under this edition."""

    code: ClassVar[str] = "edition"
    edition: str


Effect = (
    Enter | Put | Assign | Open | Meet | Drop | Lapse | Redue | Pause | Resume | AskUnit | Answer | Silent
    | CloseRound | Paper | Tell | Finish | Reopen | Relate | UseEdition
)  # fmt: skip

BY_CODE: Mapping[str, type[Any]] = {kind.code: kind for kind in Effect.__args__}
_TIMES: Mapping[str, tuple[str, ...]] = {
    "open": ("start", "due"), "meet": ("at",), "redue": ("due",), "pause": ("since",), "resume": ("until",),
}  # fmt: skip
_PLAIN: Mapping[str, tuple[str, ...]] = {code: tuple(f.name for f in fields(kind)) for code, kind in BY_CODE.items()}
_KNOWN: Mapping[str, frozenset[str]] = {code: frozenset(names) for code, names in _PLAIN.items()}


def effect_to_json(effect: Effect) -> list[Any]:
    """Return `[code, {field: value}]` with ISO times."""
    code = effect.code
    values = {name: value for name in _PLAIN[code] if (value := getattr(effect, name)) is not None}
    for name in _TIMES.get(code, ()):
        if name in values:
            values[name] = values[name].isoformat()
    if isinstance(effect, Redue) and effect.interval:
        values["interval"] = [effect.interval[0], effect.interval[1].isoformat(), effect.interval[2].isoformat()]
    return [code, values]


def effect_from_json(raw: list[Any]) -> Effect:
    """Return the effect that `effect_to_json` wrote; raise KeyError for a code from the future."""
    code, values = raw
    make: Callable[..., Effect] = BY_CODE[code]
    if times := _TIMES.get(code):
        values = dict(values)
        for name in times:
            values[name] = datetime.fromisoformat(values[name]) if values.get(name) else None
    if code == "redue":
        values["by"] = tuple(values["by"]) if values.get("by") else None
        interval = values.get("interval")
        values["interval"] = interval and (interval[0], *map(datetime.fromisoformat, interval[1:]))
    if values.keys() <= _KNOWN[code]:
        return make(**values)
    return make(**{name: value for name, value in values.items() if name in _KNOWN[code]})
