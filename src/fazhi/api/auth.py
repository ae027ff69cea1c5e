"""Who calls: a person's token, or the session of somebody signed in at the desk."""

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from fazhi.api.tokens import Caller, caller_for, caller_of
from fazhi.people.models import Person
from fazhi.people.sessions import posts_today
from fazhi.screens.context import moment_of


class Token(HttpBearer):
    """Authorization: Bearer fz_…"""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the token's person."""
        return caller_of(token, moment_of(request))


class Session(APIKeyCookie):
    """The session cookie of the desk; a change then needs the CSRF header too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Caller | None:
        """Skip requests that carry no signed-in person, those on the short way with a wrong token among them."""
        user = getattr(request, "user", None)
        return super().__call__(request) if isinstance(user, Person) else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        """Return the signed-in person."""
        assert isinstance(request.user, Person), "__call__ lets nobody else through"
        return caller_for(request.user, posts_today(request), moment_of(request))


def caller(request: HttpRequest) -> Caller:
    """Return who calls; only in an operation, which runs for nobody else."""
    found: Caller = request.auth  # type: ignore[attr-defined]
    return found
