"""Links from a figure to its records: the scope goes along in the address."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from fazhi.desk.dashboards import spans
from fazhi.figures.scope import DIMENSIONS, Scope


def scope_query(scope: Scope, **more: str) -> str:
    """Return the scope as a query string, with fixed days, so that the link shows tomorrow what it shows today."""
    chosen = {"span": spans.OWN, "since": str(scope.since), "until": str(scope.until)}
    narrowed = {name: getattr(scope, name) for name in (*DIMENSIONS, "region")}
    return urlencode({key: value for key, value in (chosen | narrowed | more).items() if value})


def figure_url(indicator: str, scope: Scope, **more: str) -> str:
    """Return the address of a figure's page."""
    return f"{reverse('dashboards:figure', args=[indicator])}?{scope_query(scope, **more)}"


def narrower_url(indicator: str, scope: Scope, **narrower: str) -> str:
    """Return the address of the same figure for one unit, region or subject."""
    return figure_url(indicator, replace(scope, **narrower))  # type: ignore[arg-type]


def days_url(indicator: str, scope: Scope, since: date, until: date) -> str:
    """Return the address of the same figure for other days."""
    return figure_url(indicator, replace(scope, since=since, until=until))


def table_url(indicator: str, scope: Scope, by: str) -> str:
    """Return the address of a chart's table as CSV."""
    return f"{reverse('dashboards:table', args=[indicator, by])}?{scope_query(scope)}"


def board_url(scope: Scope, **more: str) -> str:
    """Return the address of the dashboard for a scope."""
    return f"{reverse('dashboards:board')}?{scope_query(scope, **more)}"


def scores_url(scope: Scope, **more: str) -> str:
    """Return the address of the scores for a scope."""
    return f"{reverse('dashboards:scores')}?{scope_query(scope, **more)}"


def cards_url(scope: Scope, unit: str = "", page: int = 1) -> str:
    """Return the address of the list of supervision cards, of one unit or of the scope's own."""
    more = {"page": str(page)} if page > 1 else {}
    return f"{reverse('dashboards:cards')}?{scope_query(replace(scope, unit=unit or scope.unit), **more)}"


def matter_url(number: str) -> str:
    """Return the address of a matter's page; empty where the desk has none."""
    try:
        return reverse("desk:matter", args=[number])
    except NoReverseMatch:
        return ""
