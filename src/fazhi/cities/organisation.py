"""A city's units and staff, from its file and the official division list."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from fazhi.matters.catalogue import CATALOGUE
from fazhi.people.models import Hierarchy, Level, Region, ScopeKind, UnitKind
from fazhi.people.provision import LinkSpec, Organisation, OversightSpec, PersonSpec, UnitSpec
from fazhi.people.viewers import post_subject

TOWNSHIP_LEVEL = 4
MARK = "（演示）"


def declaration(city: str) -> Mapping[str, Any]:
    """Return what the city's file declares."""
    return read(CATALOGUE / "cities" / f"{city}_units.yaml")


def read(path: Path) -> Mapping[str, Any]:
    """Return the table in a YAML file."""
    found: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return found


def organisation(declared: Mapping[str, Any]) -> Organisation:
    """Return the city's units, links, accounts and oversights; its regions must be in the database."""
    county = str(declared["county"])
    townships = list(Region.objects.filter(code__startswith=county, level=TOWNSHIP_LEVEL))
    villages = list(Region.objects.filter(code__in=declared["villages"]).select_related("parent"))
    return Organisation(
        since=declared["since"],
        units=(*_county_units(declared), *_township_units(townships), *_village_units(villages)),
        links=(*_declared_links(declared), *_township_links(townships), *_village_links(villages)),
        people=(*_people(declared), *_township_people(declared, townships)),
        oversights=tuple(_oversights(declared)),
    )


def township_id(region: str) -> str:
    """Return the id of the township government of a region: t and the three digits of the township."""
    return f"t{region[6:9]}"


def village_id(region: str) -> str:
    """Return the id of the village's own committee: v and the six digits below the county."""
    return f"v{region[6:12]}"


def _county_units(declared: Mapping[str, Any]) -> Iterator[UnitSpec]:
    for unit in declared["units"]:
        yield UnitSpec(unit["id"], unit["name"], UnitKind(unit["kind"]), str(declared["county"]), unit["short"])


def _township_units(townships: list[Region]) -> Iterator[UnitSpec]:
    for place in townships:
        id, name = township_id(place.code), place.name
        yield UnitSpec(id, f"{name}人民政府", UnitKind.TOWNSHIP, place.code, name)
        yield UnitSpec(f"{id}-justice", f"{name}司法所", UnitKind.JUDICIAL_OFFICE, place.code)
        yield UnitSpec(
            f"{id}-mediation", f"{name}人民调解委员会", UnitKind.MEDIATION_COMMITTEE, place.code, f"{name}调委会"
        )


def _village_units(villages: list[Region]) -> Iterator[UnitSpec]:
    for place in villages:
        id, short = village_id(place.code), place.name.removesuffix("居委会").removesuffix("委会")
        full = place.name.replace("居委会", "居民委员会").replace("村委会", "村民委员会")
        town = place.parent.name if place.parent else ""
        yield UnitSpec(id, f"{town}{full}", UnitKind.VILLAGE_COMMITTEE, place.code, short)
        committee = f"{town}{short}人民调解委员会"
        yield UnitSpec(f"{id}-mediation", committee, UnitKind.MEDIATION_COMMITTEE, place.code, f"{short}调委会")


def _declared_links(declared: Mapping[str, Any]) -> Iterator[LinkSpec]:
    for hierarchy, parents in declared["links"].items():
        for parent, children in parents.items():
            yield from (LinkSpec(Hierarchy(hierarchy), parent, child) for child in children)


def _township_links(townships: list[Region]) -> Iterator[LinkSpec]:
    for place in townships:
        id = township_id(place.code)
        yield LinkSpec(Hierarchy.TERRITORY, "government", id)
        yield LinkSpec(Hierarchy.GUIDANCE, "centre", id)
        # 司法所由司法局和乡镇（街道）双重领导；调解委员会受司法局指导
        yield LinkSpec(Hierarchy.DUAL, "justice", f"{id}-justice")
        yield LinkSpec(Hierarchy.DUAL, id, f"{id}-justice")
        yield LinkSpec(Hierarchy.TERRITORY, id, f"{id}-mediation")
        yield LinkSpec(Hierarchy.GUIDANCE, f"{id}-justice", f"{id}-mediation")


def _village_links(villages: list[Region]) -> Iterator[LinkSpec]:
    for place in villages:
        id, township = village_id(place.code), township_id(place.code)
        yield LinkSpec(Hierarchy.TERRITORY, township, id)
        yield LinkSpec(Hierarchy.TERRITORY, id, f"{id}-mediation")
        yield LinkSpec(Hierarchy.GUIDANCE, f"{township}-justice", f"{id}-mediation")


def _people(declared: Mapping[str, Any]) -> Iterator[PersonSpec]:
    for unit, roles, name in declared["accounts"]:
        held = [roles] if isinstance(roles, str) else roles
        posts = tuple((unit, role) for role in held)
        yield PersonSpec(f"{unit}.{held[0]}", f"{name}{MARK}", posts, "演示设置")


def named_accounts(declared: Mapping[str, Any]) -> frozenset[str]:
    """Return the accounts that the city's file names; the others are one for each township without staff."""
    return frozenset(spec.username for spec in _people(declared))


def _township_people(declared: Mapping[str, Any], townships: list[Region]) -> Iterator[PersonSpec]:
    # A matter of any township must sit with somebody: where the file names nobody, one account does all that work.
    staffed = {unit for unit, _, _ in declared["accounts"]}
    for place in townships:
        id = township_id(place.code)
        work = {
            id: ("leader", "handler"), f"{id}-justice": ("case_officer", "publicist"),
            f"{id}-mediation": ("mediator", "case_officer"),
        }  # fmt: skip
        posts = tuple((unit, role) for unit, roles in work.items() if unit not in staffed for role in roles)
        if posts:
            yield PersonSpec(".".join(posts[0]), f"{place.name}工作人员{MARK}", posts, "演示设置")


def _oversights(declared: Mapping[str, Any]) -> Iterator[OversightSpec]:
    for given in declared["oversights"]:
        unit, role = given["post"].split("/")
        yield OversightSpec(post_subject(unit, role), ScopeKind.REGION, str(declared["county"]), Level(given["level"]))
