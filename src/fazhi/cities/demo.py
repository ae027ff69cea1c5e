"""Making the demonstration city: once, and again only what is missing."""

import time
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from tqdm import tqdm

from fazhi.cities.accounts import describe
from fazhi.cities.models import Demonstration
from fazhi.cities.organisation import declaration, named_accounts, organisation
from fazhi.cities.playing import people_cast, play, scenes
from fazhi.cities.stories import read_stories, tell
from fazhi.matters import units
from fazhi.matters.catalogue import calendar
from fazhi.matters.models import Matter
from fazhi.people.models import Person
from fazhi.people.provision import provision
from fazhi.people.regions import load_county

SEED = 410922
KEPT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Made:
    """What a run added: regions, passwords of new accounts by username (kept nowhere else), matters."""

    regions: int
    passwords: dict[str, str]
    matters: int


def make_city(now: datetime, out: Callable[[str], object], *, seed: int = SEED) -> Made:
    """Make the city of this installation with some weeks of matters up to `now`; tell each new password by `out`.

    A second run adds nothing; one that was killed goes on where it stopped. StoryRefused where a story does not fit.
    """
    city = settings.FAZHI_CITY
    declared = declaration(city)
    regions = load_county(str(declared["county"]))
    passwords = provision(organisation(declared), now, f"demo/{city}/1")
    units.forget()
    begun, _ = Demonstration.objects.get_or_create(city=city, defaults={"told_from": now, "seed": seed})
    forget()
    tell_accounts(
        passwords, named_accounts(declared), out
    )  # before the long part: who stops it half way has the passwords
    return Made(regions, passwords, 0 if begun.finished_at else _play(begun, now))


def tell_accounts(passwords: Mapping[str, str], named: Set[str], out: Callable[[str], object]) -> None:
    """Tell the new accounts, those named with their passwords; or that there are none new and how to set one anew."""
    if passwords:
        out("账号和密码（密码只显示这一次，请记下）：")
        for person in Person.objects.filter(username__in=passwords.keys() & named).order_by("created_at"):
            out(f"  {describe(person, passwords[person.username])}")
        if others := len(passwords.keys() - named):
            out(f"另有 {others} 个乡镇账号，密码没有列出：用 fazhi account list 查看，要用时重新设定密码。")
    else:
        out("账号已经建好，没有变化。用 fazhi account list 查看账号。")
    out("忘记密码时，重新设定：fazhi account reset 账号")


def _play(begun: Demonstration, now: datetime) -> int:
    before = Matter.objects.unscoped("演示城市的办件数").count()
    told = tell(read_stories(begun.city), begun.told_from, calendar(), begun.seed)
    found = scenes(told, people_cast())
    with tqdm(total=len(found), desc="演示办件", unit="步", disable=None, mininterval=0.3) as bar:
        play(found, max(now, begun.told_from), bar.update)
    Demonstration.objects.filter(pk=begun.pk).update(finished_at=max(now, begun.told_from))
    return Matter.objects.unscoped("演示城市的办件数").count() - before


_kept: tuple[float, bool] | None = None


def is_demo() -> bool:
    """Whether this installation holds demonstration data; asked of the database once a minute."""
    global _kept
    moment = time.monotonic()
    if _kept is None or moment - _kept[0] > KEPT_SECONDS:
        try:
            _kept = (moment, Demonstration.objects.exists())
        except DatabaseError:  # the page that says the database is down must not need it
            return False
    return _kept[1]


def forget() -> None:
    """Ask the database anew at the next question."""
    global _kept
    _kept = None
