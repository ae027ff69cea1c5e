"""Pages of law for everybody: no signing in, no query of people's records."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fazhi.screens.lawbook import views
from fazhi.screens.lawbook.doors import PORTAL


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search the law."""
    return views.search(request, PORTAL)


@require_safe
def provision(request: HttpRequest, path: str) -> HttpResponse:
    """Show an instrument, a version or an article at its permanent address."""
    return views.provision(request, PORTAL, path)


@require_safe
def called(request: HttpRequest, name: str) -> HttpResponse:
    """Lead from a name to the instrument."""
    return views.called(request, PORTAL, name)
