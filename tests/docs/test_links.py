"""Every link within the project leads to a file that is there."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import NAMES, PAGES, ROOT

LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.M | re.S)
SOURCE = re.compile(r"`((?:src/fazhi|tests|setup)/[a-z0-9_./-]+)`")  # NN and Chinese words stand for something


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(CODE.sub("", page.read_text("utf-8")))
    inside = [link.partition("#")[0] for link in links if not link.startswith(("http", "#"))]
    missing = [link for link in inside if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_files_that_are_named_are_there(page: Path) -> None:
    named = SOURCE.findall(page.read_text("utf-8"))
    made_at_setup = ("src/fazhi/screens/static/vendor", "src/fazhi/people/data")
    missing = [one for one in named if not one.startswith(made_at_setup) and not (ROOT / one).exists()]
    assert not missing


def test_every_page_is_reached_from_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    linked = {(ROOT / "docs" / link).resolve() for link in LINK.findall(index)}
    assert {page for page in PAGES if page.parent.parent.name == "docs"} <= linked
