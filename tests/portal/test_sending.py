"""A resident sends: one question a step, nothing lost, sent once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fazhi.ledger.models import Event
from fazhi.matters import streams
from fazhi.matters.models import Attachment, Matter
from fazhi.people.models import Party
from fazhi.portal.models import Draft
from tests.portal.conftest import ANSWERS, VILLAGE, fill, told

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def matters() -> list[Matter]:
    return list(Matter.objects.unscoped("测试").order_by("number"))


def test_sent_from_the_first_question_to_number_and_code(resident: Client) -> None:
    assert fill(resident)["Location"] == "/send/matter/done/"
    (matter,) = matters()
    page = resident.get("/send/matter/done/")
    assert page.status_code == 200
    assert (page.context["number"], len(page.context["code"])) == (matter.number, 8)
    assert page.context["unit"] == "县住建局"
    assert (matter.region, matter.channel, matter.stage) == (VILLAGE, "portal", "dispatched")
    assert Party.objects.get().display_name == "张某某"
    assert b"<svg" in page.content
    assert b"style=" not in page.content


@pytest.mark.parametrize(
    ("service", "procedure"),
    [("matter", "grid_matter"), ("consultation", "legal_consultation"), ("mediation", "people_mediation")],
)
def test_each_service_opens_its_procedure(resident: Client, service: str, procedure: str) -> None:
    fill(resident, service)
    (matter,) = matters()
    assert (matter.procedure, matter.party) == (procedure, Party.objects.get().pk.hex)


def test_sending_twice_sends_once(resident: Client) -> None:
    fill(resident)
    again = resident.post("/send/matter/check/")
    assert again["Location"] == "/send/matter/done/"
    assert len(matters()) == 1
    assert Party.objects.count() == 1


def test_two_clicks_at_once_send_once(resident: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second request read the draft before the first had closed it."""
    from fazhi.portal import drafts

    fill(resident, until="check")
    monkeypatch.setattr(drafts, "close", lambda *_: None)
    for _ in range(2):
        assert resident.post("/send/matter/check/").status_code == 302
    assert len(matters()) == 1


def test_going_back_shows_what_was_written(resident: Client) -> None:
    fill(resident, until="contact")
    assert ANSWERS["what"]["text"] in resident.get("/send/matter/what/").content.decode()
    assert "东街路口" in resident.get("/send/matter/place/").content.decode()


def test_what_is_mended_from_the_summary_leads_back_to_it(resident: Client) -> None:
    fill(resident, until="check")
    assert "/send/matter/what/?edit=1" in resident.get("/send/matter/check/").content.decode()
    there = resident.post("/send/matter/what/", {"text": "改过的内容", "edit": "1"})
    assert there["Location"] == "/send/matter/check/"
    assert "改过的内容" in resident.get("/send/matter/check/").content.decode()


def test_another_township_asks_for_its_villages(resident: Client) -> None:
    fill(resident, until="check")
    there = resident.post("/send/matter/township/", {"township": "", "edit": "1"})
    assert there["Location"] == "/send/matter/place/?edit=1"
    assert "东街村" not in resident.get("/send/matter/check/").content.decode()


def test_a_later_question_first_leads_to_the_first(resident: Client) -> None:
    assert resident.get("/send/matter/contact/")["Location"] == "/send/matter/what/"
    assert resident.get("/send/matter/done/")["Location"] == "/send/matter/what/"


def test_a_new_message_after_the_first_is_another(resident: Client) -> None:
    fill(resident)
    first = told(resident)
    assert ANSWERS["what"]["text"] not in resident.get("/send/matter/what/").content.decode()
    fill(resident)
    assert told(resident) != first
    assert len(matters()) == 2


def test_without_name_and_phone_it_is_anonymous(resident: Client) -> None:
    fill(resident, contact={"name": "", "phone": ""})
    assert Party.objects.get().display_name == "匿名群众"


@pytest.mark.parametrize(
    ("step", "answer", "said"),
    [
        ("what", {"text": ""}, "请填写“事情经过”"),
        ("what", {"text": "\u200b\x07 "}, "请填写“事情经过”"),
        ("what", {"text": "字" * 20_001}, "有 20001 字，最多 20000 字"),
        ("township", {"township": "999"}, "999"),
        ("place", {"village": "410922999999"}, "410922999999"),
        ("contact", {"phone": "12345"}, "11 位手机号"),
        ("contact", {"name": "字" * 65}, "有 65 字，最多 64 字，请写短一些"),
    ],
)
def test_a_bad_answer_says_what_to_do_and_keeps_what_was_written(
    resident: Client, step: str, answer: dict[str, str], said: str
) -> None:
    fill(resident, until=step)
    page = resident.post(f"/send/matter/{step}/", {**ANSWERS[step], **answer})
    assert page.status_code == 422
    assert said in page.content.decode()
    if step != "what":
        assert ANSWERS["what"]["text"] in resident.get("/send/matter/what/").content.decode()


