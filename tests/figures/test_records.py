"""Opening a figure: the parts add up, pages follow each other without gap, nobody sees more than his own."""

import pytest

from fazhi.figures.compute import figure
from fazhi.figures.records import BadCursor, page, records
from fazhi.figures.registry import indicator
from fazhi.people.viewers import Subjects, Viewer, system_viewer

from .factory import JUNE, NOW, at, closed, matter, whistle

pytestmark = pytest.mark.django_db
ALL = system_viewer("测试", NOW)


@pytest.mark.parametrize("id", ["on_time", "grid_checkin_on_time", "grid_satisfaction", "overdue_now"])
def test_numerator_and_difference_are_the_denominator(id: str) -> None:
    for n in range(4):
        one = closed(on_time=n % 2 == 0, satisfied=["satisfied", "fair", "unreached", ""][n])
        whistle(one, "road", answer="arrived", answered_at=at(4 + n) if n < 3 else None)
        matter(due=at(18 + n))
    found = figure(indicator(id), JUNE, ALL, NOW)
    sizes = [
        records(indicator(id), JUNE, ALL, NOW, part).count() for part in ("numerator", "denominator", "difference")
    ]
    assert sizes[:2] == [found.numerator, found.denominator]
    assert sizes[0] + sizes[2] == sizes[1]
    assert 0 < sizes[0] < sizes[1]


@pytest.mark.parametrize("id", ["intake", "grid_checkin_on_time", "open_now"])
def test_pages_follow_without_gap_or_repeat(id: str) -> None:
    for n in range(7):
        one = matter(opened_at=at(2 + n % 2))
        for unit in ("road", "water") if id == "grid_checkin_on_time" else ():
            whistle(one, unit, answered_at=at(4))
    rows = records(indicator(id), JUNE, ALL, NOW)
    seen, cursor = [], ""
    while True:
        found = page(indicator(id), rows, cursor, size=3)
        seen += [row.pk for row in found.rows]
        if not (cursor := found.following):
            break
    assert seen == [row.pk for row in rows]
    assert len(seen) == (14 if id == "grid_checkin_on_time" else 7)


@pytest.mark.parametrize("cursor", ["x", "2026-06-01~y", "2026-06-01T00:00:00~0f0e0d0c-0000-4000-8000-000000000000"])
def test_a_wrong_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor, match="第一页"):
        page(indicator("intake"), records(indicator("intake"), JUNE, ALL, NOW), cursor)


def test_the_reader_opens_only_what_he_may_see() -> None:
    mine = matter()
    matter(granted=("unit:road",))
    water = Viewer("person", "w", NOW, Subjects(frozenset({"unit:water"})))
    assert [row.pk for row in records(indicator("intake"), JUNE, water, NOW)] == [mine.pk]
