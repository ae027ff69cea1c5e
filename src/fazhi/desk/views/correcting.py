"""Corrections: propose one, and confirm or turn down somebody else's."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fazhi.desk import correcting
from fazhi.desk.choices import draft_name
from fazhi.desk.correction_forms import CorrectionForm
from fazhi.desk.finding import NONE, matter_or_404
from fazhi.desk.happenings import action_taken, happenings, name_of
from fazhi.desk.models import Proposal
from fazhi.desk.values import names_for, shown
from fazhi.desk.who import Clerk, clerk_of, staff_only
from fazhi.ledger.writing import StreamMoved
from fazhi.matters import streams
from fazhi.matters.models import Matter
from fazhi.matters.sealing import opened
from fazhi.matters.veiling import Veil, veil_over
from fazhi.people.models import Level
from fazhi.procedure import Event, Refused

WRONG, MOVED = 422, 409


@staff_only
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """The corrections that wait for a second person."""
    clerk = clerk_of(request)
    rows = [(p, correcting.matter_of(clerk, p.matter_id)) for p in correcting.open_proposals(clerk)]
    return render(request, "desk/corrections.html", {"rows": [(p, m) for p, m in rows if m]})


@staff_only
@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Propose a correction of one event; a small one is made at once, any other waits for a second person."""
    clerk = clerk_of(request)
    matter = matter_or_404(clerk, number, Level.WORK)
    events = streams.read(matter.id)
    try:
        event = correcting.target_in(events, seq)
    except Refused as refused:
        raise Http404(str(refused)) from None
    if not correcting.may_propose(clerk, event):
        return render(request, "desk/may_not.html", {"matter": matter, "why": _(NOT_YOURS)}, status=403)
    form = CorrectionForm(clerk, event, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _proposed(request, clerk, matter, event, form)
        except (Refused, StreamMoved) as refused:
            form.add_error("reason" if "reason" in getattr(refused, "fields", ()) else None, str(refused))
    return _form_page(request, clerk, matter, event, form)


def _draft_of(seq: int) -> str:
    return f"correct-{seq}"


NOT_YOURS = gettext_noop("这条记录由其他单位办理，更正须由该单位提出。请把情况告诉该单位。")


def _proposed(request: HttpRequest, clerk: Clerk, matter: Matter, event: Event, form: CorrectionForm) -> HttpResponse:
    kind, why = form.cleaned_data["kind"], form.cleaned_data["reason"]
    proposal = correcting.propose(clerk, matter, event, kind, form.changed_values(), why)
    if correcting.needs_another(proposal, streams.read(matter.id), clerk):
        messages.success(request, _("更正已提出。它会改变期限或者决定，须由另一人登录复核后才生效。"))
        return redirect("desk:correction", proposal.id)
    correcting.make_own(clerk, proposal)
    messages.success(request, _("已更正。原来的内容仍然保留，划线显示。"))
    return redirect(reverse("desk:matter", args=[matter.number]) + f"?done={_draft_of(event.seq)}")


def _form_page(
    request: HttpRequest, clerk: Clerk, matter: Matter, event: Event, form: forms.Form
) -> HttpResponse:  # fmt: skip
    line = happenings(clerk.viewer, [event], veil=veil_over(clerk.viewer, matter.id, streams.read(matter.id)))
    context = {"matter": matter, "event": event, "name": name_of(event), "events": line, "form": form}
    context["draft"] = draft_name(matter, _draft_of(event.seq))
    return render(request, "desk/correct.html", context, status=WRONG if form.errors else 200)


@staff_only
@require_POST
def mended(request: HttpRequest, number: str) -> HttpResponse:
    """Say that what rested on an error was looked at; the matter's page tells what came of it."""
    clerk = clerk_of(request)
    matter = matter_or_404(clerk, number, Level.WORK)
    try:
        correcting.mend(clerk, matter, request.POST.get("obligation", ""))
    except (Refused, StreamMoved) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已记下：受更正影响的文书核对完毕。"))
    return redirect("desk:matter", matter.number)


@staff_only
@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, id: UUID) -> HttpResponse:
    """One proposed correction with what it would change; another authorised person confirms it or turns it down."""
    clerk = clerk_of(request)
    proposal = (
        Proposal.objects.for_viewer(clerk.viewer).filter(id=id).select_related("proposed_by", "decided_by").first()
    )
    matter = correcting.matter_of(clerk, proposal.matter_id) if proposal else None
    if proposal is None or matter is None:
        raise Http404(_(NONE))
    if request.method == "POST":
        return _decided(request, clerk, proposal, matter)
    return _proposal_page(request, clerk, proposal, matter)


def _decided(request: HttpRequest, clerk: Clerk, proposal: Proposal, matter: Matter) -> HttpResponse:
    if not correcting.may_confirm(clerk, proposal):
        return _proposal_page(request, clerk, proposal, matter, error=_(MAY_NOT_CONFIRM), status=403)
    if proposal.outcome:
        return _proposal_page(request, clerk, proposal, matter, error=_("这项更正已经有人处理。"), status=MOVED)
    if request.POST.get("decision") != "confirm":
        correcting.decline(clerk, proposal)
        messages.success(request, _("没有同意这项更正，办件没有改动。"))
        return redirect("desk:matter", matter.number)
    try:
        correcting.make(clerk, proposal)
    except (Refused, StreamMoved) as refused:
        return _proposal_page(request, clerk, proposal, matter, error=str(refused), status=MOVED)
    messages.success(request, _("已复核，更正生效。原来的内容仍然保留，划线显示。"))
    return redirect("desk:matter", matter.number)


MAY_NOT_CONFIRM = gettext_noop("复核须由提出人以外的负责人、审核人或者督办员办理。请他们用自己的账号登录后复核。")


def _proposal_page(
    request: HttpRequest, clerk: Clerk, proposal: Proposal, matter: Matter, *, error: str = "", status: int = 200
) -> HttpResponse:
    events = streams.read(matter.id)
    target = next(e for e in events if e.seq == proposal.target)
    context = {"proposal": proposal, "matter": matter, "name": name_of(target), "error": error}
    context["draft"] = draft_name(matter, _draft_of(target.seq))
    context |= {"kind": _(correcting.KINDS[proposal.kind]), "reason": correcting.reason_of(proposal)}
    veil = veil_over(clerk.viewer, matter.id, events)
    context |= {"events": happenings(clerk.viewer, [target], veil=veil)}
    context |= {"may_confirm": correcting.may_confirm(clerk, proposal)}
    context["changes"] = _changes(clerk, proposal, target, veil)
    if not proposal.outcome:
        try:
            context["weighed"] = correcting.weigh(proposal, events, clerk)
        except Refused as refused:
            context["error"] = error or _("这项更正现在已经不能办理：%(refused)s") % {"refused": refused}
    return render(request, "desk/correction.html", context, status=status)


def _changes(clerk: Clerk, proposal: Proposal, target: Event, veil: Veil) -> list[tuple[str, str]]:
    action = action_taken(target)
    given = [(f, proposal.values[f.id]) for f in (action.fields if action else ()) if f.id in proposal.values]
    names = names_for(clerk.viewer, given, opened(v for _, v in given), veil)
    return [(one.name, shown(one, value, names)) for one, value in given]
