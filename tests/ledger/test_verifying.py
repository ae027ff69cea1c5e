"""Whoever changes the past is found, by the program and by the stand-alone verifier alike."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import hashes
from django.db import connection
from ledger_cases import MOMENT, write

from fazhi.ledger import exporting, verify_export
from fazhi.ledger.checkpoints import make_checkpoint
from fazhi.ledger.exporting import export
from fazhi.ledger.models import Checkpoint
from fazhi.ledger.verifying import report, verify
from fazhi.ledger.writing import commit

TWO = UUID("00000000-0000-0000-0000-000000000002")
STREAMS = [UUID(int=number) for number in (1, 2, 3)]
Fixture = Callable[[], Any]

# What the intruder does; where it is found first; as what.
TAMPERINGS = [
    ("UPDATE ledger_event SET body = '{\"number\":9}' WHERE stream_id = {two} AND seq = 2", 2, "digest"),
    ("UPDATE ledger_event SET actor = 'person-8' WHERE stream_id = {two} AND seq = 1", 1, "digest"),
    ("UPDATE ledger_event SET occurred_at = recorded_at, type = 'x' WHERE stream_id = {two} AND seq = 3", 3, "digest"),
    ("UPDATE ledger_event SET prev = digest WHERE stream_id = {two} AND seq = 2", 2, "prev"),
    ("UPDATE ledger_event SET algorithm = 'md5' WHERE stream_id = {two} AND seq = 2", 2, "digest"),
    ("DELETE FROM ledger_event WHERE stream_id = {two} AND seq = 2", 2, "gap"),
    ("DELETE FROM ledger_event WHERE stream_id = {two} AND seq = 1", 1, "gap"),
    ("DELETE FROM ledger_event WHERE stream_id = {two} AND seq = 3", 3, "head-missing"),
    ("DELETE FROM ledger_event WHERE stream_id = {two}", 3, "head-missing"),
    ("DELETE FROM ledger_checkpointhead WHERE stream_id = {two}", 1, "root"),
    ("UPDATE ledger_checkpoint SET heads = 2", 1, "checkpoint-digest"),
    ("UPDATE ledger_checkpoint SET prev = root", 1, "checkpoint-chain"),
]


@pytest.fixture
def ledger(transactional_db: None) -> None:
    """Three streams of three events, and a checkpoint over them."""
    for stream in STREAMS:
        commit(write(stream, 0, 3, command="c-1"))
    make_checkpoint(MOMENT)


def tamper(unguarded: Fixture, sql: str) -> None:
    two = f"'{TWO}'" if connection.vendor == "postgresql" else f"'{TWO.hex}'"
    with unguarded(), connection.cursor() as cursor:
        cursor.execute(sql.replace("{two}", two))


def stand_alone(path: Path, *trusted: str) -> "subprocess.CompletedProcess[str]":
    """Run the verifier as an auditor would: no site packages, no environment, another folder."""
    command = [sys.executable, "-I", "-S", str(Path(verify_export.__file__)), str(path), *trusted]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=path.parent, env={"PYTHONUTF8": "1"}, check=False
    )


@pytest.mark.usefixtures("ledger")
def test_an_untouched_ledger_is_sound(tmp_path: Path) -> None:
    found = verify()
    lines = export(tmp_path / "ledger.jsonl")
    alone = stand_alone(tmp_path / "ledger.jsonl")
    assert (found.streams, found.events, found.checkpoints, found.faults) == (3, 9, 1, [])
    assert "全部相符" in report(found, MOMENT)
    assert (lines, alone.returncode) == (11, 0)
    assert "3 条流，9 个事件，1 个检查点" in alone.stdout


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(("sql", "seq", "what"), TAMPERINGS)
def test_tampering_is_found_and_named(unguarded: Fixture, tmp_path: Path, sql: str, seq: int, what: str) -> None:
    tamper(unguarded, sql)
    found = verify()
    export(tmp_path / "ledger.jsonl")
    alone = stand_alone(tmp_path / "ledger.jsonl")
    assert (found.faults[0].seq, found.faults[0].what) == (seq, what)
    assert f"第 {seq} 号" in report(found, MOMENT)
    assert alone.returncode == 1
    assert f"第 {seq} 号" in alone.stdout or "检查点 1" in alone.stdout


@pytest.mark.usefixtures("ledger")
def test_a_stream_rewritten_whole_is_found_by_its_checkpoint(unguarded: Fixture, tmp_path: Path) -> None:
    tamper(unguarded, "DELETE FROM ledger_event WHERE stream_id = {two}")
    commit(write(TWO, 0, 3, command="forged"))
    export(tmp_path / "ledger.jsonl")
    assert [(fault.seq, fault.what) for fault in verify().faults] == [(3, "head-differs")]
    assert stand_alone(tmp_path / "ledger.jsonl").returncode == 1


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(("number", "true", "faults"), [(1, True, []), (1, False, ["trusted"]), (2, True, ["trusted"])])
def test_a_ledger_rewritten_whole_is_found_by_what_was_kept_outside(
    tmp_path: Path, number: int, true: bool, faults: list[str]
) -> None:
    digest = bytes(Checkpoint.objects.get().digest) if true else bytes(31) + b"\x01"
    export(tmp_path / "ledger.jsonl")
    alone = stand_alone(tmp_path / "ledger.jsonl", f"{number}:{digest.hex()}")
    assert [fault.what for fault in verify({number: digest}).faults] == faults
    assert (alone.returncode == 0) is (not faults)


@pytest.mark.parametrize("content", ["", "{}\n", '{"fazhi":"ledger","format":1}\n{"header":1}\n', "no json"])
def test_what_is_no_export_is_said_to_be_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "file").write_text(content)
    alone = stand_alone(tmp_path / "file")
    assert alone.returncode == 2
    assert "请确认文件是完整的账本导出文件" in alone.stdout


@pytest.mark.django_db(transaction=True)
def test_a_change_of_algorithm_keeps_the_old_chain_verifiable(settings: Any, tmp_path: Path) -> None:
    commit(write(TWO, 0, 2))
    settings.FAZHI_CHAIN = "sm3"
    commit(write(TWO, 2, 2))
    make_checkpoint(MOMENT)
    export(tmp_path / "ledger.jsonl")
    assert verify().sound
    assert stand_alone(tmp_path / "ledger.jsonl").returncode == 0


def test_sm3_gives_the_standard_s_own_example() -> None:
    digest = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert verify_export.sm3(b"abc").hex() == digest


@pytest.mark.parametrize("length", [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000])
def test_sm3_agrees_with_the_library(length: int) -> None:
    data = bytes(number % 251 for number in range(length))
    library = hashes.Hash(hashes.SM3())
    library.update(data)
    assert verify_export.sm3(data) == library.finalize()


def test_an_export_names_no_checkpoint_made_after_its_events_were_read(
    ledger: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, later, due = exporting._event, UUID("00000000-0000-0000-0000-000000000009"), [True]

    def meanwhile(event: Any) -> Any:
        if due:
            due.pop()
            commit(write(later, 0, 1))
            make_checkpoint(MOMENT)
        return told(event)

    monkeypatch.setattr(exporting, "_event", meanwhile)
    export(tmp_path / "ledger.jsonl")
    assert verify_export.verify(str(tmp_path / "ledger.jsonl"), {}).faults == []
