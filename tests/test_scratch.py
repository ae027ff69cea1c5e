"""A test run leaves no folder behind: not when it ends, not when it is killed."""

import os
import subprocess
import sys
from pathlib import Path

from tests import scratch

ROOT = Path(__file__).parent.parent


def ended() -> int:
    """Return the id of a process that is no more."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_it_is_made_for_this_process_and_removed_by_it(tmp_path: Path) -> None:
    made = scratch.folder(tmp_path)
    (made / "files").mkdir()
    assert scratch.owner(made) == os.getpid()
    scratch.remove(made)
    assert not made.exists()


def test_what_a_crash_left_is_removed_by_the_next_run(tmp_path: Path) -> None:
    dead, alive = ended(), os.getppid()
    for name in (f"fazhi-test-{dead}-a", f"fazhi-test-{alive}-b", "fazhi-test-abc", "fazhi-postgres"):
        (tmp_path / name / "files").mkdir(parents=True)
    scratch.sweep(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["fazhi-postgres", f"fazhi-test-{alive}-b", "fazhi-test-abc"]


def test_another_process_does_not_remove_it(tmp_path: Path) -> None:
    made = tmp_path / f"fazhi-test-{os.getppid()}-x"
    made.mkdir()
    scratch.remove(made)
    assert made.exists()


def test_a_whole_run_with_workers_leaves_nothing(tmp_path: Path) -> None:
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTEST_ADDOPTS": ""}
    env.pop("PYTEST_XDIST_WORKER", None)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/clock/test_calendar.py",
        "-n",
        "2",
    ]
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert not list(tmp_path.glob("fazhi-test-*"))
