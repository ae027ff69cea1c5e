"""Who sits at the desk: the person of the request with posts, sight and part in procedures, gathered once a request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from fazhi.people.models import Person, Post
from fazhi.people.posts import actor_of
from fazhi.people.roles import ADMINISTRATORS, role_name
from fazhi.people.sessions import ended_because, posts_today, viewer_of
from fazhi.people.viewers import Viewer
from fazhi.procedure import Actor
from fazhi.screens.context import moment_of

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Clerk:
    """The person at the desk as of one moment."""

    person: Person
    viewer: Viewer
    actor: Actor
    posts: tuple[Post, ...]
    now: datetime

    @property
    def units(self) -> tuple[str, ...]:
        """Return the units whose work is the person's work; an administrator of the system has none."""
        return tuple(dict.fromkeys(post.unit_id for post in self.posts if post.role not in ADMINISTRATORS))

    @property
    def titles(self) -> list[str]:
        """Return the person's posts as a page names them: unit and post."""
        return [f"{post.unit} {role_name(post.role)}" for post in self.posts]

    def holds(self, roles: frozenset[str]) -> bool:
        """Whether the person holds one of the posts anywhere."""
        return any(post.role in roles for post in self.posts)


def clerk_of(request: HttpRequest) -> Clerk:
    """Return the signed-in person of this request; only behind `staff_only`."""
    found: Clerk | None = getattr(request, "_fazhi_clerk", None)
    if found is None:
        person = request.user
        assert isinstance(person, Person), "staff_only lets nobody else through"
        now, posts = moment_of(request), posts_today(request)
        found = Clerk(person, viewer_of(request), actor_of(person, now, posts), tuple(posts), now)
        request._fazhi_clerk = request.clerk = found  # type: ignore[attr-defined]
    return found


def staff_only(view: View) -> View:
    """Let only signed-in people with a post through; others are sent to sign in, and told why a session ended."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        if request.user.is_authenticated and posts_today(request):
            _refuse_null(request)
            response = view(request, *args, **named)
            response.headers.setdefault("Cache-Control", "no-store")  # nothing of a matter stays after signing out
            return response
        if why := ended_because(request):
            messages.warning(request, why)
        return _to_sign_in(request)

    return guarded


def _refuse_null(request: HttpRequest) -> None:
    # No text that is kept holds the character, and PostgreSQL fails at being asked for it.
    if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
        raise BadRequest("NUL in the address")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    fragment = "HX-Request" in request.headers
    back = "" if fragment or request.method != "GET" else request.get_full_path()
    url = reverse("desk:login") + (f"?{urlencode({'next': back})}" if back else "")
    if fragment:
        return HttpResponse(status=401, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
