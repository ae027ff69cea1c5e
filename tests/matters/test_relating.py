"""Two matters that know of each other: paired events, histories kept, nothing twice."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from fazhi.ledger.projections import rebuild
from fazhi.ledger.writing import StreamMoved
from fazhi.matters import relating, streams
from fazhi.matters.acting import Act, act
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter, Relation
from fazhi.matters.relating import open_related, relate, retold
from fazhi.matters.sealing import texts_of
from fazhi.procedure import Refused, fold
from tests.matters.cast import DISPATCHER, HANDLER, NOW, RESIDENT, do

Send = Callable[..., Received]


def relations(id: UUID) -> list[tuple[str, UUID]]:
    return list(Relation.objects.unscoped("测试").filter(matter=id).values_list("kind", "other"))


def test_a_duplicate_is_said_in_both_and_merged_in_neither(sent: Send) -> None:
    one, other = sent("路灯不亮").matter, sent("东街的路灯坏了").matter
    relate(other, "duplicate_of", one, DISPATCHER, "r1", NOW)
    assert relations(other) == [("duplicate_of", one)]
    assert relations(one) == [("has_duplicate", other)]
    assert fold(streams.read(one)).stage == fold(streams.read(other)).stage == "dispatched"
    with pytest.raises(Refused, match="已有这种关系"):
        relate(other, "duplicate_of", one, DISPATCHER, "r2", NOW)


@pytest.mark.parametrize(("kind", "said"), [("cousin", "没有“cousin”这种关系"), ("joined_with", "不能与自己")])
def test_what_cannot_be_related_says_why(sent: Send, kind: str, said: str) -> None:
    one = sent().matter
    with pytest.raises(Refused, match=said):
        relate(one, kind, one, DISPATCHER, "r1", NOW)


def test_a_matter_that_arises_from_another_keeps_both_histories(sent: Send) -> None:
    source = sent("邻居装修漏水，请求调解。").matter
    message = retold(source, "legal_consultation", "resident")
    assert message.text == "邻居装修漏水，请求调解。"
    new = open_related(source, message, RESIDENT, "t1", NOW).matter
    assert relations(new) == [("arises_from", source)]
    assert relations(source) == [("transferred_to", new)]
    assert Matter.objects.unscoped("测试").get(pk=new).procedure == "legal_consultation"
    assert message.text in texts_of(streams.read(new)[0]).values()
    assert open_related(source, message, RESIDENT, "t1", NOW).repeated
    assert len(relations(source)) == 1
    assert all(r.identical for r in rebuild(check=True, only=["matters"]))


def test_m86_a_transfer_opens_the_mediation_it_names(sent: Send) -> None:
    received = sent("邻居装修漏水，双方愿意调解。")
    acted = do(received.matter, "transfer_mediation", HANDLER, reason="属于民间纠纷")
    assert acted.created is not None
    new = Matter.objects.unscoped("测试").get(pk=acted.created)
    assert (new.procedure, new.stage, new.party) == ("people_mediation", "registered", RESIDENT.party)
    facts = fold(streams.read(new.id)).facts
    assert (facts["origin"], facts["source_number"]) == ("grid", received.number)
    assert relations(new.id) == [("arises_from", received.matter)]
    assert "漏水" in texts_of(streams.read(new.id)[0])["text"]


def test_a_transfer_told_twice_opens_one(sent: Send) -> None:
    wanted = Act(sent().matter, "transfer_mediation", HANDLER, "t", NOW, {"reason": "属于民间纠纷"})
    assert act(wanted).created == act(wanted).created
    assert Matter.objects.unscoped("测试").filter(procedure="people_mediation").count() == 1


def test_what_arises_is_opened_though_the_matter_moved_meanwhile(sent: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    source, commit, lost = sent("邻居装修漏水。").matter, relating.commit, [True]

    def moved_once(write: Any) -> Any:
        if lost:
            lost.pop()
            raise StreamMoved("matter", source, 2)
        return commit(write)

    monkeypatch.setattr(relating, "commit", moved_once)
    acted = do(source, "transfer_mediation", HANDLER, reason="属于民间纠纷")
    assert acted.created is not None
    assert ("transferred_to", acted.created) in relations(source)
