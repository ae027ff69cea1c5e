"""The page of mechanisms says what is tested, all 114, and nothing that is not."""

import re

import pytest

from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "reference" / "mechanisms.md").read_text("utf-8")
ROWS = re.findall(r"^\| (M\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", PAGE, re.M)
TESTS = ROOT / "tests" / "mechanisms"


def test_every_mechanism_has_one_row() -> None:
    assert [row[0] for row in ROWS] == [f"M{n:02d}" for n in range(1, 115)]


def test_what_is_tested_is_listed_and_what_is_listed_is_tested() -> None:
    listed = {row[0].lower(): row[4] for row in ROWS if row[2] == "已检验"}
    there = {path.stem.removeprefix("test_"): path for path in TESTS.glob("test_m*.py")}
    assert listed.keys() == there.keys()
    for number, path in there.items():
        assert path.name in listed[number]
        assert f"def test_{number}_" in path.read_text("utf-8"), f"{path.name} tests its number"


@pytest.mark.parametrize("status", ["部分", "未开始"])
def test_what_is_not_done_names_no_test_and_says_what_is_missing(status: str) -> None:
    rows = [row for row in ROWS if row[2] == status]
    assert rows
    assert all(row[4] == "–" and row[5].strip() not in ("", "–") for row in rows)


def test_the_sum_at_the_top_is_the_sum_of_the_rows() -> None:
    counted = {status: sum(row[2] == status for row in ROWS) for status in ("已检验", "部分", "未开始")}
    told = {status: int(n) for status, n in re.findall(r"(已检验|部分|未开始) (\d+) 项", PAGE)}
    assert told == counted
    assert sum(told.values()) == 114


def test_every_file_that_a_row_names_is_there() -> None:
    named = {name for row in ROWS for name in re.findall(r"`(\w+/[\w/]+\.(?:py|yaml))`", row[3])}
    assert named
    assert not [name for name in named if not (ROOT / "src" / "fazhi" / name).exists()]
