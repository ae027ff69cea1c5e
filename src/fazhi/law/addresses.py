"""Permanent addresses of provisions: the naming convention of Akoma Ntoso (OASIS, 2019), with our own article tree.

    /akn/cn/act/行政复议法/zho@2023-09-01/~art_20__para_2__item_3
    /akn/cn-410900/act/濮阳市城市绿化条例/zho@2019-06-01/~art_5-1

The place is the nation's code, followed by the GB/T 2260 code of the place that made a local instrument. Without a date
the address means the version in force on the day that is asked.
"""

import re
from dataclasses import dataclass
from datetime import date

from fazhi.law.model import Number


@dataclass(frozen=True, slots=True)
class Address:
    """Where a provision stands; 0 for a paragraph, item or point that is not named."""

    name: str
    place: str = ""
    version: date | None = None
    article: Number | None = None
    paragraph: int = 0
    item: int = 0
    point: int = 0

    def __str__(self) -> str:
        """Return the address as text."""
        country = f"cn-{self.place}" if self.place else "cn"
        edition = f"zho@{self.version.isoformat()}" if self.version else "zho"
        inside = self._inside()
        return f"/akn/{country}/act/{self.name}/{edition}" + (f"/~{inside}" if inside else "")

    def _inside(self) -> str:
        if self.article is None:
            return ""
        number = f"{self.article.main}-{self.article.sub}" if self.article.sub else str(self.article.main)
        parts = (("art", number), ("para", self.paragraph), ("item", self.item), ("point", self.point))
        return "__".join(f"{kind}_{value}" for kind, value in parts if value)


_ADDRESS = re.compile(
    r"/akn/cn(?:-(?P<place>\d{6}))?/act/(?P<name>[^/]+)/zho(?:@(?P<version>\d{4}-\d\d-\d\d))?"
    r"(?:/~art_(?P<main>\d+)(?:-(?P<sub>\d+))?(?:__para_(?P<paragraph>\d+))?(?:__item_(?P<item>\d+))?"
    r"(?:__point_(?P<point>\d+))?)?"
)


def parsed(text: str) -> Address:
    """Return the address that `text` writes; ValueError where it is none."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}”不是条文地址。地址形如 /akn/cn/act/行政复议法/zho@2023-09-01/~art_20")
    part = found.groupdict()
    article = Number(int(part["main"]), int(part["sub"] or 0)) if part["main"] else None
    version = date.fromisoformat(part["version"]) if part["version"] else None
    numbers = (int(part[name] or 0) for name in ("paragraph", "item", "point"))
    return Address(part["name"], part["place"] or "", version, article, *numbers)
