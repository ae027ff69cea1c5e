"""The hierarchies of units, each on a day."""

from datetime import date

import pytest

from fazhi.people.models import Hierarchy, UnitLink
from fazhi.people.units import path, units_under

from .conftest import SINCE, Cast

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
LINKS = [
    (Hierarchy.TERRITORY, "bureau", "office", SINCE, None),
    (Hierarchy.TERRITORY, "office", "other", SINCE, JUNE),
    (Hierarchy.DUAL, "bureau", "other", SINCE, None),
    (Hierarchy.DUAL, "away", "other", SINCE, None),
    (Hierarchy.STATIONED, "away", "bureau", SINCE, None),
    (Hierarchy.STATIONED, "bureau", "office", SINCE, None),
    (Hierarchy.STATIONED, "office", "other", SINCE, None),
]


@pytest.fixture
def linked(cast: Cast) -> Cast:
    """Return the cast with its units in two hierarchies."""
    for hierarchy, parent, child, start, end in LINKS:
        UnitLink.objects.create(hierarchy=hierarchy, parent_id=parent, child_id=child, valid_from=start, valid_to=end)
    return cast


@pytest.mark.parametrize(
    ("unit", "hierarchy", "day", "below"),
    [
        ("bureau", Hierarchy.TERRITORY, MAY, {"office", "other"}),
        ("bureau", Hierarchy.TERRITORY, JUNE, {"office"}),
        ("bureau", Hierarchy.TERRITORY, date(2025, 1, 1), set()),
        ("bureau", Hierarchy.DUAL, MAY, {"other"}),
        ("bureau", Hierarchy.GUIDANCE, MAY, set()),
        ("other", Hierarchy.TERRITORY, MAY, set()),
        ("away", Hierarchy.STATIONED, MAY, {"bureau", "office", "other"}),
    ],
)
def test_units_under(linked: Cast, unit: str, hierarchy: Hierarchy, day: date, below: set[str]) -> None:
    assert {found.pk for found in units_under(linked.units[unit], hierarchy, day)} == below


@pytest.mark.parametrize(
    ("unit", "hierarchy", "day", "above"),
    [
        ("other", Hierarchy.TERRITORY, MAY, ["bureau", "office", "other"]),
        ("other", Hierarchy.TERRITORY, JUNE, ["other"]),
        ("other", Hierarchy.DUAL, MAY, ["away", "bureau", "other"]),
        ("bureau", Hierarchy.TERRITORY, MAY, ["bureau"]),
    ],
)
def test_path(linked: Cast, unit: str, hierarchy: Hierarchy, day: date, above: list[str]) -> None:
    assert [found.pk for found in path(linked.units[unit], hierarchy, day)] == above


def test_links_in_a_circle_end(linked: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    UnitLink.objects.create(hierarchy="territory", parent_id="other", child_id="bureau", valid_from=SINCE)
    with django_assert_num_queries(2):
        assert {u.pk for u in units_under(linked.units["bureau"], Hierarchy.TERRITORY, MAY)} == {"office", "other"}
