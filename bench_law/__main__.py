"""python -m bench_law [citing|search|alone]: measure, print the table, and write it to docs/reference/benchmarks.md."""

import argparse
import importlib
import os
import sys
from functools import partial
from typing import Any

from bench.apart import apart, hand_over, measure
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
    parts = [(part, partial(apart, "bench_law", part, os.environ | ONE_CORE)) for part in given.parts or USUAL]
    return measure(parts, write=given.write)


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


def _one(place: str) -> int:
    part, _, out = place.partition(":")
    module: Any = importlib.import_module(PARTS[part])
    return hand_over(module.run(), out)


if __name__ == "__main__":
    sys.exit(main())
