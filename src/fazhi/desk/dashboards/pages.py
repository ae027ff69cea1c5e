"""The pages of the dashboard, one a question, and the way from each to the others."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fazhi.desk.dashboards.forms import ScopeForm

PAGES = {
    "dashboards:board": _("总的情况"),
    "dashboards:scores": _("单位考核"),
    "dashboards:years": _("调解分年"),
}


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page of the dashboard as another shows the way to it."""

    label: str | Promise
    url: str
    current: bool


def pages(request: HttpRequest, current: str) -> list[PageLink]:
    """Return the pages; what is chosen goes along, and each page takes of it what it can be narrowed by."""
    chosen = {name: value for name in ScopeForm.base_fields if (value := request.GET.get(name))}
    query = f"?{urlencode(chosen)}" if chosen else ""
    return [PageLink(label, reverse(name) + query, name == current) for name, label in PAGES.items()]
