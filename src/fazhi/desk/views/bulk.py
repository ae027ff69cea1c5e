"""The same act on the matters ticked in the list: choose, preview, confirm, report."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from fazhi.desk import bulk as many
from fazhi.desk.forms import ActionForm, fresh_form, sent_form
from fazhi.desk.who import clerk_of, staff_only
from fazhi.matters.models import Matter

WRONG = 422


@staff_only
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Which acts fit the ticked matters; then the shared form, what would come of it, and what came of it."""
    clerk = clerk_of(request)
    given = request.POST if request.method == "POST" else request.GET
    matters = many.chosen(clerk, given.getlist("m"))
    found = many.action_of(given.get("action", ""))
    if not matters:
        return redirect("desk:home")
    if found is None:
        return render(request, "desk/bulk.html", {"matters": matters, "fits": many.fits(clerk, matters)})
    edition, action = found
    ticked, matters = matters, [matter for matter in matters if matter.edition == edition]
    if not matters:
        return redirect("desk:home")
    if request.method != "POST":
        return _page(request, matters, fresh_form(action, clerk, 0, request.GET))
    form = sent_form(action, clerk, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, matters, form, status=WRONG)
    done = request.POST.get("step") == "do"
    lines = many.run(clerk, matters, form, _seen(request), dry=not done)
    lines += many.left_out(given.getlist("m"), ticked, matters)
    return _page(request, matters, form, lines=lines, done=done)


def _page(
    request: HttpRequest, matters: list[Matter], form: ActionForm, status: int = 200, **more: Any
) -> HttpResponse:
    lines = more.get("lines", [])
    context = {
        "matters": matters, "form": form, "action": form.action, "key": f"{matters[0].edition}:{form.action.id}",
        "ok": sum(line.ok for line in lines), "units": form.offer.units if form.needs_units else [], **more,
    }  # fmt: skip
    return render(request, "desk/bulk.html", context, status=status)


def _seen(request: HttpRequest) -> dict[str, int]:
    pairs = (one.rpartition("=") for one in request.POST.getlist("seen"))
    return {number: int(seq) for number, _, seq in pairs if seq.isdecimal()}
