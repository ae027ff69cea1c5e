"""The dashboard, a figure opened, a chart's table."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fazhi.clock import local_day
from fazhi.desk.dashboards.board import board as board_context
from fazhi.desk.dashboards.cards import cards_opened
from fazhi.desk.dashboards.forms import LONGEST, GridForm, ScopeForm, YearsForm
from fazhi.desk.dashboards.opening import opened
from fazhi.desk.dashboards.pages import pages
from fazhi.desk.dashboards.scoring import assessed
from fazhi.desk.dashboards.tables import NoSuchTable
from fazhi.desk.dashboards.tables import table as table_text
from fazhi.desk.dashboards.yearly import by_year
from fazhi.desk.who import staff_only
from fazhi.figures.compute import NotByTime
from fazhi.figures.definitions import Indicator
from fazhi.figures.records import BadCursor
from fazhi.figures.registry import NoSuchIndicator, indicator
from fazhi.figures.scope import Scope
from fazhi.people.sessions import viewer_of
from fazhi.screens.context import moment_of

LONGEST_NUMBER = 6  # digits of a page's number


@require_safe
@staff_only
def board(request: HttpRequest) -> HttpResponse:
    """Show how things stand: a question, its answer in figures, and the charts that explain it."""
    form, wall = form_of(request, LONGEST), request.GET.get("wall") == "1"
    context = board_context(form.scope(), viewer_of(request), moment_of(request), wall=wall)
    shown = {**context, "form": form, "pages": pages(request, "dashboards:board")}
    return render(request, "dashboards/board.html", shown)


@require_safe
@staff_only
def scores(request: HttpRequest) -> HttpResponse:
    """Show each unit's rates and what supervision cost it."""
    form = GridForm(request.GET, viewer_of(request), local_day(moment_of(request)))
    context = assessed(form.scope(), viewer_of(request), moment_of(request), request.GET.get("by", ""))
    shown = {**context, "form": form, "pages": pages(request, "dashboards:scores")}
    return render(request, "dashboards/scores.html", shown)


@require_safe
@staff_only
def cards(request: HttpRequest) -> HttpResponse:
    """Open the supervision cards of a unit, or of the whole scope."""
    number = request.GET.get("page", "1")
    page = int(number) if number.isdecimal() and len(number) <= LONGEST_NUMBER else 0
    if page < 1:
        raise Http404(_("没有这一页。请回到第一页。"))
    context = cards_opened(asked_scope(request), viewer_of(request), moment_of(request), page)
    return render(request, "dashboards/cards.html", context)


@require_safe
@staff_only
def years(request: HttpRequest) -> HttpResponse:
    """Show mediation by year, each year beside the year before."""
    form = YearsForm(request.GET, viewer_of(request), local_day(moment_of(request)))
    context = by_year(form.scope(), viewer_of(request), moment_of(request))
    shown = {**context, "form": form, "pages": pages(request, "dashboards:years")}
    return render(request, "dashboards/years.html", shown)


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
        raise BadRequest(_("统计范围不正确。请回看板重新选择。"))
    return form.scope()


def known(id: str) -> Indicator:
    """Return the indicator of the address; raise Http404."""
    try:
        return indicator(id)
    except NoSuchIndicator as missing:
        raise Http404(str(missing)) from None
