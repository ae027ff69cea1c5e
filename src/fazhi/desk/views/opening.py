"""Registering a new matter: choose a procedure, fill in its form, be told number and query code."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fazhi.desk import opening
from fazhi.desk.acting import keep_files
from fazhi.desk.choices import basis_words
from fazhi.desk.opening_forms import OpeningForm, fresh_opening, places, sent_opening
from fazhi.desk.queue import Similar
from fazhi.desk.who import Clerk, clerk_of, staff_only
from fazhi.procedure import Refused
from fazhi.procedure.model import START

WRONG = 422


@staff_only
@require_safe
def openings(request: HttpRequest) -> HttpResponse:
    """By which procedure the person may open a matter."""
    return render(request, "desk/openings.html", {"openings": list(opening.openings(clerk_of(request)))})


@staff_only
@require_http_methods(["GET", "POST"])
def open_matter(request: HttpRequest, procedure: str, action: str) -> HttpResponse:
    """The form of an opening action; sent, it shows what may be the same, then opens one matter."""
    clerk = clerk_of(request)
    found = _wanted(clerk, procedure, action)
    if not opening.may_open(clerk.actor, found.edition, found.action):
        return render(request, "desk/may_not_open.html", {"opening": found}, status=403)
    if request.method != "POST":
        return _page(request, found, fresh_opening(found.edition, found.action, clerk))
    return _sent(request, clerk, found, sent_opening(found.edition, found.action, clerk, request.POST, request.FILES))


@staff_only
@require_safe
def registered(request: HttpRequest, number: str) -> HttpResponse:
    """Number and query code, for the person who registered the matter."""
    context = opening.registered(clerk_of(request), number)
    if context is None:
        raise Http404(_("没有这个办件，或者不是您登记的。请核对办件编号。"))
    return render(request, "desk/registered.html", context)


@staff_only
@require_safe
def villages(request: HttpRequest) -> HttpResponse:
    """The villages of the township that was chosen."""
    found = places().within(request.GET.get("fz_township", ""))
    return render(request, "desk/includes/villages.html", {"villages": found})


def _wanted(clerk: Clerk, procedure: str, action: str) -> opening.Opening:
    for edition in opening.in_force(clerk):
        wanted = edition.actions.get(action)
        if edition.procedure == procedure and wanted is not None and START in wanted.sources:
            return opening.Opening(edition, wanted)
    raise Http404(_("没有这一登记事项。请从“登记新办件”中选择。"))


def _sent(request: HttpRequest, clerk: Clerk, found: opening.Opening, form: OpeningForm) -> HttpResponse:
    try:
        if not form.is_valid():
            if "fz_command" in form.cleaned_data:
                keep_files(clerk, form.matter_id, form)
            return _page(request, found, form, status=WRONG)
        if like := opening.similar(clerk, form):
            keep_files(clerk, form.matter_id, form)
            form.files.clear()
            form.note_checked([one.number for one in like])
            return _page(request, found, form, like=like)
        received = opening.register(clerk, form)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, found, form, status=WRONG)
    return redirect("desk:registered", received.number)


def _page(
    request: HttpRequest, found: opening.Opening, form: OpeningForm, *, like: Sequence[Similar] = (), status: int = 200
) -> HttpResponse:
    context = {
        "opening": found, "form": form, "basis": basis_words(found.action), "like": like,
        "kept": opening.kept_names(clerk_of(request), form), "units": form.offer.units if form.needs_units else [],
    }  # fmt: skip
    return render(request, "desk/open.html", context, status=status)
