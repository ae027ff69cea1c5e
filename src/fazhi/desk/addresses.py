"""Addresses of many matters: what they have in common is worked out once, not once a row."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

_MARK = "~number~"
_LEFT_AS_IS = "~:@!$&'()*+,;="  # as `reverse` leaves them; a slash would be a part of the path


def address_by(name: str) -> Callable[[str], str]:
    """Return what gives the address of the page `name` of a matter by its number."""
    before, after = _halves(name, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    return lambda number: f"{before}{quote(number, safe=_LEFT_AS_IS)}{after}"


@lru_cache(maxsize=64)
def _halves(name: str, prefix: str, urlconf: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[_MARK]).partition(_MARK)
    return before, after
