"""Where a page of law stands: the frame it is shown in, and under which address."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.http import HttpRequest

from fazhi.law.addresses import Address
from fazhi.screens.navigation import address_of

PLAIN = "/~@_-.（）"  # left as they are in an address: what browsers show as it is written


@dataclass(frozen=True, slots=True)
class Door:
    """A door's pages of law: the template that frames them, and the name of the first page's address.

    `staff` where only staff come through it: they may see what is not for everybody.
    """

    frame: str
    start: str
    staff: bool = False

    @property
    def root(self) -> str:
        """Return the address of the first page, with a slash at its end."""
        return address_of(self.start)

    def url(self, address: Address, **query: object) -> str:
        """Return where this door shows a provision, version or instrument."""
        return self.root + quote(str(address)[1:], safe=PLAIN) + _query(query)

    def search(self, words: str) -> str:
        """Return where this door searches for words."""
        return self.root + _query({"q": words})


PORTAL = Door("portal/law.html", "portal:law")
DESK = Door("desk/law.html", "desk:law", staff=True)


def door_of(request: HttpRequest | None) -> Door:
    """Return the door through which a request came: the desk's own, for everybody else the residents'."""
    desk = address_of("desk:home")
    return DESK if request is not None and desk and request.path.startswith(desk) else PORTAL


def _query(given: dict[str, object]) -> str:
    told = {
        key: value.isoformat() if isinstance(value, date) else value
        for key, value in given.items()
        if value not in ("", None)
    }
    return f"?{urlencode(told)}" if told else ""
