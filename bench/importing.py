"""Grid matters imported from a file, with dispatch and ledger: time, and memory of all processes together."""

import csv
import subprocess
import sys
import threading
import time
from pathlib import Path

from bench.table import Row

FULL = 210_000
FAZHI = [sys.executable, "-m", "fazhi.site.main"]


def run(rows: int = FULL) -> list[Row]:
    """Write a file of `rows` messages and import it as an operator would."""
    from bench import city

    var = city.begin("import")
    city.furnish()
    path = write_messages(var / "messages.csv", rows)
    began = time.monotonic()
    command = [*FAZHI, "import", "messages", str(path), "--yes"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as importer:
        memory = Memory(importer.pid)
        said, _ = importer.communicate()
    took = time.monotonic() - began
    if importer.returncode:
        raise RuntimeError(f"the import failed: {said}")
    summary = next((line for line in said.splitlines() if line.startswith("共")), said).strip()
    print(summary)
    return _rows(rows, took, memory.stop(), summary)


def _rows(rows: int, took: float, peak: float, summary: str) -> list[Row]:
    projected = took * FULL / rows
    whole = "" if rows == FULL else f"projected from {rows:,} rows in {took:.0f} s; "
    return [
        Row("import", "210,000 grid matters with dispatch and ledger", "min", projected / 60, goal=5, sense="<",
            note=f"{whole}{summary}"),
        Row("import", "rows a second", "1/s", rows / took, goal=FULL / 300, sense=">="),
        Row("import", "peak memory of all its processes (PSS)", "MB", peak, goal=1000, sense="<"),
    ]  # fmt: skip


def write_messages(path: Path, rows: int) -> Path:
    """Write a CSV of `rows` messages, none like another."""
    from bench.city import regions
    from bench.words import samples

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["编号", "标题", "内容", "区划代码", "时间"])
        for sample, region in zip(samples(rows, seed=2), regions(rows), strict=True):
            writer.writerow([f"b{sample.number}", sample.title, sample.text, region, "2026-01-05 09:30"])
    return path


class Memory:
    """The most memory that a process and its children held at one time, in MB, looked at once a second.

    Shared pages are counted once (proportional set size), so that the sum is what the machine had to have.
    """

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._over = pid, 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """Stop looking and return the peak."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._over.wait(1.0):
            self._peak = max(self._peak, sum(map(_held, family(self._pid))) / 1000)


def family(pid: int) -> list[int]:
    """Return a process and all its descendants."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for children in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                waiting += map(int, children.read_text().split())
            except OSError:  # it ended while we looked
                continue
    return found


def _held(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:  # it ended while we looked
        return 0.0
    return next((float(line.split()[1]) * 1.024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)
