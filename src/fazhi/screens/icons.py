"""Which icons the sprite carries."""

from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("icons.txt")


@cache
def icon_names() -> frozenset[str]:
    """Return the names that icons.txt lists; set-up puts exactly these into the sprite."""
    return frozenset(LIST.read_text(encoding="utf-8").split())
