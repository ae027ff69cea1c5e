"""Issued figures: the list, one with what differs since, issuing, writing down a restatement."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fazhi.desk.dashboards.addresses import figure_url, matter_url
from fazhi.desk.dashboards.names import scope_words
from fazhi.desk.dashboards.opening import definition_facts
from fazhi.desk.dashboards.views import asked_scope, known
from fazhi.desk.who import staff_only
from fazhi.figures import issuing
from fazhi.figures.issued_rows import definition_of, scope_of
from fazhi.figures.models import IssuedFigure, Restated
from fazhi.ledger.writing import StreamMoved
from fazhi.matters.models import Matter
from fazhi.people.models import Person
from fazhi.people.sessions import viewer_of
from fazhi.people.viewers import Viewer
from fazhi.screens.context import moment_of
from fazhi.screens.words import count_words, rate_words

LISTED = 100
SHOWN = 50  # records that differ, by name; the rest by number


@require_safe
@staff_only
def issued_list(request: HttpRequest) -> HttpResponse:
    """Show the latest issued figures with their latest restatement."""
    found = list(IssuedFigure.objects.order_by("-issued_at", "-pk").prefetch_related("restatements")[:LISTED])
    people = _people([one.issued_by for one in found])
    rows = [_row(one, people) for one in found]
    return render(request, "dashboards/issued_list.html", {"rows": rows, "listed": LISTED})


@require_safe
@staff_only
def issued(request: HttpRequest, id: UUID) -> HttpResponse:
    """Show an issued figure, and what computing it again gives."""
    one = get_object_or_404(IssuedFigure, pk=id)
    now, viewer = moment_of(request), viewer_of(request)
    found, scope = issuing.recompute(one, now), scope_of(one)
    context = _row(one, _people([one.issued_by])) | {
        "found": found,
        "again": _words(one, found.numerator, found.denominator),
        "definition": definition_facts(definition_of(one)),
        "differences": [
            (label, _records(keys, viewer), len(keys))
            for label, keys in (
                (_("增加的"), found.added),
                (_("减少的"), found.removed),
                (_("分子有变的"), found.changed),
            )
        ],
        "may_record": issuing.may_issue(viewer, scope),
        "open_url": figure_url(one.indicator, scope),
        "command": uuid4().hex,
    }
    return render(request, "dashboards/issued.html", context)


@require_POST
@staff_only
def issue(request: HttpRequest, id: str) -> HttpResponse:
    """Issue a figure as it is known now."""
    scope = asked_scope(request)
    command = request.POST.get("command", "")[:64] or uuid4().hex
    try:
        made = issuing.issue(known(id), scope, viewer_of(request), moment_of(request), command)
    except issuing.MayNotIssue as refused:
        messages.error(request, str(refused))
        return redirect(figure_url(id, scope))
    messages.success(request, _("已发布。数值、定义、范围和所依据的记录都已固定，以后的变化会列为更正。"))
    return redirect("dashboards:issued", id=made.pk)


@require_POST
@staff_only
def restate(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write down that an issued figure comes to something else now."""
    one = get_object_or_404(IssuedFigure, pk=id)
    now = moment_of(request)
    command = request.POST.get("command", "")[:64] or uuid4().hex
    try:
        issuing.record(issuing.recompute(one, now), viewer_of(request), now, command)
    except (issuing.MayNotIssue, issuing.NothingRestated, StreamMoved) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("已登记更正。原来发布的数没有改动。"))
    return redirect("dashboards:issued", id=one.pk)


def _row(one: IssuedFigure, people: dict[str, str]) -> dict[str, Any]:
    shown, scope = definition_of(one), scope_of(one)
    return {
        "issued": one,
        "name": shown.name,
        "value": _words(one, one.numerator, one.denominator),
        "scope": scope_words(scope, days=not shown.is_stock),
        "by": people.get(one.issued_by, _("系统")),
        "restatements": [(r, _words(one, r.numerator, r.denominator)) for r in _restatements(one)],
    }


def _restatements(one: IssuedFigure) -> list[Restated]:
    return sorted(one.restatements.all(), key=lambda r: -r.seq)


def _words(one: IssuedFigure, numerator: int, denominator: int | None) -> str:
    unit = definition_of(one).unit
    return count_words(numerator, unit) if denominator is None else rate_words(numerator, denominator, unit)


def _people(ids: list[str]) -> dict[str, str]:
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "display_name"))


def _records(keys: frozenset[str], viewer: Viewer) -> list[dict[str, str]]:
    """Return the matters behind the keys that the reader may see, by number."""
    ids = {matter for key in sorted(keys)[:SHOWN] if (matter := issuing.matter_of(key))}
    numbers = Matter.objects.for_viewer(viewer).filter(pk__in=ids).order_by("number").values_list("number", flat=True)
    return [{"number": number, "url": matter_url(number)} for number in numbers]
