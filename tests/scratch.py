"""The folder of one test process under /tmp: removed at its end, or, after a crash, by the next run."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

PREFIX = "fazhi-test-"


def folder(root: Path | None = None) -> Path:
    """Make this process's folder, and remove those of processes that are no more."""
    root = root or Path(tempfile.gettempdir())
    sweep(root)
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=root))
    atexit.register(remove, made)
    return made


def remove(made: Path) -> None:
    """Remove a folder, once or again; a forked child leaves its parent's alone."""
    if owner(made) == os.getpid():
        shutil.rmtree(made, ignore_errors=True)


def sweep(root: Path) -> None:
    """Remove the folders of this user whose process ended without doing so itself."""
    for left in root.glob(f"{PREFIX}*-*"):
        pid = owner(left)
        if pid and not _runs(pid):  # another user's cannot be removed, and another run may have been quicker
            shutil.rmtree(left, ignore_errors=True)


def owner(made: Path) -> int:
    """Return the id of the process that a folder names; 0 where it names none."""
    named = made.name.removeprefix(PREFIX).split("-")[0]
    return int(named) if named.isascii() and named.isdigit() else 0


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
