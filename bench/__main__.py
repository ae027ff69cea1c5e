"""python -m bench [parts…]: measure, print the table, and write it to docs/reference/benchmarks.md.

Each part runs in a process of its own, so that none finds what another loaded.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import page
from bench.machine import ROOT, described
from bench.table import Row, plain

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
    machine, rows, failed = described(), [], []
    for part, database in _plan(given):
        print(f"== {part} ({database or 'sqlite'})", flush=True)
        found = _apart(part, database, given.rows)
        failed += [] if found else [part]
        rows += found
        print(plain(found), flush=True)
    if given.write and rows:
        print(f"written to {page.write(machine, rows).relative_to(ROOT)}")
    return 1 if failed else 0


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
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.json"
        try:
            environ |= _postgres() if database else {}
            words = [sys.executable, "-m", "bench", "--one", f"{part}:{out}", "--rows", str(rows)]
            subprocess.run(words, cwd=ROOT, env=environ, check=True)
            return [Row(**row) for row in json.loads(out.read_text())]
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"{part}: did not run: {error}", file=sys.stderr)
            return []


def _one(place: str, rows: int) -> int:
    part, _, out = place.partition(":")
    run: Any = importlib.import_module(MODULES[part]).run
    found = run(rows) if rows and part in ("import", "list", "ledger") else run()
    Path(out).write_text(json.dumps([asdict(row) for row in found]))
    return 0


def _postgres() -> dict[str, str]:
    """Start the throw-away PostgreSQL of the tests and return the variables that lead to it."""
    said = subprocess.run([str(ROOT / ".ci" / "postgres"), "start"], capture_output=True, text=True, check=True).stdout
    return dict(pair.split("=", 1) for pair in said.replace("export ", "").split() if "=" in pair)


if __name__ == "__main__":
    sys.exit(main())
