"""Corrections: proposed, weighed, confirmed by somebody else where a period or a decision changes."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.happenings import action_taken
from fazhi.desk.models import Proposal
from fazhi.desk.roles import CONFIRMING
from fazhi.desk.who import Clerk
from fazhi.ledger.writing import StreamMoved
from fazhi.matters import streams
from fazhi.matters.acting import Acted, correct
from fazhi.matters.catalogue import calendar, editions
from fazhi.matters.models import Matter
from fazhi.matters.projection import responsible
from fazhi.matters.sealing import opened, seal_texts
from fazhi.people.models import Person
from fazhi.people.posts import actor_of
from fazhi.procedure import Action, Actor, Edition, Event, Refused, State, fold
from fazhi.procedure.corrections import Corrected, amend, void
from fazhi.procedure.fields import checked, clean_text
from fazhi.procedure.legal_acts import mended, revoke, vary

KINDS: Mapping[str, str] = {
    "void": gettext_noop("作废：这条记录从来没有发生过"),
    "amend": gettext_noop("改正内容：发生过，但有几项录错了"),
    "revoke": gettext_noop("撤销：当时有效，现在起终止"),
    "vary": gettext_noop("变更：当时有效，现在起改为"),
}
LONGEST_REASON = 2000
LONGEST_COMMAND = 100


def kinds_for(event: Event) -> dict[str, str]:
    """Return in which ways an event may be corrected."""
    action = action_taken(event)
    if action is None:
        return {}
    fitting = {
        "void": True, "amend": bool(action.fields), "revoke": bool(action.revoked_to),
        "vary": bool(set(action.remember) & set(event.data)),
    }  # fmt: skip
    return {kind: _(words) for kind, words in KINDS.items() if fitting[kind]}


def target_in(events: Sequence[Event], seq: int) -> Event:
    """Return the act that is to be corrected; Refused where there is none, or it was the opening."""
    event = next((e for e in events if e.seq == seq and e.seq > 1), None)
    if event is None or action_taken(event) is None:
        raise Refused(
            "no_target", _("没有第 %(seq)s 条可以更正的记录") % {"seq": seq}, _("请从办件的经过中选择要更正的记录")
        )
    return event


def may_propose(clerk: Clerk, event: Event) -> bool:
    """Whether the person may propose to correct an event: who made it, or who works at a unit that made it."""
    return event.actor == clerk.actor.id or bool(set(event.decided.get("units", ())) & set(clerk.units))


def may_confirm(clerk: Clerk, proposal: Proposal) -> bool:
    """Whether the person may confirm: somebody else, who answers for work or reviews it."""
    return proposal.proposed_by_id != clerk.person.pk and clerk.holds(CONFIRMING)


def propose(clerk: Clerk, matter: Matter, event: Event, kind: str, values: Mapping[str, Any], why: str) -> Proposal:
    """Keep a correction as a draft, its texts sealed; raise Refused where it could not be made even if confirmed."""
    reason = clean_text(why)[:LONGEST_REASON]
    if not reason:
        raise Refused("fields", _("请填写更正理由"), "", {"reason": _("请填写更正理由，写明错在哪里、依据什么")})
    action = action_taken(event)
    assert action is not None, "target_in lets only acts through"
    rows, changed = _sealed_values(clerk, matter, action, event, values if kind in ("amend", "vary") else {})
    more, sealed = seal_texts(matter.id, [("correction.reason", reason)], clerk.now)
    proposal = Proposal(
        matter_id=matter.id, kind=kind, target=event.seq, values=changed, reason=sealed[0],
        proposed_by=clerk.person, proposed_at=clerk.now,
    )  # fmt: skip
    weigh(proposal, streams.read(matter.id), clerk)
    with transaction.atomic():
        for row in (*rows, *more):
            row.save(force_insert=True)
        proposal.save(force_insert=True)
    return proposal


def weigh(proposal: Proposal, events: Sequence[Event], clerk: Clerk) -> Corrected:
    """Return what a proposal would change if somebody else confirmed it now."""
    return _make(proposal, clerk, confirmed_by="somebody else")(list(events))


def needs_another(proposal: Proposal, events: Sequence[Event], clerk: Clerk) -> bool:
    """Whether a second person must confirm: so it is wherever a period or a decision changes."""
    try:
        _make(proposal, clerk, confirmed_by="")(list(events))
    except Refused as refused:
        if refused.code == "second_person":
            return True
        raise
    return False


def make(clerk: Clerk, proposal: Proposal) -> Acted:
    """Write a correction into the ledger, confirmed by the person unless it is the proposer's own small one."""
    confirmed_by = "" if proposal.proposed_by_id == clerk.person.pk else clerk.person.pk
    done = correct(proposal.matter_id, f"correction:{proposal.id.hex}", clerk.now, _make(proposal, clerk, confirmed_by))
    _decided(clerk, proposal, "confirmed")
    return done


