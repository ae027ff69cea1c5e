"""Checkpoints: only new heads, one chained to the other, each head provable."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from ledger_cases import MOMENT, write

from fazhi.ledger import merkle
from fazhi.ledger.chain import HASHES
from fazhi.ledger.checkpoints import heads_of, make_checkpoint, prove
from fazhi.ledger.models import Checkpoint
from fazhi.ledger.writing import commit

HASH = HASHES["sha256"]


@pytest.fixture
def _committed(transactional_db: None) -> None:
    """Real transactions: on PostgreSQL a checkpoint covers what is committed, never the transaction it is made in."""


def made_at(now: datetime) -> Checkpoint:
    """Make a checkpoint: again, where a transaction elsewhere ended while it was looked up and counted as ours."""
    return next(made for made in (make_checkpoint(now) for _ in range(100)) if made)


@pytest.mark.usefixtures("_committed")
def test_a_checkpoint_covers_the_new_heads_only(stream: UUID) -> None:
    other = uuid4()
    commit(write(stream, 0, 2))
    commit(write(other, 0))
    first = made_at(MOMENT)
    commit(write(stream, 2))
    second = made_at(MOMENT + timedelta(minutes=5))
    assert {(s, q) for _, s, q, _ in heads_of(1)} == {(stream, 2), (other, 1)}
    assert [(s, q) for _, s, q, _ in heads_of(2)] == [(stream, 3)]
    assert bytes(second.prev) == bytes(first.digest)
    assert make_checkpoint(MOMENT) is None


@pytest.mark.usefixtures("_committed")
@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_each_head_is_proved_and_no_other(count: int) -> None:
    streams = [uuid4() for _ in range(count)]
    for stream in streams:
        commit(write(stream, 0))
    checkpoint = made_at(MOMENT)
    for stream in streams:
        proof = prove("matter", stream, 1)
        assert proof.holds(bytes(checkpoint.root), "sha256")
        assert not proof.holds(HASH(b"another root"), "sha256")
    with pytest.raises(LookupError, match="第 1 号检查点"):
        prove("matter", uuid4(), 1)


@pytest.mark.parametrize("count", range(1, 12))
def test_a_proof_holds_for_its_own_leaf_only(count: int) -> None:
    leaves = [merkle.leaf_hash(HASH, bytes([number])) for number in range(count)]
    root = merkle.root_of(HASH, leaves)
    for place, leaf in enumerate(leaves):
        steps = merkle.proof_of(HASH, leaves, place)
        assert merkle.proved(HASH, leaf, steps, root)
        assert not merkle.proved(HASH, merkle.leaf_hash(HASH, b"other"), steps, root)


def test_a_list_and_the_same_list_with_its_last_doubled_differ() -> None:
    leaves = [merkle.leaf_hash(HASH, bytes([number])) for number in range(3)]
    assert merkle.root_of(HASH, leaves) != merkle.root_of(HASH, [*leaves, leaves[-1]])


@pytest.mark.django_db
def test_what_is_still_in_flight_is_not_covered(stream: UUID) -> None:
    commit(write(stream, 0))
    made = make_checkpoint(MOMENT)
    assert (made is None) == (connection.vendor == "postgresql")
