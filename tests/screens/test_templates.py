"""What every template keeps to, whoever wrote it: no inline script or style, no other host, icons that are there."""

import re
from pathlib import Path

import pytest

from fazhi.screens.icons import icon_names

SOURCE = Path(__file__).resolve().parents[2] / "src" / "fazhi"
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=[\"']|javascript:|hx-on", re.IGNORECASE
)
ELSEWHERE = re.compile(r"(?:src|href)=[\"'](?:https?:)?//")
ICON = re.compile(r"{% icon \"([\w-]+)\"")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_template_needs_no_inline_script_or_style(path: Path) -> None:
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_template_asks_no_other_host(path: Path) -> None:
    assert ELSEWHERE.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_icons_are_in_the_sprite(path: Path) -> None:
    assert set(ICON.findall(path.read_text(encoding="utf-8"))) <= icon_names()


def test_only_the_tokens_name_colours() -> None:
    sheets = [path for path in (SOURCE / "screens/static/fazhi").glob("*.css") if path.name != "tokens.css"]
    named = {path.name: re.findall(r"#[0-9a-f]{3,8}\b(?!-)", path.read_text(encoding="utf-8")) for path in sheets}
    assert {name: colours for name, colours in named.items() if colours} == {}
