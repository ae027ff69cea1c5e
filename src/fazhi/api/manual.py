"""The page on which signed-in staff read the API's document and try it; every file of it comes from this machine."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from ninja.openapi.docs import Swagger

from fazhi.api.operations import api
from fazhi.people.models import Person


def manual(request: HttpRequest) -> HttpResponse:
    """Show the page; whoever is not signed in signs in first."""
    if not isinstance(getattr(request, "user", None), Person):
        return redirect_to_login(request.path)
    return Swagger().render_page(request, api)
