"""Set up a city's units and staff from a declaration; a second run adds only what is missing."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fazhi.people.models import Hierarchy, Level, Oversight, Person, Post, ScopeKind, Unit, UnitKind, UnitLink
from fazhi.people.posts import prepare_post
from fazhi.people.regions import region
from fazhi.people.roles import ROLES

PASSWORD_BYTES = 12  # 16 characters, 96 bits


class UnknownRole(ValueError):
    """A declaration names a post that nobody has described."""

    def __init__(self, role: str, username: str) -> None:
        super().__init__(
            _("账号“%(username)s”的岗位“%(role)s”不存在。可用的岗位：%(known)s。")
            % {"username": username, "role": role, "known": "、".join(ROLES)}
        )


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit to be there; `region` is an official division code that is in the database."""

    id: str
    name: str
    kind: UnitKind
    region: str
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class LinkSpec:
    """That `child` stands under `parent`, both by unit id."""

    hierarchy: Hierarchy
    parent: str
    child: str


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """An account with its posts: pairs of unit id and role."""

    username: str
    display_name: str
    posts: tuple[tuple[str, str], ...]
    basis: str = ""


@dataclass(frozen=True, slots=True)
class OversightSpec:
    """That a subject (see `viewers`) sees or supervises the affairs of a unit or of the units of a region."""

    subject: str
    scope: ScopeKind
    scope_id: str
    level: Level


@dataclass(frozen=True, slots=True)
class Organisation:
    """What is to be there, true from the day `since`."""

    since: date
    units: tuple[UnitSpec, ...] = ()
    links: tuple[LinkSpec, ...] = ()
    people: tuple[PersonSpec, ...] = ()
    oversights: tuple[OversightSpec, ...] = ()


@transaction.atomic
def provision(organisation: Organisation, at: datetime, event: str) -> dict[str, str]:
    """Create what is missing and return the passwords of the new accounts by username: they are kept nowhere.

    `event` is the reference under which oversights are granted. Raises UnknownRegion, UnknownRole or
    AdministratorsCombined; then nothing at all is created.
    """
    _units(organisation)
    _links(organisation)
    _oversights(organisation.oversights, at, event)
    return {spec.username: word for spec in organisation.people if (word := _person(spec, organisation.since))}


def _units(organisation: Organisation) -> None:
    there = set(Unit.objects.values_list("pk", flat=True))
    places = {code: region(code) for code in {spec.region for spec in organisation.units if spec.id not in there}}
    Unit.objects.bulk_create(
        Unit(
            id=spec.id,
            name=spec.name,
            short_name=spec.short_name,
            kind=spec.kind,
            region=places[spec.region],
            valid_from=organisation.since,
        )
        for spec in organisation.units
        if spec.id not in there
    )


def _links(organisation: Organisation) -> None:
    now = UnitLink.objects.known().filter(valid_to__isnull=True)
    there = set(now.values_list("hierarchy", "parent_id", "child_id"))
    UnitLink.objects.bulk_create(
        UnitLink(hierarchy=link.hierarchy, parent_id=link.parent, child_id=link.child, valid_from=organisation.since)
        for link in organisation.links
        if (link.hierarchy.value, link.parent, link.child) not in there
    )


def _oversights(specs: Iterable[OversightSpec], at: datetime, event: str) -> None:
    for spec in specs:
        Oversight.objects.get_or_create(
            subject=spec.subject,
            scope_kind=spec.scope,
            scope_id=spec.scope_id,
            level=spec.level,
            valid_to=None,
            defaults={"valid_from": at, "granted_by": event},
        )


def _person(spec: PersonSpec, since: date) -> str:
    """Create the account and its posts where missing; return the password of a new account."""
    person = Person.objects.filter(username=spec.username).first()
    password = ""
    if person is None:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        person = Person.objects.create_user(spec.username, password, display_name=spec.display_name)
    held = set(Post.objects.known().filter(person=person).values_list("unit_id", "role"))
    for unit_id, role in spec.posts:
        if role not in ROLES:
            raise UnknownRole(role, spec.username)
        if (unit_id, role) not in held:
            prepare_post(person, Unit.objects.get(pk=unit_id), role, since, basis=spec.basis).save()
    return password
