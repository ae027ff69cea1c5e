"""Erasure: what a matter says is gone for ever, that it was handled stays, and the chain is valid."""

import io
from collections.abc import Callable

import pytest

from fazhi.ledger.verifying import verify
from fazhi.matters import shelf, streams
from fazhi.matters.attachments import keep, opened
from fazhi.matters.erasing import erase
from fazhi.matters.intake import Received
from fazhi.matters.models import Attachment, Gist, Matter
from fazhi.matters.sealing import texts_of
from fazhi.procedure import Refused
from fazhi.vault.errors import Erased
from fazhi.vault.models import SubjectKey
from tests.matters.cast import DISPATCHER, HANDLER, NOW, do
from tests.matters.test_attachments import PNG

Send = Callable[..., Received]


def test_the_text_is_gone_and_the_chain_is_valid(sent: Send) -> None:
    id = sent("张三家里的事，不想让人知道。").matter
    do(id, "sign", HANDLER)
    erase(id, actor=DISPATCHER, confirmed_by="li", ground="party_request", command_id="e1", now=NOW)
    assert verify().sound
    assert "销毁" in texts_of(streams.read(id)[0])["text"]
    assert not Gist.objects.unscoped("测试").filter(matter=id).exists()
    assert bytes(SubjectKey.objects.get(subject_id=id).wrapped) == b""
    left = Matter.objects.unscoped("测试").get(pk=id)
    assert (left.erased, left.party, left.stage) == (True, "", "handling")


def test_its_files_cannot_be_read_and_are_removed(sent: Send) -> None:
    id, other = sent().matter, sent().matter
    gone, stays = (keep("灯.png", io.BytesIO(PNG), "qian", NOW, matter) for matter in (id, other))
    for row in (gone, stays):
        row.save(force_insert=True)
    copy = shelf.path_of(gone.id).read_bytes()  # as a backup has it
    erase(id, actor=DISPATCHER, confirmed_by="li", ground="party_request", command_id="e1", now=NOW)
    assert not shelf.path_of(gone.id).exists()
    assert not Attachment.objects.unscoped("测试").filter(matter_id=id).exists()
    shelf.path_of(gone.id).write_bytes(copy)
    with pytest.raises(Erased):
        opened(gone)
    with pytest.raises(Refused, match="不能再加入本件"):
        keep("灯.png", io.BytesIO(PNG), "qian", NOW, id)
    assert b"".join(opened(stays)) == PNG


def test_nobody_erases_alone(sent: Send) -> None:
    id = sent().matter
    with pytest.raises(Refused, match="须由另一人复核"):
        erase(id, actor=DISPATCHER, confirmed_by=DISPATCHER.id, ground="x", command_id="e1", now=NOW)
    assert texts_of(streams.read(id)[0])["text"].startswith("东街")


def test_twice_is_refused(sent: Send) -> None:
    id = sent().matter
    erase(id, actor=DISPATCHER, confirmed_by="li", ground="x", command_id="e1", now=NOW)
    with pytest.raises(Refused, match="已经销毁"):
        erase(id, actor=DISPATCHER, confirmed_by="li", ground="x", command_id="e2", now=NOW)
