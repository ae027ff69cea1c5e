"""The page of scores: rates with their denominators, cards and points, each opening to as many as it says."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.desk.dashboards import cards, scoring
from fazhi.matters.catalogue import profile
from fazhi.matters.intake import Received
from fazhi.matters.timing import sweep
from tests.desk.conftest import Clock, Enter, text_of
from tests.figures.factory import closed
from tests.matters.cast import NOW, SUPERVISOR, do, staff

pytestmark = pytest.mark.django_db
SCORES = "/desk/dashboard/scores/"
CARDS = "/desk/dashboard/scores/cards/"
Send = Callable[..., Received]


@pytest.fixture(autouse=True)
def later(clock: Clock) -> None:
    """Look when the deadlines have passed."""
    clock.go(days=30)


def set_points(monkeypatch: pytest.MonkeyPatch, **points: int | None) -> None:
    city = replace(profile(), points=points)
    for module in (scoring, cards):
        monkeypatch.setattr(module, "profile", lambda: city)


def called_back(unit: str, n: int, resolved: int) -> None:
    """Write matters that ended with a call back to the resident."""
    for k in range(n):
        closed(unit=unit, granted=(f"unit:{unit}",), opened_at=NOW, ended_at=NOW + timedelta(days=k % 3),
               responded="yes", resolved="yes" if k < resolved else "no",
               satisfied=["satisfied", "fair", "unreached"][k % 3])  # fmt: skip


def carded(sent: Send, cards: int = 1) -> Received:
    """Let a matter lie at the housing bureau till it is supervised, and once more by hand for every further card."""
    received = sent()
    do(received.matter, "sign", staff("qian", "housing", "handler"))
    sweep(NOW + timedelta(days=29))
    for _ in range(cards - 1):
        at = NOW + timedelta(days=29)
        do(received.matter, "supervise", SUPERVISOR, at, card="red", reason="仍未办理。", reply_by="2027-01-08")
    return received


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_the_sentence_says_the_rates_with_their_denominators_and_the_points(
    enter: Enter, sent: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_points(monkeypatch, yellow=2, red=5)
    called_back("housing", 31, 20)
    called_back("ecology", 3, 3)
    closed(unit="housing", granted=("unit:housing",), procedure="people_mediation", opened_at=NOW, ended_at=NOW)
    carded(sent, cards=2)
    words = text_of(page(enter("li"), SCORES))
    assert "响应率 100.00%（34／34 件），解决率 67.65%（23／34 件），满意率 52.17%（12／23 件）" in words
    assert "督办 2 次，涉及 1 个单位，共扣 7 分。" in words
    assert "64.52% 20／31 件" in words
    assert "县住建局 31 件" in words
    assert "−7 分" in words


def test_who_has_too_few_cases_is_not_ranked(enter: Enter) -> None:
    called_back("housing", 31, 20)
    called_back("ecology", 3, 3)
    html = page(enter("li"), f"{SCORES}?by=grid_resolution")
    rows = [text_of(row) for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", html.split("<figure")[0], re.S)]
    assert ["1" if row.rstrip().endswith(" 1") else "few" for row in rows] == ["1", "few"]
    assert "件数少，不排名" in rows[1]


def test_every_figure_opens_to_as_many_records(enter: Enter, sent: Send) -> None:
    called_back("housing", 31, 20)
    called_back("ecology", 4, 3)
    carded(sent, cards=3)
    client = enter("li")
    html = page(client, SCORES)
    links = re.findall(r'href="([^"]+)">([\d.,%]+)(?: [件次])?</a>\s*(?:<span class="quiet nowrap">([^<]*))?', html)
    opened = 0
    for url, words, of in links:
        expected = of.split("／")[0] if of else words
        if "%" in expected:
            continue  # the tiles and the data table of the chart: the same figures, tested as the board's own
        found = re.search(r"共 ([\d,]+) [件次]", text_of(page(client, unescape(url))))
        assert (found.group(1) if found else "0") == expected, url
        opened += 1
    assert opened >= 10
    assert re.search(rf'href="{CARDS}\?[^"]*unit=housing[^"]*">3 次<', html)
    assert page(client, f"{CARDS}?unit=housing").count('class="row-item"') == 3


def test_without_points_it_says_so_and_takes_none(enter: Enter, sent: Send) -> None:
    carded(sent)
    words = text_of(page(enter("li"), SCORES))
    assert "还没有回访到反映人；督办 1 次，涉及 1 个单位，本地没有规定督办扣分，不计分。" in words
    assert "所以只列次数，不计分" in words
    assert "不计分（本地没有规定督办扣分）" in text_of(page(enter("li"), f"{CARDS}?unit=housing"))


def test_each_sees_only_what_he_may_see(enter: Enter, sent: Send) -> None:
    called_back("ecology", 3, 3)
    carded(sent)
    stranger, handler = enter("stranger"), enter("qian")
    assert "没有督办" in text_of(page(stranger, SCORES))
    assert 'class="row-item"' not in page(stranger, CARDS)
    assert "这个范围内没有督办" in page(stranger, CARDS)
    assert "解决率 100.00%（3／3 件）" in text_of(page(stranger, SCORES))
    assert "还没有回访到反映人；督办 1 次" in text_of(page(handler, SCORES))


def test_without_anything_it_says_what_to_do(enter: Enter) -> None:
    html = page(enter("li"), SCORES)
    assert "没有回访到反映人的网格事项，也没有督办。" in html
    assert "这个范围内没有可以考核的办件" in html
    assert "data-chart" not in html


@pytest.mark.parametrize("number", ["0", "-1", "x", "9999999", "²"])
def test_no_such_page_of_cards(enter: Enter, number: str) -> None:
    assert enter("li").get(f"{CARDS}?page={number}").status_code == 404


def test_more_cards_than_a_page_holds_go_on(enter: Enter, sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "PAGE", 2)
    carded(sent, cards=3)
    client = enter("li")
    first = page(client, CARDS)
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    second = page(client, unescape(following.group(1)))
    assert [html.count('class="row-item"') for html in (first, second)] == [2, 1]
    assert "回第一页" in second


@pytest.mark.parametrize("address", [SCORES, CARDS])
def test_the_number_of_queries_does_not_grow(enter: Enter, sent: Send, address: str) -> None:
    client, asked = enter("li"), []
    for unit in ("housing", "ecology", "township"):
        called_back(unit, 4, 2)
        carded(sent)
        page(client, address)
        with CaptureQueriesContext(connection) as captured:
            page(client, address)
        asked.append(len(captured))
    assert len(set(asked)) == 1
    assert asked[0] <= 20


def test_the_pages_of_the_dashboard_lead_to_each_other(enter: Enter) -> None:
    client = enter("li")
    for here in ("", "scores/", "years/"):
        html = page(client, f"/desk/dashboard/{here}?region=410922101&wall=0")
        for there in ("", "scores/", "years/"):
            assert f'href="/desk/dashboard/{there}?region=410922101"' in html
