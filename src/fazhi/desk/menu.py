"""The desk's items in the menu: who is shown which, and how many wait there."""

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _

from fazhi.desk.notices import unread
from fazhi.desk.opening import openings
from fazhi.desk.roles import DISPATCHING, OVERSEEING
from fazhi.desk.who import clerk_of
from fazhi.people.sessions import posts_today
from fazhi.screens.navigation import MenuItem, register


def register_items() -> None:
    """Register every page of the desk that has a place in the menu."""
    for item in ITEMS:
        register(item)


def _dispatches(request: HttpRequest) -> bool:
    return any(post.role in DISPATCHING for post in posts_today(request))


def _oversees(request: HttpRequest) -> bool:
    return any(post.role in OVERSEEING for post in posts_today(request))


def _registers(request: HttpRequest) -> bool:
    return next(openings(clerk_of(request)), None) is not None


def _unread(request: HttpRequest) -> int:
    return unread(clerk_of(request))


ITEMS = (
    MenuItem(label=_("今日待办"), address="desk:home", icon="list-check", order=10),
    MenuItem(label=_("登记新办件"), address="desk:openings", icon="plus", order=15, shows_to=_registers),
    MenuItem(label=_("分办"), address="desk:dispatch", icon="send", order=20, shows_to=_dispatches),
    MenuItem(label=_("督办"), address="desk:supervision", icon="eye", order=30, shows_to=_oversees),
    MenuItem(label=_("更正复核"), address="desk:corrections", icon="pencil", order=40),
    MenuItem(label=_("消息"), address="desk:notices", icon="bell", order=50, count=_unread),
    MenuItem(label=_("法律条文"), address="desk:law", icon="scale", order=55),
    MenuItem(label=_("程序和期限"), address="desk:procedures", icon="book-2", order=60),
)
