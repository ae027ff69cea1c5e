"""The dashboard, a figure opened, a chart's table."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fazhi.clock import local_day
from fazhi.desk.dashboards.board import board as board_context
from fazhi.desk.dashboards.forms import LONGEST, ScopeForm
from fazhi.desk.dashboards.opening import opened
from fazhi.desk.dashboards.tables import NoSuchTable
from fazhi.desk.dashboards.tables import table as table_text
from fazhi.desk.who import staff_only
from fazhi.figures.compute import NotByTime
from fazhi.figures.definitions import Indicator
from fazhi.figures.records import BadCursor
from fazhi.figures.registry import NoSuchIndicator, indicator
from fazhi.figures.scope import Scope
from fazhi.people.sessions import viewer_of
from fazhi.screens.context import moment_of


@require_safe
@staff_only
def board(request: HttpRequest) -> HttpResponse:
    """Show how things stand: a question, its answer in figures, and the charts that explain it."""
    form, wall = form_of(request, LONGEST), request.GET.get("wall") == "1"
    context = board_context(form.scope(), viewer_of(request), moment_of(request), wall=wall)
    return render(request, "dashboards/board.html", {**context, "form": form})


@require_safe
@staff_only
def figure(request: HttpRequest, id: str) -> HttpResponse:
    """Open a figure: definition, numerator and denominator, records."""
    scope = asked_scope(request)
    asked: Mapping[str, Any] = request.GET
    try:
        context = opened(
            known(id), scope, viewer_of(request), moment_of(request), asked.get("part", ""), asked.get("after", "")
        )
    except BadCursor as wrong:
        raise Http404(str(wrong)) from None
    return render(request, "dashboards/figure.html", context)


@require_safe
@staff_only
def table(request: HttpRequest, id: str, by: str) -> HttpResponse:
    """Give a chart's table as CSV."""
    try:
        text = table_text(known(id), asked_scope(request), viewer_of(request), moment_of(request), by)
    except (NoSuchTable, NotByTime) as wrong:
        raise Http404(str(wrong)) from None
    name = f"{id}-{by}-{local_day(moment_of(request))}.csv"
    return HttpResponse(
        text, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def form_of(request: HttpRequest, longest: int | None = None) -> ScopeForm:
    """Return what the address asks for."""
    return ScopeForm(request.GET, viewer_of(request), local_day(moment_of(request)), longest)


def asked_scope(request: HttpRequest) -> Scope:
    """Return the scope of the address; raise BadRequest where it is wrong: another scope would be another figure."""
    form = form_of(request)
    if not form.is_valid():
        raise BadRequest("统计范围不正确。请回看板重新选择。")
    return form.scope()


def known(id: str) -> Indicator:
    """Return the indicator of the address; raise Http404."""
    try:
        return indicator(id)
    except NoSuchIndicator as missing:
        raise Http404(str(missing)) from None
