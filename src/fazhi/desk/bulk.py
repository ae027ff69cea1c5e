"""One act on many matters: which acts fit, what each matter would say, and a report for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fazhi.desk.choices import possible
from fazhi.desk.finding import NONE
from fazhi.desk.forms import ActionForm
from fazhi.desk.tasks import PAGE
from fazhi.desk.who import Clerk
from fazhi.matters import streams
from fazhi.matters.acting import Act
from fazhi.matters.catalogue import editions
from fazhi.matters.many import Report, act_many
from fazhi.matters.models import Matter
from fazhi.procedure import Action, fold

ONE_BY_ONE = frozenset({"file", "party"})  # what belongs to one matter only cannot be filled in for many


@dataclass(frozen=True, slots=True)
class Fit:
    """An act that can be done to some of the chosen matters at once."""

    key: str
    name: str
    procedure: str
    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Line:
    """What came, or would come, of the act in one matter."""

    number: str
    gist: str
    ok: bool
    why: str


def chosen(clerk: Clerk, numbers: Sequence[str]) -> list[Matter]:
    """Return the matters ticked in the list, as far as the person may see them."""
    asked = [number.replace("\0", "") for number in numbers[:PAGE]]
    found = Matter.objects.for_viewer(clerk.viewer).filter(number__in=asked, sealed=False)
    return list(found.select_related("gist").order_by("number"))


def fits(clerk: Clerk, matters: Sequence[Matter]) -> list[Fit]:
    """Return the acts that fit at least one of the matters, those that fit most first."""
    count: dict[tuple[str, str], int] = {}
    for matter in matters:
        for action in _ready(clerk, matter):
            count[matter.edition, action.id] = count.get((matter.edition, action.id), 0) + 1
    found = [
        Fit(f"{edition}:{action}", editions()[edition].actions[action].name, editions()[edition].name, n, len(matters))
        for (edition, action), n in count.items()
    ]
    return sorted(found, key=lambda fit: -fit.n)


def action_of(key: str) -> tuple[str, Action] | None:
    """Return edition and action of a fit's key."""
    edition, _, action = key.rpartition(":")
    known = editions().get(edition)
    found = known.actions.get(action) if known else None
    return (edition, found) if found and not any(f.type in ONE_BY_ONE for f in found.fields) else None


def run(clerk: Clerk, matters: Sequence[Matter], form: ActionForm, seen: dict[str, int], *, dry: bool) -> list[Line]:
    """Do the act in each matter, or only say what would come of it."""
    batch = form.cleaned_data["fz_command"]
    report = act_many(list(_acts(clerk, matters, form, seen, batch)), batch, dry_run=dry)
    return list(_told(report, matters))


def left_out(numbers: Sequence[str], chosen: Sequence[Matter], fitting: Sequence[Matter]) -> list[Line]:
    """Return a line for each ticked matter that the act cannot reach: a batch leaves nothing out in silence."""
    known = {matter.number for matter in chosen}
    lost = [Line(number, "", False, _(NONE)) for number in dict.fromkeys(numbers) if number not in known]
    others = [matter for matter in chosen if matter not in fitting]
    return lost + [Line(matter.number, "", False, _("本件适用另一个程序，请另行办理")) for matter in others]


def _ready(clerk: Clerk, matter: Matter) -> Iterator[Action]:
    state = fold(streams.read(matter.id))
    for choice in possible(clerk, matter.id, editions()[matter.edition], state):
        if choice.ok and not any(f.type in ONE_BY_ONE and f.required for f in choice.action.fields):
            yield choice.action


def _acts(
    clerk: Clerk, matters: Sequence[Matter], form: ActionForm, seen: dict[str, int], batch: str
) -> Iterator[Act]:  # fmt: skip
    for matter in matters:
        yield Act(
            matter.id, form.action.id, clerk.actor, f"{batch}:{matter.id.hex}", clerk.now, form.given(),
            occurred_at=form.occurred_at(), late_reason=form.cleaned_data.get("fz_late_reason") or "",
            seen=seen.get(matter.number, matter.seq),
        )  # fmt: skip


def _told(report: Report, matters: Sequence[Matter]) -> Iterator[Line]:
    by_id = {matter.id: matter for matter in matters}
    for line in report.lines:
        matter = by_id[line.matter]
        gist = getattr(matter, "gist", None)
        yield Line(matter.number, gist.text if gist else "", line.ok, line.why)
