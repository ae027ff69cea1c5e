"""What is sealed opens for its own subject only, joins a write, and is gone with its key."""

import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fazhi.ledger.verifying import verify
from fazhi.ledger.writing import Append, Change, NewEvent, Write, commit
from fazhi.vault import keys
from fazhi.vault.errors import Erased, MasterKeyWrong, NotSealed, Tampered
from fazhi.vault.models import SealedText, SubjectKey
from fazhi.vault.sealing import (
    Subject,
    ToSeal,
    erase,
    open_many,
    open_sealed,
    open_text,
    prepare_erase,
    prepare_seal,
    prepare_seals,
    seal,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TEXT = "邻居夜间施工，电话 13812341234。"

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject() -> Subject:
    """Return a matter of which nothing is sealed yet."""
    return Subject("matter", uuid4())


def test_what_is_sealed_opens_again(subject: Subject) -> None:
    text = seal(ToSeal(subject, "message.text", TEXT), NOW)
    raw = seal(ToSeal(subject, "message.photo", b"\x00\xff"), NOW)
    assert open_text(text.id) == TEXT
    assert open_sealed(raw.id) == b"\x00\xff"
    assert SubjectKey.objects.count() == 1


def test_nothing_in_the_database_holds_the_text_or_the_key(subject: Subject) -> None:
    sealed = seal(ToSeal(subject, "message.text", TEXT), NOW)
    key_row, row = SubjectKey.objects.get(), SealedText.objects.get()
    key = keys.unwrap(bytes(key_row.wrapped), subject.label)
    assert TEXT.encode() not in bytes(row.box)
    assert key not in bytes(key_row.wrapped)
    assert sealed.digest == bytes(row.digest).hex()


def test_the_same_text_twice_looks_different(subject: Subject) -> None:
    first, second = (seal(ToSeal(subject, "message.text", TEXT), NOW) for _ in range(2))
    assert first.digest != second.digest


def move(sealed_id: UUID, **fields: Any) -> None:
    SealedText.objects.filter(pk=sealed_id).update(**fields)


@pytest.mark.parametrize("where", ["subject", "purpose", "box", "box_and_digest"])
def test_what_is_changed_or_moved_no_longer_opens(subject: Subject, where: str) -> None:
    sealed, other = (seal(ToSeal(s, "message.text", TEXT), NOW) for s in (subject, Subject("matter", uuid4())))
    twin = SealedText.objects.get(pk=other.id)
    changes = {
        "subject": {"subject_id": twin.subject_id},
        "purpose": {"purpose": "message.title"},
        "box": {"box": bytes(SealedText.objects.get(pk=sealed.id).box)[:-1] + b"\x00\x00"},
        "box_and_digest": {"box": twin.box, "digest": twin.digest},
    }
    move(sealed.id, **changes[where])
    with pytest.raises(Tampered, match="可能被改动"):
        open_sealed(sealed.id)


def test_what_was_never_sealed_is_said_to_be_missing() -> None:
    with pytest.raises(NotSealed, match="请核对编号"):
        open_sealed(uuid4())


def test_an_erased_subject_opens_nothing_and_seals_nothing_more(subject: Subject) -> None:
    kept = seal(ToSeal(Subject("matter", uuid4()), "message.text", TEXT), NOW)
    gone = seal(ToSeal(subject, "message.text", TEXT), NOW)
    assert erase(subject, NOW)
    assert not erase(subject, NOW)
    with pytest.raises(Erased, match="依法销毁"):
        open_sealed(gone.id)
    with pytest.raises(Erased, match="不能再密封"):
        prepare_seal(ToSeal(subject, "message.text", TEXT), NOW)
    assert bytes(SubjectKey.objects.get(subject_id=subject.id).wrapped) == b""
    assert open_text(kept.id) == TEXT


def sealing_write(subject: Subject) -> tuple[Write, UUID]:
    rows, sealed = prepare_seal(ToSeal(subject, "message.text", TEXT), NOW, new_subject=True)
    body = {"text": {"sealed": str(sealed.id), "digest": sealed.digest}}
    event = NewEvent("matter.opened", body, NOW, NOW, "party-1")
    return Write([Append("matter", subject.id, 0, (event,))], inserts=rows), sealed.id


@pytest.mark.django_db(transaction=True)
def test_the_chain_stays_whole_when_a_key_is_erased(subject: Subject) -> None:
    write, sealed_id = sealing_write(subject)
    commit(write)
    assert open_text(sealed_id) == TEXT
    erased = NewEvent("matter.erased", {"reason": "retention"}, NOW, NOW, "person-7")
    change = Change(*prepare_erase(subject, NOW))
    commit(Write([Append("matter", subject.id, 1, (erased,))], changes=[change]))
    assert isinstance(open_many([sealed_id])[sealed_id], Erased)
    assert (verify().events, verify().faults) == (2, [])


def test_many_texts_are_sealed_and_opened_with_few_queries(subject: Subject) -> None:
    items = [ToSeal(Subject("matter", uuid4()), "message.text", f"{i}") for i in range(50)]
    items += [ToSeal(subject, "message.text", "a"), ToSeal(subject, "message.title", "b")]
    with CaptureQueriesContext(
        connection,
    ) as sealing:
        rows, sealed = prepare_seals(items, NOW)
    for row in rows:
        row.save(force_insert=True)
    with CaptureQueriesContext(connection) as opening:
        opened = open_many(s.id for s in sealed)
    with CaptureQueriesContext(connection) as fresh:
        prepare_seals(items, NOW, new_subjects=True)
    assert (len(sealing), len(opening), len(fresh)) == (1, 2, 0)
    assert [opened[s.id] for s in sealed] == [str(item.content).encode() for item in items]
    assert SubjectKey.objects.count() == 51


@pytest.fixture
def _another_master_key(settings: Any, tmp_path: Path) -> None:
    settings.FAZHI_MASTER_KEY = tmp_path / "deep" / "master.key"


@pytest.mark.usefixtures("_another_master_key")
def test_the_master_key_is_made_once_and_readable_by_its_owner_only(settings: Any) -> None:
    first = keys.master_key()
    keys._master.cache_clear()
    assert keys.master_key() == first
    assert len(first) == 32
    assert stat.S_IMODE(settings.FAZHI_MASTER_KEY.stat().st_mode) == 0o600
    assert [path.name for path in settings.FAZHI_MASTER_KEY.parent.iterdir()] == ["master.key"]


def test_another_master_key_opens_nothing_and_says_so(subject: Subject, settings: Any, tmp_path: Path) -> None:
    sealed = seal(ToSeal(subject, "message.text", TEXT), NOW)
    settings.FAZHI_MASTER_KEY = tmp_path / "master.key"
    keys.unwrap.cache_clear()
    with pytest.raises(MasterKeyWrong, match="恢复原来的主密钥文件"):
        open_sealed(sealed.id)


def test_a_damaged_master_key_is_not_replaced(settings: Any, tmp_path: Path) -> None:
    settings.FAZHI_MASTER_KEY = tmp_path / "master.key"
    settings.FAZHI_MASTER_KEY.write_text("ab")
    with pytest.raises(MasterKeyWrong, match="已损坏"):
        keys.master_key()


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("410922199001011234", "410922199001011234", True),
        ("41092219900101123x", "41092219900101123X", True),
        ("138 1234-1234", "13812341234", True),
        ("１３８１２３４１２３４", "13812341234", True),
        ("13812341234", "13812341235", False),
    ],
)
def test_a_number_is_found_again_however_it_is_written(first: str, second: str, same: bool) -> None:
    assert (keys.lookup_hash(first, "phone") == keys.lookup_hash(second, "phone")) is same


def test_a_lookup_hash_depends_on_the_key_and_on_the_kind(settings: Any, tmp_path: Path) -> None:
    phone = keys.lookup_hash("13812341234", "phone")
    assert phone != keys.lookup_hash("13812341234", "id_number")
    settings.FAZHI_MASTER_KEY = tmp_path / "master.key"
    assert phone != keys.lookup_hash("13812341234", "phone")
