"""The first page, and the search that always leads somewhere."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fazhi.portal.access import tidy_number
from fazhi.portal.services import SERVICES, is_meant, suited

NUMBER = re.compile(r"\D{1,4}\d{8}-\d{3,}")
LONGEST_QUERY = 200


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One search box, the services that work, the way to one's matter."""
    return render(request, "portal/home.html", {"services": list(SERVICES.values())})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Plain words lead to the service that is meant; a number leads to its matter."""
    words = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    if not words:
        return HttpResponseRedirect(reverse("portal:home"))
    number = tidy_number(words)
    if NUMBER.fullmatch(number):
        return HttpResponseRedirect(f"{reverse('portal:follow')}?number={number}")
    services = suited(words)
    context = {"words": words, "services": services, "sure": is_meant(services[0], words)}
    return render(request, "portal/search.html", context)
