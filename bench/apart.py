"""Parts measured one after the other, each in a process of its own, so that none finds what another loaded."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from bench import page
from bench.machine import ROOT, described
from bench.table import Row, plain


def measure(parts: Iterable[tuple[str, Callable[[], list[Row]]]], *, write: bool) -> int:
    """Run the named parts and print their rows, into the page too where asked; 0 when all of them ran, met or not."""
    machine, rows, failed = described(), [], []
    for name, run in parts:
        print(f"== {name}", flush=True)
        found = run()
        failed += [] if found else [name]
        rows += found
        print(plain(found), flush=True)
    if write and rows:
        print(f"written to {page.write(machine, rows).relative_to(ROOT)}")
    return 1 if failed else 0


def apart(module: str, part: str, environ: Mapping[str, str], more: Sequence[str] = ()) -> list[Row]:
    """Run `python -m module --one part:file` and return its rows; say what went wrong, and return none."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rows.json"
        try:
            words = [sys.executable, "-m", module, "--one", f"{part}:{out}", *more]
            subprocess.run(words, cwd=ROOT, check=True, env=dict(environ))
            return [Row(**row) for row in json.loads(out.read_text())]
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"{part}: did not run: {error}", file=sys.stderr)
            return []


def hand_over(rows: Sequence[Row], out: str) -> int:
    """Write the rows where the process that asked for them reads them."""
    Path(out).write_text(json.dumps([asdict(row) for row in rows]))
    return 0
