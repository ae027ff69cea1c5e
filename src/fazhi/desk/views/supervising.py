"""The supervisor's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fazhi.desk.keyset import Place
from fazhi.desk.supervising import supervision_context
from fazhi.desk.who import clerk_of, staff_only


@staff_only
@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Who is late, by unit and by case."""
    after = Place.parse(request.GET.get("after", ""))
    context = supervision_context(clerk_of(request), request.GET.get("unit"), after)
    return render(request, "desk/supervision.html", context)
