"""Which posts a person holds on a day, and how one is given."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from fazhi.people.models import Person, Post, Unit
from fazhi.people.models.dated import true_on
from fazhi.people.roles import ADMINISTRATORS, role_name
from fazhi.procedure.model import Actor


class AdministratorsCombined(ValueError):
    """The posts of system, security and audit administrator are kept apart: no account holds two of them."""

    def __init__(self, held: str, wanted: str) -> None:
        super().__init__(
            _(
                "该账号已任%(held)s，不能再任%(wanted)s。系统管理员、安全管理员、审计管理员不得由同一账号兼任。"
                "请为其中一个岗位另设账号。"
            )
            % {"held": role_name(held), "wanted": role_name(wanted)}
        )


def posts_on(person: Person, day: date, known_at: datetime | None = None) -> list[Post]:
    """Return the posts the person holds on `day` at units that exist that day, as known at `known_at` (now)."""
    held = Post.objects.on(day, known_at).filter(true_on(day, "unit__"), person=person)
    return list(held.select_related("unit").order_by("unit_id", "role"))


def check_administrators(person: Person, role: str, valid_from: date, valid_to: date | None) -> None:
    """Raise AdministratorsCombined when the person holds another administrator's post in the same period."""
    if role not in ADMINISTRATORS:
        return
    others = Post.objects.known().filter(person=person, role__in=ADMINISTRATORS).exclude(role=role)
    for post in others:
        if (post.valid_to is None or post.valid_to > valid_from) and (valid_to is None or valid_to > post.valid_from):
            raise AdministratorsCombined(post.role, role)


def prepare_post(
    person: Person, unit: Unit, role: str, valid_from: date, valid_to: date | None = None, basis: str = ""
) -> Post:
    """Return an unsaved post from `valid_from` until before `valid_to`; AdministratorsCombined when it may not be."""
    check_administrators(person, role, valid_from, valid_to)
    return Post(person=person, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to, basis=basis)


def actor_of(person: Person, at: datetime, posts: Iterable[Post] | None = None) -> Actor:
    """Return the person as the procedure engine sees them: the posts held on that day, by unit."""
    held: dict[str, set[str]] = defaultdict(set)
    for post in posts_on(person, timezone.localdate(at)) if posts is None else posts:
        held[post.unit_id].add(post.role)
    return Actor(id=person.pk, units={unit: frozenset(roles) for unit, roles in held.items()})
