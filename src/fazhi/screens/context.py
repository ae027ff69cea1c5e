"""What every template is given: the one present moment of the request, the site's name, the menu."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from fazhi.clock import BEIJING
from fazhi.screens.navigation import ShownItem, items_for

DEFAULT_SITE_NAME = _("法治")


def screens(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `now` (read once a request, Beijing time), `site_name`, `navigation` (made when read)."""
    return {
        "now": moment_of(request),
        "site_name": getattr(settings, "FAZHI_SITE_NAME", "") or gettext(DEFAULT_SITE_NAME),
        "navigation": SimpleLazyObject(lambda: _navigation(request)),
    }


def moment_of(request: HttpRequest) -> datetime:
    """Return the present moment of this request: the same for every part of one page."""
    moment = getattr(request, "fazhi_now", None)
    if not isinstance(moment, datetime):
        moment = timezone.now().astimezone(BEIJING)
        request.fazhi_now = moment  # type: ignore[attr-defined]
    return moment


def _navigation(request: HttpRequest) -> list[ShownItem]:
    user = getattr(request, "user", None)
    return items_for(request) if user is not None and user.is_authenticated else []