def test_a_megabyte_of_text_is_too_large_and_says_so(resident: Client) -> None:
    page = resident.post("/send/matter/what/", {"text": "字" * 1_000_000})
    assert page.status_code == 413
    assert "返回上一页" in page.content.decode()


def test_the_sender_may_ask_to_be_hidden_from_whoever_handles_it(resident: Client) -> None:
    fill(resident, until="contact")
    assert "对办理的单位隐去您的身份" in resident.get("/send/matter/contact/").content.decode()
    resident.post("/send/matter/contact/", {**ANSWERS["contact"], "hide_reporter": "yes"})
    assert "对办理的单位隐去" in resident.get("/send/matter/check/").content.decode()
    resident.post("/send/matter/check/")
    (matter,) = matters()
    assert streams.read(matter.id)[0].data["hide_reporter"] == "yes"


def test_it_is_not_asked_where_the_procedure_hides_nobody(resident: Client) -> None:
    fill(resident, "consultation", until="contact")
    assert "隐去您的身份" not in resident.get("/send/consultation/contact/").content.decode()


def test_photos_come_with_the_matter(resident: Client) -> None:
    fill(resident, until="photos")
    there = resident.post("/send/matter/photos/", {"files": [SimpleUploadedFile("灯.png", PNG)], "next": "1"})
    assert there["Location"] == "/send/matter/contact/"
    resident.post("/send/matter/contact/", ANSWERS["contact"])
    resident.post("/send/matter/check/")
    (row,) = Attachment.objects.unscoped("测试")
    (matter,) = matters()
    assert (row.matter_id, row.name, row.type, row.uploaded_by) == (matter.id, "灯.png", "image/png", matter.party)
    assert row.id.hex in Event.objects.order_by("seq").first().body  # type: ignore[union-attr]


def test_a_file_that_lies_about_its_type_is_refused_and_the_rest_stays(resident: Client) -> None:
    fill(resident, until="photos")
    files = [SimpleUploadedFile("灯.png", PNG), SimpleUploadedFile("灯.jpg", b"MZ\x90\x00 not a picture")]
    page = resident.post("/send/matter/photos/", {"files": files})
    assert page.status_code == 422
    text = page.content.decode()
    assert "与文件名不符" in text
    assert "灯.png" in text
    assert ANSWERS["what"]["text"] in resident.get("/send/matter/what/").content.decode()


def test_nine_files_and_no_more(resident: Client) -> None:
    fill(resident, until="photos")
    files = [SimpleUploadedFile(f"{n}.png", PNG) for n in range(10)]
    page = resident.post("/send/matter/photos/", {"files": files})
    assert page.status_code == 422
    assert len(page.context["content"].photos) == 9


def test_a_file_can_be_taken_out_again(resident: Client) -> None:
    fill(resident, until="photos")
    resident.post("/send/matter/photos/", {"files": [SimpleUploadedFile("灯.png", PNG)], "more": "1"})
    (photo,) = resident.get("/send/matter/photos/").context["content"].photos
    resident.post("/send/matter/photos/", {"drop": photo["id"]})
    assert resident.get("/send/matter/photos/").context["content"].photos == []


def test_nothing_written_stands_readable_in_the_database(resident: Client) -> None:
    fill(resident, until="check")
    box = bytes(Draft.objects.get().box)
    assert b"13800001234" not in box
    assert "路灯".encode() not in box


def test_a_foreign_cookie_opens_nothing(resident: Client) -> None:
    fill(resident, until="check")
    id = resident.cookies["fazhi_draft_matter"].value.split(".")[0]
    stranger = Client()
    stranger.cookies["fazhi_draft_matter"] = f"{id}.{'A' * 43}="
    assert stranger.get("/send/matter/check/")["Location"] == "/send/matter/what/"


def test_old_drafts_go(resident: Client) -> None:
    from datetime import timedelta

    from fazhi.portal.drafts import purge
    from tests.matters.cast import NOW

    fill(resident, until="check")
    assert (purge(NOW + timedelta(days=6)), purge(NOW + timedelta(days=8))) == (0, 1)


def test_unknown_service_and_step_are_not_found(resident: Client) -> None:
    assert resident.get("/send/aid/").status_code == 404
    assert resident.get("/send/matter/whom/").status_code == 404
