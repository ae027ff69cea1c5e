"""Files, messages, procedures."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fazhi.matters import shelf
from fazhi.matters.catalogue import editions
from fazhi.matters.models import Attachment, Matter
from fazhi.procedure.explain import outline
from tests.desk.conftest import Enter, acted
from tests.desk.test_act import PNG


@pytest.fixture
def file(enter: Enter, matter: Matter) -> Attachment:
    """A picture that came with the handling of a matter."""
    acted(enter("qian"), matter, "sign")
    acted(enter("qian"), matter, "feedback", result="好了", photos=SimpleUploadedFile("a.png", PNG))
    found: Attachment = Attachment.objects.unscoped("测试").get()
    return found


def test_a_file_is_fetched_never_shown_in_place(enter: Enter, file: Attachment) -> None:
    answer: Any = enter("li").get(f"/desk/files/{file.id}/")
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Disposition"] == 'attachment; filename="a.png"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Length"] == str(len(PNG))
    assert answer["Cache-Control"] == "no-store"


def test_a_file_that_was_changed_on_disk_is_told_not_given(enter: Enter, file: Attachment) -> None:
    path = shelf.path_of(file.id)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = enter("li").get(f"/desk/files/{file.id}/")
    assert answer.status_code == 404
    path.unlink()
    assert enter("li").get(f"/desk/files/{file.id}/").status_code == 404


def test_sec_08_strangers_get_no_file(enter: Enter, file: Attachment) -> None:
    assert enter("stranger").get(f"/desk/files/{file.id}/").status_code == 404
    assert enter("stranger").get("/desk/files/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_messages_come_to_the_unit_and_are_read_once(enter: Enter, matter: Matter) -> None:
    client = enter("qian")
    bell = {i.label: i.count for i in client.get("/desk/").context["navigation"]}
    assert bell["消息"] == 1
    (notice,) = client.get("/desk/notices/").context["notices"]
    assert (notice.kind, notice.number, notice.new) == ("交办", matter.number, True)
    assert {i.label: i.count for i in client.get("/desk/").context["navigation"]}["消息"] == 0
    assert enter("stranger").get("/desk/notices/").context["notices"] == []


def test_a_message_of_a_matter_no_longer_seen_tells_only_its_kind(enter: Enter, matter: Matter) -> None:
    acted(enter("qian"), matter, "return", reason="不归我们管")
    acted(enter("zhao"), matter, "dispatch", unit="ecology")
    page = enter("qian").get("/desk/notices/")
    assert [n.gist for n in page.context["notices"]] == [""]
    assert "您现在不能查看这件" in page.content.decode()


@pytest.mark.parametrize("id", sorted(editions()))
def test_every_procedure_has_its_page_and_its_file(enter: Enter, id: str) -> None:
    client = enter("stranger")
    shown = client.get(f"/desk/procedures/{id}/").content.decode()
    assert editions()[id].name in shown
    assert "<svg" in shown
    assert "义务和期限" in shown
    groups = shown.count('<details class="stage-group" id="stage-')
    assert groups == sum(bool(s.actions) or not s.end for s in outline(editions()[id]).stages) > 1
    assert shown.index("<svg") < shown.index('id="terms"') < shown.index('id="stages"')
    answer = client.get(f"/desk/procedures/{id}/bpmn/")
    assert ET.fromstring(answer.content).tag.endswith("definitions")
    assert answer["Content-Disposition"].endswith('.bpmn"')


def test_the_list_of_procedures(enter: Enter) -> None:
    client = enter("stranger")
    assert "网格事项" in client.get("/desk/procedures/").content.decode()
    assert client.get("/desk/procedures/nothing/").status_code == 404


def test_the_menu_shows_what_the_posts_open(enter: Enter) -> None:
    menus = {
        name: {i.label for i in enter(name).get("/desk/notices/").context["navigation"]}
        for name in ("zhao", "qian", "li")
    }
    assert "分办" in menus["zhao"]
    assert "分办" not in menus["qian"]
    assert "督办" in menus["li"]
    assert "督办" not in menus["qian"]
