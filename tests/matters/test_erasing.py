"""Erasure: what a matter says is gone for ever, that it was handled stays, and the chain is valid."""

from collections.abc import Callable

import pytest

from fazhi.ledger.verifying import verify
from fazhi.matters import streams
from fazhi.matters.erasing import erase
from fazhi.matters.intake import Received
from fazhi.matters.models import Gist, Matter
from fazhi.matters.sealing import texts_of
from fazhi.procedure import Refused
from fazhi.vault.models import SubjectKey
from tests.matters.cast import DISPATCHER, HANDLER, NOW, do

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
