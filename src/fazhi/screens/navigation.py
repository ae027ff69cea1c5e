"""The items of the desk's menu, which every door registers at start-up."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import gettext


def to_everyone(request: HttpRequest) -> bool:
    """Show an item to every signed-in person."""
    return True


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One item: its label, the name of its address, its icon, its place, to whom it shows, and how many wait there."""

    label: str  # marked with gettext_noop where it is written, translated when it is shown
    address: str
    icon: str
    order: int
    shows_to: Callable[[HttpRequest], bool] = to_everyone
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A menu item as one request sees it."""

    label: str
    url: str
    icon: str
    is_current: bool
    count: int | None


_items: dict[str, MenuItem] = {}


def register(item: MenuItem) -> None:
    """Add an item to the desk's menu; the same address registered again takes the first one's place."""
    _items[item.address] = item


def items_for(request: HttpRequest) -> list[ShownItem]:
    """Return the items that this request's person is shown, in order; an item whose door is not there is left out."""
    shown = [(item, address_of(item.address)) for item in sorted(_items.values(), key=lambda item: item.order)]
    open_to = [(item, url) for item, url in shown if url and item.shows_to(request)]
    here = max((url for _, url in open_to if request.path.startswith(url)), key=len, default="")
    return [
        ShownItem(gettext(item.label), url, item.icon, url == here, item.count(request) if item.count else None)
        for item, url in open_to
    ]


def address_of(name: str) -> str:
    """Return the address of a named page, or nothing where its door is not installed."""
    return _address(name, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(maxsize=256)
def _address(name: str, prefix: str, urlconf: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
