"""python -m bench_law [citing|search|alone]: measure, print the table, and write it to docs/reference/benchmarks.md.

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
from bench_law import questions

ONE_CORE = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # threads that wait would count as work
PARTS = {"citing": "bench_law.citing", "search": "bench_law.search", "alone": "bench_law.alone"}
USUAL = ("citing", "search")


def main(words: list[str] | None = None) -> int:
    """Run the parts asked for; 0 when all of them ran, met or not."""
    given = _given(words)
    if given.one:
        return _one(given.one)
    if not questions.here():
        print("no laws and questions in ../shared/data: speed alone is measured, on the embedded statutes")
    machine, rows, failed = described(), [], []
    for part in given.parts or USUAL:
        print(f"== {part}", flush=True)
        found = _apart(part)
        failed += [] if found else [part]
        rows += found
        print(plain(found), flush=True)
    if given.write and rows:
        print(f"written to {page.write(machine, rows).relative_to(ROOT)}")
    return 1 if failed else 0


def _given(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench_law")
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"which parts: {', '.join(PARTS)}; default: {', '.join(USUAL)}"
    )
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    parser.add_argument("--one", default="", help=argparse.SUPPRESS)
    given = parser.parse_args(words)
    if unknown := set(given.parts) - PARTS.keys():
        parser.error(f"no part named {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    return given


def _apart(part: str) -> list[Row]:
    """Run one part in a new process, on one core; say what went wrong, and go on with the others."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.json"
        try:
            words = [sys.executable, "-m", "bench_law", "--one", f"{part}:{out}"]
            subprocess.run(words, cwd=ROOT, check=True, env=os.environ | ONE_CORE)
            return [Row(**row) for row in json.loads(out.read_text())]
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"{part}: did not run: {error}", file=sys.stderr)
            return []


def _one(place: str) -> int:
    part, _, out = place.partition(":")
    module: Any = importlib.import_module(PARTS[part])
    Path(out).write_text(json.dumps([asdict(row) for row in module.run()]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
