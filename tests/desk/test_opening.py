"""Registering a new matter at the desk: by post, with its place and its reporter, once, and nothing lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fazhi.matters.models import Attachment, Matter
from fazhi.matters.querying import query_code
from fazhi.matters.streams import read
from fazhi.people.models import Party, Region
from tests.desk.conftest import Enter
from tests.matters.cast import TOWNSHIP

URL = "/desk/new/grid_matter/report/"
TEXT = "南街污水井盖丢失，晚上看不见，有人摔伤。"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64


def registered(client: Client, page: Any = None, url: str = URL, /, **data: Any) -> Any:
    """Fill in the form as a person would, and send it."""
    form = (page or client.get(url)).context["form"]
    hidden = {field.html_name: field.value() or "" for field in form.hidden_fields()}
    return client.post(url, {**hidden, "text": TEXT, "channel": "hotline", "fz_township": TOWNSHIP, **data})


def matters() -> list[Matter]:
    return list(Matter.objects.unscoped("测试"))


def test_a_call_is_registered_with_place_channel_and_reporter(enter: Enter, unsure: None) -> None:
    answer = registered(enter("zhao"), reporter_name="王小明", reporter_phone="13812345678")
    (matter,) = matters()
    assert answer["Location"] == reverse("desk:registered", args=[matter.number])
    assert (matter.region, matter.channel, matter.stage) == (TOWNSHIP, "hotline", "reported")
    assert matter.party == Party.objects.get().id.hex
    opened = read(matter.id)[0]
    assert "王小明" not in str(opened)
    assert opened.data["township"] == "township"


def test_number_and_code_are_for_who_registered_it(enter: Enter, unsure: None) -> None:
    client = enter("zhao")
    answer = registered(client)
    (matter,) = matters()
    shown = client.get(answer["Location"]).content.decode()
    assert matter.number in shown
    assert query_code(matter.id) in shown
    assert reverse("desk:matter", args=[matter.number]) in shown
    assert enter("wu").get(answer["Location"]).status_code == 404


def test_whose_unit_has_no_part_is_told_so(enter: Enter) -> None:
    client = enter("stranger")
    shown = client.get(registered(client)["Location"]).content.decode()
    (matter,) = matters()
    assert query_code(matter.id) in shown
    assert "您的单位不参与" in shown
    assert reverse("desk:matter", args=[matter.number]) not in shown


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("zhao", ["grid_matter/report", "legal_consultation/ask", "people_mediation/apply"]),
        ("sun", [
            "grid_matter/report", "legal_consultation/ask", "people_mediation/apply",
            "people_mediation/receive_referral", "reconsideration/file_at_organ",
        ]),
        ("qian", [
            "grid_matter/report", "legal_consultation/ask", "people_mediation/apply", "reconsideration/file_at_organ",
        ]),
        ("wu", []),
        ("li", []),
        ("admin", []),
    ],
)  # fmt: skip
def test_each_is_offered_what_the_post_may_open(enter: Enter, name: str, offered: list[str]) -> None:
    client = enter(name)
    page = client.get("/desk/new/")
    assert sorted(o.url.removeprefix("/desk/new/").strip("/") for o in page.context["openings"]) == offered
    assert ('href="/desk/new/"' in client.get("/desk/").content.decode()) == bool(offered)


@pytest.mark.parametrize("name", ["wu", "li", "admin"])
def test_a_post_that_may_not_is_refused(enter: Enter, name: str) -> None:
    client = enter(name)
    answer = client.get(URL)
    assert answer.status_code == 403
    assert "您的岗位不能办理这一登记事项" in answer.content.decode()
    assert client.post(URL, {"text": TEXT, "fz_command": "0" * 32}).status_code == 403
    assert matters() == []


@pytest.mark.parametrize("url", ["/desk/new/grid_matter/dispatch/", "/desk/new/nothing/report/"])
def test_what_opens_nothing_is_404(enter: Enter, url: str) -> None:
    assert enter("zhao").get(url).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"fz_township": "410000000"}, "乡镇（街道）"),
        ({"fz_village": "410922999999"}, "村（社区）"),
        ({"fz_village": "410922102001"}, "不在所选的乡镇"),
        ({"text": " "}, "请填写“反映内容”"),
        ({"reporter_name": "王小明", "reporter_phone": "12"}, "电话号码看起来不对"),
        ({"fz_occurred_at": "2026-11-01T08:00"}, "请填写补录理由"),
        ({"photos": SimpleUploadedFile("井.png", b"<html>")}, "与文件名不符"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(enter: Enter, county: None, data: dict[str, Any], said: str) -> None:
    Region.objects.create(code="410922102", name="别的镇", level=4, parent_id="410922")
    Region.objects.create(code="410922102001", name="别的村", level=5, parent_id="410922102")
    answer = registered(enter("zhao"), **{"title": "南街的井盖", **data})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert 'value="南街的井盖"' in shown
    assert TEXT in shown or not data.get("text", "x").strip()
    assert matters() == []
    assert not Party.objects.exists()


def test_sent_twice_it_is_registered_once(enter: Enter) -> None:
    client = enter("zhao")
    page = client.get(URL)
    first, second = registered(client, page), registered(client, page)
    assert first["Location"] == second["Location"]
    assert len(matters()) == 1


def test_files_survive_an_error_and_come_with_the_matter(enter: Enter) -> None:
    client = enter("zhao")
    page = registered(client, text="", photos=SimpleUploadedFile("井.png", PNG))
    assert "井.png" in page.content.decode()
    assert registered(client, page).status_code == 302
    (matter,) = matters()
    kept = Attachment.objects.unscoped("测试").get()
    assert kept.matter_id == matter.id
    assert read(matter.id)[0].data["photos"] == [kept.id.hex]


def test_what_may_be_the_same_is_shown_before_anything_is_saved(enter: Enter, unsure: None) -> None:
    client = enter("zhao")
    registered(client)
    (matter,) = matters()
    page = registered(client, text="南街污水井盖丢失，晚上看不见，有人摔伤了！")
    assert page.status_code == 200
    assert [one.number for one in page.context["like"]] == [matter.number]
    assert TEXT in page.content.decode()
    assert len(matters()) == 1
    assert registered(client, page, text="南街污水井盖丢失，晚上看不见，有人摔伤了！").status_code == 302
    assert len(matters()) == 2


def test_a_late_entry_is_marked(enter: Enter, unsure: None) -> None:
    registered(enter("zhao"), fz_occurred_at="2026-11-20T08:00", fz_late_reason="周五来访，系统停机")
    (matter,) = matters()
    assert matter.late_entries == 1
    assert matter.opened_at.isoformat().startswith("2026-11-20")


def test_a_committee_is_offered_its_own_unit(enter: Enter) -> None:
    form = enter("sun").get("/desk/new/people_mediation/receive_referral/").context["form"]
    assert form["fz_township"].value() == TOWNSHIP
    assert [one.name for one in form.units_of_the_place] == ["committee"]
    assert form["committee"].value() is None  # a township is no mediation committee


def test_villages_follow_the_township(enter: Enter) -> None:
    Region.objects.create(code=f"{TOWNSHIP}001", name="东街村", level=5, parent_id=TOWNSHIP)
    client = enter("zhao")
    assert "东街村" in client.get("/desk/new/villages/", {"fz_township": TOWNSHIP}).content.decode()
    assert "东街村" not in client.get("/desk/new/villages/", {"fz_township": "410922102"}).content.decode()
    registered(client, fz_village=f"{TOWNSHIP}001")
    assert [matter.region for matter in matters()] == [f"{TOWNSHIP}001"]


def test_the_pages_cost_the_same_for_few_and_many(
    enter: Enter, unsure: None, django_assert_max_num_queries: Any
) -> None:
    client = enter("zhao")
    for n in range(4):
        registered(client, text=f"第{n}处井盖丢失，位置在{n}号路", fz_checked="x")
    client.get(URL)
    with django_assert_max_num_queries(9):
        client.get("/desk/new/")
    with django_assert_max_num_queries(12):
        client.get(URL)
