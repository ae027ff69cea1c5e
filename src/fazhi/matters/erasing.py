"""Erasing a matter: the key is destroyed, what was read from the texts is dropped, the chain stays valid."""

from datetime import datetime
from uuid import UUID

from fazhi.ledger.writing import Change, Write, commit
from fazhi.matters import shelf, streams
from fazhi.matters.acting import NoSuchMatter, finish
from fazhi.matters.models import Attachment, Gist
from fazhi.matters.sealing import subject
from fazhi.procedure import Actor, Refused, fold
from fazhi.procedure.legal_acts import erase as erase_event
from fazhi.vault.sealing import prepare_erase, scrub


def erase(matter: UUID, *, actor: Actor, confirmed_by: str, ground: str, command_id: str, now: datetime) -> None:
    """Destroy what a matter says of persons, for ever. `ground` is a code, not a text: it must outlive the key.

    What remains are codes, dates and numbers: that there was a matter, and how it was handled.
    """
    events = streams.read(matter)
    if not events:
        raise NoSuchMatter
    if fold(events).erased:
        raise Refused("erased", "本件的内容已经销毁", "不需要再办")
    event = erase_event(events, actor=actor, confirmed_by=confirmed_by, reason=ground, at=now)
    write = Write(command_id=command_id)
    model, key, fields = prepare_erase(subject(matter), now)
    write.changes.append(Change(model, key, fields))
    write.deletes += [(Gist, {"matter_id": matter}), (Attachment, {"matter_id": matter})]
    files = list(Attachment.objects.unscoped("销毁附件").filter(matter_id=matter).values_list("id", flat=True))
    finish(write, matter, events, [event])
    commit(write)
    scrub()
    for file in files:  # unreadable already without the key; should this not be reached, a chore removes them
        shelf.remove(file)
