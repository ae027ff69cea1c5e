"""Files that nothing names are removed, and no other."""

import io
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from fazhi.matters import shelf
from fazhi.matters.attachments import keep
from fazhi.matters.intake import Received
from fazhi.matters.models import Attachment
from fazhi.matters.sweeping import FRESH, UNNAMED, sweep_files
from fazhi.notices import chores
from tests.matters.cast import HANDLER, NOW, do
from tests.matters.test_attachments import PNG

LATER = NOW + UNNAMED + timedelta(hours=1)


@pytest.fixture(autouse=True)
def shelf_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path)


def kept(matter: UUID, *, row: bool = True, at: datetime = NOW) -> Attachment:
    made = keep("灯.png", io.BytesIO(PNG), HANDLER.id, at, matter)
    os.utime(shelf.path_of(made.id), (at.timestamp(), at.timestamp()))
    if row:
        made.save(force_insert=True)
    return made


def there(row: Attachment) -> tuple[bool, bool]:
    """Return whether row and file are there."""
    return (
        Attachment.objects.unscoped("测试").filter(id=row.id).exists(),
        shelf.path_of(row.id).exists(),
    )


def test_a_file_whose_row_was_never_written_goes_after_a_day(sent: Callable[..., Received]) -> None:
    lost = kept(sent().matter, row=False)
    assert sweep_files(NOW + FRESH - timedelta(seconds=1)) == (0, 0)
    assert sweep_files(NOW + FRESH + timedelta(seconds=1)) == (0, 1)
    assert there(lost) == (False, False)


def test_a_file_that_no_act_named_in_time_goes_with_its_row(sent: Callable[..., Received]) -> None:
    lost = kept(sent().matter)
    assert sweep_files(NOW + UNNAMED - timedelta(hours=1)) == (0, 0)
    assert sweep_files(LATER) == (1, 1)
    assert there(lost) == (False, False)


def test_a_file_for_a_matter_that_was_never_opened_goes(db: None) -> None:
    lost = kept(uuid4())
    assert sweep_files(LATER) == (1, 1)
    assert there(lost) == (False, False)


def test_what_an_act_named_stays(sent: Callable[..., Received]) -> None:
    received = sent()
    row, unnamed = kept(received.matter), kept(received.matter)
    do(received.matter, "sign", HANDLER)
    do(received.matter, "feedback", HANDLER, result="修好了。", photos=[row.id.hex])
    assert sweep_files(LATER) == (1, 1)
    assert there(row) == (True, True)
    assert there(unnamed) == (False, False)


def test_what_a_killed_process_left_half_written_goes(db: None, tmp_path: Path) -> None:
    half = tmp_path / f"{shelf.COMING}x"
    half.write_bytes(b"x")
    os.utime(half, (NOW.timestamp(), NOW.timestamp()))
    assert sweep_files(LATER) == (0, 1)
    assert not half.exists()


def test_the_worker_does_it() -> None:
    assert "files" in {chore.name for chore in chores.known()}


def test_a_draft_that_belongs_to_no_matter_goes(sent: Callable[..., Received]) -> None:
    draft = kept(sent().matter, row=False)
    draft.matter_id = None
    draft.save(force_insert=True)
    sweep_files(LATER)
    assert there(draft) == (False, False)
