"""Following a matter: by number and code first, then by the signed cookie that this gave."""

from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fazhi.ledger.writing import StreamMoved
from fazhi.matters import streams
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Matter
from fazhi.portal import access, following
from fazhi.portal.acting import ActForm, offers, take
from fazhi.portal.words import OFFERED
from fazhi.procedure import Action, Refused, fold
from fazhi.screens.context import moment_of

UNPROCESSABLE, CONFLICT = 422, 409
NOT_FOUND = gettext_lazy("没有找到。请看看编号和查询码有没有抄错：编号像“清20261123-00042”，查询码是 8 位字母和数字。")


class EnterForm(forms.Form):
    """Number and query code."""

    number = forms.CharField(label=gettext_lazy("办件编号"), max_length=40)
    code = forms.CharField(
        label=gettext_lazy("查询码"), max_length=16,
        help_text=gettext_lazy("送出后页面上的 8 位字母和数字，不分大小写"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. The code comes by POST, so that it stands in no address and no log."""
    form = EnterForm(request.POST or None, initial={"number": request.GET.get("number", "")[:40]})
    if request.method == "POST" and form.is_valid():
        matter = access.found(form.cleaned_data["number"], form.cleaned_data["code"])
        if matter is not None:
            there = HttpResponseRedirect(reverse("portal:line", args=[matter.id]))
            return access.admit(request, there, matter.id)
        form.add_error(None, str(NOT_FOUND))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "portal/follow.html", {"form": form}, status=status)


@never_cache
@require_safe
def line(request: HttpRequest, id: UUID) -> HttpResponse:
    """What happened, what is awaited, what the person may do."""
    matter = _matter(request, id)
    if isinstance(matter, HttpResponse):
        return matter
    context = following.page(matter, moment_of(request))
    done = request.GET.get("done", "")
    return render(request, "portal/line.html", {**context, "done": done if done in context["known"] else ""})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, id: UUID, action: str) -> HttpResponse:
    """Urge, add material, rate: whatever the procedure lets the person do."""
    matter = _matter(request, id)
    if isinstance(matter, HttpResponse):
        return matter
    wanted = _offered(matter, action, request)
    form = ActForm(wanted, request.POST or None, request.FILES or None, initial={"key": uuid4()})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            take(matter, action, form, moment_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        except StreamMoved as moved:
            form.add_error(None, str(moved))
            status = CONFLICT
        else:
            # Told by the address: the script that sends files follows it once itself, and would use up a message.
            return HttpResponseRedirect(f"{reverse('portal:line', args=[id])}?done={action}")
    status = UNPROCESSABLE if form.errors and status == 200 else status
    label = OFFERED.get(action, wanted.name)
    context = {"form": form, "matter": matter, "label": label, "action": action}
    return render(request, "portal/act.html", context, status=status)


def _matter(request: HttpRequest, id: UUID) -> Matter | HttpResponse:
    """Return the matter, or lead whoever was not admitted to where number and code are asked."""
    try:
        return access.matter_or_404(request, id)
    except Http404:
        messages.info(request, _("请先输入编号和查询码。"))
        return HttpResponseRedirect(reverse("portal:follow"))


def _offered(matter: Matter, action: str, request: HttpRequest) -> Action:
    state = fold(streams.read(matter.id))
    edition = editions()[state.edition]
    offered = {offer.id for offer in offers(edition, state, matter, moment_of(request))}
    # A second click on what was just done is no longer offered, but its answer is the first one's.
    if action not in (offered if request.method != "POST" else edition.actions):
        raise Http404
    return edition.actions[action]
