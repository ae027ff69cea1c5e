"""Files of a draft: sealed for its sender alone, sealed anew with the matter, gone with the draft."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fazhi.matters.attachments import opened
from fazhi.matters.models import Attachment, Matter
from fazhi.portal import drafts, waiting
from fazhi.portal.models import Draft
from tests.matters.cast import NOW
from tests.portal.conftest import ANSWERS, fill
from tests.portal.test_sending import PNG


@pytest.fixture(autouse=True)
def shelf_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)


def files(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def begun(resident: Client) -> None:
    fill(resident, until="photos")
    resident.post("/send/matter/photos/", {"files": [SimpleUploadedFile("灯.png", PNG)], "next": "1"})


def sent(resident: Client) -> None:
    resident.post("/send/matter/contact/", ANSWERS["contact"])
    resident.post("/send/matter/check/")


def test_before_it_is_sent_nobody_but_its_sender_can_read_it(resident: Client, tmp_path: Path) -> None:
    begun(resident)
    (path,) = files(tmp_path)
    assert path.parent.name == Draft.objects.get().pk.hex
    assert PNG[:16] not in path.read_bytes()
    assert not Attachment.objects.unscoped("测试").exists()


def test_sent_it_opens_with_the_key_of_its_matter_and_the_drafts_are_gone(resident: Client, tmp_path: Path) -> None:
    begun(resident)
    sent(resident)
    (row,) = Attachment.objects.unscoped("测试")
    assert b"".join(opened(row)) == PNG
    assert [path.name for path in files(tmp_path)] == [row.id.hex]


def test_a_second_click_whose_files_are_gone_already_sends_once(
    resident: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second request read the draft before the first had closed it and removed its files."""
    begun(resident)
    resident.post("/send/matter/contact/", ANSWERS["contact"])
    monkeypatch.setattr(drafts, "close", lambda draft, *_: waiting.forget(draft.id))
    for _ in range(2):
        assert resident.post("/send/matter/check/").status_code == 302
    assert Matter.objects.unscoped("测试").count() == 1
    assert Attachment.objects.unscoped("测试").count() == 1


def test_a_lost_file_is_told_and_the_rest_stays(resident: Client, tmp_path: Path) -> None:
    begun(resident)
    for path in files(tmp_path):
        path.unlink()
    resident.post("/send/matter/contact/", ANSWERS["contact"])
    page = resident.post("/send/matter/check/")
    assert page.status_code == 422
    assert "上传的文件已经不在" in page.content.decode()
    assert not Matter.objects.unscoped("测试").exists()


def test_refused_once_it_can_be_sent_without_its_files(resident: Client) -> None:
    """The first try made the matter's key before there was a matter."""
    begun(resident)
    resident.post("/send/matter/contact/", ANSWERS["contact"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fazhi.portal.sending.receive", _refuse)
        assert resident.post("/send/matter/check/").status_code == 422
    (photo,) = resident.get("/send/matter/photos/").context["content"].photos
    resident.post("/send/matter/photos/", {"drop": photo["id"]})
    assert resident.post("/send/matter/check/").status_code == 302
    assert Matter.objects.unscoped("测试").count() == 1


def _refuse(*_: object) -> None:
    from fazhi.procedure import Refused

    raise Refused("region", "不行", "请再试")


def test_taken_out_of_the_draft_it_is_removed(resident: Client, tmp_path: Path) -> None:
    begun(resident)
    (photo,) = resident.get("/send/matter/photos/").context["content"].photos
    resident.post("/send/matter/photos/", {"drop": photo["id"]})
    assert files(tmp_path) == []


def test_the_chore_removes_files_of_drafts_that_are_no_more(resident: Client, tmp_path: Path) -> None:
    begun(resident)
    (folder,) = (tmp_path / waiting.UNDER).iterdir()
    os.utime(folder, (NOW.timestamp(), NOW.timestamp()))
    assert drafts.purge(NOW + timedelta(days=6)) == 0
    assert len(files(tmp_path)) == 1
    assert drafts.purge(NOW + timedelta(days=8)) == 1
    assert files(tmp_path) == []


def test_files_whose_draft_was_never_saved_go_after_a_day(resident: Client, tmp_path: Path) -> None:
    begun(resident)
    Draft.objects.all().delete()
    (folder,) = (tmp_path / waiting.UNDER).iterdir()
    os.utime(folder, (NOW.timestamp(), NOW.timestamp()))
    assert waiting.sweep(NOW + timedelta(hours=23)) == 0
    assert waiting.sweep(NOW + timedelta(hours=25)) == 1
    assert files(tmp_path) == []
