"""docs/reference/benchmarks.md: the latest figures of every part, with what they were measured on."""

from collections.abc import Sequence
from pathlib import Path

from bench.machine import ROOT
from bench.table import Row, markdown

PAGE = ROOT / "docs" / "reference" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench`; parts alone by `make bench ARGS="http list"`. Ours and the peer are measured one after the
other in the same run on the same machine, so read the ratio first: absolute figures change with the machine and with
what else it does. What each part does is told at the head of its file in `bench/`. The newest run of a part stands
first; earlier ones are kept below, so that a loss shows.
"""


def write(machine: dict[str, str], rows: Sequence[Row], page: Path = PAGE) -> Path:
    """Put a run at the head of the page and return the page."""
    before = page.read_text("utf-8").partition("\n## ")[2] if page.exists() else ""
    facts = "\n".join(f"- {name}: {value}" for name, value in machine.items())
    parts = ", ".join(dict.fromkeys(row.part for row in rows))
    run = f"## {machine['date']}: {parts}\n\n{facts}\n\n{markdown(rows)}\n"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(f"{HEAD}\n{run}" + (f"\n## {before}" if before else ""), encoding="utf-8")
    return page
