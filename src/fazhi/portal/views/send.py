"""Sending, one question a step. What was filled in is saved at each step; going back never loses it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fazhi.matters import streams
from fazhi.portal import drafts, presenting
from fazhi.portal.drafts import OpenDraft
from fazhi.portal.files import FilesField, add_files, drop_file
from fazhi.portal.forms import FORMS, StepForm
from fazhi.portal.sending import Opening, opening_of, send
from fazhi.portal.services import SERVICES, Service
from fazhi.procedure import Refused
from fazhi.screens.context import moment_of

UNPROCESSABLE = 422


@require_safe
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the first question."""
    return _to(_service(slug), "what")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Ask one question, or take its answer."""
    service = _service(slug)
    if step not in service.steps:
        raise Http404
    draft = drafts.current(request, service)
    if draft.matter is not None:
        if step != "what":
            return HttpResponseRedirect(reverse("portal:done", args=[slug]))
        draft = drafts.fresh()
    if step != "what" and not draft.content.text:
        return _to(service, "what")
    return _STEPS.get(step, _ask)(request, service, step, draft)


@never_cache
@require_safe
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """Number, query code, what comes next and by when."""
    service = _service(slug)
    draft = drafts.current(request, service)
    if draft.matter is None:
        return _to(service, "what")
    events = streams.read(draft.matter)
    address = request.build_absolute_uri(reverse("portal:follow"))
    context = presenting.sent(service, draft.matter, events, address)
    return render(request, "portal/done.html", context)


def _ask(request: HttpRequest, service: Service, step: str, draft: OpenDraft) -> HttpResponse:
    more = _more(opening_of(service, moment_of(request)), step)
    data = request.POST if request.method == "POST" else None
    if begun := request.POST.get("begin", ""):  # from the search: the words typed there begin the text
        data, draft.content.text = None, draft.content.text or begun
    form = FORMS[step](data, content=draft.content, **more)
    if not form.fields:  # nothing to ask here: neither villages nor a place
        return _to(service, _after(service, step))
    if data is not None and form.is_valid():
        form.put()
        return _saved(request, service, draft, _next(request, service, step))
    return _page(request, service, step, draft, form)


def _more(opening: Opening, step: str) -> dict[str, bool]:
    return {"place": {"has_place": opening.has_place}, "contact": {"can_hide": opening.can_hide}}.get(step, {})


def _photos(request: HttpRequest, service: Service, step: str, draft: OpenDraft) -> HttpResponse:
    if request.method != "POST":
        return _page(request, service, step, draft)
    if dropped := request.POST.get("drop"):
        drop_file(draft, dropped)
        return _saved(request, service, draft, step)
    wrong = add_files(draft, request.FILES.getlist("files"))
    if not wrong:
        return _saved(request, service, draft, step if "more" in request.POST else _next(request, service, step))
    drafts.save(draft, moment_of(request))
    response = _page(request, service, step, draft, wrong=wrong)
    return drafts.hand_over(response, service, draft, secure=request.is_secure())


def _check(request: HttpRequest, service: Service, step: str, draft: OpenDraft) -> HttpResponse:
    if request.method != "POST":
        return _page(request, service, step, draft)
    try:
        received = send(service, draft, moment_of(request))
    except Refused as refused:
        return _page(request, service, step, draft, wrong=[str(refused)])
    drafts.close(draft, received.matter, moment_of(request))
    return HttpResponseRedirect(reverse("portal:done", args=[service.slug]))


_STEPS = {"photos": _photos, "check": _check}


def _page(
    request: HttpRequest, service: Service, step: str, draft: OpenDraft, form: StepForm | None = None,
    wrong: list[str] | None = None,
) -> HttpResponse:  # fmt: skip
    context: dict[str, Any] = presenting.question(service, step, draft.content)
    context |= {
        "editing": "edit" in request.GET or "edit" in request.POST,
        "form": form,
        "wrong": wrong or [],
        "accepted": FilesField.widget.attrs["accept"],
    }
    status = UNPROCESSABLE if wrong or (form is not None and form.errors) else 200
    return render(request, f"portal/steps/{step if step in _STEPS else 'ask'}.html", context, status=status)


def _saved(request: HttpRequest, service: Service, draft: OpenDraft, to: str) -> HttpResponse:
    drafts.save(draft, moment_of(request))
    there = _to(service, to)
    if "edit" in request.POST and to != "check":
        there["Location"] += "?edit=1"
    return drafts.hand_over(there, service, draft, secure=request.is_secure())


def _next(request: HttpRequest, service: Service, step: str) -> str:
    # Whoever came from the summary to mend one answer goes back there; another township asks for its villages first.
    return "check" if "edit" in request.POST and step != "township" else _after(service, step)


def _after(service: Service, step: str) -> str:
    return service.steps[service.steps.index(step) + 1]


def _to(service: Service, step: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("portal:step", args=[service.slug, step]))


def _service(slug: str) -> Service:
    if slug not in SERVICES:
        raise Http404
    return SERVICES[slug]
