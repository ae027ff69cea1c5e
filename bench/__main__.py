"""python -m bench [parts…]: measure, print the table, and write it to docs/reference/benchmarks.md.

Each part runs in a process of its own, so that none finds what another loaded.
"""

import argparse
import importlib
import os
import subprocess
import sys
from functools import partial
from typing import Any

from bench.apart import apart, hand_over, measure
from bench.machine import ROOT
from bench.table import Row

MODULES = {
    "http": "bench.http", "engine": "bench.engine", "triage": "bench.triage", "import": "bench.importing",
    "list": "bench.listing", "setup": "bench.setting_up", "ledger": "bench.ledger",
}  # fmt: skip
ON_BOTH = ("http",)


def main(words: list[str] | None = None) -> int:
    """Run the parts asked for; 0 when all of them ran, met or not."""
    given = _given(words)
    if given.one:
        return _one(given.one, given.rows)
    parts = [
        (f"{part} ({database or 'sqlite'})", partial(_apart, part, database, given.rows))
        for part, database in _plan(given)
    ]
    return measure(parts, write=given.write)


def _given(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"which parts: {', '.join(MODULES)}; default all")
    parser.add_argument("--rows", type=int, default=0, help="import, list, ledger: so many matters instead of all")
    parser.add_argument("--no-postgres", action="store_true", help="http: leave PostgreSQL out")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if unknown := set(given.parts) - MODULES.keys():
        parser.error(f"no part named {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    return given


def _plan(given: argparse.Namespace) -> list[tuple[str, str]]:
    parts = given.parts or list(MODULES)
    databases = {part: ("", "postgres") if part in ON_BOTH and not given.no_postgres else ("",) for part in parts}
    return [(part, database) for part in parts for database in databases[part]]


def _apart(part: str, database: str, rows: int) -> list[Row]:
    """Run one part in a new process; say what went wrong, and go on with the others."""
    environ = {**os.environ, "DB": database}
    for name in ("FAZHI_VAR", "FAZHI_SQLITE"):
        environ.pop(name, None)
    try:
        environ |= _postgres() if database else {}
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"{part}: did not run: {error}", file=sys.stderr)
        return []
    return apart("bench", part, environ, ("--rows", str(rows)))


def _one(place: str, rows: int) -> int:
    part, _, out = place.partition(":")
    run: Any = importlib.import_module(MODULES[part]).run
    found = run(rows) if rows and part in ("import", "list", "ledger") else run()
    return hand_over(found, out)


def _postgres() -> dict[str, str]:
    """Start the throw-away PostgreSQL of the tests and return the variables that lead to it."""
    said = subprocess.run([str(ROOT / ".ci" / "postgres"), "start"], capture_output=True, text=True, check=True).stdout
    return dict(pair.split("=", 1) for pair in said.replace("export ", "").split() if "=" in pair)


if __name__ == "__main__":
    sys.exit(main())
