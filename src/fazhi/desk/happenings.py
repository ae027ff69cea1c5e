"""The line of what happened to a matter: two times, late entries, corrections with their reasons, texts opened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.authors import KINDS, names_of
from fazhi.desk.obligations import mending_words
from fazhi.desk.values import Names, names_for, shown
from fazhi.matters.catalogue import editions
from fazhi.matters.sealing import opened
from fazhi.matters.veiling import OPEN, Veil
from fazhi.people.models import Person
from fazhi.people.viewers import Viewer
from fazhi.procedure import Action, Event
from fazhi.procedure import effects as fx
from fazhi.procedure.corrections import MEND
from fazhi.procedure.model import Field


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the course of a matter."""

    seq: int
    what: str
    when: datetime
    who: str
    text: str
    late_entry: datetime | None
    late_reason: str
    is_void: bool
    awaited: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """All that a line needs to be told in words."""

    names: Names
    actors: Mapping[str, str]
    fixes: Mapping[int, list[Event]]
    fixable: Mapping[int, str]  # where a correction of an event may be proposed


def happenings(
    viewer: Viewer, events: Sequence[Event], fixable: Mapping[int, str] | None = None, veil: Veil = OPEN
) -> list[Happening]:  # fmt: skip
    """Return the line of events in the order in which they took effect; what was voided stays, marked."""
    texts = opened(_references(events))
    values = [pair for event in events for pair in _filled(event)]
    fixes: dict[int, list[Event]] = {}
    for event in events:
        if event.target:
            fixes.setdefault(event.target, []).append(event)
    told = Told(names_for(viewer, values, texts, veil), _actors(events), fixes, fixable or {})
    ordered = sorted(events, key=lambda e: (e.occurred_at, e.seq))
    return [_line(event, told) for event in ordered if event.action != "unmask"]


def looks(events: Sequence[Event]) -> list[tuple[datetime, str, str]]:
    """Return who looked at a party's full data, when and what for."""
    seen = [e for e in events if e.action == "unmask"]
    names = names_of(e.actor for e in seen)
    return [(e.recorded_at, names[e.actor], _(LOOKED_FOR.get(str(e.data.get("for")), ""))) for e in seen]


# What was reported stands beside the course in full; which model ranked it is for those who train it.
UNSAID = frozenset({"model"})
LOOKED_FOR: Mapping[str, str] = {
    "contact": gettext_noop("联系当事人"),
    "identify": gettext_noop("核实身份"),
    "paper": gettext_noop("制作、送达文书"),
    "other": gettext_noop("其他办理需要"),
}


def _references(events: Sequence[Event]) -> Iterator[Any]:
    for event in events:
        yield from event.data.values()
        values = event.data.get("values")
        if isinstance(values, Mapping):
            yield from values.values()


def _actors(events: Sequence[Event]) -> dict[str, str]:
    confirmers = {str(e.data.get("confirmed_by")) for e in events if e.data.get("confirmed_by")}
    named = names_of({e.actor for e in events})
    return {**dict(Person.objects.filter(pk__in=confirmers).values_list("pk", "display_name")), **named}


def action_taken(event: Event) -> Action | None:
    """Return the transition that an event took, or None where it took none."""
    edition = editions().get(str(event.decided.get("edition", "")))
    return edition.actions.get(event.action) if edition and event.kind == "act" else None


def name_of(event: Event) -> str:
    """Return what an event is called."""
    action = action_taken(event)
    return action.name if action else _(KINDS.get(event.action, event.action))


def _filled(event: Event) -> Iterator[tuple[Field, Any]]:
    action = action_taken(event)
    for one in action.fields if action else ():
        if event.data.get(one.id) not in (None, "", []):
            yield one, event.data[one.id]


def _line(event: Event, told: Told) -> Happening:
    voided = any(fix.kind == "void" for fix in told.fixes.get(event.seq, ()))
    lines = list(_lines(event, told))
    return Happening(
        seq=event.seq,
        what=name_of(event) + (_("（第 %(target)s 条）") % {"target": event.target} if event.target else ""),
        when=event.occurred_at,
        who=_("%(name)s · 第 %(seq)s 条") % {"name": told.actors.get(event.actor, ""), "seq": event.seq},
        text=_joined(lines),
        late_entry=event.recorded_at if event.late else None,
        late_reason=event.late,
        is_void=voided,
    )


def _joined(lines: list[str]) -> str:
    return mark_safe("\n".join(conditional_escape(line) for line in lines))  # noqa: S308  each line is escaped first


def _lines(event: Event, told: Told) -> Iterator[str]:
    changed = _changed(event, told)
    for one, value in _filled(event):
        if one.id not in changed and (event.seq == 1 or one.id in UNSAID):
            continue
        said = shown(one, value, told.names)
        if one.id in changed:
            yield format_html("{}：<del>{}</del> {}", one.name, said, changed[one.id])
        else:
            yield format_html("{}：{}", one.name, said)
    papers = [effect.kind for effect in event.effects if isinstance(effect, fx.Paper)]
    if papers:
        yield _("文书：%(papers)s") % {"papers": "、".join(papers)}
    if event.target:
        yield from _fixed(event, told)
    if event.action == "remark" and str(event.data.get("obligation", "")).startswith(f"{MEND}#"):
        yield _("已办理：%(what)s") % {"what": mending_words(str(event.data["obligation"]))}
    for fix in told.fixes.get(event.seq, ()):
        yield _("%(correction)s：见第 %(seq)s 条") % {"correction": _(KINDS.get(fix.kind, "")), "seq": fix.seq}
    yield from _may_be_fixed(event, told)


def _changed(event: Event, told: Told) -> dict[str, str]:
    action = action_taken(event)
    found: dict[str, str] = {}
    for fix in told.fixes.get(event.seq, ()):
        values = fix.data.get("values") or {}
        for one in action.fields if action else ():
            if one.id in values:
                found[one.id] = shown(one, values[one.id], told.names)
    return found


def _fixed(event: Event, told: Told) -> Iterator[str]:
    reason = event.data.get("reason")
    sealed = str(reason.get("sealed")) if isinstance(reason, Mapping) else ""
    said = told.names.veil.text(told.names.texts.get(sealed, "")) if sealed else reason or ""
    yield _("理由：%(reason)s") % {"reason": said}
    if confirmer := event.data.get("confirmed_by"):
        yield _("复核：%(name)s") % {"name": told.actors.get(str(confirmer), "")}
    if event.replaces:
        yield _("受影响的记录已重新计算：第 %(numbers)s 条") % {"numbers": "、".join(map(str, sorted(event.replaces)))}


def _may_be_fixed(event: Event, told: Told) -> Iterator[SafeString]:
    if url := told.fixable.get(event.seq):
        yield format_html('<a class="no-print" href="{}">{}</a>', url, _("更正"))
