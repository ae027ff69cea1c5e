"""Rules of the house that no import contract can say."""

import ast
from collections.abc import Iterator
from pathlib import Path

import fazhi

ROOT = Path(fazhi.__file__).parent
CITIES = ("清丰", "衡水", "秦皇岛", "吕梁", "庆阳")


def sources(*, but: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and text of every module outside the room `but`; migrations are the database's."""
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if "migrations/" not in name and not (but and name.startswith(f"{but}/")):
            yield name, path.read_text("utf-8")


def calls(text: str) -> Iterator[str]:
    """Yield what is called in a module, as `name` or `name.attribute`."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_nothing_but_the_ledger_writes_events() -> None:
    # The law room writes a file of its own, and knows no Django by which it could reach the city's database.
    guilty = [
        name for name, text in sources(but="ledger")
        if "ledger_event" in text or ("INSERT INTO" in text and not name.startswith("law/"))
    ]  # fmt: skip
    makers = ("Row.objects.create", "Event.objects.create", "Row.objects.bulk_create", "Event.objects.bulk_create")
    guilty += [name for name, text in sources(but="ledger") if set(makers) & set(calls(text))]
    assert guilty == []


def test_nothing_but_matters_makes_matters() -> None:
    made = ("Matter", "Matter.objects.create", "models.Matter")
    assert [name for name, text in sources(but="matters") if set(made) & set(calls(text))] == []


def test_nothing_but_matters_and_figures_appends_to_a_stream() -> None:
    rooms = {name.split("/")[0] for name, text in sources(but="ledger") if {"Append", "NewEvent"} & set(calls(text))}
    assert rooms == {"matters", "figures"}


def test_no_city_is_named_in_code() -> None:
    assert [name for name, text in sources() if any(city in text for city in CITIES)] == []


def test_floor_nought_reads_no_clock() -> None:
    clocks = {"datetime.now", "date.today", "time.time", "timezone.now", "datetime.datetime.now"}
    rooms = ("clock/", "procedure/", "triage/")
    assert [n for n, text in sources() if n.startswith(rooms) and clocks & set(calls(text))] == []
