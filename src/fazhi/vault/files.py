"""Files sealed piece by piece, so that a large one is never whole in memory: under a subject's key, or another's."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fazhi.vault import keys
from fazhi.vault.errors import Tampered
from fazhi.vault.sealing import Subject, held_key, key_for

MARK: Final = b"FZSEAL1\n"  # what a sealed file begins with; the salt of its key follows, then its pieces
SALT: Final = 16
PIECE: Final = 1024 * 1024  # bytes of content in a piece; each piece is longer by its tag
TAG: Final = 16


def cut(content: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of a file in the pieces in which it is sealed."""
    yield from iter(lambda: content.read(PIECE), b"")


def seal_file(subject: Subject, bound: bytes, pieces: Iterable[bytes], into: BinaryIO, now: datetime) -> str:
    """Write a file sealed under the subject's key, and return the digest (hexadecimal SHA-256) of what was written.

    A subject without a key gets one, kept at once: a file is there before the write that names it. Erased when the
    key was destroyed. `bound` says which file it is: put in another's place, it does not open. `pieces` are as `cut`
    or `open_file` gives them.
    """
    return seal_with(key_for(subject, now), _of(subject, bound), pieces, into)


def open_file(subject: Subject, bound: bytes, sealed: BinaryIO) -> Iterator[bytes]:
    """Yield the content of a sealed file, each piece checked before it is given; Erased, Tampered, NotSealed."""
    return open_with(held_key(subject), _of(subject, bound), sealed)


def seal_with(key: bytes, bound: bytes, pieces: Iterable[bytes], into: BinaryIO) -> str:
    """Write a file sealed with a key of 32 bytes that the caller holds; return the digest of what was written."""
    salt = os.urandom(SALT)
    cipher, digest = _cipher(key, salt, bound), hashlib.sha256()
    for written in _sealed(cipher, MARK + salt, pieces):
        digest.update(written)
        into.write(written)
    return digest.hexdigest()


def open_with(key: bytes, bound: bytes, sealed: BinaryIO) -> Iterator[bytes]:
    """Yield the content of a file sealed with this key; Tampered where it is cut, changed or another's."""
    head = sealed.read(len(MARK) + SALT)
    if len(head) < len(MARK) + SALT or not is_sealed(head):
        raise Tampered
    cipher = _cipher(key, head[len(MARK) :], bound)
    for number, piece, last in _numbered(iter(lambda: sealed.read(PIECE + TAG), b"")):
        try:
            yield cipher.decrypt(_nonce(number, last), piece, None)
        except InvalidTag:
            raise Tampered from None


def is_sealed(head: bytes) -> bool:
    """Whether these first bytes are those of a sealed file."""
    return head.startswith(MARK)


def _sealed(cipher: AESGCM, head: bytes, pieces: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    for number, piece, last in _numbered(pieces):
        yield cipher.encrypt(_nonce(number, last), piece, None)


def _numbered(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    # One piece is taken ahead: that it is the last is sealed into it, or a file could be cut unseen.
    coming = iter(pieces)
    number, piece = 0, next(coming, b"")
    for following in coming:
        yield number, piece, False
        number, piece = number + 1, following
    yield number, piece, True


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(keys.NONCE_BYTES - 1, "big") + bytes([last])


def _cipher(key: bytes, salt: bytes, bound: bytes) -> AESGCM:
    # A key for each file, so that counting the pieces is enough to use no nonce twice.
    return AESGCM(HKDF(hashes.SHA256(), keys.KEY_BYTES, salt=salt, info=b"fazhi/file/" + bound).derive(key))


def _of(subject: Subject, bound: bytes) -> bytes:
    return subject.label + b"/" + bound
