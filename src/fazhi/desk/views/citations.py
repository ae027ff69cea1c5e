"""The citations of a text, checked while it is written. The text is neither kept nor written into any log."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from fazhi.desk.fields import CONDUCT
from fazhi.desk.who import staff_only
from fazhi.law.store.corpus import NoCorpus
from fazhi.procedure.fields import LONGEST_TEXT
from fazhi.screens.context import moment_of
from fazhi.screens.lawbook.book import lawbook
from fazhi.screens.lawbook.checked import checked
from fazhi.screens.lawbook.doors import DESK


@sensitive_post_parameters()
@staff_only
@require_POST
def citations(request: HttpRequest) -> HttpResponse:
    """Return what the corpus says of each citation in one field of a form; nothing for a text that cites nothing."""
    field = request.GET.get("field", "")
    text, told = request.POST.get(field, ""), request.POST.get(f"{field}{CONDUCT}", "")
    today, conduct = moment_of(request).date(), _day(told)
    context: dict[str, Any] = {"too_long": len(text) > LONGEST_TEXT, "longest": LONGEST_TEXT}
    context |= {"no_day": bool(told) and conduct is None, "later": conduct is not None and conduct > today}
    if text.strip() and not context["too_long"]:
        try:
            context |= {"checked": checked(lawbook(), DESK, text, today, conduct)}
        except NoCorpus:
            context["no_corpus"] = True
    return render(request, "desk/includes/citations.html", context)


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
