"""One matter: its page, its paper, who may see it, its drawing, and the deliberate look at a party's full data."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from fazhi.desk.finding import matter_or_404
from fazhi.desk.folder import Moment, diagram_of, matter_context, sight_context
from fazhi.desk.unmasking import UnmaskForm, unmasked
from fazhi.desk.who import clerk_of, staff_only
from fazhi.matters import streams
from fazhi.matters.catalogue import editions
from fazhi.matters.veiling import veil_over
from fazhi.people.models import Level
from fazhi.procedure import fold


@staff_only
@require_safe
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """What it is, what happened, what is owed, what may be done; with dates in the address, as it was."""
    clerk = clerk_of(request)
    found = matter_or_404(clerk, number)
    context = matter_context(clerk, found, Moment.of(request.GET.dict()), request.GET.get("done", ""))
    return render(request, "desk/matter.html", context)


@staff_only
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """The same as a sheet of A4."""
    clerk = clerk_of(request)
    found = matter_or_404(clerk, number)
    return render(request, "desk/matter_print.html", matter_context(clerk, found, Moment.of(request.GET.dict())))


@staff_only
@require_safe
def sight(request: HttpRequest, number: str) -> HttpResponse:
    """Who may see it, and why."""
    clerk = clerk_of(request)
    return render(request, "desk/sight.html", sight_context(clerk, matter_or_404(clerk, number)))


@staff_only
@require_safe
def drawing(request: HttpRequest, number: str) -> HttpResponse:
    """The procedure with where the matter stands in it."""
    found = matter_or_404(clerk_of(request), number)
    state = fold(streams.read(found.id))
    edition = editions()[state.edition]
    context = {"matter": found, "edition": edition, "diagram": diagram_of(edition, state)}
    return render(request, "desk/drawing.html", context)


HIDDEN_FROM_YOU = gettext_noop("反映人要求对承办单位隐去身份。办理需要联系反映人的，请告诉网格中心，由网格中心联系。")


@staff_only
@require_http_methods(["GET", "POST"])
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what for; then show name, phone and the whole text, and leave a trace in the matter itself."""
    clerk = clerk_of(request)
    found = matter_or_404(clerk, number, Level.WORK)
    if veil_over(clerk.viewer, found.id, streams.read(found.id)).drawn:
        return render(request, "desk/may_not.html", {"matter": found, "why": _(HIDDEN_FROM_YOU)}, status=403)
    form = UnmaskForm(request.POST or None, initial={"command": uuid4().hex})
    context = {"matter": found, "edition": editions()[found.edition], "form": form}
    if request.method == "POST" and form.is_valid():
        return render(request, "desk/unmasked.html", context | unmasked(clerk, found, form.cleaned_data))
    return render(request, "desk/unmask.html", context, status=422 if form.errors else 200)
