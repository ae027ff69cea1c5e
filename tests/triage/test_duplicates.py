"""Likely copies among recent messages."""

import pytest

from fazhi.triage.duplicates import Neighbours, index_of
from tests.triage.samples import examples
from tests.triage.test_grouping import LONG, SHORTENED


@pytest.fixture
def recent() -> Neighbours:
    return index_of([(f"E{number}", one.text) for number, one in enumerate(examples())] + [("L", LONG)])


def test_the_same_text_is_wholly_alike(recent: Neighbours) -> None:
    assert recent.similar(LONG)[0] == ("L", 1.0)


def test_a_shortened_copy_is_found(recent: Neighbours) -> None:
    name, likeness = recent.similar(SHORTENED)[0]
    assert name == "L"
    assert 0.3 < likeness < 1


def test_another_matter_is_not_shown(recent: Neighbours) -> None:
    assert recent.similar("公园里的长椅断了两条腿，坐上去会摔倒。") == []


@pytest.mark.parametrize("text", ["", "！？", "\x00", "水"])
def test_a_text_without_pairs_finds_nothing(recent: Neighbours, text: str) -> None:
    assert recent.similar(text) == []


def test_an_empty_index_finds_nothing() -> None:
    assert Neighbours().similar(LONG) == []


def test_what_is_removed_is_not_shown(recent: Neighbours) -> None:
    recent.remove("L")
    recent.remove("unknown")
    assert "L" not in dict(recent.similar(LONG))


def test_the_same_name_replaces(recent: Neighbours) -> None:
    before = len(recent)
    recent.add("L", "公园里的长椅断了两条腿，坐上去会摔倒。")
    assert len(recent) == before
    assert "L" not in dict(recent.similar(LONG))
    assert recent.similar("公园里的长椅断了两条腿")[0][0] == "L"


def test_the_oldest_leave_first() -> None:
    neighbours = Neighbours(capacity=2)
    for number, one in enumerate(examples()):
        neighbours.add(str(number), one.text)
    assert len(neighbours) == 2
    assert set(dict(neighbours.similar(examples()[-1].text, least=0))) <= {"16", "17"}


def test_a_rebuilt_index_still_finds() -> None:
    neighbours = Neighbours(capacity=3)
    for turn in range(2_005):
        neighbours.add("A", f"第{turn}次来信：{LONG}")
    neighbours.add("B", examples()[0].text)
    assert neighbours.similar(LONG)[0][0] == "A"
    assert len(neighbours._names) < 1_000