def make_own(clerk: Clerk, proposal: Proposal) -> Acted:
    """Make a small correction that nobody else need confirm; where it can not be made, it does not stay behind."""
    try:
        return make(clerk, proposal)
    except (Refused, StreamMoved):
        decline(clerk, proposal)
        raise


def decline(clerk: Clerk, proposal: Proposal) -> None:
    """Turn a proposal down; nothing of it reaches the ledger."""
    _decided(clerk, proposal, "declined")


def may_mend(clerk: Clerk, edition: Edition, state: State) -> bool:
    """Whether the person may say that what rested on an error was looked at: the unit responsible has that task."""
    holder = responsible(edition, state)
    return not holder or holder in clerk.units


def mend(clerk: Clerk, matter: Matter, obligation: str) -> Acted:
    """Record that what rested on an error was looked at, once; raise Refused where there is no such task."""

    def made(events: list[Event]) -> Corrected:
        state = fold(events)
        if not may_mend(clerk, editions()[state.edition], state):
            raise Refused("not_yours", _("核对受更正影响的文书由承办单位办理"), _("请交由承办单位办理"))
        return Corrected(mended(events, obligation, actor=clerk.actor, at=clerk.now))

    return correct(matter.id, f"mended:{obligation}"[:LONGEST_COMMAND], clerk.now, made)


def reason_of(proposal: Proposal) -> str:
    """Return why a correction was proposed."""
    return next(iter(opened([proposal.reason]).values()), "")


def _decided(clerk: Clerk, proposal: Proposal, outcome: str) -> None:
    waiting = Proposal.objects.for_viewer(clerk.viewer).filter(id=proposal.id, outcome="")
    waiting.update(outcome=outcome, decided_by=clerk.person, decided_at=clerk.now)


def _make(proposal: Proposal, clerk: Clerk, confirmed_by: str) -> Callable[[list[Event]], Corrected]:
    actor = _proposer(proposal, clerk)
    common: dict[str, Any] = {"actor": actor, "confirmed_by": confirmed_by, "reason": proposal.reason}
    common["recorded_at"] = clerk.now
    book, target, values = editions(), proposal.target, proposal.values
    if proposal.kind == "void":
        return lambda events: void(book, events, target, calendar=calendar(), **common)
    if proposal.kind == "amend":
        return lambda events: amend(book, events, target, values, calendar=calendar(), **common)
    if proposal.kind == "revoke":
        return lambda events: revoke(book, events, target, occurred_at=clerk.now, **common)
    return lambda events: vary(book, events, target, values, occurred_at=clerk.now, **common)


def _proposer(proposal: Proposal, clerk: Clerk) -> Actor:
    if proposal.proposed_by_id == clerk.person.pk:
        return clerk.actor
    return actor_of(Person.objects.get(pk=proposal.proposed_by_id), clerk.now)


def _sealed_values(
    clerk: Clerk, matter: Matter, action: Action, event: Event, values: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """Return the rows of sealed texts and the clean values that differ from what was recorded."""
    whole = checked(action, {**{f.id: event.data.get(f.id) for f in action.fields}, **values})
    changed = {k: whole[k] for k in values if k in whole and whole[k] != event.data.get(k)}
    texts = [f.id for f in action.fields if f.type == "text" and isinstance(changed.get(f.id), str)]
    rows, sealed = seal_texts(matter.id, [(f"{action.id}.{t}", changed[t]) for t in texts], clerk.now)
    return list(rows), {**changed, **dict(zip(texts, sealed, strict=True))}


def open_proposals(clerk: Clerk) -> list[Proposal]:
    """Return the corrections that wait, among the matters the person may see; the oldest first."""
    found = Proposal.objects.for_viewer(clerk.viewer).filter(outcome="").select_related("proposed_by")
    return list(found.order_by("proposed_at")[:100])


def matter_of(clerk: Clerk, id: UUID) -> Matter | None:
    """Return the matter of a proposal where the person may see it."""
    found: Matter | None = Matter.objects.for_viewer(clerk.viewer).filter(id=id, sealed=False).first()
    return found
