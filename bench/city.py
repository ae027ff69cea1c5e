"""A county for measuring: its regions, units and accounts, and a model of dispatch learnt from made-up messages."""

import os
import shutil
from datetime import UTC, date, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from bench.words import DEPARTMENTS, samples

if TYPE_CHECKING:
    from fazhi.people.provision import Organisation

ROOT = Path(__file__).parents[1]
COUNTY = "410922"
LESSONS = 6_000


def begin(name: str) -> Path:
    """Point this process at an empty installation under var/bench; call before Django is set up."""
    var = ROOT / "var" / "bench" / "cities" / f"{name}-{os.environ.get('DB') or 'sqlite'}"
    shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True)
    os.environ["FAZHI_VAR"] = str(var)
    os.environ["DJANGO_SETTINGS_MODULE"] = "fazhi.site.settings"
    return var


def furnish() -> dict[str, str]:
    """Set Django up, fill the empty database, and return the passwords of its accounts by name."""
    import django

    django.setup()
    from django.core.management import call_command

    from fazhi.people.provision import provision
    from fazhi.people.regions import load_county

    call_command("migrate", verbosity=0)
    load_county(COUNTY)
    train()
    return provision(_organisation(), datetime.now(UTC), "bench")


def train() -> None:
    """Learn which department a message is for, from messages that are not among those measured."""
    from django.conf import settings

    from fazhi.triage import Example, compose, save
    from fazhi.triage import train as learn

    examples = [Example(compose(s.title, s.text), s.department) for s in samples(LESSONS, seed=7)]
    save(learn(examples), Path(settings.FAZHI_TRIAGE_MODEL))


def villages() -> list[str]:
    """Return the codes of the county's villages."""
    from fazhi.people.models import Region

    return sorted(Region.objects.filter(level=5).values_list("code", flat=True))


def regions(count: int) -> list[str]:
    """Return a village for each of `count` messages, in turn."""
    return list(islice(cycle(villages()), count))


def _organisation() -> "Organisation":
    from fazhi.people.models import Region, UnitKind
    from fazhi.people.provision import Organisation, PersonSpec, UnitSpec

    towns = Region.objects.filter(level=4).values_list("code", "name")
    units = [
        UnitSpec("centre", "网格中心", UnitKind.GRID_CENTRE, COUNTY),
        UnitSpec("office", "依法治理办公室", UnitKind.RULE_OF_LAW_OFFICE, COUNTY),
        *(UnitSpec(id, f"部门 {id}", UnitKind.DEPARTMENT, COUNTY) for id in DEPARTMENTS),
        *(UnitSpec(f"town-{code}", name, UnitKind.TOWNSHIP, code) for code, name in towns),
    ]
    posts = tuple((unit, role) for unit in ("centre", "housing") for role in ("dispatcher", "handler"))
    people = (PersonSpec("bench", "测试账号", posts),)
    return Organisation(date(2020, 1, 1), tuple(units), people=people)
