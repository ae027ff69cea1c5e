"""My day, and the reckoning that unfolds beside a row."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fazhi.desk.finding import matter_or_404
from fazhi.desk.lists import list_context
from fazhi.desk.obligations import card_of
from fazhi.desk.who import clerk_of, staff_only
from fazhi.matters import streams
from fazhi.procedure import fold


@staff_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the person's units have to do, the most urgent first."""
    return render(request, "desk/my_day.html", list_context(clerk_of(request), request.GET))


@staff_only
@require_safe
def reckoning(request: HttpRequest, number: str) -> HttpResponse:
    """How one due date is reckoned, as a fragment."""
    matter = matter_or_404(clerk_of(request), number)
    state = fold(streams.read(matter.id))
    owed = state.obligations.get(request.GET.get("key", ""))
    if owed is None:
        raise Http404
    return render(request, "desk/includes/reckoning.html", {"card": card_of(state, owed)})
