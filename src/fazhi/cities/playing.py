"""Playing the stories: every act through the doors' own ways, day by day, the timer in between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Model

from fazhi.cities.stories import Step, Story, Told
from fazhi.ledger.writing import Write, commit, stream_id_for
from fazhi.matters import streams
from fazhi.matters.acting import Act, act, correct
from fazhi.matters.catalogue import calendar, editions
from fazhi.matters.intake import Message, receive
from fazhi.matters.sealing import seal_texts
from fazhi.matters.timing import sweep
from fazhi.people.models import Person
from fazhi.people.parties import prepare_party
from fazhi.people.posts import actor_of
from fazhi.procedure import Action, Actor, Event, Refused, fold
from fazhi.procedure.corrections import Corrected, void

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "演示"
PHONE = "0000-55501{:02d}"  # no area code begins so: nobody has this number


class StoryRefused(Exception):
    """A story wanted what the procedure does not allow: the story is wrong, or the procedure has changed."""

    def __init__(self, story: str, action: str, refused: Refused) -> None:
        super().__init__(f"演示件“{story}”的“{action}”不被允许：{refused}。请核对演示件与程序。")


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment of the whole play, to be sorted among the others."""

    at: datetime
    order: int
    play: Callable[[], None]


@dataclass(slots=True)
class Cast:
    """Who acts: accounts by name, as they stand on a day."""

    people: Mapping[str, Person]
    _actors: dict[tuple[str, datetime], Actor] = field(default_factory=dict)

    def actor(self, username: str, at: datetime) -> Actor:
        """Return an account as the engine sees it on that day."""
        day = at.replace(hour=0, minute=0)
        if (username, day) not in self._actors:
            self._actors[username, day] = actor_of(self.people[username], at)
        return self._actors[username, day]


def people_cast() -> Cast:
    """Return all accounts."""
    return Cast({person.username: person for person in Person.objects.all()})


def scenes(told: Sequence[Told], cast: Cast) -> list[Scene]:
    """Return every opening and act of all stories in the order of time."""
    found = [scene for n, one in enumerate(told) for scene in _scenes_of(one, cast, n)]
    return sorted(found, key=lambda scene: (scene.at, scene.order))


def play(found: Sequence[Scene], until: datetime, watch: Callable[[], object]) -> None:
    """Play the scenes; before each the timer does what has come due, and at last what is due by `until`."""
    for scene in found:
        sweep(scene.at)
        scene.play()
        watch()
    sweep(until)


def matter_of(story: str) -> UUID:
    """Return the id of the matter that a story makes."""
    return stream_id_for(streams.KIND, _command(story))


def _command(story: str, step: int = 0) -> str:
    return f"demo:{story}:{step}" if step else f"demo:{story}"


def _scenes_of(told: Told, cast: Cast, n: int) -> Iterator[Scene]:
    order = n * 1000
    yield Scene(told.opened, order, partial(_open, told, cast, n))
    for number, step in enumerate(told.story.steps, 1):
        at = told.moment(step.day, step.at)
        yield Scene(at, order + number, partial(_step, told, cast, step, number, at))


def _open(told: Told, cast: Cast, n: int) -> None:
    story, at = told.story, told.opened
    rows, parties = _parties(story, n, at)
    actor = cast.actor(story.by, at) if story.by else _party_actor(next(iter(parties.values())))
    fields = {f.id: f for e in editions().values() if e.procedure == story.procedure for f in _opening(e, story).fields}
    data = {key: told.value(fields[key], _named(value)) for key, value in story.data.items()}
    message = Message(
        text=story.text, title=story.title, region=story.region, procedure=story.procedure, action=story.action,
        channel="grid" if story.by else "resident", subject=data.pop("subject", ""), data={**data, **parties},
        rows=rows,
    )  # fmt: skip
    try:
        receive(message, actor, _command(story.id), at)
    except Refused as refused:
        raise StoryRefused(story.id, story.action or "登记", refused) from refused


def _opening(edition: Any, story: Story) -> Action:
    action: Action = edition.actions[story.action or edition.intake.action]
    return action


def _parties(story: Story, n: int, at: datetime) -> tuple[list[Model], dict[str, str]]:
    rows: list[Model] = []
    found: dict[str, str] = {}
    for place, role in enumerate(story.parties):
        number = (n * 2 + place) % 100
        made, party = prepare_party(SURNAMES[number % len(SURNAMES)] + GIVEN, PHONE.format(number), at)
        rows += made
        found[role] = party.id.hex
    return rows, found


def _party_actor(party: str) -> Actor:
    return Actor(party, party=party)


def _step(told: Told, cast: Cast, step: Step, number: int, at: datetime) -> None:
    story, matter = told.story, matter_of(told.story.id)
    command = _command(story.id, number)
    try:
        if step.action == "void":
            _void(matter, cast, step, command, at)
        else:
            _act(told, cast, step, matter, command, at)
    except Refused as refused:
        raise StoryRefused(story.id, step.action, refused) from refused


def _act(told: Told, cast: Cast, step: Step, matter: UUID, command: str, at: datetime) -> None:
    state = fold(streams.read(matter))
    if step.action in ("dispatch", "route") and _already(state.stage, state.holders, step):
        return
    action = editions()[state.edition].actions[step.action]
    kinds = {f.id: f for f in action.fields}
    data = {key: _person(cast, kinds[key].type, told.value(kinds[key], _named(v))) for key, v in step.data.items()}
    who = step.who.removeprefix("@")
    actor = _party_actor(state.holders[who]) if step.who.startswith("@") else cast.actor(who, at)
    occurred = told.moment(*step.occurred) if step.occurred else None
    act(Act(matter, step.action, actor, command, at, data, occurred_at=occurred, late_reason=step.late))


def _already(stage: str, holders: Mapping[str, str], step: Step) -> bool:
    # A trained model may have sent the message where the story's dispatcher would.
    wanted = step.data.get("unit")
    return (stage, holders.get("handler")) == ("dispatched", wanted) or stage == "rung1"


def _person(cast: Cast, type: str, value: Any) -> Any:
    return cast.people[value].pk if type == "person" else value


def _named(value: Any) -> Any:
    """Return the number of another story's matter where a value asks for it."""
    if isinstance(value, str) and value.startswith("@number:"):
        return streams.read(matter_of(value.removeprefix("@number:")))[0].data["number"]
    return value


def _void(matter: UUID, cast: Cast, step: Step, command: str, at: datetime) -> None:
    if streams.command_seen(matter, command):
        return
    confirmed = cast.people[step.data["confirmed_by"]].pk
    actor = cast.actor(step.who, at)
    rows, sealed = seal_texts(matter, [("correction.reason", step.data["reason"])], at)
    commit(Write(inserts=list(rows)))

    def make(events: list[Event]) -> Corrected:
        target = max(e.seq for e in events if e.kind == "act" and e.action == step.data["entry"])
        return void(
            editions(), events, target, actor=actor, confirmed_by=confirmed, reason=sealed[0],
            recorded_at=at, calendar=calendar(),
        )  # fmt: skip

    correct(matter, command, at, make)
