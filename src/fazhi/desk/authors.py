"""Who did what, by name: the actors of events, looked up together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import orjson
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.ledger.models import Event as Row
from fazhi.matters.catalogue import editions
from fazhi.matters.streams import KIND
from fazhi.people.models import Person
from fazhi.procedure.model import TIMER


@dataclass(frozen=True, slots=True)
class Last:
    """The last thing that happened to a matter, and by whom."""

    what: str
    who: str


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return what each actor is called; whoever is no member of staff is named by the part played."""
    wanted = set(actors)
    staff = {p.pk: p.display_name for p in Person.objects.filter(pk__in=wanted)}
    return {actor: staff.get(actor) or (_("系统") if actor == TIMER else _("当事人")) for actor in wanted}


def last_acts(heads: Mapping[UUID, int]) -> dict[UUID, Last]:
    """Return the last event of each matter, by its sequence number: two queries, however many matters."""
    if not heads:
        return {}
    found = Row.objects.filter(stream_kind=KIND, stream_id__in=list(heads), seq__in=set(heads.values()))
    told = found.values_list("stream_id", "seq", "actor", "body")
    rows = [(matter, actor, body) for matter, seq, actor, body in told if heads[matter] == seq]
    names = names_of(actor for _, actor, _ in rows)
    return {matter: Last(_what(orjson.loads(body)), names[actor]) for matter, actor, body in rows}


def _what(body: Mapping[str, object]) -> str:
    decided = body.get("decided")
    edition = editions().get(str(decided.get("edition", ""))) if isinstance(decided, Mapping) else None
    action = edition.actions.get(str(body.get("action"))) if edition else None
    return action.name if action else _(KINDS.get(str(body.get("action")), ""))


KINDS: Mapping[str, str] = {
    "void": gettext_noop("更正（作废）"),
    "amend": gettext_noop("更正（改正内容）"),
    "revoke": gettext_noop("撤销"),
    "vary": gettext_noop("变更"),
    "seal": gettext_noop("封存"),
    "erase": gettext_noop("销毁"),
    "move": gettext_noop("转入新版程序"),
    "recalendar": gettext_noop("放假安排公布，期限重新计算"),
    "relate": gettext_noop("登记办件关系"),
    "silence": gettext_noop("逾期未答复"),
    "unmask": gettext_noop("查看当事人完整信息"),
    "remark": gettext_noop("记事"),
}
