"""From a clone to a served page, and what the default installation weighs."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bench.machine import ROOT
from bench.table import Row

LONGEST = 900


def run() -> list[Row]:
    """Clone the last commit to a new folder and say there what a newcomer says: make run."""
    folder = Path(tempfile.mkdtemp(prefix="fazhi-bench-"))
    try:
        clone = folder / "fazhi"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        took = _served(clone)
        venv, source = _megabytes(clone / ".venv"), _megabytes(clone / "src")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Row("setup", "make run: from a clone to a served page", "min", took / 60, goal=4, sense="<",
            note="with whatever the package caches of this machine hold"),
        Row("setup", "default installation", "MB", venv + source, goal=700, sense="<",
            note=f"environment {venv:.0f} MB, package with its vendored scripts {source:.0f} MB"),
    ]  # fmt: skip


def _served(clone: Path) -> float:
    _nobody_there()
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("FAZHI_", "DJANGO_", "MAKE", "MFLAGS"))}
    environ.pop("DB", None)
    began = time.monotonic()
    with (clone / "bench.log").open("w") as said:
        process = subprocess.Popen(
            ["make", "run"], cwd=clone, env=environ, stdout=said, stderr=said, start_new_session=True
        )
    try:
        while not _answers():
            if process.poll() is not None or time.monotonic() - began > LONGEST:
                raise RuntimeError(f"make run: {(clone / 'bench.log').read_text()[-3000:]}")
            time.sleep(0.25)
        return time.monotonic() - began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def _nobody_there() -> None:
    if _answers():
        raise RuntimeError("port 8000 is taken: stop what runs there, for make run serves at this port")


def _answers() -> bool:
    try:
        with urlopen("http://127.0.0.1:8000/", timeout=10) as page:
            return bool(page.status == 200)
    except (URLError, OSError):
        return False


def _megabytes(folder: Path) -> float:
    said = subprocess.run(["du", "-s", "--block-size=1000", str(folder)], capture_output=True, text=True, check=True)
    return int(said.stdout.split()[0]) / 1000
