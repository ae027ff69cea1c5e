"""A process of its own that opens the search of a corpus and answers questions: what each costs, and what is resident.

python -m bench_law.asking CORPUS < questions.json; prints one JSON object.
"""

import json
import sys
import time
from pathlib import Path

from fazhi.law.search.engine import Filters
from fazhi.law.search.opening import opened
from fazhi.law.store.corpus import Corpus


def main() -> None:
    """Open, answer each question end to end (ten articles with their passages), print."""
    path = Path(sys.argv[1])
    began = time.process_time()
    searcher = opened(Corpus(path), path).searcher
    opening, spent = time.process_time() - began, []
    for question in json.load(sys.stdin):
        began = time.thread_time()
        searcher.search(question, Filters(place=""))
        spent.append((time.thread_time() - began) * 1000)
    json.dump({"opening": opening, "milliseconds": spent, "resident": _resident()}, sys.stdout)


def _resident() -> float:
    """Return what of the process is in memory, mapped files included (RSS), in MB."""
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Rss:"):
            return int(line.split()[1]) * 1024 / 1e6
    return 0.0


if __name__ == "__main__":
    main()
