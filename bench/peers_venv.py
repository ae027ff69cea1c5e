"""The environments that the peers are installed in, apart from ours."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BENCH = HERE.parent / "var" / "bench"


def ready(name: str, packages: tuple[str, ...]) -> str:
    """Return the Python of the environment `name`, made and filled at first use."""
    folder = BENCH / name
    python, mark = folder / "bin" / "python", folder / ".installed"
    wanted = "\n".join(packages)
    if not mark.exists() or mark.read_text() != wanted:
        folder.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        subprocess.run(pip, check=True)
        mark.write_text(wanted)
    return str(python)
