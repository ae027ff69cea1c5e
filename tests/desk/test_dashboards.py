"""The dashboard: every number opens to its records, nobody sees more than his own, and the words say over what."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fazhi.figures.models import IssuedFigure
from fazhi.ledger.writing import Append, NewEvent, Write, commit
from fazhi.matters import units
from fazhi.matters.models import Gist, Matter
from fazhi.people.grants import prepare_oversight
from fazhi.people.models import Level, Person, Post, Region, ScopeKind, Unit
from fazhi.people.viewers import post_subject
from tests.desk.conftest import text_of
from tests.figures.factory import closed, matter, whistle

pytestmark = pytest.mark.django_db
BOARD = "/desk/dashboard/"
FIGURE = "/desk/dashboard/figure/{}/"
NOW = timezone.now()
NOTHING_DONE = {"action": "report", "data": {}, "effects": [], "decided": {}}
PAST = timezone.localdate() - timedelta(days=400)


@pytest.fixture(autouse=True)
def county(db: None) -> None:
    """A county with two townships, two departments and the office that oversees them."""
    for code, name, level in [("41", "河南省", 1), ("4109", "濮阳市", 2), ("410922", "清丰县", 3),
                              ("410922101", "马庄桥镇", 4), ("410922103", "仙庄镇", 4)]:  # fmt: skip
        parent = {1: None, 2: "41", 3: "4109", 4: "410922"}[level]
        Region.objects.create(code=code, name=name, level=level, parent_id=parent)
    for id, name in [("water", "县水利局"), ("road", "县交通运输局"), ("office", "县依法治县办")]:
        Unit.objects.create(id=id, name=name, kind="department", region_id="410922", valid_from=PAST)
    units.forget()
    leader = post_subject("office", "leader")
    prepare_oversight(leader, ScopeKind.REGION, "410922", Level.SEE, NOW - timedelta(days=400), "unit/1/1").save()


@pytest.fixture
def signed_in() -> Callable[[str, str], Client]:
    """Sign in somebody who holds one post."""

    def sign_in(unit: str = "office", role: str = "leader") -> Client:
        person = Person.objects.create_user(f"{unit}-{role}", display_name="赵某")
        Post.objects.create(person=person, unit_id=unit, role=role, valid_from=PAST)
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def some_matters() -> None:
    """Ten matters of two units, two townships: eight ended, one of them late; one open in time, one overdue."""
    start, done = NOW - timedelta(hours=3), NOW - timedelta(hours=1)
    for n in range(8):
        unit = "water" if n < 6 else "road"
        one = closed(unit=unit, granted=(f"unit:{unit}",), opened_at=start, ended_at=done, on_time=n > 0,
                     responded="yes", resolved="yes" if n < 6 else "no", subject="供水" if n < 6 else "道路",
                     satisfied="satisfied" if n < 5 else "unreached")  # fmt: skip
        Gist.objects.bulk_create([Gist(matter=one, text=f"第{n}件摘要")])
        whistle(one, "road", asked_at=start, due=done, answer="arrived", answered_at=start)
    matter(opened_at=start, due=NOW + timedelta(days=5), region="410922103")
    matter(opened_at=start, due=NOW - timedelta(hours=2), region="410922")


def recorded(late: Matter) -> None:
    """Let the ledger know of a matter only now, so that a figure issued before did not know it."""
    event = NewEvent("act", NOTHING_DONE, timezone.now(), timezone.now(), "x")
    commit(Write(appends=[Append("matter", late.pk, 0, (event,))]))


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_the_sentence_answers_the_question(signed_in: Callable[..., Client]) -> None:
    some_matters()
    words = text_of(page(signed_in(), BOARD))
    assert "群众反映的事办得怎么样？" in words
    assert "收到 10 件，办结 8 件，按期办结率 77.78%（7／9 件），满意率 100.00%（5／5 件）" in words
    assert "现在在办 2 件，其中 1 件已经超期。" in words
    assert "只统计您有权查看的办件" in words
    assert "清丰县" in words
    assert "截至" in words


def test_every_number_of_the_page_opens_to_as_many_records(signed_in: Callable[..., Client]) -> None:
    some_matters()
    client = signed_in()
    html = page(client, BOARD)
    links = re.findall(r'<a class="figure-link" href="([^"]+)">([\d,]+)</a>', html)
    links += re.findall(r'<p class="value"><a href="([^"]+)">([\d,]+)</a>', html)
    assert len(links) > 10
    for url, number in links:
        opened = page(client, unescape(url))
        total = re.search(r"共 ([\d,]+) 件", text_of(opened))
        tab = re.search(r"分母 ([\d,]+)", text_of(opened)) if "open_of_period" in url else None
        shown = tab or total
        assert (shown.group(1) if shown else "0") == number, url


@pytest.mark.parametrize(
    ("part", "rows", "first"),
    [("numerator", 7, "第7件摘要"), ("denominator", 9, ""), ("difference", 2, "第0件摘要"), ("", 7, ""), ("x", 7, "")],
)
def test_a_figure_opens_to_its_parts(signed_in: Callable[..., Client], part: str, rows: int, first: str) -> None:
    some_matters()
    html = page(signed_in(), f"{FIGURE.format('on_time')}?part={part}")
    assert html.count('class="row-item"') == rows
    assert first in html
    assert "时限内办结数÷应办结数" in html
    assert "本地口径" in html


def test_who_oversees_nobody_sees_only_the_own_unit(signed_in: Callable[..., Client]) -> None:
    some_matters()
    words = text_of(page(signed_in("road", "handler"), BOARD))
    assert "收到 2 件，办结 2 件" in words
    assert "县水利局" not in words


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = Client().get(BOARD)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("query", "words"),
    [("unit=road", "收到 2 件"), ("region=410922103", "收到 1 件"), ("procedure=people_mediation", "没有收到办件"),
     ("subject=道路", "收到 2 件"), ("span=own&since=2020-01-01&until=2020-02-01", "收到 0 件，办结 0 件"),
     ("span=month", "收到"), ("procedure=legal_consultation", "群众的法律问题有人答吗？"),
     ("span=own&since=2026-02-30", "日期不对"), ("span=own&since=2026-02-03&until=2026-02-01", "早于开始日期"),
     ("span=own&since=2001-02-03&until=2026-02-01", "超过三年")],
)  # fmt: skip
def test_filters_stay_in_the_address(signed_in: Callable[..., Client], query: str, words: str) -> None:
    some_matters()
    assert words in text_of(page(signed_in(), f"{BOARD}?{query}"))


def test_without_matters_it_says_what_to_do(signed_in: Callable[..., Client]) -> None:
    html = page(signed_in(), BOARD)
    assert "这个范围内没有办件" in html
    assert "data-chart" not in html


def test_one_matter_is_enough_for_a_page(signed_in: Callable[..., Client]) -> None:
    closed(opened_at=NOW, ended_at=NOW, unit="a" * 60, subject="长" * 60)
    words = text_of(page(signed_in("water"), BOARD))
    assert "收到 1 件，办结 1 件，按期办结率 100.00%（1／1 件）" in words
    assert "少于 30 件，只供参考" in words
    assert "件数少，不排名" in words


def test_the_map_has_real_outlines_and_says_what_is_missing(signed_in: Callable[..., Client]) -> None:
    some_matters()
    html = page(signed_in(), BOARD)
    assert html.count('"MultiPolygon"') == 6
    assert "乡镇（街道）边界数据未取得" in html


def test_the_wall_refreshes_and_has_no_controls_of_its_own(signed_in: Callable[..., Client]) -> None:
    some_matters()
    html = page(signed_in(), f"{BOARD}?wall=1")
    assert 'data-wall="1"' in html
    assert 'data-refresh="60"' in html


@pytest.mark.parametrize("address", [BOARD, FIGURE.format("on_time"), FIGURE.format("grid_checkin_on_time")])
def test_the_number_of_queries_does_not_grow(signed_in: Callable[..., Client], address: str) -> None:
    client = signed_in()
    asked = []
    for _ in range(3):
        some_matters()
        page(client, address)
        with CaptureQueriesContext(connection) as captured:
            page(client, address)
        asked.append(len(captured))
    assert len(set(asked)) == 1


@pytest.mark.parametrize(
    ("address", "status"),
    [("figure/nothing/", 404), ("figure/intake/?after=x", 404), ("figure/intake/by-colour.csv", 404),
     ("figure/overdue_now/by-week.csv", 404),
     ("figure/intake/?span=own&since=x", 400), ("figure/intake/by-week.csv?span=never", 400),
     ("issued/0f0e0d0c-0000-4000-8000-000000000000/", 404)],
)  # fmt: skip
def test_what_is_not_there(signed_in: Callable[..., Client], address: str, status: int) -> None:
    assert signed_in().get(BOARD + address).status_code == status


def test_a_table_can_be_had_as_csv(signed_in: Callable[..., Client]) -> None:
    some_matters()
    Unit.objects.filter(pk="road").update(name="=1+1")
    client = signed_in()
    answer = client.get(f"{FIGURE.format('on_time')}by-unit.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[3:] == [
        ["承办单位", "代码", "分子", "分母", "比率"],
        ["'=1+1", "road", "2", "2", "100.00%"],
        ["县水利局", "water", "5", "7", "71.43%"],
    ]
    assert "按期办结率（on_time@1）" in rows[0]
    for by in ("week", "month", "region", "subject"):
        assert client.get(f"{FIGURE.format('intake')}by-{by}.csv").status_code == 200
    assert "60 日以上" in client.get(f"{FIGURE.format('open_of_period')}by-age.csv").content.decode()


def test_a_leader_issues_a_figure_and_a_later_change_is_shown(signed_in: Callable[..., Client]) -> None:
    some_matters()
    client = signed_in()
    opened = page(client, f"{FIGURE.format('on_time')}?region=410922")
    assert "发布这个数" in opened
    done = client.post(f"{FIGURE.format('on_time')}issue/?region=410922", {"command": "once"}, follow=True)
    assert "已发布" in done.content.decode()
    one = IssuedFigure.objects.get()
    assert (one.numerator, one.denominator) == (7, 9)

    recorded(matter(opened_at=NOW - timedelta(hours=3), due=NOW - timedelta(minutes=5)))
    shown = text_of(page(client, f"{BOARD}issued/{one.pk}/"))
    assert "77.78%（7／9 件）" in shown
    assert "现在重算：70.00%（7／10 件）" in shown


def test_who_may_not_issue_is_told_why(signed_in: Callable[..., Client]) -> None:
    some_matters()
    client = signed_in("water", "handler")
    assert "发布这个数" not in page(client, FIGURE.format("on_time"))
    refused = client.post(f"{FIGURE.format('on_time')}issue/", follow=True)
    assert "发布统计数须由" in refused.content.decode()
    assert not IssuedFigure.objects.exists()


def test_the_list_of_issued_figures_when_empty_and_when_not(signed_in: Callable[..., Client]) -> None:
    client = signed_in()
    assert "还没有发布过统计数" in page(client, f"{BOARD}issued/")
    client.post(f"{FIGURE.format('intake')}issue/?region=410922", {"command": "once"})
    assert "收件量" in page(client, f"{BOARD}issued/")


def test_requests_are_listed_with_who_was_asked(signed_in: Callable[..., Client]) -> None:
    some_matters()
    html = page(signed_in(), FIGURE.format("grid_checkin_on_time"))
    assert "县交通运输局：已报到" in html
