"""Cutting the stylesheet, and the lock of third-party packages."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "setup"))

import slice_css  # noqa: E402


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".btn{a:b}.carousel{a:b}", ".btn{a:b}"),
        (".btn,.carousel{a:b}", ".btn{a:b}"),
        (":is(.btn,.card){a:b}", ":is(.btn,.card){a:b}"),
        ("body{a:b}", "body{a:b}"),
        ("@media print{.d-print-none{a:b}.toast{a:b}}", "@media print{.d-print-none{a:b}}"),
        ("@media print{.toast{a:b}}", ""),
        ('.btn{content:"}"}', '.btn{content:"}"}'),
        (":root{--used:1;--unused:2}.btn{a:var(--used)}", ":root{--used:1;}.btn{a:var(--used)}"),
        (":root{--x:var(--y);--y:1}.btn{a:b}", ".btn{a:b}"),
        ("[data-bs-theme=dark] .btn{a:b}", ""),
    ],
)
def test_sliced(css: str, expected: str) -> None:
    assert slice_css.sliced(css) == expected


def test_licence_banner_stays() -> None:
    assert slice_css.sliced("/*! licence */.btn{a:b}").startswith("/*! licence */")


def test_unbalanced_stylesheet_is_refused() -> None:
    with pytest.raises(ValueError, match="花括号"):
        slice_css.sliced(".btn{a:b")


def test_lock_pins_every_package_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: entry for name, entry in packages.items() if name}
    assert all(entry["integrity"] for entry in fetched.values())
    assert not any("resolved" in entry for entry in fetched.values())


def test_every_dependency_is_pinned_to_one_version() -> None:
    wanted = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert all(version[0].isdigit() for version in wanted.values())
