"""A city whose own files are wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fazhi.matters import catalogue

LONGER = "overlays: reconsideration@2024-01-01\ncity: qingfeng\nterms:\n  review: {n: 7, unit: working_day}\n"


@pytest.fixture
def wrong_overlay(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """An overlay that lengthens a statutory term lies in the city's own folder."""
    settings.FAZHI_LOCAL_CATALOGUE = tmp_path
    file = tmp_path / "overlays" / "longer.yaml"
    file.parent.mkdir()
    file.write_text(LONGER, "utf-8")
    catalogue.editions.cache_clear()
    yield file
    catalogue.editions.cache_clear()
