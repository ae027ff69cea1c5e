"""The table of years: settled disputes beside the year before, each number opening to its cases."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.clock import BEIJING
from tests.desk.conftest import Enter, text_of
from tests.figures.factory import closed
from tests.matters.cast import NOW

pytestmark = pytest.mark.django_db
YEARS = "/desk/dashboard/years/"
SPRING, WINTER = (3, 4), (12, 30)


def ended(year: int, *outcomes: str, day: tuple[int, int] = SPRING, unit: str = "housing") -> None:
    """Write disputes that were filed away on a day of the year, registered a day earlier."""
    at = datetime(year, *day, 9, tzinfo=BEIJING)
    for outcome in outcomes:
        closed(procedure="people_mediation", edition="people_mediation@1", stage="archived", outcome=outcome,
               unit=unit, granted=(f"unit:{unit}",), opened_at=at - timedelta(days=1), ended_at=at)  # fmt: skip


@pytest.fixture
def three_years() -> None:
    """One settled in the first year; two in the second, one of them after today's date; three of four in the third."""
    ended(NOW.year - 2, "agreed_oral")
    ended(NOW.year - 1, "agreed_written", "failed")
    ended(NOW.year - 1, "agreed_written", day=WINTER)
    ended(NOW.year, "agreed_written", "agreed_oral", "confirmed", "failed")


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def table_of(html: str) -> list[str]:
    """Return the rows of the table of years, not of the chart's."""
    return [text_of(row).strip() for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", html.split("<figure")[0])]


def test_a_year_that_runs_is_compared_with_the_same_days(enter: Enter, three_years: None) -> None:
    html = page(enter("li"), YEARS)
    words = text_of(html)
    assert "受理 4 件，调解成功 3 件，比上年同期多 2 件（增长 200.00%）；" in words
    assert "调解成功率 75.00%（3／4 件），上年同期 50.00%（1／2 件）。" in words
    now, before, first = table_of(html)
    assert now.startswith(f"{NOW.year}年（至{NOW.month}月{NOW.day}日） 4 件 3 件 1 件 75.00% 3／4 件 多 2 件")
    assert now.endswith("上年同期 1 件")
    assert before == f"{NOW.year - 1}年 3 件 2 件 1 件 66.67% 2／3 件 多 1 件（增长 100.00%） 上年 1 件"
    assert first == f"{NOW.year - 2}年 1 件 1 件 0 件 100.00% 1／1 件 没有更早的记录"


def test_every_number_opens_to_as_many_cases(enter: Enter, three_years: None) -> None:
    client = enter("li")
    html = page(client, YEARS)
    links = re.findall(r'<a class="figure-link" href="([^"]+)">([\d,]+)(?: 件)?</a>', html)
    assert len(links) == 3 * 3 + 2 + 3 * 2, "the table, the years before, the chart's table"
    for url, number in links:
        opened = page(client, unescape(url))
        found = re.search(r"共 ([\d,]+) 件", text_of(opened))
        assert (found.group(1) if found else "0") == number, url
        assert opened.count('class="row-item"') == int(number)
    rates = re.findall(r'<a class="figure-link" href="([^"]+)">[\d.]+%</a> <span class="quiet nowrap">\d+／(\d+)', html)
    assert [page(client, unescape(url)).count('class="row-item"') for url, _ in rates] == [int(n) for _, n in rates]


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        (("agreed_oral", "agreed_oral"), "与上年同期一样多"),
        (("failed", "agreed_oral"), "比上年同期少 1 件（下降 50.00%）"),
        ((), "调解成功 0 件，比上年同期少 2 件（下降 100.00%）。"),
    ],
)
def test_as_many_or_fewer_is_said(enter: Enter, outcomes: tuple[str, ...], words: str) -> None:
    ended(NOW.year - 1, "agreed_oral", "agreed_oral")
    ended(NOW.year, *outcomes)
    assert words in text_of(page(enter("li"), YEARS))


def test_a_year_before_the_first_record_is_not_nought(enter: Enter) -> None:
    ended(NOW.year, "agreed_oral")
    html = page(enter("li"), YEARS)
    assert len(table_of(html)) == 1
    assert "没有更早的记录" in html
    assert "比上年同期" not in html


def test_the_first_year_shown_is_compared_with_the_one_before_it(enter: Enter) -> None:
    ended(NOW.year - 3, "agreed_oral")
    ended(NOW.year, "agreed_oral", "agreed_oral")
    rows = table_of(page(enter("li"), f"{YEARS}?years=3"))
    assert [row[:4] for row in rows] == [str(NOW.year - n) for n in range(3)]
    assert rows[-1].endswith("少 1 件（下降 100.00%） 上年 1 件")


@pytest.mark.parametrize(
    ("query", "words"),
    [("unit=ecology", "调解成功 1 件"), ("region=410922103", "没有调解案件"), ("years=7", "筛选条件有误"),
     ("region=410922101", "调解成功 3 件")],
)  # fmt: skip
def test_filters_stay_in_the_address(enter: Enter, query: str, words: str) -> None:
    ended(NOW.year, "agreed_oral", unit="ecology")
    ended(NOW.year, "agreed_oral", "agreed_oral")
    assert words in text_of(page(enter("li"), f"{YEARS}?{query}"))


def test_who_oversees_nobody_sees_only_the_own_unit(enter: Enter, three_years: None) -> None:
    ended(NOW.year, "agreed_oral", unit="ecology")
    words = text_of(page(enter("stranger"), YEARS))
    assert "受理 1 件，调解成功 1 件；" in words


def test_without_cases_it_says_what_to_do(enter: Enter) -> None:
    html = page(enter("li"), YEARS)
    assert "年以来没有调解案件。" in html
    assert "这个范围内没有调解案件" in html
    assert "data-chart" not in html


def test_the_number_of_queries_does_not_grow(enter: Enter, three_years: None) -> None:
    client, asked = enter("li"), []
    for more in (0, 5, 9):
        ended(NOW.year - more, *["agreed_oral", "failed"] * more)
        page(client, f"{YEARS}?years=10")
        with CaptureQueriesContext(connection) as captured:
            page(client, f"{YEARS}?years=10")
        asked.append(len(captured))
    assert len(set(asked)) == 1
    assert asked[0] <= 20
