"""Intake: a message from any door becomes a matter, dispatched by machine where it is sure enough."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from fazhi.clock import local_day
from fazhi.ledger.writing import Write, commit, stream_id_for
from fazhi.matters import streams
from fazhi.matters.acting import finish
from fazhi.matters.attachments import attested
from fazhi.matters.catalogue import calendar, current, editions, profile
from fazhi.matters.dispatching import Suggestion, suggest
from fazhi.matters.gists import gist_row
from fazhi.matters.numbers import next_number
from fazhi.matters.projection import responsible
from fazhi.matters.querying import query_code
from fazhi.matters.sealing import sealed_data
from fazhi.matters.units import directory
from fazhi.matters.veiling import hides
from fazhi.procedure import Actor, Command, Edition, Event, Refused, State, decide, fold
from fazhi.procedure.fields import checked, clean_text
from fazhi.procedure.model import START, Action, Intake
from fazhi.procedure.moves import headline
from fazhi.procedure.timer import CLOCK

LONGEST = 20_000  # characters of one message


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody sent, by whatever door."""

    text: str
    region: str
    channel: str
    procedure: str = "grid_matter"
    title: str = ""
    subject: str = ""
    occurred_at: datetime | None = None
    late_reason: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)  # further fields of the opening action
    rows: Sequence[Model] = ()  # rows to write with it: a party, attachments
    action: str = ""  # another opening action than the procedure's usual one, such as a referral by the court
    keyed: bool = False  # the matter may have a key already: files came before it


@dataclass(frozen=True, slots=True)
class Received:
    """What the sender is told: number and query code; and what the machine made of it."""

    matter: UUID
    number: str
    code: str
    stage: str
    unit: str
    suggestions: tuple[Suggestion, ...] = ()
    repeated: bool = False
    due: datetime | None = None


def receive(message: Message, actor: Actor, command_id: str, now: datetime, *, fresh: bool = False) -> Received:
    """Open a matter for `message`; the same command id twice opens one. Raise Refused with what is wrong.

    `fresh` says that the id was made for this one call, so that nothing can be found under it, and saves looking.
    """
    matter = stream_id_for(streams.KIND, command_id)
    if not fresh and (events := streams.read(matter)):
        return _told_again(matter, events)
    write, received = prepared(message, actor, command_id, now)
    if commit(write).first_result:
        return _told_again(matter, streams.read(matter))
    return received


Also = Callable[[list[Event]], Event]  # the event that follows those with which a matter opens


@dataclass(frozen=True, slots=True)
class Opened:
    """A matter about to be opened: what to write, its first events and the state after them."""

    matter: UUID
    write: Write
    events: tuple[Event, ...]
    state: State
    suggestions: tuple[Suggestion, ...]


def prepared(
    message: Message, actor: Actor, command_id: str, now: datetime, *, also: Also | None = None
) -> tuple[Write, Received]:  # fmt: skip
    """Return what opening a matter would write, and what the sender will be told."""
    new = opened(message, actor, command_id, now, also=also)
    return new.write, _told(new.matter, new.events[0], new.state, new.suggestions)


def opened(
    message: Message, actor: Actor, command_id: str, now: datetime, suggestions: tuple[Suggestion, ...] | None = None,
    *, also: Also | None = None,
) -> Opened:  # fmt: skip
    """Return what opening a matter would write; an import, where nobody waits to be told, writes many at once."""
    at = message.occurred_at or now
    edition = current(message.procedure, local_day(at))
    rule = _intake_of(edition)
    region = checked_region(message.region, now)
    message = replace(message, region=region)
    if suggestions is None:
        suggestions = _suggested(rule, message, region, at)
    matter = stream_id_for(streams.KIND, command_id)
    write = Write(command_id=command_id, inserts=list(message.rows))
    events = [_opening(write, edition, rule, message, actor, matter, now, suggestions)]
    if dispatched := _dispatching(edition, rule, events[0], suggestions, at, now):
        events.append(dispatched)
    if also:
        events.append(also(events))
    state = finish(write, matter, [], events)
    write.inserts.append(gist_row(matter, message.title, message.text, hidden=hides(edition, events[0].data)))
    return Opened(matter, write, tuple(events), state, suggestions)


