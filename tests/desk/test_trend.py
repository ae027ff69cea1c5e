"""The trend of the dashboard: what came in on the same days of last year, each point opening to its own days."""

import json
import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from fazhi.clock import BEIJING
from tests.desk.conftest import Enter
from tests.figures.factory import closed, matter
from tests.matters.cast import NOW

pytestmark = pytest.mark.django_db
BOARD = "/desk/dashboard/"


def came(at: datetime, n: int) -> None:
    for _ in range(n):
        closed(unit="housing", granted=("unit:housing",), opened_at=at, ended_at=at + timedelta(hours=1))


@pytest.fixture
def two_years() -> None:
    """Three this month and one that is open, two on the same day a year before, one a year before that."""
    for years, n in ((0, 3), (1, 2), (2, 1)):
        came(datetime(NOW.year - years, NOW.month, 1, 9, tzinfo=BEIJING), n)
    matter(unit="housing", granted=("unit:housing",), opened_at=datetime(NOW.year, NOW.month, 1, 9, tzinfo=BEIJING))


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def trend(client: Client, query: str = "") -> tuple[dict[str, Any], str]:
    """Return the chart's option, and the chart with its table and note."""
    html = page(client, f"{BOARD}{query}")
    found = re.search(r'<script id="trend" type="application/json">(.*?)</script>(.*?)CSV', html, re.S)
    assert found
    return json.loads(found.group(1)), found.group(2)


@pytest.mark.parametrize("query", ["", "?span=month", "?wall=1"])
def test_last_year_stands_beside_this_year(enter: Enter, two_years: None, query: str) -> None:
    html = page(enter("li"), f"{BOARD}{query}")
    found = re.search(r'<script id="trend" type="application/json">(.*?)</script>', html, re.S)
    assert found
    lines = {line["name"]: sum(line["data"]) for line in json.loads(found.group(1))["series"]}
    assert lines == {"收件": 4, "办结": 3, "上年同期收件": 2}


def test_every_point_and_number_opens_to_its_own_days(enter: Enter, two_years: None) -> None:
    client = enter("li")
    option, table = trend(client)
    labels = option["xAxis"]["data"]
    for line in option["series"]:
        for label, n in zip(labels, line["data"], strict=True):
            url = option["links"][f"{line['name']} {label}"]
            if n:
                assert page(client, url).count('class="row-item"') == n
    links = [one for one in re.findall(r'class="figure-link" href="([^"]+)">(\d+)<', table) if one[1] != "0"]
    assert sorted(int(n) for _, n in links) == [2, 3, 4]
    assert all(page(client, unescape(url)).count('class="row-item"') == int(n) for url, n in links)


def test_where_last_year_is_not_known_there_is_no_line_at_nought(enter: Enter) -> None:
    came(NOW - timedelta(days=3), 2)
    option, table = trend(enter("li"))
    assert [line["name"] for line in option["series"]] == ["收件", "办结"]
    assert "上年相同日期没有收件记录，不作比较。" in table


def test_more_than_a_year_is_its_own_comparison(enter: Enter, two_years: None) -> None:
    option, table = trend(enter("li"), f"?span=own&since={NOW.year - 1}-01-01&until={NOW.date()}")
    assert [line["name"] for line in option["series"]] == ["收件", "办结"]
    assert "上年" not in table


def test_last_year_is_seen_only_as_far_as_sight_goes(enter: Enter, two_years: None) -> None:
    came(NOW - timedelta(days=3), 1)
    closed(unit="ecology", granted=("unit:ecology",), opened_at=NOW - timedelta(days=3), ended_at=NOW)
    option, _ = trend(enter("stranger"))
    assert {line["name"]: sum(line["data"]) for line in option["series"]} == {"收件": 1, "办结": 1}
