"""Sessions end by themselves: after idling, after a working day, and at once when the person or the last post goes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from fazhi.people.models import Person, Post
from fazhi.people.posts import posts_on
from fazhi.people.viewers import Viewer, person_viewer, public_viewer

_SINCE, _SEEN = "fazhi_since", "fazhi_seen"
# A session row is written at most so often: every write is a synced transaction.
_NOTE_EVERY = timedelta(minutes=1)


class Ended(Enum):
    """Why a session ended, in words for the sign-in page."""

    IDLE = _("您已较长时间没有操作，为保护信息安全已自动退出。请重新登录。")
    TOO_LONG = _("本次登录已满时限，已自动退出。请重新登录。")
    DEACTIVATED = _("该账号已停用。如有疑问，请联系本单位系统管理员。")
    NO_POST = _("该账号目前没有任职，不能进入工作台。请联系本单位系统管理员核对任职记录。")


class SessionGuard:
    """Middleware, after authentication: makes the request anonymous when its session may not go on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as the person, or as nobody when the session has ended."""
        if SESSION_KEY in request.session:
            ended = _why_ended(request, timezone.now())
            if ended:
                logout(request)
                _remember(request, "ended", ended)
        return self.get_response(request)


def ended_because(request: HttpRequest) -> str:
    """Return why the session of this request has just ended, or an empty string."""
    ended: Ended | None = getattr(request, "_fazhi_ended", None)
    return gettext(ended.value) if ended else ""


def posts_today(request: HttpRequest) -> list[Post]:
    """Return the posts that the signed-in person holds today; read once a request."""
    if not isinstance(request.user, Person):
        return []
    held: list[Post] | None = getattr(request, "_fazhi_posts", None)
    return _remember(request, "posts", posts_on(request.user, timezone.localdate())) if held is None else held


def viewer_of(request: HttpRequest) -> Viewer:
    """Return who looks in this request, staff or public; made once a request."""
    viewer: Viewer | None = getattr(request, "_fazhi_viewer", None)
    if viewer is None:
        now = timezone.now()
        user = request.user
        if isinstance(user, Person):
            viewer = person_viewer(user, now, posts_today(request), present=True)
        else:
            viewer = public_viewer(now)
        _remember(request, "viewer", viewer)
    return viewer


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Answer an attempt to sign in to an account that is locked after repeated failures (django-axes)."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "people/locked.html", {"minutes": minutes}, status=429)


def nobody(*_: Any) -> str:
    """Return what the log says of a failed sign-in: what was typed there may be anyone's name or number."""
    return "(not logged)"


def _why_ended(request: HttpRequest, now: datetime) -> Ended | None:
    if not request.user.is_authenticated:
        return Ended.DEACTIVATED
    since = _moment(request, _SINCE, now)
    seen = _moment(request, _SEEN, now)
    if now - since > timedelta(seconds=settings.SESSION_COOKIE_AGE):
        return Ended.TOO_LONG
    if now - seen > timedelta(minutes=settings.FAZHI_IDLE_MINUTES):
        return Ended.IDLE
    if now - seen > _NOTE_EVERY:
        request.session[_SEEN] = now.isoformat()
    return None if posts_today(request) else Ended.NO_POST


def _moment(request: HttpRequest, key: str, now: datetime) -> datetime:
    return datetime.fromisoformat(request.session.setdefault(key, now.isoformat()))


def _remember(request: HttpRequest, name: str, value: Any) -> Any:
    setattr(request, f"_fazhi_{name}", value)
    return value
