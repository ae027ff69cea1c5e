"""The dispatcher's page: one message at a time, a key to send it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fazhi.desk import queue
from fazhi.desk.finding import NONE, matter_or_404
from fazhi.desk.keyset import Place
from fazhi.desk.lists import capped
from fazhi.desk.roles import DISPATCHING
from fazhi.desk.who import clerk_of, staff_only
from fazhi.ledger.writing import StreamMoved
from fazhi.matters.acting import NoSuchMatter
from fazhi.matters.catalogue import editions
from fazhi.matters.units import directory
from fazhi.people.models import Level
from fazhi.procedure import Refused

WRONG, MOVED = 422, 409


@staff_only
@require_http_methods(["GET", "POST"])
def dispatch(request: HttpRequest) -> HttpResponse:
    """Show the next waiting message; with a unit, send this one first. Who is no dispatcher is told whom to ask."""
    if not clerk_of(request).holds(DISPATCHING):
        return render(request, "desk/may_not_dispatch.html", status=403)
    if request.method != "POST":
        return _next(request)
    try:
        said = _send(request)
    except Refused as refused:
        overtaken = refused.code == "overtaken"
        return _next(request, error=str(refused), status=MOVED if overtaken else WRONG)
    except StreamMoved as moved:
        return _next(request, error=str(moved), status=MOVED)
    except NoSuchMatter:
        raise Http404(_(NONE)) from None
    return _next(request, said=said)


@staff_only
@require_safe
def similar(request: HttpRequest, number: str) -> HttpResponse:
    """Earlier messages that may be about the same, beside this one."""
    clerk = clerk_of(request)
    matter = matter_or_404(clerk, number)
    action = queue.duplicate_action(editions()[matter.edition])
    context = {"matter": matter, "found": queue.similar(clerk, matter), "action": action}
    return render(request, "desk/includes/similar.html", context)


def _send(request: HttpRequest) -> str:
    clerk, given = clerk_of(request), request.POST
    matter = matter_or_404(clerk, given.get("number", ""), Level.WORK)
    units = directory(timezone.localdate(clerk.now))
    unit = given.get("unit") or next((u.id for u in units.by_id.values() if u.name == given.get("other")), "")
    if not unit:
        raise Refused("fields", _("没有选中单位"), _("请按 1 至 3，或者输入单位的全称"))
    seen = given.get("seen", "")
    queue.send(clerk, matter, unit, given.get("command", ""), int(seen) if seen.isdecimal() else 0)
    return _("%(number)s 已分办给%(unit)s。") % {"number": matter.number, "unit": units.name(unit)}


def _next(request: HttpRequest, *, said: str = "", error: str = "", status: int = 200) -> HttpResponse:
    clerk = clerk_of(request)
    after = Place.parse(request.POST.get("after", "") or request.GET.get("after", ""))
    task = queue.first(clerk, after)
    context = {"said": said, "error": error, "waiting": capped(queue.waiting(clerk)), "after": after or ""}
    if task is not None:
        context |= queue.shown(clerk, task)
    fragment = "HX-Request" in request.headers
    return render(request, f"desk/{'includes/queue' if fragment else 'dispatch'}.html", context, status=status)
