"""The map: real outlines of the city's counties, with the values of those this installation serves."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fazhi.desk.dashboards.addresses import narrower_url
from fazhi.desk.dashboards.charts import Chart, link
from fazhi.figures.compute import Row
from fazhi.figures.scope import Scope
from fazhi.matters.catalogue import profile
from fazhi.people.boundaries import city_counties
from fazhi.people.divisions import UnknownRegion

COUNTY = 6  # the length of a county's code
NOTE = gettext_noop(
    "底图为县（区）界。乡镇（街道）边界数据未取得，各乡镇的数见旁边的图和数据表。没有数的县（区）不由本系统服务。"
)


def county_map(scope: Scope, rows: Sequence[Row]) -> Chart | None:
    """Show a count by county on real outlines; None where there are no outlines. `rows` are those by region."""
    try:
        outlines = city_counties(profile().code[:4])
    except UnknownRegion:
        return None
    named = {feature["properties"]["name"]: feature["properties"]["code"] for feature in outlines["features"]}
    served = {name: code for name, code in named.items() if code.startswith(profile().code)}
    counts = _by_county(rows)
    data = [_place(name, counts[code]) for name, code in served.items()]
    links = {name: _url(scope, code) for name, code in served.items()}
    cells = [(name, link(links[name], counts[code])) for name, code in served.items()]
    map_name = f"city-{profile().code[:4]}"
    option = {
        "registerMap": {"name": map_name, "geojson": outlines},
        "links": links,
        "tooltip": {"formatter": "{b}"},
        # Two and a half times the highest, so that the name stays readable on the darkest area.
        "visualMap": {"show": False, "min": 0, "max": max(1.0, 2.5 * max((d["value"] for d in data), default=1))},
        "series": [{"type": "map", "map": map_name, "data": data, "label": {"show": True}, "aspectScale": 0.82,
                    "selectedMode": False, "emphasis": {"disabled": True}}],
    }  # fmt: skip
    return Chart("map", _("各县（区）收件量（件）"), option, [_("县（区）"), _("件数")], cells, note=_(NOTE))


def _by_county(rows: Sequence[Row]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows:
        found[row.key[:COUNTY]] += row.numerator
    return found


def _place(name: str, count: int) -> dict[str, Any]:
    return {
        "name": name,
        "value": count,
        "label": {
            "formatter": _("%(name)s\n%(count)s 件") % {"name": name, "count": f"{count:,}"},
            "fontWeight": "bold",
        },
    }


def _url(scope: Scope, code: str) -> str:
    return narrower_url("intake", scope, region=scope.region or code)
