"""The wheel holds what a city needs to run, fetched files included, and nothing of this checkout's own."""

import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "fazhi"
SETUPTOOLS = 77  # what pyproject.toml asks of it
SOURCES = ("pyproject.toml", "README.md", "LICENSE")
KINDS = ("*.py", "*.html", "*.css", "*.js", "*.svg", "*.yaml")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Build the wheel of a copy, without the network, and return the names in it."""
    if int(version("setuptools").split(".")[0]) < SETUPTOOLS:
        pytest.skip(f"没有 setuptools {SETUPTOOLS}，打不了包")
    if not (PACKAGE / "screens" / "static" / "vendor").is_dir():
        pytest.skip("没有第三方文件，请运行 python setup/vendor.py")
    copy, out = tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        shutil.copy(ROOT / name, copy)
    for folder in ("src", "tests"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    (copy / "var").mkdir()
    (copy / "var" / "master.key").write_text("secret")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--wheel-dir", str(out), str(copy)], check=True, cwd=out)
    (wheel,) = out.glob("*.whl")
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_whatever_the_package_reads_is_packed(packed: set[str]) -> None:
    src = PACKAGE.parent
    wanted = {str(path.relative_to(src)) for kind in KINDS for path in PACKAGE.rglob(kind)}
    for folder in ("screens/static/vendor", "people/data", "catalogue"):
        found = {str(path.relative_to(src)) for path in (PACKAGE / folder).rglob("*") if path.is_file()}
        assert found, f"there is nothing in {folder}"
        wanted |= found
    left_out = {name for name in wanted - packed if "__pycache__" not in name and not name.endswith("/.stamp")}
    assert not left_out
    assert "fazhi/screens/static/vendor/htmx.min.js" in packed
    assert "fazhi/screens/static/vendor/tabler.css" in packed
    assert "fazhi/catalogue/procedures/reconsideration.yaml" in packed


def test_nothing_else_is(packed: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in packed} == {"fazhi"}
    assert not [name for name in packed if "/tests/" in name or "/var/" in name or name.endswith((".key", ".sqlite3"))]
