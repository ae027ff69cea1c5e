"""What codes are called: units, regions, procedures, stages."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.figures.scope import Scope
from fazhi.matters.catalogue import editions, profile
from fazhi.matters.models import Matter
from fazhi.matters.units import directory
from fazhi.people.models import Region, Unit
from fazhi.people.viewers import Viewer
from fazhi.screens.words import plain_date, short_date

NOT_SAID = gettext_noop("未写明")
CHANNELS = {
    "resident": gettext_noop("群众反映"),
    "portal": gettext_noop("网上反映"),
    "grid": gettext_noop("网格巡查"),
    "hotline": gettext_noop("热线"),
    "township": gettext_noop("乡镇上报"),
    "import": gettext_noop("批量导入"),
}


def procedure_names() -> dict[str, str]:
    """Return the procedures of this installation by code."""
    return {edition.procedure: edition.name for edition in editions().values()}


def unit_names(ids: Iterable[str]) -> dict[str, str]:
    """Return the names of units, of those no longer in being as well; one query."""
    found = Unit.objects.filter(pk__in=set(ids)).values_list("pk", "short_name", "name")
    return {id: short or name for id, short, name in found}


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of regions; one query."""
    return dict(Region.objects.filter(pk__in=set(codes)).values_list("pk", "name"))


def townships() -> dict[str, str]:
    """Return the regions one level below the city's own, by code."""
    return dict(Region.objects.filter(parent_id=profile().code).order_by("pk").values_list("pk", "name"))


def units_to_choose(viewer: Viewer, today: date) -> dict[str, str]:
    """Return the units that the viewer belongs to or oversees, by id."""
    kinds = {subject.removeprefix("unit:") for subject in viewer.subjects.own if subject.startswith("unit:")}
    reach = kinds | viewer.subjects.overseen.keys()
    return {id: unit.name for id, unit in directory(today).by_id.items() if id in reach}


def name_of(dimension: str, code: str) -> str:
    """Return what the code of a unit or region is called; a code that nobody knows stands for itself."""
    known = unit_names([code]) if dimension == "unit" else region_names([code]) if dimension == "region" else {}
    return known.get(code, code)


def stage_name(matter: Matter) -> str:
    """Return what the matter's stage is called in the edition it runs under."""
    edition = editions().get(matter.edition)
    stage = edition.stages.get(matter.stage) if edition else None
    return stage.name if stage else matter.stage


def days_words(scope: Scope) -> str:
    """Return 2026年1月1日至11月23日."""
    if scope.since == scope.until:
        return plain_date(scope.since)
    last = short_date(scope.until) if scope.since.year == scope.until.year else plain_date(scope.until)
    return _("%(first)s至%(last)s") % {"first": plain_date(scope.since), "last": last}


def scope_words(scope: Scope, *, days: bool = True) -> str:
    """Return what a figure is counted over, in words."""
    parts = [days_words(scope)] if days else []
    parts.append(region_names([scope.region]).get(scope.region, scope.region) if scope.region else profile().name)
    if scope.procedure:
        parts.append(procedure_names().get(scope.procedure, scope.procedure))
    if scope.unit:
        parts.append(unit_names([scope.unit]).get(scope.unit, scope.unit))
    if scope.subject:
        parts.append(_("类别：%(subject)s") % {"subject": scope.subject})
    if scope.channel:
        parts.append(_("来源：%(channel)s") % {"channel": _(CHANNELS.get(scope.channel, scope.channel))})
    return "，".join(parts)
