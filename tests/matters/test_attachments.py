"""Files: told by content, held in size, kept sealed outside the web root, named by events with their digests."""

import hashlib
import io
import stat
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from fazhi.matters import shelf, streams
from fazhi.matters.attachments import KINDS, MB, NAMED_WITHIN, check, clean_name, keep, opened
from fazhi.matters.intake import Received
from fazhi.matters.models import Attachment
from fazhi.procedure import Refused
from fazhi.vault.errors import Tampered
from tests.matters.cast import HANDLER, NOW, do

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 64
EXIF = b"\xff\xd8\xff\xe1\x00\x18Exif\x00\x00MM\x00*" + b"\x00" * 64
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 64
PDF = b"%PDF-1.7\n1 0 obj\n" + b"\x00" * 64
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + b"\x00" * 64
EXE = b"MZ\x90\x00" + b"\x00" * 200
PAGE = b"<html><script>alert(1)</script></html>"


def office(*parts: str, data: bytes = b"<x/>") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part, data)
    return packed.getvalue()


DOCX = office("[Content_Types].xml", "word/document.xml")
XLSX = office("[Content_Types].xml", "xl/workbook.xml")
BOMB = office("[Content_Types].xml", "word/document.xml", data=b"\x00" * 20 * MB)
MACRO = office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("灯.png", PNG),
        ("灯.JPG", JPEG),
        ("灯.jpeg", EXIF),
        ("灯.webp", WEBP),
        ("书.pdf", PDF),
        ("像.mp4", MP4),
        ("书.docx", DOCX),
        ("表.xlsx", XLSX),
        ("记.txt", "路灯坏了".encode()),
        ("记.txt", "路灯坏了".encode("gb18030")),
    ],
)
def test_what_it_says_it_is(name: str, content: bytes) -> None:
    assert check(name, io.BytesIO(content)).type == KINDS[Path(name).suffix.lower()].type


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("灯.png", PAGE, "与文件名不符"),
        ("灯.png", JPEG, "与文件名不符"),
        ("灯.jpg", EXE, "与文件名不符"),
        ("书.pdf", PAGE, "与文件名不符"),
        ("书.docx", XLSX, "与文件名不符"),
        ("书.docx", b"PK\x03\x04bad", "与文件名不符"),
        ("书.docx", BOMB, "与文件名不符"),
        ("书.docx", MACRO, "与文件名不符"),
        ("记.txt", PAGE, "与文件名不符"),
        ("记.txt", b"\x00\x01", "与文件名不符"),
        ("程序.exe", EXE, "不能上传这种文件"),
        ("网页.html", PAGE, "不能上传这种文件"),
        ("图.svg", b"<svg/>", "不能上传这种文件"),
        ("没有后缀", PNG, "不能上传这种文件"),
        ("灯.png", b"", "是空的"),
        ("记.txt", b"a" * (MB + 1), "文本文件最大 1 MB"),
    ],
)
def test_sec_18_what_is_refused_and_why(name: str, content: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        check(name, io.BytesIO(content))
    assert said in str(refused.value)
    assert refused.value.remedy
    assert name in refused.value.why


@pytest.mark.django_db
def test_bytes_lie_sealed_outside_the_web_root_readable_by_the_service_alone() -> None:
    row = keep("灯.png", io.BytesIO(PNG), "qian", NOW, uuid4())
    path = shelf.path_of(row.id)
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert not str(path).startswith(str(settings.STATIC_ROOT))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert PNG[:16] not in path.read_bytes()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == row.digest
    assert b"".join(opened(row)) == PNG
    assert (row.size, row.type) == (len(PNG), "image/png")
    assert not list(shelf.half_written())


@pytest.mark.django_db
def test_a_file_in_anothers_place_does_not_open() -> None:
    matter = uuid4()
    one, other = (keep("灯.png", io.BytesIO(PNG), "qian", NOW, matter) for _ in range(2))
    shelf.path_of(one.id).write_bytes(shelf.path_of(other.id).read_bytes())
    with pytest.raises(Tampered):
        opened(one)


@pytest.mark.django_db
def test_a_write_that_fails_leaves_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError("磁盘已满")

    monkeypatch.setattr("fazhi.matters.attachments.seal_file", full)
    before = len(list(shelf.everything()))
    with pytest.raises(OSError, match="磁盘已满"):
        keep("灯.png", io.BytesIO(PNG), "qian", NOW, uuid4())
    assert not list(shelf.half_written())
    assert len(list(shelf.everything())) == before


def kept(received: Received, **more: object) -> Attachment:
    row = keep("灯.png", io.BytesIO(PNG), HANDLER.id, NOW, received.matter)
    for name, value in more.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


def test_the_event_holds_the_digest_of_what_lies_there(sent: Callable[..., Received]) -> None:
    received = sent()
    row = kept(received)
    do(received.matter, "sign", HANDLER)
    do(received.matter, "feedback", HANDLER, result="修好了。", photos=[row.id.hex])
    data = streams.read(received.matter)[-1].data
    assert data["photos"] == [row.id.hex]
    assert data["digests"] == {row.id.hex: hashlib.sha256(shelf.path_of(row.id).read_bytes()).hexdigest()}


@pytest.mark.parametrize("case", ["another matter's", "none", "no number", "sent long ago"])
def test_an_act_names_only_files_of_its_matter_that_were_just_sent(sent: Callable[..., Received], case: str) -> None:
    received = sent()
    named = {
        "another matter's": lambda: kept(sent()).id.hex,
        "none": lambda: uuid4().hex,
        "no number": lambda: "灯.png",
        "sent long ago": lambda: kept(received, uploaded_at=NOW - NAMED_WITHIN).id.hex,
    }[case]()
    do(received.matter, "sign", HANDLER)
    with pytest.raises(Refused) as refused:
        do(received.matter, "feedback", HANDLER, result="修好了。", photos=[named])
    assert refused.value.code == "attachment"
    assert refused.value.remedy == "请重新上传后再办理"


def test_a_file_sent_within_the_time_is_taken(sent: Callable[..., Received]) -> None:
    received = sent()
    row = kept(received, uploaded_at=NOW - NAMED_WITHIN + timedelta(seconds=1))
    do(received.matter, "sign", HANDLER)
    assert do(received.matter, "feedback", HANDLER, result="修好了。", photos=[row.id.hex]).state.stage == "verifying"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/灯.png", "灯.png"),
        ("C:\\我的\\灯.png", "灯.png"),
        ("a\x00\n.png", "a.png"),
        ("长" * 300 + ".png", "长" * 116 + ".png"),
    ],
)
def test_names_are_only_names(given: str, kept: str) -> None:
    assert clean_name(given) == kept
