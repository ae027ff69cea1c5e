"""My day: what a unit has to do, in the order of urgency, in pages that cost the same wherever they are."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.test import Client

from fazhi.desk import keyset
from fazhi.desk.keyset import Place
from fazhi.matters.intake import Received
from fazhi.matters.models import Gist, Matter, Task
from fazhi.people.models import Grant
from tests.desk.conftest import Clock, Enter
from tests.matters.cast import NOW

Send = Callable[..., Received]


def numbers(page: Any) -> list[str]:
    return [row["number"] for row in page.context["rows"]]


def test_the_list_shows_what_to_do_and_for_whom(enter: Enter, matter: Matter) -> None:
    page = enter("qian").get("/desk/")
    assert numbers(page) == [matter.number]
    shown = page.content.decode()
    assert "东街路灯坏了" in shown
    assert "签收" in shown
    assert "系统 自动分办" in shown


@pytest.mark.parametrize("name", ["stranger", "admin", "li"])
def test_others_have_nothing_in_their_list(enter: Enter, matter: Matter, name: str) -> None:
    page = enter(name).get("/desk/")
    assert numbers(page) == []
    assert "现在没有要办的事" in page.content.decode()


def test_a_visitor_is_sent_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/desk/")
    assert answer.status_code == 302
    assert answer["Location"] == "/desk/login/?next=%2Fdesk%2F"


def crowd(n: int) -> list[Task]:
    """Give the housing bureau many tasks, as the projections would hold them."""
    matters = [
        Matter(
            id=UUID(int=i), number=f"测{i:05d}", procedure="grid_matter", edition=EDITION, stage="handling",
            unit="housing", opened_at=NOW, entered_at=NOW, seq=1,
        )
        for i in range(1, n + 1)
    ]  # fmt: skip
    Matter.objects.unscoped("测试").bulk_create(matters)
    Gist.objects.unscoped("测试").bulk_create(Gist(matter=m, text=f"第{m.id.int}件") for m in matters)
    Grant.objects.bulk_create(
        Grant(subject="unit:housing", object_id=m.id, level="work", valid_from=NOW, granted_by="x/1/1") for m in matters
    )
    tasks = [
        Task(
            matter=m, unit="housing", key="handle#1", role="handler", name="办理并反馈结果",
            due=NOW + timedelta(hours=n), order=NOW + timedelta(hours=n), since=NOW,
        )
        for n, m in enumerate(matters, start=-5)
    ]  # fmt: skip
    return list(Task.objects.unscoped("测试").bulk_create(tasks))


EDITION = ""


@pytest.fixture(autouse=True)
def _edition() -> None:
    from fazhi.matters.catalogue import current

    global EDITION
    EDITION = current("grid_matter", NOW.date()).id


def pages(client: Client, query: str = "") -> list[list[str]]:
    """Walk forward through the list to its end."""
    found = []
    while True:
        page = client.get("/desk/" + query)
        found.append(numbers(page))
        query = page.context["next"]
        if not query:
            return found


def test_pages_leave_nothing_out_and_repeat_nothing(enter: Enter) -> None:
    crowd(120)
    found = pages(enter("qian"))
    assert [len(page) for page in found] == [30, 30, 30, 30]
    assert [number for page in found for number in page] == [f"测{i:05d}" for i in range(1, 121)]


def test_the_way_back_shows_the_same_pages(enter: Enter) -> None:
    crowd(120)
    client = enter("qian")
    first = client.get("/desk/")
    second = client.get("/desk/" + first.context["next"])
    again = client.get("/desk/" + second.context["previous"])
    assert numbers(again) == numbers(first)
    assert first.context["previous"] == ""
    assert again.context["next"]


def test_a_later_page_costs_as_many_queries_as_the_first(enter: Enter, django_assert_num_queries: Any) -> None:
    tasks = crowd(150)
    client = enter("qian")
    place = Place(tasks[99].order, tasks[99].matter_id, tasks[99].key)
    client.get("/desk/")
    for query in ("", f"?after={quote(str(place))}"):
        with django_assert_num_queries(QUERIES):
            client.get("/desk/" + query)


def test_a_page_is_found_by_the_index(staff: Any) -> None:
    place = Place(NOW, UUID(int=5), "handle#1")
    for found in (keyset.after, keyset.before):
        plan = found(Task.objects.unscoped("测试").filter(unit="housing"), place).order_by("order").explain()
        assert "order,matter_id,key)" in plan.replace(" ", "") or "ROW(" in plan, plan


QUERIES = 11  # session, account, posts, sight, list, counts, last acts, filters, messages: few or many tasks


def test_a_person_of_two_units_has_one_list(enter: Enter, staff: Any, matter: Matter, sent: Send) -> None:
    from fazhi.people.models import Post

    Post.objects.create(person=staff["qian"], unit_id="ecology", role="handler", valid_from="2026-01-01")
    crowd(3)
    Task.objects.unscoped("测试").filter(matter_id=UUID(int=2)).update(unit="ecology")
    assert numbers(enter("qian").get("/desk/")) == ["测00001", "测00002", "测00003", matter.number]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("light=overdue", ["测00001", "测00002", "测00003", "测00004", "测00005"]),
        ("q=第7件", ["测00007"]),
        ("q=测00008", ["测00008"]),
        ("procedure=legal_consultation", []),
        ("subject=城乡建设", []),
        ("region=410922999", []),
        ("after=bent", [f"测{i:05d}" for i in range(1, 11)]),
    ],
)
def test_filters_stand_in_the_address(enter: Enter, query: str, found: list[str]) -> None:
    crowd(10)
    assert numbers(enter("qian").get(f"/desk/?{query}")) == found


def test_lights_are_counted(enter: Enter, matter: Matter) -> None:
    crowd(10)
    tabs = {tab.label: tab.count for tab in enter("qian").get("/desk/").context["tabs"]}
    assert tabs == {"全部": "11", "超期": "5", "将到期": "5", "正常": "0", "未计时": "1"}


def test_the_reckoning_unfolds(enter: Enter, matter: Matter, clock: Clock) -> None:
    from tests.desk.conftest import acted

    client = enter("qian")
    acted(client, matter, "sign")
    row = client.get("/desk/").context["rows"][0]
    shown = client.get(row["reckoning"]).content.decode()
    assert "2026年11月30日" in shown
    assert "本地设置" in shown
    assert client.get(f"/desk/matters/{row['number']}/reckoning/?key=nothing").status_code == 404
    assert enter("stranger").get(row["reckoning"]).status_code == 404


def test_nothing_of_the_list_is_kept_by_the_browser(enter: Enter, matter: Matter) -> None:
    assert enter("qian").get("/desk/")["Cache-Control"] == "no-store"


def test_sec_16_no_phone_number_stands_in_the_list(enter: Enter, staff: Any, sent: Send) -> None:
    sent("我的电话13812345678，路灯坏了")
    shown = enter("qian").get("/desk/").content.decode()
    assert "138****5678" in shown
    assert not re.search(r"1381234", shown)


@pytest.mark.parametrize(("name", "shows"), [("li", True), ("stranger", False)])
def test_who_oversees_and_has_nothing_to_do_is_led_to_what_is_late(enter: Enter, name: str, shows: bool) -> None:
    page = enter(name).get("/desk/").content.decode()
    assert "现在没有要办的事" in page
    assert ("看谁超期了" in page) is shows
