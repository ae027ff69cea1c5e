"""The same pages of law, in the frame of the desk."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fazhi.desk.who import staff_only
from fazhi.screens.lawbook import views
from fazhi.screens.lawbook.doors import DESK


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
