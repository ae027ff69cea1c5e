"""The same pages of law, in the frame of the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from fazhi.desk import keeping
from fazhi.desk.who import clerk_of, staff_only
from fazhi.screens.lawbook import views
from fazhi.screens.lawbook.doors import DESK

LONGEST_BACK = 4_000  # characters of the search to which one returns


@staff_only
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search the law."""
    return views.search(request, DESK)


@staff_only
@require_safe
def provision(request: HttpRequest, path: str) -> HttpResponse:
    """Show an instrument, a version or an article at its permanent address."""
    return views.provision(request, DESK, path)


@staff_only
@require_safe
def called(request: HttpRequest, name: str) -> HttpResponse:
    """Lead from a name to the instrument."""
    return views.called(request, DESK, name)


@sensitive_post_parameters()
@staff_only
@require_POST
def answered(request: HttpRequest) -> HttpResponse:
    """Keep which article answered a question, show the question to residents or not, delete it; then back again."""
    try:
        says = keeping.done(request.POST, clerk_of(request).now.date())
        messages.success(request, says)
    except keeping.NotKept as why:
        messages.warning(request, str(why))
    back = QueryDict(request.POST.get("back", "")[:LONGEST_BACK]).urlencode()
    return HttpResponseRedirect(reverse("desk:law") + (f"?{back}" if back else ""))
