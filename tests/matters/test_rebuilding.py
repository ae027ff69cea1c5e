"""Every table of the room can be thrown away and made again, the same."""

from collections.abc import Callable
from datetime import timedelta

from fazhi.ledger.projections import rebuild
from fazhi.matters.intake import Received
from fazhi.matters.models import Matter
from fazhi.matters.timing import sweep
from tests.matters.cast import DISPATCHER, HANDLER, NOW, TOWN, do

Send = Callable[..., Received]


def lively(sent: Send) -> None:
    """A few matters in different states."""
    ids = [sent(command_id=str(n)).matter for n in range(4)]
    for id in ids[1:]:
        do(id, "sign", HANDLER)
    do(ids[1], "return", HANDLER, reason="不属于本单位职责")
    do(ids[1], "dispatch", DISPATCHER, unit="ecology")
    do(ids[2], "whistle", TOWN, units=["housing", "ecology"], place="路口", matter="路灯")
    do(ids[2], "check_in", HANDLER, answer="arrived")
    sweep(NOW + timedelta(days=30))


def test_a_rebuild_gives_the_same_rows(sent: Send) -> None:
    lively(sent)
    reports = rebuild(only=["matters"])
    assert {r.table for r in reports} >= {"matters_matter", "matters_task", "people_grant", "matters_gist"}
    assert [r.sentence() for r in reports if not r.identical] == []
    assert sum(r.rows_after for r in reports) > 20


def test_a_row_that_was_tampered_with_is_found_and_mended(sent: Send) -> None:
    lively(sent)
    Matter.objects.unscoped("测试").filter(unit="housing").update(unit="ecology")
    wrong = [r for r in rebuild(only=["matters"]) if not r.identical]
    assert [r.table for r in wrong] == ["matters_matter"]
    assert all(r.identical for r in rebuild(only=["matters"]))