def _suggested(rule: Intake, message: Message, region: str, at: datetime) -> tuple[Suggestion, ...]:
    if not rule.dispatch or message.subject:
        return ()
    if not rule.serving:
        return suggest(message.title, message.text, region, at)
    unit = directory(local_day(at)).serving(rule.serving, region)
    return (Suggestion(unit.id, unit.name, "", 1.0, (), "region"),) if unit else ()


def checked_region(code: str, now: datetime) -> str:
    """Return the code of a region within the city; raise Refused for any other."""
    code = code.strip() or profile().code
    if not code.startswith(profile().code):
        raise Refused(
            "region", f"“{code}”不是{profile().name}的行政区划代码",
            f"请填写以 {profile().code} 开头的代码，或者从列表中选择", {"region": "不是本地的行政区划代码"},
        )  # fmt: skip
    if not directory(local_day(now)).has_region(code):
        raise Refused(
            "region",
            f"没有代码为“{code}”的行政区划",
            "请从列表中选择乡镇（街道）和村（社区）",
            {"region": "没有这个代码"},
        )
    return code


def _intake_of(edition: Edition) -> Intake:
    if edition.intake is None:
        raise Refused("no_intake", f"“{edition.name}”不能由来信开始", "请从办件页面登记")
    return edition.intake


def _opening(
    write: Write, edition: Edition, rule: Intake, message: Message, actor: Actor, matter: UUID, now: datetime,
    suggestions: Sequence[Suggestion],
) -> Event:  # fmt: skip
    action = _opening_action(edition, message.action or rule.action)
    data = _filled(action, rule, message, now)
    rows, sealed = sealed_data(matter, action, checked(action, data), now, new=not message.keyed)
    write.inserts.extend(rows)
    at = message.occurred_at or now
    command = Command(action.id, actor, at, now, sealed, message.late_reason)
    event = attested(decide(edition, State(), command, calendar=calendar()), action, matter, message.rows)
    extra: dict[str, Any] = {"number": next_number(local_day(now))}
    if suggestions:
        extra["suggestions"] = [[s.unit, s.subject, s.percent] for s in suggestions]
    return replace(event, data={**event.data, **extra})


def _opening_action(edition: Edition, name: str) -> Action:
    action = edition.actions.get(name)
    if action is None or START not in action.sources:
        raise Refused("not_opening", f"“{edition.name}”不能由“{name}”开始", "请选择登记一类的办理事项")
    return action


def _filled(action: Action, rule: Intake, message: Message, now: datetime) -> dict[str, Any]:
    known = {f.id for f in action.fields}
    units = directory(local_day(now))
    region = message.region
    text = clean_text(message.text)
    if len(text) > LONGEST:
        raise Refused(
            "too_long",
            f"内容有 {len(text)} 字，最多 {LONGEST} 字",
            "请写明要点，详细材料作为附件上传",
            {"text": "内容过长"},
        )
    given: dict[str, Any] = {
        rule.text: text, "title": message.title, "region": region, "channel": message.channel,
        "subject": message.subject, **message.data,
    }  # fmt: skip
    for name, kind in rule.holders.items():
        if name not in given and (unit := units.serving(kind, region)):
            given[name] = unit.id
    return {k: v for k, v in given.items() if v not in ("", None) and (k in known or k in message.data)}


def _dispatching(
    edition: Edition, rule: Intake, opened: Event, suggestions: Sequence[Suggestion], at: datetime, now: datetime
) -> Event | None:
    threshold = profile().triage_threshold
    if not rule.dispatch or not suggestions or threshold is None or suggestions[0].confidence < threshold:
        return None
    best = suggestions[0]
    action = edition.actions[rule.dispatch]
    offered = {rule.to: best.unit, "confidence": best.percent, "model": best.model, "subject": best.subject}
    data = {k: v for k, v in offered.items() if k in {f.id for f in action.fields} and v != ""}
    command = Command(rule.dispatch, CLOCK, at, now, data)
    return decide(edition, fold([opened]), command, calendar=calendar())


def _told_again(matter: UUID, events: Sequence[Event]) -> Received:
    return _told(matter, events[0], fold(events), (), repeated=True)


def _told(
    matter: UUID, opening: Event, state: State, suggestions: tuple[Suggestion, ...], *, repeated: bool = False
) -> Received:
    edition = editions()[state.edition]
    return Received(
        matter, str(opening.data.get("number", "")), query_code(matter), edition.stages[state.stage].name,
        responsible(edition, state), suggestions, repeated, headline(edition, state),
    )  # fmt: skip
