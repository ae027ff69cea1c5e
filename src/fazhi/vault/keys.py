"""The installation's master key, and what is derived from it: wrapped subject keys and keyed hashes."""

import hmac
import os
import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from fazhi.vault.errors import MasterKeyWrong

KEY_BYTES = 32
NONCE_BYTES = 12


def master_key() -> bytes:
    """Return the master key (32 bytes), making its file (mode 0600) at first use."""
    # The setting itself is the key of the cache: making a Path of it would cost more than all the rest, and this is
    # asked several times a matter.
    return _master(settings.FAZHI_MASTER_KEY)


@lru_cache(maxsize=4)
def _master(name: str | Path) -> bytes:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    key = bytes.fromhex(path.read_text().strip())
    if len(key) != KEY_BYTES:
        raise MasterKeyWrong(f"主密钥文件 {path} 已损坏。请从备份恢复该文件；换用新的主密钥将无法打开已密封的内容。")
    return key


def _make(path: Path) -> None:
    # The file appears whole or not at all: two processes starting at once must end up with one key.
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(secrets.token_hex(KEY_BYTES))
        new.flush()
        os.fsync(new.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()


def _derived(purpose: str) -> bytes:
    return _derive(master_key(), purpose)


@lru_cache(maxsize=64)
def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"fazhi/{purpose}".encode()).derive(master)


def master_fingerprint() -> str:
    """Return sixteen hexadecimal digits that tell one master key from another and nothing else."""
    return _derived("fingerprint").hex()[:16]


def wrap(key: bytes, bound_to: bytes) -> bytes:
    """Return a subject's key encrypted under the master key, bound to the subject."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _wrapper(_derived("wrap")).encrypt(nonce, key, bound_to)


@lru_cache(maxsize=4)
def _wrapper(key: bytes) -> AESGCM:
    return AESGCM(key)


@lru_cache(maxsize=2048)
def unwrap(wrapped: bytes, bound_to: bytes) -> bytes:
    """Return a subject's key; MasterKeyWrong when this master key did not wrap it for this subject.

    Remembered by its wrapped form, which has to be read from the database first: an erased key is never found here.
    """
    try:
        return _wrapper(_derived("wrap")).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], bound_to)
    except InvalidTag:
        raise MasterKeyWrong from None


def lookup_hash(value: str, kind: str) -> str:
    """Return the keyed hash (64 hexadecimal digits) by which a number is found again without being stored.

    `kind` keeps the same digits apart as an identity number and as a phone number. A plain hash of either could be
    reversed by trying all of them.
    """
    plain = "".join(c for c in unicodedata.normalize("NFKC", value).upper() if c.isalnum())
    return hmac.digest(_derived(f"lookup/{kind}"), plain.encode(), "sha256").hex()
