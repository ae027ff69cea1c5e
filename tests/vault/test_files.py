"""Files sealed piece by piece: they open as they were, or not at all."""

import io
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from fazhi.vault.errors import Erased, NotSealed, Tampered
from fazhi.vault.files import MARK, PIECE, SALT, TAG, cut, is_sealed, open_file, open_with, seal_file, seal_with
from fazhi.vault.models import SubjectKey
from fazhi.vault.sealing import Subject, ToSeal, erase, open_text, prepare_seal, seal

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEY, NAME = b"k" * 32, b"one"
HEAD = len(MARK) + SALT


def sealed(content: bytes, key: bytes = KEY, name: bytes = NAME) -> bytes:
    into = io.BytesIO()
    seal_with(key, name, cut(io.BytesIO(content)), into)
    return into.getvalue()


def opened(box: bytes, key: bytes = KEY, name: bytes = NAME) -> bytes:
    return b"".join(open_with(key, name, io.BytesIO(box)))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])
def test_it_opens_as_it_was_at_every_length(size: int) -> None:
    content = bytes(n % 251 for n in range(min(size, 1000))) * (size // 1000 + 1)
    box = sealed(content[:size])
    assert opened(box) == content[:size]
    assert len(box) == HEAD + size + TAG * max(1, -(-size // PIECE))


def test_nothing_of_it_can_be_read_and_the_same_twice_looks_different() -> None:
    content = "张三，身份证照片".encode() * 100
    assert content[:24] not in sealed(content)
    assert sealed(content) != sealed(content)
    assert is_sealed(sealed(content))
    assert not is_sealed(content)


LONG = sealed(b"a" * PIECE + b"b" * PIECE + b"c")
WHOLE = PIECE + TAG


@pytest.mark.parametrize(
    "box",
    [
        LONG[:-1],
        LONG[: HEAD + 2 * WHOLE],  # the last piece cut away
        LONG[: HEAD + WHOLE],
        LONG[:HEAD],
        LONG[: HEAD - 1],
        b"",
        LONG[:HEAD] + LONG[HEAD + WHOLE : HEAD + 2 * WHOLE] + LONG[HEAD : HEAD + WHOLE] + LONG[HEAD + 2 * WHOLE :],
        LONG[: HEAD + 9] + bytes([LONG[HEAD + 9] ^ 1]) + LONG[HEAD + 10 :],
        LONG[: HEAD - 1] + bytes([LONG[HEAD - 1] ^ 1]) + LONG[HEAD:],
        LONG + b"more",
        b"%PDF-1.7\n" + b"\x00" * 200,
    ],
)
def test_cut_turned_or_changed_it_does_not_open(box: bytes) -> None:
    with pytest.raises(Tampered):
        opened(box)


@pytest.mark.parametrize(("key", "name"), [(b"x" * 32, NAME), (KEY, b"two")])
def test_it_opens_only_with_its_key_and_in_its_place(key: bytes, name: bytes) -> None:
    with pytest.raises(Tampered):
        opened(sealed(b"content"), key, name)


@pytest.mark.django_db
def test_a_file_may_come_before_the_first_text_and_shares_its_key() -> None:
    subject, into = Subject("matter", uuid4()), io.BytesIO()
    seal_file(subject, NAME, [b"photo"], into, NOW)
    text = seal(ToSeal(subject, "message.text", "路灯坏了"), NOW)
    into.seek(0)
    assert b"".join(open_file(subject, NAME, into)) == b"photo"
    assert open_text(text.id) == "路灯坏了"
    assert SubjectKey.objects.count() == 1


@pytest.mark.django_db
def test_two_first_files_at_once_end_up_with_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    from fazhi.vault import sealing

    subject, known = Subject("matter", uuid4()), sealing._known_keys
    late = iter([{}])  # the other came between the look and the making
    monkeypatch.setattr(sealing, "_known_keys", lambda subjects: next(late, None) or known(subjects))
    first = sealing.key_for(subject, NOW)
    late = iter([{}])
    assert sealing.key_for(subject, NOW) == first
    assert SubjectKey.objects.count() == 1


@pytest.mark.django_db
def test_an_erased_subject_opens_none_and_takes_none() -> None:
    subject, into = Subject("matter", uuid4()), io.BytesIO()
    seal_file(subject, NAME, [b"photo"], into, NOW)
    erase(subject, NOW)
    into.seek(0)
    with pytest.raises(Erased):
        next(open_file(subject, NAME, into))
    with pytest.raises(Erased):
        seal_file(subject, NAME, [b"photo"], io.BytesIO(), NOW)
    with pytest.raises(NotSealed):
        next(open_file(Subject("matter", uuid4()), NAME, io.BytesIO()))


@pytest.mark.django_db
def test_rows_prepared_for_a_subject_with_a_key_bring_no_second() -> None:
    subject = Subject("matter", uuid4())
    seal_file(subject, NAME, [b"photo"], io.BytesIO(), NOW)
    rows, _ = prepare_seal(ToSeal(subject, "message.text", "x"), NOW)
    assert not [row for row in rows if isinstance(row, SubjectKey)]
