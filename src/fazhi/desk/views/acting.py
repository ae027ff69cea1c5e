"""Acting on a matter: the form of an action, its preview, and doing it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fazhi.desk.acting import do, keep_files, kept_files, preview
from fazhi.desk.choices import basis_words, draft_name, possible
from fazhi.desk.finding import NONE, matter_or_404
from fazhi.desk.folder import since_seen
from fazhi.desk.forms import ActionForm, fresh_form, sent_form
from fazhi.desk.who import Clerk, clerk_of, staff_only
from fazhi.ledger.writing import StreamMoved
from fazhi.matters import streams
from fazhi.matters.acting import NoSuchMatter
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter
from fazhi.procedure import Refused, fold

WRONG, MOVED = 422, 409


@staff_only
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Show an action's form, its preview, or do it; a refusal comes back with everything that was written."""
    clerk = clerk_of(request)
    matter = matter_or_404(clerk, number)
    wanted = editions()[matter.edition].actions.get(action)
    if wanted is None:
        raise Http404(_("没有这一办理事项。请从办件页面选择。"))
    if request.method != "POST":
        return _page(request, matter, fresh_form(wanted, clerk, matter.seq, request.GET))
    form = sent_form(wanted, clerk, request.POST, request.FILES)
    return _sent(request, clerk, matter, form)


def _sent(request: HttpRequest, clerk: Clerk, matter: Matter, form: ActionForm) -> HttpResponse:
    try:
        if not form.is_valid():
            keep_files(clerk, matter.id, form)
            return _page(request, matter, form, status=WRONG)
        if request.POST.get("step") != "do":  # a browser that loses the button's name must not act by mistake
            keep_files(clerk, matter.id, form)
            form.files.clear()
            return _page(request, matter, form, found=preview(clerk, matter, form))
        do(clerk, matter, form)
    except Refused as refused:
        form.refuse(refused)
        moved = refused.code == "overtaken"
        return _page(request, matter, form, status=MOVED if moved else WRONG, moved=moved)
    except StreamMoved as moved_on:
        form.add_error(None, str(moved_on))
        return _page(request, matter, form, status=MOVED, moved=True)
    except NoSuchMatter:
        raise Http404(_(NONE)) from None
    return _done(request, matter, form.action.id)


def _done(request: HttpRequest, matter: Matter, action: str) -> HttpResponse:
    """Go on to the matter, or, where the person has no more part in it, to the list.

    What was done is told by the address: a form sent by script follows the way on once itself, and would use up a
    message meant for the page.
    """
    still = Matter.objects.for_viewer(clerk_of(request).viewer).filter(id=matter.id).exists()
    if not still:
        return redirect(reverse("desk:home") + f"?given={matter.number}")
    return redirect(reverse("desk:matter", args=[matter.number]) + f"?done={action}")


def _page(
    request: HttpRequest, matter: Matter, form: ActionForm, *, found: object = None, status: int = 200,
    moved: bool = False,
) -> HttpResponse:  # fmt: skip
    clerk = clerk_of(request)
    edition = editions()[matter.edition]
    state = fold(streams.read(matter.id))
    choice = next((c for c in possible(clerk, matter.id, edition, state) if c.action.id == form.action.id), None)
    context = {
        "matter": matter,
        "action": form.action,
        "stage": edition.stages[state.stage],
        "form": form,
        "preview": found,
        "basis": basis_words(form.action),
        "draft": draft_name(matter, form.action.id),
        "kept": kept_files(form, clerk),
        "refused": choice.reasons if choice and not choice.ok else (),
        "since": since_seen(clerk, matter, int(form["fz_seen"].value() or 0)) if moved else [],
        "units": form.offer.units if form.needs_units else [],
    }
    panel = "HX-Request" in request.headers and request.method == "GET"
    return render(request, "desk/act_panel.html" if panel else "desk/act.html", context, status=status)
