"""The desk's doors, for a reporter who asked to be hidden from the unit that handles the matter."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fazhi.matters import attachments
from fazhi.matters.acting import Act, act
from fazhi.matters.intake import Message, receive
from fazhi.matters.models import Matter
from fazhi.matters.veiling import HIDDEN
from fazhi.people.models import Person
from fazhi.people.parties import prepare_party
from fazhi.procedure import Actor
from tests.desk.conftest import Enter, the
from tests.desk.test_act import PNG
from tests.matters.cast import HANDLER, NOW, TOWNSHIP, do

NAME, PHONE, PLACE = "王小明", "13800001234", "东街 18 号院"
TELLING = (NAME, "王某某", PHONE, "138****1234", PLACE)
TEXT = f"{NAME}反映：{PLACE}门口路灯坏了，电话 {PHONE}。"


@pytest.fixture
def hidden(staff: dict[str, Person]) -> Matter:
    """A matter whose reporter asked to be hidden, signed for, with a supplement and a file named after its sender."""
    rows, party = prepare_party(NAME, PHONE, NOW)
    data = {"reporter": party.id.hex, "place": PLACE, "hide_reporter": "yes"}
    reporter = Actor(party.id.hex, party=party.id.hex)
    matter = the(receive(Message(TEXT, TOWNSHIP, "portal", data=data, rows=rows), reporter, "h1", NOW))
    do(matter.id, "sign", HANDLER)
    photo = SimpleUploadedFile(f"{NAME}家门口.png", PNG)
    row = attachments.keep(photo.name or "", photo, party.id.hex, NOW, matter.id)
    more = {"text": f"我是{NAME}，家在{PLACE}。", "photos": [row.id.hex]}
    act(Act(matter.id, "supplement", reporter, "h2", NOW, more, rows=[row]))
    return Matter.objects.unscoped("测试").get(id=matter.id)


def told(page: Any) -> list[str]:
    """Return what the page tells of the reporter."""
    return [word for word in TELLING if word in page.content.decode()]


PAGES = [
    "/desk/",
    "/desk/notices/",
    "/desk/bulk/?m={number}",
    "/desk/matters/{number}/",
    "/desk/matters/{number}/?known_at=2026-11-23",
    "/desk/matters/{number}/?effective_at=2026-11-23",
    "/desk/matters/{number}/print/",
    "/desk/matters/{number}/sight/",
    "/desk/matters/{number}/unmask/",
    "/desk/matters/{number}/act/feedback/",
    "/desk/matters/{number}/correct/2/",
    "/desk/matters/{number}/correct/3/",
]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["qian", "boss"])
def test_no_page_tells_the_handler(enter: Enter, hidden: Matter, who: str, page: str) -> None:
    answer = enter(who).get(page.format(number=hidden.number))
    assert answer.status_code in (200, 403)
    assert told(answer) == []


@pytest.mark.parametrize("who", ["zhao", "wu", "li", "sun"])
@pytest.mark.parametrize("page", ["/desk/matters/{number}/", "/desk/matters/{number}/print/"])
def test_the_centre_who_calls_back_and_who_supervises_are_told(
    enter: Enter, hidden: Matter, who: str, page: str
) -> None:
    assert set(told(enter(who).get(page.format(number=hidden.number)))) == {NAME, "王某某", "138****1234", PLACE}


def test_the_handler_reads_what_happened_and_that_something_is_kept_back(enter: Enter, hidden: Matter) -> None:
    page = enter("qian").get(f"/desk/matters/{hidden.number}/").content.decode()
    assert "门口路灯坏了" in page
    assert HIDDEN in page
    assert "看当事人完整信息" not in page


def test_the_handler_cannot_look_at_the_full_data_and_no_look_is_recorded(enter: Enter, hidden: Matter) -> None:
    client, url = enter("qian"), f"/desk/matters/{hidden.number}/unmask/"
    refused = client.post(url, {"purpose": "contact", "command": "u1"})
    assert refused.status_code == 403
    assert "由网格中心联系" in refused.content.decode()
    assert Matter.objects.unscoped("测试").get(id=hidden.id).seq == hidden.seq
    assert PHONE in enter("zhao").post(url, {"purpose": "contact", "command": "u2"}).content.decode()


def test_a_file_is_fetched_under_a_name_that_does_not_tell(enter: Enter, hidden: Matter) -> None:
    from urllib.parse import unquote

    from fazhi.matters.models import Attachment

    row = Attachment.objects.unscoped("测试").get()
    names = {who: unquote(enter(who).get(f"/desk/files/{row.id}/")["Content-Disposition"]) for who in ("qian", "zhao")}
    assert NAME not in names["qian"]
    assert "家门口.png" in names["qian"]
    assert NAME in names["zhao"]


def test_the_register_asks_for_it(enter: Enter, staff: dict[str, Person]) -> None:
    page = enter("zhao").get("/desk/new/grid_matter/report/").content.decode()
    assert "对承办单位隐去反映人" in page
