"""Erasing a matter's key makes its texts unreadable, while its course can be replayed and its chain stays valid."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from playing import HERE, played

from fazhi.ledger import verify_export
from fazhi.ledger.checkpoints import make_checkpoint
from fazhi.ledger.exporting import export
from fazhi.ledger.verifying import verify
from fazhi.ledger.writing import Change, Write, commit
from fazhi.matters.streams import append, read
from fazhi.procedure import Event, fold
from fazhi.vault.errors import Erased
from fazhi.vault.sealing import Subject, ToSeal, open_text, prepare_erase, prepare_seal, scrub

TEXT = "市公安局所属的市政府"  # what the officer typed in the scenario


def told() -> list[Event]:
    return played(HERE / "reconsideration" / "erasure.yaml").matters["本件"]


@pytest.fixture
def matter() -> UUID:
    return uuid4()


@pytest.fixture
def sealed(transactional_db: None, matter: UUID) -> UUID:
    """Write the story up to its erasure; the text goes to the vault, the event keeps its id and digest."""
    *story, _erasure = told()
    refused = next(e for e in story if e.action == "refuse")
    rows, text = prepare_seal(ToSeal(Subject("matter", matter), "competent", TEXT), refused.recorded_at)
    data = {**refused.data, "competent": {"sealed": str(text.id), "digest": text.digest}}
    story[refused.seq - 1] = replace(refused, data=data)
    commit(Write([append(matter, story)], inserts=rows))
    make_checkpoint(story[-1].recorded_at)
    return text.id


def erase(matter: UUID) -> None:
    erasure = told()[-1]
    change = Change(*prepare_erase(Subject("matter", matter), erasure.recorded_at))
    commit(Write([append(matter, [erasure])], changes=[change]))
    scrub()


def test_the_text_is_read_before_and_gone_after(sealed: UUID, matter: UUID) -> None:
    assert open_text(sealed) == TEXT
    erase(matter)
    with pytest.raises(Erased, match="不能恢复"):
        open_text(sealed)


@pytest.mark.usefixtures("sealed")
def test_the_chain_and_its_checkpoint_stay_valid(matter: UUID, tmp_path: Path) -> None:
    before = verify()
    erase(matter)
    after = verify()
    make_checkpoint(told()[-1].recorded_at)
    export(tmp_path / "ledger.jsonl")
    assert (before.faults, after.faults, after.events) == ([], [], before.events + 1)
    assert verify_export.main([str(tmp_path / "ledger.jsonl")]) == 0


@pytest.mark.usefixtures("sealed")
def test_the_course_replays_as_it_was(matter: UUID) -> None:
    before = fold(read(matter))
    erase(matter)
    after = fold(read(matter))
    assert (after.stage, after.outcome, after.obligations) == (before.stage, before.outcome, before.obligations)
    assert (before.erased, after.erased) == (False, True)


def test_no_event_holds_the_text(sealed: UUID, matter: UUID) -> None:
    from fazhi.ledger.models import Event as Row

    bodies = Row.objects.filter(stream_id=matter).values_list("body", flat=True)
    assert [body for body in bodies if TEXT in body] == []
    assert [body for body in bodies if str(sealed) in body] != []
